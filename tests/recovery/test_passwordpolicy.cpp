// SPDX-License-Identifier: GPL-3.0-or-later
#include "recovery/passwordpolicy.h"
#include "tests/recovery/sweep.h"
#include "tests/support/cputimer.h"

#include <QStringDecoder>
#include <QTest>

namespace latchkey {

using namespace std::chrono_literals;

namespace {

constexpr PasswordRules ours; // 15 characters, 1024 bytes
constexpr PasswordRules anyLength{.minimumCharacters = 1};

QByteArray revealed(const Result<Secret> &secret)
{
    return secret ? secret->reveal().toByteArray() : reasonName(secret.error().reason).data();
}

} // namespace

class TestPasswordPolicy : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void prepares_data();
    void prepares();
    void counts_data();
    void counts();
    void refuses_data();
    void refuses();
    void takesAnyScript_data();
    void takesAnyScript();
    void saysTheLimit();
    void judgesWhileTyping_data();
    void judgesWhileTyping();
    void rulesComeInOneOrder();
    void megabyteIsRefusedUnread();
    void checkRepeatsTheRules_data();
    void checkRepeatsTheRules();
    void windowAndBackEndAgree();
    void preparingTwiceChangesNothing();
};

// The examples of RFC 8265 4.3, and the habits of keyboards.
void TestPasswordPolicy::prepares_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QByteArray>("prepared");
    QTest::newRow("RFC 8265, 12") << QStringLiteral("correct horse battery staple")
                                  << QByteArray("correct horse battery staple");
    QTest::newRow("RFC 8265, 13: case is kept") << QStringLiteral("Correct Horse Battery Staple")
                                                << QByteArray("Correct Horse Battery Staple");
    QTest::newRow("RFC 8265, 14") << QStringLiteral("\u03c0\u00df\u00e5")
                                  << QByteArray("\xcf\x80\xc3\x9f\xc3\xa5");
    QTest::newRow("RFC 8265, 15: symbols")
        << QStringLiteral("Jack of \u2666s") << QByteArray("Jack of \xe2\x99\xa6s");
    QTest::newRow("RFC 8265, 16: Ogham blank")
        << QStringLiteral("foo\u1680bar") << QByteArray("foo bar");
    QTest::newRow("no-break space") << QStringLiteral("foo\u00a0bar") << QByteArray("foo bar");
    QTest::newRow("ideographic blank") << QStringLiteral("foo\u3000bar") << QByteArray("foo bar");
    QTest::newRow("blanks are not cut") << QStringLiteral("  foo  ") << QByteArray("  foo  ");
    QTest::newRow("decomposed") << QStringLiteral("e\u0301") << QByteArray("\xc3\xa9");
    QTest::newRow("marks in another order")
        << QStringLiteral("q\u0323\u0307")
        << QStringLiteral("q\u0307\u0323").normalized(QString::NormalizationForm_C).toUtf8();
    QTest::newRow("Angstrom sign") << QStringLiteral("\u212b") << QByteArray("\xc3\x85");
    QTest::newRow("Hangul letters")
        << QStringLiteral("\u1112\u1161\u11ab") << QByteArray("\xed\x95\x9c");
    QTest::newRow("full width is kept") << QStringLiteral("\uff21") << QByteArray("\xef\xbc\xa1");
    QTest::newRow("ligature is kept") << QStringLiteral("\ufb01") << QByteArray("\xef\xac\x81");
    QTest::newRow("joined emoji") << QStringLiteral("\U0001f469\u200d\U0001f680")
                                  << QByteArray("\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x9a\x80");
}

void TestPasswordPolicy::prepares()
{
    QFETCH(QString, typed);
    QTEST(revealed(PasswordPolicy(anyLength).prepare(typed)), "prepared");
}

void TestPasswordPolicy::counts_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<int>("characters");
    QTest::newRow("nothing") << QString() << 0;
    QTest::newRow("ASCII") << QStringLiteral("abc") << 3;
    QTest::newRow("blanks") << QStringLiteral(" a ") << 3;
    QTest::newRow("Chinese") << QStringLiteral("\u4e2d\u6587") << 2;
    QTest::newRow("emoji are one each") << QStringLiteral("\U0001f600\U0001f601") << 2;
    QTest::newRow("a family is many") << QStringLiteral("\U0001f468\u200d\U0001f469") << 3;
    QTest::newRow("decomposed is one") << QStringLiteral("e\u0301") << 1;
    QTest::newRow("half a pair") << QString(QChar(0xd83d)) << 1;
}

void TestPasswordPolicy::counts()
{
    QFETCH(QString, typed);
    QTEST(passwordLength(typed), "characters");
}

void TestPasswordPolicy::refuses_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<Reason>("reason");
    const QString good = QStringLiteral("fifteen letters");
    QTest::newRow("nothing") << QString() << Reason::PasswordEmpty;
    QTest::newRow("14 letters") << QString(14, u'a') << Reason::PasswordTooShort;
    QTest::newRow("14 emoji") << QStringLiteral("\U0001f600").repeated(14)
                              << Reason::PasswordTooShort;
    QTest::newRow("15 that become 14")
        << QString(13, u'a') + QStringLiteral("e\u0301") << Reason::PasswordTooShort;
    QTest::newRow("1025 letters") << QString(1025, u'a') << Reason::PasswordTooLong;
    QTest::newRow("513 letters of two bytes") << QString(513, u'\u00e9') << Reason::PasswordTooLong;
    QTest::newRow("40,000 letters") << QString(40'000, u'a') << Reason::PasswordTooLong;
    const auto forbidden = [&](const char *name, const QString &character) {
        QTest::newRow(name) << good + character << Reason::PasswordForbidden;
    };
    forbidden("NUL", QStringLiteral("\0"));
    forbidden("tab", QStringLiteral("\t"));
    forbidden("line feed", QStringLiteral("\n"));
    forbidden("carriage return", QStringLiteral("\r"));
    forbidden("escape", QStringLiteral("\x1b"));
    forbidden("delete", QStringLiteral("\x7f"));
    forbidden("C1 control", QStringLiteral("\u0085"));
    forbidden("line separator", QStringLiteral("\u2028"));
    forbidden("paragraph separator", QStringLiteral("\u2029"));
    forbidden("high half", QString(QChar(0xd83d)));
    forbidden("low half", QString(QChar(0xde00)));
    forbidden("replacement character", QStringLiteral("\ufffd"));
    forbidden("private character", QStringLiteral("\ue000"));
    forbidden("private plane", QStringLiteral("\U000f0000"));
    forbidden("unassigned", QStringLiteral("\u0378"));
    forbidden("noncharacter", QStringLiteral("\uffff"));
}

void TestPasswordPolicy::refuses()
{
    QFETCH(QString, typed);
    QFETCH(Reason, reason);
    const auto prepared = PasswordPolicy(ours).prepare(typed);
    QVERIFY(!prepared);
    QCOMPARE(prepared.error().reason, reason);
    QVERIFY(prepared.error().detail.isEmpty());
}

// S27: no rule of composition.
void TestPasswordPolicy::takesAnyScript_data()
{
    QTest::addColumn<QString>("typed");
    QTest::newRow("15 small letters") << QString(15, u'a');
    QTest::newRow("15 digits") << QStringLiteral("123456789012345");
    QTest::newRow("15 blanks") << QString(15, u' ');
    QTest::newRow("15 Chinese") << QString(15, u'\u4e2d');
    QTest::newRow("15 emoji") << QStringLiteral("\U0001f600").repeated(15);
    QTest::newRow("Arabic") << QStringLiteral("\u0643\u0644\u0645\u0629 \u0627\u0644\u0633\u0631 "
                                              "\u0637\u0648\u064a\u0644\u0629");
    QTest::newRow("Thai") << QString(15, u'\u0e01');
    QTest::newRow("quotes and marks") << QStringLiteral("';--\"<>&%$#@!\\/`");
    QTest::newRow("1024 bytes") << QString(1024, u'a');
    QTest::newRow("512 letters of two bytes") << QString(512, u'\u00e9');
    QTest::newRow("256 emoji") << QStringLiteral("\U0001f600").repeated(256);
}

void TestPasswordPolicy::takesAnyScript()
{
    QFETCH(QString, typed);
    QCOMPARE(revealed(PasswordPolicy(ours).prepare(typed)), typed.toUtf8());
}

void TestPasswordPolicy::saysTheLimit()
{
    const PasswordPolicy policy({.minimumCharacters = 20, .maximumBytes = 64});
    QCOMPARE(policy.prepare(QStringLiteral("short")).error().about, QStringLiteral("20"));
    QCOMPARE(policy.prepare(QString(65, u'a')).error().about, QStringLiteral("64"));
    QCOMPARE(policy.prepare(QString(33, u'\u00e9')).error().about, QStringLiteral("64"));
}

void TestPasswordPolicy::judgesWhileTyping_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<RuleState>("length");
    QTest::addColumn<RuleState>("notTooLong");
    QTest::addColumn<RuleState>("noForbidden");
    using enum RuleState;
    QTest::newRow("nothing") << QString() << NotYet << Met << Met;
    QTest::newRow("14") << QString(14, u'a') << NotYet << Met << Met;
    QTest::newRow("15") << QString(15, u'a') << Met << Met << Met;
    QTest::newRow("tab") << QStringLiteral("\t") << NotYet << Met << Violated;
    QTest::newRow("1024") << QString(1024, u'a') << Met << Met << Met;
    QTest::newRow("1025") << QString(1025, u'a') << Met << Violated << Met;
    QTest::newRow("513 of two bytes") << QString(513, u'\u00e9') << Met << Violated << Met;
}

void TestPasswordPolicy::judgesWhileTyping()
{
    QFETCH(QString, typed);
    const auto verdicts = PasswordPolicy(ours).judge(typed);
    QCOMPARE(verdicts.size(), size_t{3});
    QTEST(verdicts[0].state, "length");
    QTEST(verdicts[1].state, "notTooLong");
    QTEST(verdicts[2].state, "noForbidden");
}

void TestPasswordPolicy::rulesComeInOneOrder()
{
    const auto verdicts = PasswordPolicy(ours).judge(QStringLiteral("\U0001f600\u00e9"));
    const std::vector<RuleVerdict> expected = {
        {PasswordRule::Length, RuleState::NotYet, 15, 2},
        {PasswordRule::NotTooLong, RuleState::Met, 1024, 6},
        {PasswordRule::NoForbidden, RuleState::Met, 0, 0},
    };
    QVERIFY(verdicts == expected);
}

void TestPasswordPolicy::megabyteIsRefusedUnread()
{
    const QString megabyte(1 << 20, u'\u0301'); // the worst there is to normalise
    const CpuTimer timer;
    QCOMPARE(PasswordPolicy(ours).prepare(megabyte).error().reason, Reason::PasswordTooLong);
    const auto verdicts = PasswordPolicy(ours).judge(megabyte);
    QVERIFY(timer.elapsed() < 100ms);
    QCOMPARE(verdicts[1].state, RuleState::Violated);
}

void TestPasswordPolicy::checkRepeatsTheRules_data()
{
    QTest::addColumn<QByteArray>("prepared");
    QTest::addColumn<QByteArray>("expected");
    QTest::newRow("good") << QByteArray("fifteen letters") << QByteArray("good");
    QTest::newRow("empty") << QByteArray() << QByteArray("PasswordEmpty");
    QTest::newRow("short") << QByteArray("short") << QByteArray("PasswordTooShort");
    QTest::newRow("long") << QByteArray(1025, 'a') << QByteArray("PasswordTooLong");
    QTest::newRow("control") << QByteArray("fifteen letters\n") << QByteArray("PasswordForbidden");
    QTest::newRow("not UTF-8") << QByteArray("fifteen letters\xff")
                               << QByteArray("PasswordForbidden");
    QTest::newRow("cut in a letter")
        << QByteArray("fifteen letters\xc3") << QByteArray("PasswordForbidden");
    QTest::newRow("overlong form")
        << QByteArray("fifteen letters\xc0\xaf") << QByteArray("PasswordForbidden");
    QTest::newRow("half a pair") << QByteArray("fifteen letters\xed\xa0\xbd")
                                 << QByteArray("PasswordForbidden");
    QTest::newRow("byte-order mark in front") << QByteArray("\xef\xbb\xbf"
                                                            "fourteen chars")
                                              << QByteArray("good");
    QTest::newRow("not composed") << QByteArray("fifteen letters e\xcc\x81")
                                  << QByteArray("PasswordForbidden");
    QTest::newRow("another blank")
        << QByteArray("fifteen\xc2\xa0letters") << QByteArray("PasswordForbidden");
}

void TestPasswordPolicy::checkRepeatsTheRules()
{
    QFETCH(QByteArray, prepared);
    const auto fits = PasswordPolicy(ours).check(prepared);
    QTEST(fits ? QByteArray("good") : QByteArray(reasonName(fits.error().reason).data()),
          "expected");
}

// S31: whatever the window lets through, the back end lets through, and the other way round.
void TestPasswordPolicy::windowAndBackEndAgree()
{
    const QString pieces =
        QStringLiteral("aaaa bcdefgh\u00e9\u0301\u00a0\u3000\u4e2d\u200d\t\u2028") +
        QStringLiteral("\U0001f600\ue000\u0378\ufeff");
    const PasswordPolicy policy({.minimumCharacters = 8, .maximumBytes = 24});
    int good = 0;
    for (int round = 0; round < 20'000 * Sweep::stretch; ++round) {
        Sweep sweep(round);
        QString typed;
        for (int i = sweep.below(16); i > 0; --i)
            typed += pieces[sweep.below(round % 2 == 0 ? 12 : pieces.size())];
        const auto prepared = policy.prepare(typed);
        const auto verdicts = policy.judge(typed);
        const bool allMet = std::all_of(verdicts.begin(), verdicts.end(), [](const auto &verdict) {
            return verdict.state == RuleState::Met;
        });
        QVERIFY2(prepared.has_value() == allMet, inRound(round).data());
        if (!prepared)
            continue;
        ++good;
        QVERIFY2(policy.check(prepared->reveal()), inRound(round).data());
        QVERIFY2(prepared->size() <= 24, inRound(round).data());
    }
    QVERIFY(good > 500);
}

// Any Unicode text, as S29 asks.
void TestPasswordPolicy::preparingTwiceChangesNothing()
{
    const PasswordPolicy policy(anyLength);
    int good = 0;
    for (int round = 0; round < 20'000 * Sweep::stretch; ++round) {
        Sweep sweep(round);
        QString typed;
        for (int i = 1 + sweep.below(12); i > 0; --i) {
            const auto point =
                static_cast<char32_t>(sweep.below(round % 2 == 0 ? 0x3000 : 0x1fffe));
            if (!QChar::isSurrogate(point))
                typed += QStringView(QChar::fromUcs4(point));
        }
        const auto once = policy.prepare(typed);
        if (!once)
            continue;
        ++good;
        QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::ConvertInitialBom);
        const auto twice = policy.prepare(QString(decoder.decode(once->reveal())));
        QVERIFY2(twice && twice->reveal() == once->reveal(), inRound(round).data());
    }
    QVERIFY(good > 500);
}

} // namespace latchkey

QTEST_GUILESS_MAIN(latchkey::TestPasswordPolicy)
#include "test_passwordpolicy.moc"
