// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctlkit.h"

using namespace latchkey;
using namespace latchkey::testing;

class TestCtlImport : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_home.reset(); }

    void imported();
    void dryRun();
    void faulty_data();
    void faulty();
    void notAFile();

private:
    std::optional<CtlHome> m_home;
};

void TestCtlImport::init()
{
    m_home.emplace();
    QCOMPARE(m_home->init().code, 0);
}

void TestCtlImport::imported()
{
    // The hash of "password" that Django's documentation of PBKDF2 test vectors would give is long;
    // bcrypt's own vector does as well.
    m_home->write("people.csv", "\xEF\xBB\xBFlocale,email,confirmed,password_hash\r\n"
                                "de,\"robin@example.com\",yes,"
                                "$2b$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW\r\n"
                                ",sam@example.com,,\r\n");
    const CtlAnswer answer = m_home->run("accounts import people.csv --json");
    QCOMPARE(answer.code, 0);
    QCOMPARE(answer.json()["imported"].toInt(), 2);
    QCOMPARE(m_home->lastEvent(), QStringLiteral("accounts-imported"));
    QCOMPARE(m_home->run("password verify robin@example.com", "U*U\n").code, 0);
    QCOMPARE(m_home->run("password verify robin@example.com", "U*V\n").code, 1);
    QCOMPARE(m_home->run("password verify sam@example.com", "U*U\n").code, 1);
    QCOMPARE(m_home->run("accounts show robin@example.com --json").json()["status"].toString(),
             QStringLiteral("confirmed"));
    QVERIFY(answer.err.isEmpty()); // no bar where no terminal is
}

void TestCtlImport::dryRun()
{
    m_home->write("people.csv", "email\nrobin@example.com\nsam@example.com\n");
    const CtlAnswer answer = m_home->run("accounts import people.csv --dry-run --json");
    QCOMPARE(answer.code, 0);
    QCOMPARE(answer.json()["imported"].toInt(), 2);
    QVERIFY(answer.json()["dry_run"].toBool());
    QCOMPARE(m_home->ask("SELECT email FROM accounts"), QStringList());
    QCOMPARE(m_home->lastEvent(), QString());

    QCOMPARE(m_home->run("accounts add SAM@example.com").code, 0);
    const CtlAnswer taken = m_home->run("accounts import people.csv --dry-run");
    QCOMPARE(taken.code, 1);
    QVERIFY2(taken.err.contains("line 3: this address is there already"), taken.err);
}

void TestCtlImport::faulty_data()
{
    QTest::addColumn<QByteArray>("csv");
    QTest::addColumn<QString>("told");
    const QByteArray good = "email,password_hash\nrobin@example.com,\n";
    QTest::newRow("empty") << QByteArray() << "line 1: the file is empty";
    QTest::newRow("header") << QByteArray("mail\nx@example.com\n") << "unknown column \"mail\"";
    QTest::newRow("clear text") << good + "sam@example.com,hunter2\n"
                                << "line 3: password_hash is of no known format";
    QTest::newRow("address") << good + "sam at example,\n" << "line 3: not an email address";
    QTest::newRow("twice") << good + "ROBIN@EXAMPLE.COM,\n" << "line 3: this address is there";
    QTest::newRow("fields") << good + "sam@example.com\n" << "line 3: 1 fields instead of 2";
    QTest::newRow("quote") << good + "\"sam@example.com,\n" << "line 3: ";
    QTest::newRow("binary") << good + QByteArray(300, '\0') << "line 3: ";
    QTest::newRow("terminal codes") << QByteArray("\033[31m\n") << "unknown column";
}

void TestCtlImport::faulty()
{
    QFETCH(const QByteArray, csv);
    QFETCH(const QString, told);
    m_home->write("people.csv", csv);
    const CtlAnswer text = m_home->run("accounts import people.csv");
    QCOMPARE(text.code, 1);
    QVERIFY2(text.err.contains(told.toUtf8()), text.err);
    QVERIFY2(text.err.contains("people.csv"), text.err);
    QVERIFY(!text.err.contains('\033'));
    QVERIFY(!text.err.contains("hunter2"));
    const CtlAnswer json = m_home->run("accounts import people.csv --json");
    QCOMPARE(json.reason(), QStringLiteral("FileFaulty"));
    QCOMPARE(m_home->ask("SELECT email FROM accounts"), QStringList());
    QCOMPARE(m_home->lastEvent(), QString());
}

void TestCtlImport::notAFile()
{
    for (const char *line : {"accounts import none.csv --json", "accounts import . --json"}) {
        const CtlAnswer answer = m_home->run(line);
        QCOMPARE(answer.code, 3);
        QCOMPARE(answer.reason(), QStringLiteral("FileUnreadable"));
    }
}

QTEST_GUILESS_MAIN(TestCtlImport)
#include "test_ctlimport.moc"
