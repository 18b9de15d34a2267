// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/local/clockmark.h"
#include "tests/local/storekit.h"

#include <QTest>

using namespace latchkey;
using namespace latchkey::testing;
using std::chrono::seconds;

class TestClockMark : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void startsBelowEveryTime();
    void movesForwardAlone();
    void refusesJumpsBack_data();
    void refusesJumpsBack();
    void isKept();
};

void TestClockMark::startsBelowEveryTime()
{
    const StoreFolder folder;
    const auto runner = folder.create();
    ClockMark mark(*runner);
    QCOMPARE(mark.read().value(), Instant{});
    QVERIFY(mark.check(start).has_value());
}

void TestClockMark::movesForwardAlone()
{
    const StoreFolder folder;
    const auto runner = folder.create();
    ClockMark mark(*runner);
    for (const auto &[to, stands] : {std::pair{0, 0}, {10, 10}, {-500, 10}, {9, 10}, {11, 11}}) {
        QVERIFY(mark.advance(start + seconds(to)).has_value());
        QCOMPARE(mark.read().value(), start + seconds(stands));
    }
    // More digits than before: numbers are compared, not texts.
    QVERIFY(mark.advance(Instant(seconds(10'000'000'000))).has_value());
    QCOMPARE(mark.read().value(), Instant(seconds(10'000'000'000)));
}

void TestClockMark::refusesJumpsBack_data()
{
    QTest::addColumn<qint64>("behind");
    QTest::addColumn<bool>("refused");
    QTest::newRow("ahead") << qint64{-86400} << false;
    QTest::newRow("none") << qint64{0} << false;
    QTest::newRow("at the tolerance") << qint64{300} << false;
    QTest::newRow("a second past it") << qint64{301} << true;
    QTest::newRow("an hour") << qint64{3600} << true;
    QTest::newRow("ten years") << qint64{315'360'000} << true;
}

void TestClockMark::refusesJumpsBack()
{
    QFETCH(const qint64, behind);
    QFETCH(const bool, refused);
    const StoreFolder folder;
    const auto runner = folder.create();
    ClockMark mark(*runner);
    QVERIFY(mark.advance(start).has_value());
    const auto checked = mark.check(start - seconds(behind));
    QCOMPARE(reasonOf(checked), refused ? Reason::ClockWentBack : Reason::Internal);
    if (refused)
        QCOMPARE(checked.error().span.count(), behind);
}

void TestClockMark::isKept()
{
    const StoreFolder folder;
    QVERIFY(ClockMark(*folder.create()).advance(start).has_value());
    const auto runner = folder.open();
    QCOMPARE(ClockMark(*runner).read().value(), start);
}

QTEST_GUILESS_MAIN(TestClockMark)
#include "test_clockmark.moc"
