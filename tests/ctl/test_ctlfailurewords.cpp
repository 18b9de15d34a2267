// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctl/failurewords.h"

#include <QTest>

#include <set>

using namespace latchkey;

class TestCtlFailureWords : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyReason();
    void codes();
    void whatComesFromOutsideIsNoPlace();
};

void TestCtlFailureWords::everyReason()
{
    std::set<QString> sentences;
    int count = 0;
    for (int number = 0; number <= static_cast<int>(Reason::Internal); ++number) {
        const auto reason = static_cast<Reason>(number);
        if (reason == Reason::UsageFaulty) // its detail is the sentence
            continue;
        for (const QString &about : {QString(), QStringLiteral("this thing")}) {
            const QString sentence = failureSentence(
                {.reason = reason, .about = about, .span = std::chrono::seconds(90)});
            QVERIFY2(!sentence.contains(u'%'), qPrintable(sentence));
            QVERIFY2(sentence.endsWith(u'.') || sentence.contains(u':'), qPrintable(sentence));
            QVERIFY2(sentence.front().isUpper() || sentence.startsWith(about),
                     qPrintable(sentence));
            sentences.insert(sentence);
        }
        ++count;
        QVERIFY(exitCodeOf(reason) == ExitCode::Refused || exitCodeOf(reason) == ExitCode::Trouble);
    }
    // No two reasons are told alike, but for the two kinds of unsafe file.
    QVERIFY(sentences.size() >= static_cast<size_t>(count) - 1);
}

void TestCtlFailureWords::codes()
{
    QCOMPARE(exitCodeOf(Reason::UsageFaulty), ExitCode::Usage);
    QCOMPARE(exitCodeOf(Reason::AccountUnknown), ExitCode::Refused);
    QCOMPARE(exitCodeOf(Reason::LinkUsed), ExitCode::Refused);
    QCOMPARE(exitCodeOf(Reason::PasswordTooShort), ExitCode::Refused);
    QCOMPARE(exitCodeOf(Reason::DatabaseDamaged), ExitCode::Trouble);
    QCOMPARE(exitCodeOf(Reason::KeyringMissing), ExitCode::Trouble);
    QCOMPARE(exitCodeOf(Reason::MailDelayed), ExitCode::Trouble);
    QCOMPARE(exitCodeOf(Reason::ConfigurationFaulty), ExitCode::Trouble);
}

void TestCtlFailureWords::whatComesFromOutsideIsNoPlace()
{
    const QString sentence = failureSentence({.reason = Reason::FileFaulty,
                                              .detail = QStringLiteral("%1 and %2"),
                                              .about = QStringLiteral("%3.csv:7")});
    QCOMPARE(sentence,
             QStringLiteral("There is a mistake at %3.csv:7: %1 and %2. Nothing was changed."));
}

QTEST_GUILESS_MAIN(TestCtlFailureWords)
#include "test_ctlfailurewords.moc"
