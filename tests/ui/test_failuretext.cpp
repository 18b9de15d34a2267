// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/windowkit.h"
#include "ui/failuretext.h"

#include <QSet>

using namespace latchkey;

namespace {

constexpr int reasons = static_cast<int>(Reason::Internal) + 1;

} // namespace

class TestFailureText : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyReasonHasItsSentences_data();
    void everyReasonHasItsSentences();
    void germanIsNotEnglish();
    void durationsAreSpoken();
    void detailIsNeverShown();
};

void TestFailureText::everyReasonHasItsSentences_data()
{
    QTest::addColumn<int>("reason");
    QTest::addColumn<QString>("language");
    for (const char *language : {"en", "de"}) {
        for (int reason = 0; reason < reasons; ++reason) {
            const QByteArray name = reasonName(static_cast<Reason>(reason)).data();
            QTest::addRow("%s %s", language, name.constData())
                << reason << QString::fromLatin1(language);
        }
    }
}

void TestFailureText::everyReasonHasItsSentences()
{
    QFETCH(const int, reason);
    QFETCH(const QString, language);
    const Spoken spoken(language);
    const Failure bare{.reason = static_cast<Reason>(reason)};
    Failure full = bare;
    full.about = QStringLiteral("15");
    full.span = std::chrono::seconds(185);
    for (const Failure &failure : {bare, full}) {
        const FailureText text = failureText(failure);
        for (const QString &sentence : {text.cause, text.wayOn}) {
            QVERIFY(sentence.size() > 8);
            QVERIFY2(!sentence.contains(u'%'), qPrintable(sentence));
            QVERIFY2(!sentence.contains(QLatin1String("(s)")), qPrintable(sentence));
            QVERIFY2(sentence[0].isUpper(), qPrintable(sentence));
            QVERIFY(sentence.endsWith(u'.') || sentence.endsWith(u'5'));
        }
        QVERIFY(!text.headline().endsWith(u'.'));
    }
}

void TestFailureText::germanIsNotEnglish()
{
    QSet<QString> english;
    for (int reason = 0; reason < reasons; ++reason)
        english += failureText({.reason = static_cast<Reason>(reason)}).joined();
    const Spoken spoken(QStringLiteral("de"));
    for (int reason = 0; reason < reasons; ++reason) {
        const QString german = failureText({.reason = static_cast<Reason>(reason)}).joined();
        QVERIFY2(!english.contains(german), qPrintable(german));
    }
}

void TestFailureText::durationsAreSpoken()
{
    const Failure expired{.reason = Reason::LinkExpired, .span = std::chrono::minutes(3)};
    {
        const Spoken spoken(QStringLiteral("en"));
        QCOMPARE(failureText(expired).cause, QStringLiteral("This link expired 3 minutes ago."));
    }
    const Spoken spoken(QStringLiteral("de"));
    QCOMPARE(failureText(expired).cause,
             QStringLiteral("Dieser Link ist vor 3 Minuten abgelaufen."));
}

void TestFailureText::detailIsNeverShown()
{
    for (int reason = 0; reason < reasons; ++reason) {
        const Failure failure{.reason = static_cast<Reason>(reason),
                              .detail = QStringLiteral("canary")};
        QVERIFY(!failureText(failure).joined().contains(QLatin1String("canary")));
    }
}

QTEST_MAIN(TestFailureText)
#include "test_failuretext.moc"
