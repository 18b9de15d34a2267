// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/local/throttle.h"
#include "tests/local/storekit.h"

#include <QRandomGenerator>
#include <QSet>
#include <QTest>

#include <algorithm>
#include <vector>

using namespace latchkey;
using namespace latchkey::testing;
using std::chrono::seconds;

namespace {

const QString bucket = QStringLiteral("device:test");

} // namespace

class TestThrottle : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void waitsUntilTheWindowHasRoom();
    void countsExactlyAsAListOfTimesWould();
    void keepsBucketsApart();
    void countsTheFutureToo();
    void takesTheNewestBack();
    void clears();
    void countsForAllProcesses();
    void putsEverybodyElseInFewBuckets();

private:
    Throttle throttle() const { return Throttle(*m_runner); }
    seconds wait(Instant now) const
    {
        return throttle().waitFor(bucket, 5, seconds(60), now).value();
    }

    std::unique_ptr<StoreFolder> m_folder;
    std::unique_ptr<SqlRunner> m_runner;
};

void TestThrottle::init()
{
    m_folder = std::make_unique<StoreFolder>();
    m_runner = m_folder->create();
    QVERIFY(m_runner->rows("PRAGMA synchronous = OFF").has_value());
}

void TestThrottle::cleanup()
{
    m_runner.reset();
    m_folder.reset();
}

void TestThrottle::waitsUntilTheWindowHasRoom()
{
    for (int i = 0; i < 5; ++i) {
        QCOMPARE(wait(start + seconds(i)), seconds(0));
        QVERIFY(throttle().add(bucket, start + seconds(i)).has_value());
    }
    // Until the oldest of the five has left it.
    QCOMPARE(wait(start + seconds(4)), seconds(56));
    QCOMPARE(wait(start + seconds(59)), seconds(1));
    QCOMPARE(wait(start + seconds(60)), seconds(0));
    QCOMPARE(throttle().countSince(bucket, start + seconds(2)).value(), 2);
}

void TestThrottle::countsExactlyAsAListOfTimesWould()
{
    QRandomGenerator random(6);
    std::vector<Instant> times;
    Instant now = start;
    for (int i = 0; i < 1000; ++i) {
        now += seconds(random.bounded(30));
        const auto recent =
            std::ranges::count_if(times, [&](Instant time) { return time > now - seconds(60); });
        seconds expected{0};
        if (recent >= 5)
            expected = times[times.size() - 5] + seconds(60) - now;
        QCOMPARE(wait(now), expected);
        if (expected == seconds(0)) {
            times.push_back(now);
            QVERIFY(throttle().add(bucket, now).has_value());
        }
        if (i % 100 == 0) {
            m_runner.reset();
            m_runner = m_folder->open();
            QVERIFY(m_runner->rows("PRAGMA synchronous = OFF").has_value());
        }
    }
    QCOMPARE(numberOf(*m_runner, "SELECT count(*) FROM latchkey_throttle"),
             static_cast<int>(times.size()));
}

void TestThrottle::keepsBucketsApart()
{
    for (int i = 0; i < 9; ++i)
        QVERIFY(throttle().add(QStringLiteral("device:other"), start).has_value());
    QCOMPARE(wait(start), seconds(0));
    QCOMPARE(throttle().countSince(bucket, Instant{}).value(), 0);
}

void TestThrottle::countsTheFutureToo()
{
    // A clock that was set back revives no tries, and locks nobody out for longer than the window.
    for (int i = 0; i < 5; ++i)
        QVERIFY(throttle().add(bucket, start + std::chrono::hours(1)).has_value());
    QCOMPARE(wait(start), seconds(60));
}

void TestThrottle::takesTheNewestBack()
{
    for (int i = 0; i < 5; ++i)
        QVERIFY(throttle().add(bucket, start + seconds(i)).has_value());
    QVERIFY(throttle().takeBack(bucket).has_value());
    QCOMPARE(wait(start + seconds(5)), seconds(0));
    QCOMPARE(throttle().countSince(bucket, start + seconds(3)).value(), 0);
    QVERIFY(throttle().takeBack(QStringLiteral("device:other")).has_value());
    QCOMPARE(numberOf(*m_runner, "SELECT count(*) FROM latchkey_throttle"), 4);
}

void TestThrottle::clears()
{
    for (int i = 0; i < 5; ++i)
        QVERIFY(throttle().add(bucket, start).has_value());
    QVERIFY(throttle().add(Throttle::accountBucket(1), start).has_value());
    QCOMPARE(throttle().clear(bucket).value(), 5);
    QCOMPARE(throttle().clear(bucket).value(), 0);
    QCOMPARE(wait(start), seconds(0));
    QCOMPARE(throttle().countSince(Throttle::accountBucket(1), Instant{}).value(), 1);
}

void TestThrottle::countsForAllProcesses()
{
    m_runner.reset();
    const int code = inChild([this] {
        const auto runner = m_folder->open();
        for (int i = 0; i < 5; ++i) {
            if (!Throttle(*runner).add(bucket, start))
                return 1;
        }
        return 0;
    });
    QCOMPARE(code, 0);
    m_runner = m_folder->open();
    QCOMPARE(wait(start + seconds(1)), seconds(59));
}

void TestThrottle::putsEverybodyElseInFewBuckets()
{
    // However many addresses a stranger makes up, and without one of them in the file.
    QSet<QString> buckets;
    for (int i = 0; i < 20'000; ++i) {
        const QByteArray key = "nobody" + QByteArray::number(i) + "@example.com";
        const QString name = Throttle::nobodyBucket(key);
        QVERIFY(!name.contains(QStringLiteral("example")));
        buckets << name;
    }
    QCOMPARE(buckets.size(), 256);
    QVERIFY(!buckets.contains(Throttle::accountBucket(1)));
    QCOMPARE(Throttle::nobodyBucket("a@b.example"), Throttle::nobodyBucket("a@b.example"));
}

QTEST_GUILESS_MAIN(TestThrottle)
#include "test_throttle.moc"
