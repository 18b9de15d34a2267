// SPDX-License-Identifier: GPL-3.0-or-later
#include "recovery/passwordstrength.h"
#include "tests/recovery/sweep.h"
#include "tests/support/cputimer.h"

#include <QTest>

namespace latchkey {

using namespace std::chrono_literals;

class TestPasswordStrength : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void saysWhatIsWeak_data();
    void saysWhatIsWeak();
    void personalWordsCount_data();
    void personalWordsCount();
    void longerIsNeverMuchWeaker();
    void looksAtTheBeginningOnly();
    void anythingIsAnsweredQuickly_data();
    void anythingIsAnsweredQuickly();
};

void TestPasswordStrength::saysWhatIsWeak_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<Weakness>("weakness");
    QTest::addColumn<int>("atMost");
    const auto row = [](const char *typed, Weakness weakness, int atMost) {
        QTest::newRow(typed) << QString::fromUtf8(typed) << weakness << atMost;
    };
    row("password", Weakness::CommonWord, 0);
    row("p@ssw0rd", Weakness::CommonWord, 1);
    row("PASSWORD", Weakness::CommonWord, 0);
    row("%%%%%%%%%%%%%%%", Weakness::Repetition, 1);
    row("abcdefghijklmno", Weakness::Sequence, 1);
    row("zxcvbnm,./", Weakness::KeyboardPattern, 2);
    row("31.12.1999", Weakness::Date, 1);
}

void TestPasswordStrength::saysWhatIsWeak()
{
    QFETCH(QString, typed);
    QFETCH(int, atMost);
    const PasswordStrength strength = estimateStrength(typed, {});
    QTEST(strength.weakness, "weakness");
    QVERIFY2(strength.score <= atMost, QByteArray::number(strength.score).data());
}

void TestPasswordStrength::personalWordsCount_data()
{
    QTest::addColumn<QStringList>("words");
    QTest::addColumn<Weakness>("weakness");
    QTest::newRow("mine") << QStringList{QStringLiteral("Quxvelgryzt")} << Weakness::PersonalWord;
    QTest::newRow("among others") << QStringList{QStringLiteral("one"),
                                                 QStringLiteral("quxvelgryzt")}
                                  << Weakness::PersonalWord;
    QTest::newRow("none") << QStringList() << Weakness::None;
    QTest::newRow("too short to mean anything")
        << QStringList{QString(), QStringLiteral("q")} << Weakness::None;
}

void TestPasswordStrength::personalWordsCount()
{
    QFETCH(QStringList, words);
    const PasswordStrength with = estimateStrength(QStringLiteral("quxvelgryzt"), words);
    QTEST(with.weakness, "weakness");
    const PasswordStrength without = estimateStrength(QStringLiteral("quxvelgryzt"), {});
    if (with.weakness == Weakness::PersonalWord)
        QVERIFY(with.score < without.score);
    else
        QCOMPARE(with.score, without.score);
}

void TestPasswordStrength::longerIsNeverMuchWeaker()
{
    const QByteArrayView letters{"abcdefghijklmnopqrstuvwxyz0123456789!-_ ABCDEFGHIJ"};
    for (int round = 0; round < 20 * Sweep::stretch; ++round) {
        const QString typed = QString::fromLatin1(Sweep(round).word(40, letters));
        QVERIFY2(estimateStrength(typed.first(4), {}).score <= 2, inRound(round).data());
        QVERIFY2(estimateStrength(typed, {}).score == 4, inRound(round).data());
    }
}

void TestPasswordStrength::looksAtTheBeginningOnly()
{
    const QString random = QStringLiteral("mW7!qz0-Lr4_");
    const QString weak(64, u'a');
    QCOMPARE(estimateStrength(weak + random, {}).score, estimateStrength(weak, {}).score);
    QCOMPARE(estimateStrength(random + QString(1 << 20, u'a'), {}).score, 4);
}

// Each key stroke asks, so an answer may take no longer than a frame or two; in a debug build on a
// busy machine, some more.
void TestPasswordStrength::anythingIsAnsweredQuickly_data()
{
    QTest::addColumn<QString>("typed");
    QTest::newRow("nothing") << QString();
    QTest::newRow("one letter for ever") << QString(1 << 20, u'a');
    QTest::newRow("words for ever") << QStringLiteral("password").repeated(1 << 16);
    QTest::newRow("leet for ever") << QStringLiteral("p@55w0rd").repeated(1 << 16);
    QTest::newRow("keyboard for ever") << QStringLiteral("qwertyuiop").repeated(1 << 16);
    QTest::newRow("digits for ever") << QStringLiteral("12121999").repeated(1 << 16);
    QTest::newRow("emoji for ever") << QStringLiteral("\U0001f600").repeated(1 << 16);
    QTest::newRow("letters of two bytes, cut in one")
        << QStringLiteral("a") + QString(100, u'\u00e9');
    QTest::newRow("NULs") << QString(100, QChar(u'\0'));
    QTest::newRow("half pairs") << QString(100, QChar(0xd83d));
}

void TestPasswordStrength::anythingIsAnsweredQuickly()
{
    QFETCH(QString, typed);
    const CpuTimer timer;
    const PasswordStrength strength =
        estimateStrength(typed, {QStringLiteral("alice"), QStringLiteral("example")});
    QVERIFY(timer.elapsed() < 500ms);
    QVERIFY(strength.score >= 0 && strength.score <= 4);
}

} // namespace latchkey

QTEST_GUILESS_MAIN(latchkey::TestPasswordStrength)
#include "test_passwordstrength.moc"
