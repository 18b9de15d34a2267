// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctlkit.h"

using namespace latchkey;
using namespace latchkey::testing;

/// 'token', against Debian's itsdangerous with the same key.
class TestCtlToken : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_home.reset(); }

    void theirsIsReadHere();
    void oursIsReadThere();
    void saltsSeparate();
    void tooOld();
    void fromTheFuture();
    void badInput_data();
    void badInput();

private:
    /// Runs a line of Python with `serializer(salt)` at hand; what it prints.
    QByteArray python(const QByteArray &code, const QByteArray &input = {}) const;
    CtlAnswer run(const char *line, const QByteArray &input = {}) const
    {
        return m_home->run(line, input);
    }

    std::optional<CtlHome> m_home;
};

void TestCtlToken::init()
{
    m_home.emplace();
    QCOMPARE(m_home->init().code, 0);
}

QByteArray TestCtlToken::python(const QByteArray &code, const QByteArray &input) const
{
    const QByteArray prelude = "import base64, json, sys\n"
                               "from itsdangerous import TimestampSigner, URLSafeTimedSerializer\n"
                               "ring = json.load(open('ring'))\n"
                               "key = base64.urlsafe_b64decode(ring['keys'][-1]['secret'] + '=')\n"
                               "class At(TimestampSigner):\n"
                               "    when = None\n"
                               "    def get_timestamp(self):\n"
                               "        return At.when or super().get_timestamp()\n"
                               "def serializer(salt='recover-key'):\n"
                               "    return URLSafeTimedSerializer(key, salt=salt, signer=At)\n";
    m_home->write("ring", run("keys export --json").out);
    QProcess program;
    program.setWorkingDirectory(m_home->path());
    program.start(QStringLiteral("/usr/bin/python3"),
                  {QStringLiteral("-c"), QString::fromUtf8(prelude + code)});
    program.write(input);
    program.closeWriteChannel();
    program.waitForFinished();
    if (program.exitCode() != 0)
        qWarning("%s", program.readAllStandardError().constData());
    return program.readAllStandardOutput().trimmed();
}

void TestCtlToken::theirsIsReadHere()
{
    const QByteArray token = python("print(serializer().dumps({'id': 7, 'wer': 'Jörg'}))");
    const CtlAnswer answer = run("token verify --json", token + '\n');
    QVERIFY2(answer.code == 0, answer.out);
    QCOMPARE(answer.json()["payload"].toObject(),
             (QJsonObject{{"id", 7}, {"wer", QStringLiteral("Jörg")}}));
    QCOMPARE(run("token verify --json", python("print(serializer().dumps('a@b.example'))"))
                 .json()["payload"]
                 .toString(),
             QStringLiteral("a@b.example"));
    QCOMPARE(run("token verify --salt email-confirm-key",
                 python("print(serializer('email-confirm-key').dumps([1]))"))
                 .code,
             0);
}

void TestCtlToken::oursIsReadThere()
{
    const CtlAnswer answer =
        run("token sign --json --salt some-salt", R"({"id":7,"wer":"J\u00f6rg"})"
                                                  "\n");
    QVERIFY2(answer.code == 0, answer.out);
    QCOMPARE(python("print(serializer('some-salt').loads(sys.stdin.read().strip(), "
                    "max_age=60) == {'id': 7, 'wer': 'Jörg'})",
                    answer.json()["token"].toString().toLatin1()),
             QByteArray("True"));
    QCOMPARE(python("print(serializer().loads(sys.stdin.read().strip()))",
                    run("token sign", "\"a@b.example\"").out),
             QByteArray("a@b.example"));
}

void TestCtlToken::saltsSeparate()
{
    const QByteArray token = run("token sign --salt one", "1\n").out;
    QCOMPARE(run("token verify --salt one", token).code, 0);
    for (const char *line : {"token verify --json", "token verify --json --salt two"}) {
        const CtlAnswer other = run(line, token);
        QCOMPARE(other.code, 1);
        QCOMPARE(other.reason(), QStringLiteral("LinkDamaged"));
    }
    QCOMPARE(run("token verify --salt=", token).code, 2);
}

void TestCtlToken::tooOld()
{
    const QByteArray token =
        python("import time\nAt.when = int(time.time()) - 100\nprint(serializer().dumps(1))");
    QCOMPARE(run("token verify --max-age 1000", token).code, 0);
    const CtlAnswer old = run("token verify --max-age 50", token);
    QCOMPARE(old.code, 1);
    QVERIFY2(old.err.contains("expired"), old.err);
    // Without the option the configured lifetime of links holds.
    const QByteArray older =
        python("import time\nAt.when = int(time.time()) - 90000\nprint(serializer().dumps(1))");
    QCOMPARE(run("token verify --json", older).reason(), QStringLiteral("LinkExpired"));
    QCOMPARE(run("token verify --max-age 100000", older).code, 0);
}

void TestCtlToken::fromTheFuture()
{
    const QByteArray token =
        python("import time\nAt.when = int(time.time()) + 1000\nprint(serializer().dumps(1))");
    QCOMPARE(run("token verify --json", token).reason(), QStringLiteral("LinkFromFuture"));
}

void TestCtlToken::badInput_data()
{
    QTest::addColumn<QString>("verb");
    QTest::addColumn<QByteArray>("input");
    QTest::addColumn<int>("code");
    QTest::newRow("no token") << "verify" << QByteArray() << 2;
    QTest::newRow("empty token") << "verify" << QByteArray("\n") << 1;
    QTest::newRow("nonsense") << "verify" << QByteArray("a.b.c\n") << 1;
    QTest::newRow("binary") << "verify" << QByteArray("\xff\0\x80.\x01", 5) << 1;
    QTest::newRow("huge") << "verify" << QByteArray(100000, 'A') << 2;
    QTest::newRow("age") << "verify --max-age soon" << QByteArray("a.b.c\n") << 2;
    QTest::newRow("no payload") << "sign" << QByteArray() << 2;
    QTest::newRow("no JSON") << "sign" << QByteArray("robin@example.com\n") << 2;
    QTest::newRow("two values") << "sign" << QByteArray("1, 2\n") << 2;
    QTest::newRow("too long") << "sign" << QByteArray('"' + QByteArray(70000, 'x') + '"') << 2;
}

void TestCtlToken::badInput()
{
    QFETCH(const QString, verb);
    QFETCH(const QByteArray, input);
    QFETCH(const int, code);
    const CtlAnswer answer = m_home->run(QStringList{"token", "--json"} + verb.split(u' '), input);
    QCOMPARE(answer.code, code);
    QVERIFY(!answer.reason().isEmpty());
}

QTEST_GUILESS_MAIN(TestCtlToken)
#include "test_ctltoken.moc"
