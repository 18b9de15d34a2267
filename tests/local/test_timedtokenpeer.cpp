// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/local/timedtoken.h"

#include <QFile>
#include <QProcess>
#include <QRandomGenerator>
#include <QTemporaryDir>
#include <QTest>

using namespace latchkey;
using std::chrono::seconds;

namespace {

constexpr int trips = 100'000;
constexpr int patience = 120'000; // milliseconds

std::vector<TimedTokenSigner> signers()
{
    const std::vector<SharedSecret> keys{share(Secret::copyOf("an older key of thirty-two bytes")),
                                         share(Secret::copyOf("the key that signs, of 32 bytes!"))};
    std::vector<TimedTokenSigner> all;
    for (const auto digest : {TokenDigest::Sha1, TokenDigest::Sha256, TokenDigest::Sha512}) {
        for (const auto derivation :
             {KeyDerivation::DjangoConcat, KeyDerivation::Concat, KeyDerivation::Hmac})
            all.emplace_back(keys, recoverySalt,
                             TokenAlgorithm{.digest = digest, .derivation = derivation});
    }
    return all;
}

QString randomText(QRandomGenerator &random)
{
    struct Range
    {
        char32_t low;
        char32_t high;
    };
    constexpr std::array ranges{
        Range{.low = 0x20, .high = 0x7e},       Range{.low = 0xa0, .high = 0x2ff},
        Range{.low = 0x4e00, .high = 0x9fff},   Range{.low = 0xe000, .high = 0xfffd},
        Range{.low = 0x1f300, .high = 0x1faff},
    };
    const Range range = ranges[random.bounded(static_cast<quint32>(ranges.size()))];
    QString text;
    for (int left = random.bounded(40); left > 0; --left) {
        const char32_t point = random.bounded(range.low, range.high + 1);
        text += QString::fromUcs4(&point, 1);
    }
    return text;
}

QByteArray jsonString(const QString &text)
{
    QByteArray json = text.toUtf8();
    json.replace('\\', "\\\\").replace('"', "\\\"");
    return '"' + json + '"';
}

QByteArray randomJson(QRandomGenerator &random)
{
    switch (random.bounded(4)) {
    case 0:
        return '"' + QByteArray(random.bounded(900), 'x') + '"'; // compresses
    case 1: {
        const QByteArray object = R"({"d":)" + jsonString(randomText(random)) + R"(,"i":)";
        return object + jsonString(randomText(random)) + '}';
    }
    case 2:
        return QByteArray::number(random.generate());
    default:
        return jsonString(randomText(random));
    }
}

Instant randomTime(QRandomGenerator &random)
{
    const int bits = random.bounded(1, 38);
    return Instant(seconds(random.generate64() >> (64 - bits)));
}

} // namespace

/// Both ways against the program whose format this is: Debian's python3-itsdangerous.
class TestTimedTokenPeer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void readsWhatPythonSigned();
    void pythonReadsWhatWeSigned();

private:
    void run(const QStringList &arguments, const QString &input);
    QString path(const char *name) const { return m_folder.filePath(QString::fromLatin1(name)); }

    QTemporaryDir m_folder;
    QByteArray m_output;
};

void TestTimedTokenPeer::init()
{
    QVERIFY(m_folder.isValid());
}

void TestTimedTokenPeer::run(const QStringList &arguments, const QString &input)
{
    QProcess python;
    python.setStandardInputFile(input);
    python.setStandardOutputFile(path("output"));
    // Debian's own interpreter has Debian's itsdangerous; another one on the path need not.
    python.start(
        QStringLiteral("/usr/bin/python3"),
        QStringList{QStringLiteral(LATCHKEY_SOURCE_DIR "/tests/local/itsdangerous_peer.py")} +
            arguments);
    QVERIFY(python.waitForFinished(patience));
    QVERIFY2(python.exitCode() == 0, python.readAllStandardError().constData());
    QFile output(path("output"));
    QVERIFY(output.open(QIODevice::ReadOnly));
    m_output = output.readAll();
}

void TestTimedTokenPeer::readsWhatPythonSigned()
{
    const quint32 seed = QRandomGenerator::global()->generate();
    run({QStringLiteral("sign"), QString::number(trips), QString::number(seed)},
        QProcess::nullDevice());
    const std::vector<TimedTokenSigner> known = signers();
    int read = 0;
    for (const QByteArray &line : m_output.trimmed().split('\n')) {
        const QList<QByteArray> fields = line.split('\t');
        QCOMPARE(fields.size(), 4);
        const TimedTokenSigner &tokens = known[fields[0].toUInt()];
        const Instant issued(seconds(fields[1].toLongLong()));
        const QByteArray payload = QByteArray::fromHex(fields[2]);
        if (fields[3].size() <= TimedTokenSigner::longestToken) {
            const auto content = tokens.verify(fields[3]);
            QVERIFY2(content, line.constData());
            QVERIFY2(content->payload == payload && content->issuedAt == issued, line.constData());
        }
        // The same zlib on both sides, so the very bytes agree.
        QCOMPARE(tokens.sign(payload, issued).token, fields[3]);
        ++read;
    }
    QCOMPARE(read, trips);
}

void TestTimedTokenPeer::pythonReadsWhatWeSigned()
{
    const quint32 seed = QRandomGenerator::global()->generate();
    QRandomGenerator random(seed);
    const std::vector<TimedTokenSigner> known = signers();
    QFile input(path("input"));
    QVERIFY(input.open(QIODevice::WriteOnly));
    for (int i = 0; i < trips; ++i) {
        const auto index = random.bounded(static_cast<quint32>(known.size()));
        const Instant issued = randomTime(random);
        const QByteArray json = randomJson(random);
        input.write(QByteArray::number(index) + '\t' +
                    QByteArray::number(static_cast<qint64>(issued.time_since_epoch().count())) +
                    '\t' + json.toHex() + '\t' + known[index].sign(json, issued).token + '\n');
    }
    input.close();
    run({QStringLiteral("check")}, input.fileName());
    QCOMPARE(m_output, "ok " + QByteArray::number(trips) + '\n');
}

QTEST_GUILESS_MAIN(TestTimedTokenPeer)
#include "test_timedtokenpeer.moc"
