// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/local/passwordhash.h"
#include "tests/support/cputimer.h"

#include <QTest>

using namespace latchkey;
using namespace std::chrono_literals;

namespace {

constexpr HashCost cheap{
    .memoryKiB = 64, .passes = 1, .lanes = 1, .floor = HashFloor::WaivedForTests};

Secret secretOf(QByteArrayView text)
{
    return Secret::copyOf(text);
}

} // namespace

class TestPasswordHashRefusals : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void refusesCheapHashes_data();
    void refusesCheapHashes();
    void refusesStrangeHashes_data();
    void refusesStrangeHashes();
    void refusesCostlyHashesAtOnce_data();
    void refusesCostlyHashesAtOnce();
    void unusablePasswordsMatchNothing_data();
    void unusablePasswordsMatchNothing();
    void bcryptTakesSeventyTwoBytes();
    void longPasswordsAreRefusedNotCut();
    void nulIsNoEnd();
};

void TestPasswordHashRefusals::refusesCheapHashes_data()
{
    QTest::addColumn<int>("memory");
    QTest::addColumn<int>("passes");
    QTest::addColumn<int>("lanes");
    QTest::newRow("memory") << 19455 << 2 << 1;
    QTest::newRow("passes") << 65536 << 1 << 4;
    QTest::newRow("lanes") << 65536 << 3 << 0;
    QTest::newRow("negative") << -1 << -1 << -1;
}

void TestPasswordHashRefusals::refusesCheapHashes()
{
    QFETCH(const int, memory);
    QFETCH(const int, passes);
    QFETCH(const int, lanes);
    const auto stored =
        hashPassword(secretOf("x"), {.memoryKiB = memory, .passes = passes, .lanes = lanes});
    QVERIFY(!stored);
    QCOMPARE(stored.error().reason, Reason::Internal);
}

void TestPasswordHashRefusals::refusesStrangeHashes_data()
{
    QTest::addColumn<QByteArray>("stored");
    const auto row = [](const char *name, const QByteArray &stored) {
        QTest::newRow(name) << stored;
    };
    row("nothing", "");
    row("clear text", "correct horse battery staple");
    row("noop", "{noop}correct horse battery staple");
    row("plain", "plain$$correct horse battery staple");
    row("LDAP clear", "{CLEARTEXT}x");
    row("unknown mark", "{MD5}X03MO1qnZdYdgyfeuILPmQ==");
    row("unsalted {SSHA}", "{SSHA}q3qtZDiDjbblJqojGqvi0O7fRNQ=");
    row("crypt(3)'s refusal", "*0");
    row("crypt(3)'s other refusal", "*1");
    row("x of passwd(5)", "x");
    row("DES", "abJnggxhB/yWI");
    row("BSDi DES", "_J9..rasmBYk8r9AiWNc");
    row("NT hash", "$3$$8846f7eaee8fb117ad06bdd830b7586c");
    row("bare MD5, owner unknown", "9cc2ae8a1ba7a93da39b46fc1019c481");
    row("bare SHA-1", "abf7aad6438836dbe526aa231abde2d0eef74d42");
    row("Argon2 without a tag", "$argon2id$v=19$m=19456,t=2,p=1$bGF0Y2hrZXlzYWx0MTIzNA$");
    row("Argon2 with a short tag",
        "$argon2id$v=19$m=19456,t=2,p=1$bGF0Y2hrZXlzYWx0MTIzNA$MtsmdSvK");
    row("Argon2 of another version", "$argon2id$v=20$m=19456,t=2,p=1$bGF0Y2hrZXlzYWx0MTIzNA$"
                                     "MtsmdSvK4gZUO9f230/a+K2687dh0ohQQS5pfcFMtjc");
    row("Argon2 with little memory", "$argon2id$v=19$m=15,t=2,p=2$bGF0Y2hrZXlzYWx0MTIzNA$"
                                     "MtsmdSvK4gZUO9f230/a+K2687dh0ohQQS5pfcFMtjc");
    row("Argon2 with a key id", "$argon2id$v=19$m=19456,t=2,p=1,keyid=aa$bGF0Y2hrZXlzYWx0MTIzNA$"
                                "MtsmdSvK4gZUO9f230/a+K2687dh0ohQQS5pfcFMtjc");
    row("bcrypt of the faulty kind",
        "$2x$12$abcdefghijklmnopqrstuu0sDWleciW5uGBGYwxpcgAsh9WK4bWNy");
    row("bcrypt cut", "$2b$12$abcdefghijklmnopqrstuu0sDWleciW5uGBGYwxpcgAsh9WK4bWN");
    row("bcrypt cost 3", "$2b$03$abcdefghijklmnopqrstuu0sDWleciW5uGBGYwxpcgAsh9WK4bWNy");
    row("bcrypt salt alone", "$2b$12$abcdefghijklmnopqrstuu");
    row("passlib's bcrypt_sha256 v1",
        "$bcrypt-sha256$2b,12$abcdefghijklmnopqrstuu$9kJ.N.GSaa2cSK2zdXjv5wrW.IcJB2O");
    row("SHA-crypt without a result", "$6$latchkeysalt1234$");
    row("SHA-crypt of few rounds",
        "$6$rounds=999$latchkeysalt1234$VdfNByCtO5V2eZUtve/fG0NC2VXKGrdkuQzPgyyU.TRNT53/"
        "LVrmykwJGifF72lKOAZR8gusmmWEUlRnvLa/1.");
    row("PBKDF2 cut", "pbkdf2:sha256:1000$latchkeysalt1234$a1871d45813ce47bc4ff252d74ed7897");
    row("PBKDF2 in capitals", "pbkdf2:sha256:1000$latchkeysalt1234$"
                              "A1871D45813CE47BC4FF252D74ED78974F38BED590A977D5179EB237E0817D5B");
    row("PBKDF2 of no rounds", "pbkdf2:sha256:0$latchkeysalt1234$"
                               "a1871d45813ce47bc4ff252d74ed78974f38bed590a977d5179eb237e0817d5b");
    row("PBKDF2 over an unknown digest",
        "pbkdf2:md4:1000$latchkeysalt1234$"
        "a1871d45813ce47bc4ff252d74ed78974f38bed590a977d5179eb237e0817d5b");
    row("scrypt cut", "scrypt:16384:8:1$latchkeysalt1234$9853f4a9c7caa8f0");
    row("scrypt of an odd N", "scrypt:16383:8:1$latchkeysalt1234$"
                              "9853f4a9c7caa8f08c80ba433a3c2fdcc15290252bff6a9f9e99edb03e765b456cc1"
                              "62cd8e8907a2bd37c3ceede61b0e33a4246a5d66b261888e24b94ad220b3");
    row("ASP.NET cut", "AQAAAAIAAYagAAAAEGxhdGNoa2V5c2FsdDEyMzR5lvxpkTTO03rZ3zI5");
    row("ASP.NET of another kind",
        "AQAAAAMAAYagAAAAEGxhdGNoa2V5c2FsdDEyMzR5lvxpkTTO03rZ3zI5sXomHWL46SPfiDIF/X6q9/wWrg==");
    row("phpass of few rounds", "$P$4latchkeyd6lNMt3IwMK8v7JZvUmIw.");
    row("Spring PBKDF2 of another salt size", "{pbkdf2}" + QByteArray(78, 'a'));
    row("very long", "sha256$" + QByteArray(1'000'000, 'a') + "$cb8b");
    row("NUL behind", QByteArray("$1$latchkey$eVQ7LLiDc6yqgyeOfvRed/\0", 35));
    row("line end behind", "$1$latchkey$eVQ7LLiDc6yqgyeOfvRed/\n");
}

void TestPasswordHashRefusals::refusesStrangeHashes()
{
    QFETCH(const QByteArray, stored);
    QVERIFY(!isSupportedHash(stored));
    QVERIFY(!isUnusableHash(stored));
    const auto verdict = verifyPassword(secretOf("correct horse battery staple"), stored);
    QVERIFY(!verdict);
    QCOMPARE(verdict.error().reason, Reason::HashUnsupported);
    // It may be a password in clear: none of it is repeated.
    QVERIFY(stored.size() < 4 || !verdict.error().detail.contains(QString::fromUtf8(stored)));
}

void TestPasswordHashRefusals::refusesCostlyHashesAtOnce_data()
{
    QTest::addColumn<QByteArray>("stored");
    const auto row = [](const char *name, const QByteArray &stored) {
        QTest::newRow(name) << stored;
    };
    const QByteArray argonEnd =
        "$bGF0Y2hrZXlzYWx0MTIzNA$MtsmdSvK4gZUO9f230/a+K2687dh0ohQQS5pfcFMtjc";
    row("Argon2 memory", "$argon2id$v=19$m=1048577,t=2,p=1" + argonEnd);
    row("Argon2 passes", "$argon2id$v=19$m=19456,t=17,p=1" + argonEnd);
    row("Argon2 lanes", "$argon2id$v=19$m=19456,t=2,p=65" + argonEnd);
    row("Argon2 memory past numbers", "$argon2id$v=19$m=4294967297,t=2,p=1" + argonEnd);
    const QByteArray hex64(128, 'a');
    row("scrypt N", "scrypt:2097152:8:1$latchkeysalt1234$" + hex64);
    row("scrypt r", "scrypt:32768:257:1$latchkeysalt1234$" + hex64);
    row("scrypt p", "scrypt:32768:8:33$latchkeysalt1234$" + hex64);
    row("scrypt N past numbers", "scrypt:4294967296:8:1$latchkeysalt1234$" + hex64);
    row("passlib scrypt",
        "$scrypt$ln=21,r=8,p=1$bGF0Y2hrZXlzYWx0MTIzNA$SAboNkP2b/y6XvSNE6rM/CjFmg5OX5X9W4if6v/5gLE");
    row("PBKDF2", "pbkdf2:sha256:10000001$latchkeysalt1234$" + QByteArray(64, 'a'));
    row("Django PBKDF2",
        "pbkdf2_sha256$10000001$latchkeysalt1234$KbXcaY97hUBzdyjSGpL/VIuztoeji6PS+EKB0YYjKik=");
    row("ASP.NET",
        "AQAAAAL/////AAAAEGxhdGNoa2V5c2FsdDEyMzR5lvxpkTTO03rZ3zI5sXomHWL46SPfiDIF/X6q9/wWrg==");
    row("bcrypt", "$2b$17$abcdefghijklmnopqrstuu0sDWleciW5uGBGYwxpcgAsh9WK4bWNy");
    row("passlib bcrypt_sha256",
        "$bcrypt-sha256$v=2,t=2b,r=17$abcdefghijklmnopqrstuu$9kJ.N.GSaa2cSK2zdXjv5wrW.IcJB2O");
    row("SHA-crypt", "$6$rounds=10000001$latchkeysalt1234$" + QByteArray(86, 'a'));
    row("yescrypt N", "$y$jGT$F5Jx5fExrKuPp53xLKQ..1$y8e1eitiNDaQsFFW6d.9KbSTlk5zV3R3coZQtfcNAO5");
    row("yescrypt r", "$y$jFU$F5Jx5fExrKuPp53xLKQ..1$y8e1eitiNDaQsFFW6d.9KbSTlk5zV3R3coZQtfcNAO5");
    row("yescrypt with more settings",
        "$y$j9T0/$F5Jx5fExrKuPp53xLKQ..1$y8e1eitiNDaQsFFW6d.9KbSTlk5zV3R3coZQtfcNAO5");
    row("crypt scrypt", "$7$J6..../....latchkeysalt$IurrmzzxDtvy5zMf2lwpqd0D06CdEa94wzSH4.B79aA");
    row("crypt scrypt p", "$7$A6....z....latchkeysalt$IurrmzzxDtvy5zMf2lwpqd0D06CdEa94wzSH4.B79aA" +
                              QByteArray(1, 'x'));
    row("phpass", "$P$Mlatchkeyd6lNMt3IwMK8v7JZvUmIw.");
}

void TestPasswordHashRefusals::refusesCostlyHashesAtOnce()
{
    QFETCH(const QByteArray, stored);
    const CpuTimer timer;
    const auto verdict = verifyPassword(secretOf("correct horse battery staple"), stored);
    QVERIFY(timer.elapsed() < 50ms); // a costly one takes seconds
    QVERIFY(!verdict);
    QCOMPARE(verdict.error().reason, Reason::HashUnsupported);
}

void TestPasswordHashRefusals::unusablePasswordsMatchNothing_data()
{
    QTest::addColumn<QByteArray>("stored");
    QTest::newRow("!") << QByteArray("!");
    QTest::newRow("!!") << QByteArray("!!");
    QTest::newRow("*") << QByteArray("*");
    QTest::newRow("!*") << QByteArray("!*");
    QTest::newRow("Django's") << QByteArray("!7v8BvPC2XqSi6XZp7wQmVtvbGYpZCJBMwBHJpVYK");
    QTest::newRow("locked by usermod") << QByteArray("!$1$latchkey$eVQ7LLiDc6yqgyeOfvRed/");
    QTest::newRow("locked twice") << QByteArray("!!$1$latchkey$eVQ7LLiDc6yqgyeOfvRed/");
}

void TestPasswordHashRefusals::unusablePasswordsMatchNothing()
{
    QFETCH(const QByteArray, stored);
    QVERIFY(isUnusableHash(stored));
    QVERIFY(!isSupportedHash(stored));
    for (const QByteArrayView password : {QByteArrayView("correct horse battery staple"),
                                          QByteArrayView("!"), QByteArrayView("")}) {
        const auto verdict = verifyPassword(secretOf(password), stored);
        QVERIFY(verdict);
        QVERIFY(!*verdict);
    }
}

void TestPasswordHashRefusals::bcryptTakesSeventyTwoBytes()
{
    // Of seventy-two letters x. libxcrypt itself would take any longer one for the same.
    constexpr QByteArrayView stored{"$2b$04$abcdefghijklmnopqrstuubzadhGtS2zEF.gu0yd0opP6cVzb.e0i"};
    QVERIFY(verifyPassword(secretOf(QByteArray(72, 'x')), stored).value());
    QVERIFY(!verifyPassword(secretOf(QByteArray(71, 'x')), stored).value());
    const auto longer = verifyPassword(secretOf(QByteArray(73, 'x')), stored);
    QVERIFY(!longer);
    QCOMPARE(longer.error().reason, Reason::PasswordTooLong);
    QCOMPARE(longer.error().about, QStringLiteral("72"));
    // What is digested first may be of any length.
    constexpr QByteArrayView digested{
        "bcrypt_sha256$$2b$04$abcdefghijklmnopqrstuu7EJV7kdjBBQxyb0HjTh9KS7.Lah/6CG"};
    QVERIFY(!verifyPassword(secretOf(QByteArray(500, 'x')), digested).value());
}

void TestPasswordHashRefusals::longPasswordsAreRefusedNotCut()
{
    const auto stored = hashPassword(secretOf(QByteArray(4096, 'x')), cheap);
    QVERIFY(verifyPassword(secretOf(QByteArray(4096, 'x')), *stored).value());
    QVERIFY(!verifyPassword(secretOf(QByteArray(4095, 'x')), *stored).value());
    QCOMPARE(verifyPassword(secretOf(QByteArray(4097, 'x')), *stored).error().reason,
             Reason::PasswordTooLong);
    const auto crypt =
        verifyPassword(secretOf(QByteArray(512, 'x')), "$1$latchkey$eVQ7LLiDc6yqgyeOfvRed/");
    QCOMPARE(crypt.error().reason, Reason::PasswordTooLong);
}

void TestPasswordHashRefusals::nulIsNoEnd()
{
    const Secret password = secretOf(QByteArrayView("before\0behind", 13));
    const Secret before = secretOf("before");
    const auto stored = hashPassword(password, cheap);
    QVERIFY(verifyPassword(password, *stored).value());
    QVERIFY(!verifyPassword(before, *stored).value());
    for (const QByteArrayView bcrypt :
         {QByteArrayView("$2b$04$abcdefghijklmnopqrstuubzadhGtS2zEF.gu0yd0opP6cVzb.e0i"),
          QByteArrayView("$1$latchkey$eVQ7LLiDc6yqgyeOfvRed/")}) {
        const auto verdict = verifyPassword(password, bcrypt);
        QVERIFY(!verdict);
        QCOMPARE(verdict.error().reason, Reason::PasswordForbidden);
    }
}

QTEST_APPLESS_MAIN(TestPasswordHashRefusals)
#include "test_passwordhashrefusals.moc"
