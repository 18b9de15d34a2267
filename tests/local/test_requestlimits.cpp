// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/log.h"
#include "services/local/outbox.h"
#include "services/local/throttle.h"
#include "tests/local/storekit.h"

#include <QHash>
#include <QRandomGenerator>
#include <QTest>

#include <algorithm>
#include <vector>

using namespace latchkey;
using namespace latchkey::testing;
using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

namespace {

const QString anna = QStringLiteral("anna@example.com");

using Times = std::vector<Instant>;

/// The rules of S06 as one would say them, over a plain list of times.
bool isFull(const Times &times, seconds window, int limit, Instant now)
{
    return std::ranges::count_if(times, [&](Instant time) { return time > now - window; }) >= limit;
}

bool mayBeMailed(const Times &mailed, Instant now)
{
    return !isFull(mailed, seconds(60), 1, now) && !isFull(mailed, hours(1), 3, now) &&
           !isFull(mailed, days(1), 10, now);
}

} // namespace

class TestRequestLimits : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void mailsOnceAMinute();
    void mailsThreeTimesAnHour();
    void mailsTenTimesADay();
    void mailsExactlyWhatTheRulesSay();
    void holdsWhoeverAsks();
    void hasNoLimitForNobody();
    void tellsTheDevicesLimitAlone();
    void keepsDevicesApart();

private:
    Result<RequestId> ask(const QString &who, Instant now, const QString &device = limits().device)
    {
        LedgerLimits mine = limits();
        mine.device = device;
        return RequestLedger(*m_runner).record(address(who), mine, now);
    }
    /// Whether that led to a mail.
    bool mails(const QString &who, Instant now)
    {
        const auto id = ask(who, now);
        return id && numberOf(*m_runner, "SELECT state FROM latchkey_outbox WHERE request_id = ?",
                              {*id}) == static_cast<int>(OutboxState::Pending);
    }
    void restart()
    {
        m_runner.reset();
        m_runner = m_folder->open();
        QVERIFY(m_runner->rows("PRAGMA synchronous = OFF").has_value());
    }

    std::unique_ptr<StoreFolder> m_folder;
    std::unique_ptr<SqlRunner> m_runner;
};

void TestRequestLimits::init()
{
    QLoggingCategory::setFilterRules(QStringLiteral("latchkey.store=false"));
    m_folder = std::make_unique<StoreFolder>();
    m_runner = m_folder->create();
    addAccount(*m_runner, anna);
    restart();
}

void TestRequestLimits::cleanup()
{
    m_runner.reset();
    m_folder.reset();
}

void TestRequestLimits::mailsOnceAMinute()
{
    QVERIFY(mails(anna, start));
    QVERIFY(!mails(anna, start));
    QVERIFY(!mails(anna, start + seconds(59)));
    restart();
    QVERIFY(!mails(anna, start + seconds(59)));
    // What was dropped does not count.
    QVERIFY(mails(anna, start + seconds(60)));
}

void TestRequestLimits::mailsThreeTimesAnHour()
{
    for (const int minute : {0, 1, 2})
        QVERIFY(mails(anna, start + minutes(minute)));
    for (const int minute : {3, 30, 59})
        QVERIFY(!mails(anna, start + minutes(minute)));
    restart();
    QVERIFY(!mails(anna, start + hours(1) - seconds(1)));
    QVERIFY(mails(anna, start + hours(1)));
    QVERIFY(!mails(anna, start + hours(1) + seconds(59)));
    QVERIFY(mails(anna, start + hours(1) + minutes(1)));
}

void TestRequestLimits::mailsTenTimesADay()
{
    int mailed = 0;
    for (int minute = 0; minute < 24 * 60; ++minute)
        mailed += mails(anna, start + minutes(minute)) ? 1 : 0;
    QCOMPARE(mailed, 10);
    restart();
    QVERIFY(!mails(anna, start + days(1) - seconds(1)));
    QVERIFY(mails(anna, start + days(1)));
}

void TestRequestLimits::mailsExactlyWhatTheRulesSay()
{
    QStringList people;
    for (int i = 0; i < 4; ++i) {
        people << QStringLiteral("p%1@example.com").arg(i);
        addAccount(*m_runner, people.constLast());
    }
    people << QStringLiteral("nobody@example.com");
    QRandomGenerator random(6);
    QHash<QString, Times> mailed;
    Times asked;
    Instant now = start;
    for (int i = 0; i < 1000; ++i) {
        now += seconds(random.bounded(10) == 0 ? random.bounded(7200) : random.bounded(20));
        const QString who = people[random.bounded(static_cast<int>(people.size()))];
        const bool refused = isFull(asked, seconds(60), 20, now);
        const bool mail = !refused && who != people.constLast() && mayBeMailed(mailed[who], now);
        if (refused)
            QCOMPARE(reasonOf(ask(who, now)), Reason::TooManyTries);
        else
            QCOMPARE(mails(who, now), mail);
        if (!refused)
            asked.push_back(now);
        if (mail)
            mailed[who].push_back(now);
        if (i % 50 == 0)
            restart();
    }
    size_t total = 0;
    for (const Times &times : std::as_const(mailed))
        total += times.size();
    QVERIFY(total > 50);
    QCOMPARE(Outbox(*m_runner).pendingCount().value(), static_cast<int>(total));
}

void TestRequestLimits::holdsWhoeverAsks()
{
    // The account's limit is the account's: another device, or another spelling, is no way around.
    QVERIFY(mails(anna, start));
    const auto other = ask(anna.toUpper(), start + seconds(1), QStringLiteral("device:other"));
    QVERIFY(other.has_value());
    QCOMPARE(
        numberOf(*m_runner, "SELECT state FROM latchkey_outbox WHERE request_id = ?", {*other}),
        static_cast<int>(OutboxState::Dropped));
    // Nor do other people's requests use it up.
    addAccount(*m_runner, QStringLiteral("bert@example.com"));
    QVERIFY(mails(QStringLiteral("bert@example.com"), start + seconds(2)));
}

void TestRequestLimits::hasNoLimitForNobody()
{
    // However often nobody was asked for, an account that is added later gets its first mail.
    const QString later = QStringLiteral("later@example.com");
    for (int i = 0; i < 50; ++i)
        QVERIFY(!mails(later, start + minutes(i)));
    addAccount(*m_runner, later);
    QVERIFY(mails(later, start + minutes(50)));
}

void TestRequestLimits::tellsTheDevicesLimitAlone()
{
    for (int i = 0; i < 19; ++i)
        QVERIFY(ask(anna, start + seconds(i)).has_value()); // throttled from the second on
    QVERIFY(ask(QStringLiteral("nobody@example.com"), start + seconds(19)).has_value());
    for (const QString &who : {anna, QStringLiteral("nobody@example.com")}) {
        const auto refused = ask(who, start + seconds(20));
        QCOMPARE(reasonOf(refused), Reason::TooManyTries);
        QCOMPARE(refused.error().span, seconds(40));
    }
    restart();
    QCOMPARE(reasonOf(ask(anna, start + seconds(59))), Reason::TooManyTries);
    QVERIFY(ask(anna, start + seconds(60)).has_value());
    QCOMPARE(reasonOf(ask(anna, start + seconds(60))), Reason::TooManyTries);
}

void TestRequestLimits::keepsDevicesApart()
{
    for (int i = 0; i < 20; ++i)
        QVERIFY(ask(QStringLiteral("nobody@example.com"), start).has_value());
    QCOMPARE(reasonOf(ask(anna, start)), Reason::TooManyTries);
    QVERIFY(ask(anna, start, QStringLiteral("device:other")).has_value());
}

QTEST_GUILESS_MAIN(TestRequestLimits)
#include "test_requestlimits.moc"
