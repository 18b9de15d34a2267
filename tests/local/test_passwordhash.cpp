// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/local/passwordhash.h"
#include "services/local/passwordhashargon.h"

#include <QFile>
#include <QTest>

using namespace latchkey;

namespace {

constexpr HashCost cheap{
    .memoryKiB = 64, .passes = 1, .lanes = 1, .floor = HashFloor::WaivedForTests};

Secret secretOf(QByteArrayView text)
{
    return Secret::copyOf(text);
}

HashDialect dialectOf(const QByteArray &name)
{
    if (name == "werkzeug")
        return HashDialect::Werkzeug;
    return name == "django" ? HashDialect::Django : HashDialect::Unstated;
}

} // namespace

class TestPasswordHash : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsEveryFormat_data();
    void readsEveryFormat();
    void agreesWithRfc9106();
    void writesWhatItReads();
    void writesWhatIsAsked();
    void passwordsAreBytes();
    void scryptGetsItsMemory_data();
    void scryptGetsItsMemory();
    void saysWhatShouldBeReplaced_data();
    void saysWhatShouldBeReplaced();
};

void TestPasswordHash::readsEveryFormat_data()
{
    QTest::addColumn<QByteArray>("password");
    QTest::addColumn<QByteArray>("stored");
    QTest::addColumn<QByteArray>("dialect");
    QFile file(QStringLiteral(LATCHKEY_TEST_DATA "/password-hash-vectors.tsv"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    for (const QByteArray &line : file.readAll().trimmed().split('\n')) {
        if (line.startsWith('#'))
            continue;
        const QList<QByteArray> fields = line.split('\t');
        QCOMPARE(fields.size(), 4);
        QTest::newRow(fields[0].constData()) << fields[1] << fields[2] << fields[3];
    }
}

void TestPasswordHash::readsEveryFormat()
{
    QFETCH(const QByteArray, password);
    QFETCH(const QByteArray, stored);
    QFETCH(const QByteArray, dialect);
    const HashDialect known = dialectOf(dialect);
    QVERIFY(isSupportedHash(stored, known));
    const auto right = verifyPassword(secretOf(password), stored, known);
    QVERIFY(right);
    QVERIFY(*right);
    const auto wrong =
        verifyPassword(secretOf(QByteArray(password).replace(0, 1, "y")), stored, known);
    QVERIFY(wrong);
    QVERIFY(!*wrong);
    if (known == HashDialect::Unstated)
        return;
    const auto undecided = verifyPassword(secretOf(password), stored);
    QVERIFY(!undecided);
    QCOMPARE(undecided.error().reason, Reason::HashUnsupported);
    const auto mistaken =
        verifyPassword(secretOf(password), stored,
                       known == HashDialect::Django ? HashDialect::Werkzeug : HashDialect::Django);
    QVERIFY(!mistaken.value_or(false));
}

void TestPasswordHash::agreesWithRfc9106()
{
    const Argon2Input input{.salt = QByteArray(16, '\x02'),
                            .pepper = QByteArray(8, '\x03'),
                            .associated = QByteArray(12, '\x04')};
    const auto tag = [&](Argon2Variant variant) {
        const Argon2Parameters parameters{
            .variant = variant, .version = 0x13, .memoryKiB = 32, .passes = 3, .lanes = 4};
        return computeArgon2(QByteArray(32, '\x01'), input, parameters, 32)
            ->reveal()
            .toByteArray()
            .toHex();
    };
    QCOMPARE(tag(Argon2Variant::D),
             QByteArray("512b391b6f1162975371d30919734294f868e3be3984f3c1a13a4db9fabe4acb"));
    QCOMPARE(tag(Argon2Variant::I),
             QByteArray("c814d9d1dc7f37aa13f0d77f2494bda1c8de6b016dd388d29952a4c4672b6ce8"));
    QCOMPARE(tag(Argon2Variant::Id),
             QByteArray("0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659"));
}

void TestPasswordHash::writesWhatItReads()
{
    const Secret password = secretOf("correct horse battery staple");
    const auto stored = hashPassword(password);
    QVERIFY(stored);
    QVERIFY2(stored->startsWith("$argon2id$v=19$m=65536,t=3,p=4$"), stored->constData());
    const auto hash = readArgon2Hash(*stored);
    QVERIFY(hash);
    QCOMPARE(hash->salt.size(), 16);
    QCOMPARE(hash->tag.size(), 32);
    QVERIFY(verifyPassword(password, *stored).value());
    QVERIFY(!verifyPassword(secretOf("correct horse battery stapler"), *stored).value());
    QVERIFY(!needsRehash(*stored));
    QVERIFY(*hashPassword(password, cheap) != *hashPassword(password, cheap));
}

void TestPasswordHash::writesWhatIsAsked()
{
    const auto stored = hashPassword(secretOf("x"), {.memoryKiB = 19456, .passes = 2, .lanes = 1});
    QVERIFY(stored);
    QVERIFY2(stored->startsWith("$argon2id$v=19$m=19456,t=2,p=1$"), stored->constData());
}

void TestPasswordHash::passwordsAreBytes()
{
    for (const QByteArrayView password : {QByteArrayView(""), QByteArrayView(" "),
                                          QByteArrayView("\xff\xfe"), QByteArrayView("🔑")}) {
        const auto stored = hashPassword(secretOf(password), cheap);
        QVERIFY(stored);
        QVERIFY(verifyPassword(secretOf(password), *stored).value());
        QVERIFY(!verifyPassword(secretOf("another"), *stored).value());
    }
}

void TestPasswordHash::scryptGetsItsMemory_data()
{
    QTest::addColumn<QByteArray>("cost");
    QTest::newRow("2^14") << QByteArray("16384");
    QTest::newRow("2^15") << QByteArray("32768");
    QTest::newRow("2^16") << QByteArray("65536");
    QTest::newRow("2^17") << QByteArray("131072");
}

void TestPasswordHash::scryptGetsItsMemory()
{
    QFETCH(const QByteArray, cost);
    const QByteArray stored = "scrypt:" + cost + ":8:1$latchkeysalt1234$" + QByteArray(128, 'a');
    const auto verdict = verifyPassword(secretOf("x"), stored);
    QVERIFY(verdict); // computed; OpenSSL refuses from 2^15 on if it is not told
    QVERIFY(!*verdict);
    if (cost == "131072") {
        QVERIFY(verifyPassword(secretOf("correct horse battery staple"),
                               "scrypt:131072:8:1$latchkeysalt1234$"
                               "0f254dfac1a47e554de381542cec6567315f31e58da87dad93548526592529e8"
                               "14877e979af85da1ec8e9e425d0f2943a77d0e8d5a3854abee4df0b67694777e")
                    .value());
    }
}

void TestPasswordHash::saysWhatShouldBeReplaced_data()
{
    QTest::addColumn<QByteArray>("stored");
    QTest::addColumn<bool>("needed");
    const QByteArray salt = "$bGF0Y2hrZXlzYWx0MTIzNA";
    const QByteArray tag = "$MtsmdSvK4gZUO9f230/a+K2687dh0ohQQS5pfcFMtjc";
    const auto row = [](const char *name, const QByteArray &stored, bool needed) {
        QTest::newRow(name) << stored << needed;
    };
    row("as we write", "$argon2id$v=19$m=65536,t=3,p=4" + salt + tag, false);
    row("dearer", "$argon2id$v=19$m=131072,t=4,p=4" + salt + tag, false);
    row("other lanes", "$argon2id$v=19$m=65536,t=3,p=1" + salt + tag, false);
    row("less memory", "$argon2id$v=19$m=65535,t=3,p=4" + salt + tag, true);
    row("fewer passes", "$argon2id$v=19$m=65536,t=2,p=4" + salt + tag, true);
    row("old version", "$argon2id$m=65536,t=3,p=4" + salt + tag, true);
    row("other variant", "$argon2i$v=19$m=65536,t=3,p=4" + salt + tag, true);
    row("short salt", "$argon2id$v=19$m=65536,t=3,p=4$c29tZXNhbHQ" + tag, true);
    row("short tag", "$argon2id$v=19$m=65536,t=3,p=4" + salt + "$bGF0Y2hrZXlzYWx0MTIzNA", true);
    row("bcrypt", "$2b$12$abcdefghijklmnopqrstuu0sDWleciW5uGBGYwxpcgAsh9WK4bWNy", true);
    row("unusable", "!", true);
    row("nothing", "", true);
}

void TestPasswordHash::saysWhatShouldBeReplaced()
{
    QFETCH(const QByteArray, stored);
    QFETCH(const bool, needed);
    QCOMPARE(needsRehash(stored), needed);
}

QTEST_APPLESS_MAIN(TestPasswordHash)
#include "test_passwordhash.moc"
