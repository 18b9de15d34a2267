// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/windowkit.h"
#include "ui/spokentime.h"

using namespace latchkey;

class TestSpokenTime : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void spans_data();
    void spans();
    void momentsHaveTheirZone();
};

void TestSpokenTime::spans_data()
{
    QTest::addColumn<int>("seconds");
    QTest::addColumn<QString>("english");
    QTest::addColumn<QString>("germanAgo");
    const auto row = [](int seconds, const char *english, const char *germanAgo) {
        QTest::addRow("%d s", seconds)
            << seconds << QString::fromUtf8(english) << QString::fromUtf8(germanAgo);
    };
    row(-5, "5 seconds", "vor 5 Sekunden");
    row(0, "1 second", "vor 1 Sekunde");
    row(1, "1 second", "vor 1 Sekunde");
    row(99, "99 seconds", "vor 99 Sekunden");
    row(100, "2 minutes", "vor 2 Minuten");
    row(180, "3 minutes", "vor 3 Minuten");
    row(5400, "90 minutes", "vor 90 Minuten");
    row(7200, "2 hours", "vor 2 Stunden");
    row(86400, "24 hours", "vor 24 Stunden");
    row(3 * 86400, "3 days", "vor 3 Tagen");
    row(2147483647, "24855 days", "vor 24855 Tagen");
}

void TestSpokenTime::spans()
{
    QFETCH(const int, seconds);
    const std::chrono::seconds span(seconds);
    {
        const Spoken spoken(QStringLiteral("en"));
        QTEST(spokenSpan(span), "english");
    }
    const Spoken spoken(QStringLiteral("de"));
    QTEST(spokenAgo(span), "germanAgo");
}

void TestSpokenTime::momentsHaveTheirZone()
{
    const Spoken spoken(QStringLiteral("de"));
    const Instant noon(std::chrono::seconds(1'900'065'600)); // 2030-03-18 12:00 UTC
    QCOMPARE(spokenTime(noon + std::chrono::hours(2), noon), QStringLiteral("heute um 14:00 UTC"));
    QCOMPARE(spokenTime(noon + std::chrono::hours(24), noon),
             QStringLiteral("morgen um 12:00 UTC"));
    QCOMPARE(spokenTime(noon + std::chrono::hours(72), noon),
             QStringLiteral("Donnerstag, 21. März 2030 um 12:00 UTC"));
}

QTEST_MAIN(TestSpokenTime)
#include "test_spokentime.moc"
