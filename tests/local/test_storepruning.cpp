// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/local/officekit.h"
#include "tests/local/sqliteprobe.h"
#include "tests/support/manualclock.h"

#include <QTest>

using namespace latchkey;
using namespace latchkey::testing;
using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

/// What strangers ask for is cleaned up with what is asked later, whoever asks.
class TestStorePruning : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void removesABoundedPartWithEachRequest();
    void takesAStepOnceAnHour();
    void isNotStoppedByAClockSetBack();
    void letsNobodyGrowTheFile();

private:
    bool ask() const
    {
        return m_office->request(address(QStringLiteral("nobody@example.com")), {}).has_value();
    }
    int requests() const
    {
        return PlainConnection(m_folder->path())
            .value("SELECT count(*) FROM latchkey_requests")
            .toInt();
    }

    std::unique_ptr<StoreFolder> m_folder;
    std::unique_ptr<ManualClock> m_clock;
    LocalOptions m_options;
    std::unique_ptr<RecoveryOffice> m_office;
};

void TestStorePruning::init()
{
    m_folder = std::make_unique<StoreFolder>();
    m_folder->create();
    m_clock = std::make_unique<ManualClock>(start);
    m_options = officeOptions(*m_folder);
    m_options.limits.perDeviceMinute = 100'000;
    m_office = std::move(openOffice(m_options, *m_clock, KeyRing::fresh(start).value()).value());
}

void TestStorePruning::cleanup()
{
    m_office.reset();
    m_folder.reset();
}

void TestStorePruning::removesABoundedPartWithEachRequest()
{
    // Some that somebody else left, in one go.
    QCOMPARE(PlainConnection(m_folder->path())
                 .execute("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n"
                          " WHERE i < 1200)"
                          " INSERT INTO latchkey_requests (purpose, nonce, requested_at, decision)"
                          " SELECT 0, randomblob(16), 1700000000, 1 FROM n"),
             SQLITE_OK);
    m_clock->advance(days(30) + seconds(1));
    for (const int left : {1200 - 500 + 1, 1200 - 1000 + 2, 3, 4}) {
        QVERIFY(ask());
        QCOMPARE(requests(), left);
    }
}

void TestStorePruning::takesAStepOnceAnHour()
{
    QVERIFY(ask());
    m_clock->advance(minutes(30));
    QVERIFY(ask());
    m_clock->advance(days(30) - minutes(30) + seconds(1));
    QVERIFY(ask()); // removes the first
    QCOMPARE(requests(), 2);
    m_clock->advance(minutes(30));
    QVERIFY(ask()); // too soon after it for the second
    QCOMPARE(requests(), 3);
    m_clock->advance(minutes(30));
    QVERIFY(ask());
    QCOMPARE(requests(), 3);
}

void TestStorePruning::isNotStoppedByAClockSetBack()
{
    m_clock->advance(days(3650));
    QVERIFY(ask());
    m_clock->advance(-days(3650));
    QVERIFY(ask());
    m_clock->advance(days(30) + hours(2));
    QVERIFY(ask());
    QCOMPARE(requests(), 2); // the one from the future, and this one
}

void TestStorePruning::letsNobodyGrowTheFile()
{
    m_options.retention = days(2);
    // More than twice as long as anything is kept: it holds no more at the end than in the middle.
    int most = 0;
    for (int hour = 0; hour < 5 * 24; ++hour) {
        for (int i = 0; i < 3; ++i)
            QVERIFY(ask());
        m_clock->advance(hours(1));
        most = qMax(most, requests());
    }
    QVERIFY(most <= (2 * 24 + 2) * 3);
    const PlainConnection plain(m_folder->path());
    QVERIFY(plain.value("SELECT count(*) FROM latchkey_outbox").toInt() <= most);
    QVERIFY(plain.value("SELECT count(*) FROM latchkey_throttle").toInt() <= 2 * 26 * 3);
}

QTEST_GUILESS_MAIN(TestStorePruning)
#include "test_storepruning.moc"
