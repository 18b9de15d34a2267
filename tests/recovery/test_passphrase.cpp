// SPDX-License-Identifier: GPL-3.0-or-later
#include "recovery/passphrase.h"
#include "recovery/passwordpolicy.h"
#include "recovery/passwordstrength.h"
#include "tests/recovery/sweep.h"

#include <QMap>
#include <QRegularExpression>
#include <QSet>
#include <QTest>

namespace latchkey {

class TestPassphrase : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void meetsTheRules_data();
    void meetsTheRules();
    void canBeSaid();
    void isStrong();
    void neverComesTwice();
    void syllablesAreEven();
};

void TestPassphrase::meetsTheRules_data()
{
    QTest::addColumn<int>("minimum");
    for (const int minimum : {1, 8, 15, 27, 28, 29, 34, 35, 64, 200})
        QTest::addRow("%d characters", minimum) << minimum;
}

void TestPassphrase::meetsTheRules()
{
    QFETCH(int, minimum);
    const PasswordRules rules{.minimumCharacters = minimum};
    for (int i = 0; i < 100; ++i) {
        const auto phrase = suggestPassphrase(rules);
        QVERIFY(phrase);
        const auto prepared = PasswordPolicy(rules).prepare(*phrase);
        QVERIFY(prepared);
        QCOMPARE(prepared->reveal().toByteArray(), phrase->toUtf8());
    }
}

void TestPassphrase::canBeSaid()
{
    const QRegularExpression form(QStringLiteral(
        "^([bcdfghjklmnpqrstvwxz][aeiou]){3}(-([bcdfghjklmnpqrstvwxz][aeiou]){3}){3}$"));
    for (int i = 0; i < 1'000; ++i) {
        const auto phrase = suggestPassphrase({});
        QVERIFY(phrase);
        QVERIFY2(form.match(*phrase).hasMatch(), qPrintable(*phrase));
    }
}

void TestPassphrase::isStrong()
{
    for (int i = 0; i < 20; ++i) {
        const auto phrase = suggestPassphrase({});
        QVERIFY(phrase);
        QCOMPARE(estimateStrength(*phrase, {}).score, 4);
    }
}

void TestPassphrase::neverComesTwice()
{
    QSet<QString> seen;
    for (int i = 0; i < 5'000; ++i) {
        const auto phrase = suggestPassphrase({});
        QVERIFY(phrase);
        QVERIFY(!seen.contains(*phrase));
        seen.insert(*phrase);
    }
}

// Chi-square with 99 degrees of freedom: fair syllables pass 170 about once in 100,000 runs.
void TestPassphrase::syllablesAreEven()
{
    constexpr int phrases = 5'000 * Sweep::stretch;
    QMap<QString, int> counts;
    for (int i = 0; i < phrases; ++i) {
        auto phrase = suggestPassphrase({});
        QVERIFY(phrase);
        phrase->remove(u'-');
        for (qsizetype at = 0; at < phrase->size(); at += 2)
            ++counts[phrase->sliced(at, 2)];
    }
    QCOMPARE(counts.size(), 100);
    constexpr double expected = phrases * 12 / 100.0;
    double chiSquare = 0;
    for (const int count : std::as_const(counts))
        chiSquare += (count - expected) * (count - expected) / expected;
    QVERIFY2(chiSquare < 170, QByteArray::number(chiSquare).data());
}

} // namespace latchkey

QTEST_GUILESS_MAIN(latchkey::TestPassphrase)
#include "test_passphrase.moc"
