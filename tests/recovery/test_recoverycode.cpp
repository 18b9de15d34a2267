// SPDX-License-Identifier: GPL-3.0-or-later
#include "recovery/recoverycode.h"
#include "tests/recovery/sweep.h"

#include <QTest>

#include <array>

namespace latchkey {

class TestRecoveryCode : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void takes_data();
    void takes();
    void refuses_data();
    void refuses();
    void alphabetHasNoVowelsAndNoLookAlikes();
    void drawsKnownLetters_data();
    void drawsKnownLetters();
    void drawsEvenly();
    void whatIsPrintedIsRead();
};

void TestRecoveryCode::takes_data()
{
    QTest::addColumn<QString>("typed");
    QTest::newRow("as printed") << QStringLiteral("WDJB-MJHT");
    QTest::newRow("no dash") << QStringLiteral("WDJBMJHT");
    QTest::newRow("small") << QStringLiteral("wdjb-mjht");
    QTest::newRow("mixed") << QStringLiteral("wDjB-MjHt");
    QTest::newRow("blank") << QStringLiteral("WDJB MJHT");
    QTest::newRow("blanks all over") << QStringLiteral("  W D J B\t-\u00a0M J H T \r\n");
    QTest::newRow("en dash") << QStringLiteral("WDJB\u2013MJHT");
    QTest::newRow("em dash") << QStringLiteral("WDJB\u2014MJHT");
    QTest::newRow("no-break hyphen") << QStringLiteral("WDJB\u2011MJHT");
    QTest::newRow("minus sign") << QStringLiteral("WDJB\u2212MJHT");
    QTest::newRow("full stop behind") << QStringLiteral("WDJB-MJHT.");
    QTest::newRow("dots") << QStringLiteral("wd.jb.mj.ht");
}

void TestRecoveryCode::takes()
{
    QFETCH(QString, typed);
    const auto code = RecoveryCode::parse(typed);
    QVERIFY(code);
    QCOMPARE(code->letters()->reveal().toByteArray(), QByteArray("WDJBMJHT"));
    QCOMPARE(code->grouped(), QStringLiteral("WDJB-MJHT"));
}

void TestRecoveryCode::refuses_data()
{
    QTest::addColumn<QString>("typed");
    QTest::newRow("nothing") << QString();
    QTest::newRow("dashes") << QStringLiteral("--------");
    QTest::newRow("seven") << QStringLiteral("WDJBMJH");
    QTest::newRow("nine") << QStringLiteral("WDJBMJHTB");
    QTest::newRow("two codes") << QStringLiteral("WDJB-MJHT WDJB-MJHT");
    QTest::newRow("vowel") << QStringLiteral("WDJBMJHA");
    QTest::newRow("Y") << QStringLiteral("WDJBMJHY");
    QTest::newRow("digit") << QStringLiteral("WDJBMJH7");
    QTest::newRow("underscore") << QStringLiteral("WDJB_MJHT");
    QTest::newRow("Kelvin sign") << QStringLiteral("WDJBMJH\u212a");
    QTest::newRow("Cyrillic B") << QStringLiteral("WDJ\u0412MJHT");
    QTest::newRow("full-width letter") << QStringLiteral("\uff37DJBMJHT");
    QTest::newRow("NUL behind") << QStringLiteral("WDJBMJHT\0");
    QTest::newRow("zero-width blank") << QStringLiteral("WDJB\u200bMJHT");
    QTest::newRow("a megabyte") << QString(1 << 20, u'W');
}

void TestRecoveryCode::refuses()
{
    QFETCH(QString, typed);
    const auto code = RecoveryCode::parse(typed);
    QVERIFY(!code);
    QCOMPARE(code.error().reason, Reason::CodeMalformed);
    QVERIFY2(!code.error().detail.contains(QStringLiteral("WDJ")), "what was typed is a secret");
}

void TestRecoveryCode::alphabetHasNoVowelsAndNoLookAlikes()
{
    QCOMPARE(RecoveryCode::alphabet.size(), 20);
    for (const char c : QByteArrayView("AEIOUY0123456789"))
        QVERIFY(!RecoveryCode::alphabet.contains(c));
}

// The least digit of the number in base 20 comes first; worked out by hand and with Python's
// integers.
void TestRecoveryCode::drawsKnownLetters_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QByteArray>("letters");
    QTest::newRow("0") << QByteArray(16, '\0') << QByteArray("BBBBBBBB");
    QTest::newRow("1") << QByteArray(15, '\0') + '\x01' << QByteArray("CBBBBBBB");
    QTest::newRow("20") << QByteArray(15, '\0') + '\x14' << QByteArray("BCBBBBBB");
    QTest::newRow("2^128-1") << QByteArray(16, '\xff') << QByteArray("TQLJPKCV");
    QTest::newRow("only 16 bytes count") << QByteArray(16, '\0') + "xyz" << QByteArray("BBBBBBBB");
}

void TestRecoveryCode::drawsKnownLetters()
{
    QFETCH(QByteArray, bytes);
    QTEST(RecoveryCode::fromBytes(bytes).letters()->reveal().toByteArray(), "letters");
}

// Chi-square with 19 degrees of freedom at each place: fair letters pass 60 once in 250,000 times.
void TestRecoveryCode::drawsEvenly()
{
    constexpr int rounds = 20'000 * Sweep::stretch;
    std::array<std::array<int, 20>, RecoveryCode::length> counts{};
    Sweep sweep(5);
    for (int i = 0; i < rounds; ++i) {
        const RecoveryCode code = RecoveryCode::fromBytes(sweep.bytes(16));
        const QByteArrayView letters = code.letters()->reveal();
        for (size_t place = 0; place < counts.size(); ++place)
            ++counts[place][static_cast<size_t>(
                RecoveryCode::alphabet.indexOf(letters[static_cast<qsizetype>(place)]))];
    }
    for (const auto &place : counts) {
        double chiSquare = 0;
        constexpr double expected = rounds / 20.0;
        for (const int count : place)
            chiSquare += (count - expected) * (count - expected) / expected;
        QVERIFY2(chiSquare < 60, QByteArray::number(chiSquare).data());
    }
}

void TestRecoveryCode::whatIsPrintedIsRead()
{
    for (int round = 0; round < 5'000 * Sweep::stretch; ++round) {
        Sweep sweep(round);
        const RecoveryCode code = RecoveryCode::fromBytes(sweep.bytes(16));
        const auto read = RecoveryCode::parse(code.grouped().toLower());
        QVERIFY2(read, inRound(round).data());
        QVERIFY(equalInConstantTime(read->letters()->reveal(), code.letters()->reveal()));
    }
}

} // namespace latchkey

QTEST_GUILESS_MAIN(latchkey::TestRecoveryCode)
#include "test_recoverycode.moc"
