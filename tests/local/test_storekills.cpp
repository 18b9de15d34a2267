// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/local/linkledger.h"
#include "services/local/resetcompletion.h"
#include "tests/local/storekit.h"

#include <QRandomGenerator>
#include <QTest>

#include <sys/time.h>

using namespace latchkey;
using namespace latchkey::testing;

namespace {

#ifdef LATCHKEY_LONG_SWEEPS
constexpr int kills = 500;
#else
constexpr int kills = 25;
#endif

/// Lets `work` run in a process that is killed after so long, wherever it is by then. `work` gets a
/// function to say what is done for good; what it said is returned.
template <class Work>
QList<qint64> untilKilled(std::chrono::microseconds after, Work work)
{
    std::array<int, 2> said{};
    if (pipe(said.data()) != 0)
        return {};
    const pid_t child = startChild([&] {
        // A signal that nobody handles ends a process as SIGKILL does: nothing is tidied up.
        const itimerval timer{.it_interval = {},
                              .it_value = {.tv_sec = 0, .tv_usec = after.count()}};
        setitimer(ITIMER_REAL, &timer, nullptr);
        work([&](qint64 id) { return write(said[1], &id, sizeof id) == sizeof id; });
        return 0;
    });
    ::close(said[1]);
    QList<qint64> done;
    for (qint64 id = 0; read(said[0], &id, sizeof id) == sizeof id;)
        done << id;
    ::close(said[0]);
    waitForChild(child);
    return done;
}

} // namespace

/// A process dies in the middle of its work, again and again. What it acknowledged is there; what
/// it did not is there whole or not at all (S59, S69).
class TestStoreKills : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void leavesNoHalfRequest();
    void leavesNoHalfReset();

private:
    static std::chrono::microseconds someTime()
    {
        return std::chrono::microseconds(QRandomGenerator::global()->bounded(2'000, 80'000));
    }
};

void TestStoreKills::leavesNoHalfRequest()
{
    const StoreFolder folder;
    addAccount(*folder.create(), QStringLiteral("known@example.com"));
    QList<qint64> acknowledged;
    for (int kill = 0; kill < kills; ++kill) {
        acknowledged += untilKilled(someTime(), [&](const auto &say) {
            const auto runner = folder.open();
            for (int i = 0;; ++i) {
                const auto who = i % 2 == 0 ? QStringLiteral("known@example.com")
                                            : QStringLiteral("nobody%1@example.com").arg(i);
                const auto id = RequestLedger(*runner).record(address(who), limits(),
                                                              start + std::chrono::hours(kill) +
                                                                  std::chrono::seconds(10 * i));
                if (!id || !say(*id))
                    _exit(1);
            }
        });
    }
    const auto runner = folder.open();
    const int requests = numberOf(*runner, "SELECT count(*) FROM latchkey_requests");
    QVERIFY(acknowledged.size() > kills);
    QVERIFY(requests >= acknowledged.size());
    QVERIFY(requests <= acknowledged.size() + kills);
    for (const qint64 id : std::as_const(acknowledged)) {
        QCOMPARE(
            numberOf(*runner, "SELECT count(*) FROM latchkey_outbox WHERE request_id = ?", {id}),
            1);
    }
    QCOMPARE(numberOf(*runner, "SELECT count(*) FROM latchkey_outbox o JOIN latchkey_requests r"
                               " ON r.id = o.request_id AND (r.decision = 0) = (o.state = 0)"),
             requests);
    QCOMPARE(numberOf(*runner, "SELECT count(*) FROM latchkey_outbox"), requests);
    QCOMPARE(numberOf(*runner, "SELECT count(*) FROM latchkey_throttle"), 2 * requests);
}

void TestStoreKills::leavesNoHalfReset()
{
    // As many accounts as could be reset in the time.
    constexpr int people = 20 * kills;
    const StoreFolder folder;
    {
        const auto runner = folder.create();
        QVERIFY(runner->transaction([&]() -> Result<void> {
            for (int i = 1; i <= people; ++i) {
                const AccountId id =
                    addAccount(*runner, QStringLiteral("person%1@example.com").arg(i));
                if (auto added =
                        LinkLedger(*runner).add(digestOf(i), {.accountId = id, .issuedAt = start});
                    !added)
                    return added;
            }
            return {};
        }));
    }
    QList<qint64> acknowledged;
    for (int kill = 0; kill < kills; ++kill) {
        acknowledged += untilKilled(someTime(), [&](const auto &say) {
            const auto runner = folder.open();
            const int done =
                numberOf(*runner, "SELECT count(*) FROM latchkey_links WHERE used_at IS NOT NULL");
            for (int i = done + 1; i <= people; ++i) {
                const LinkRow link{.accountId = i, .issuedAt = start};
                if (!ResetCompletion(*runner).saveNewPassword(digestOf(i), link, "hash", start) ||
                    !say(i))
                    _exit(1);
            }
        });
    }
    const auto runner = folder.open();
    const int saved = numberOf(*runner, "SELECT count(*) FROM accounts WHERE password_hash = 'hash'"
                                        " AND session_generation = 1");
    QVERIFY(acknowledged.size() > kills);
    QVERIFY(saved >= acknowledged.size());
    QVERIFY(saved <= acknowledged.size() + kills);
    for (const qint64 id : std::as_const(acknowledged))
        QCOMPARE(accountOf(*runner, id).passwordHash, QByteArray("hash"));
    QCOMPARE(numberOf(*runner, "SELECT count(*) FROM accounts a JOIN latchkey_links l"
                               " ON l.account_id = a.id AND l.used_at IS NOT NULL"
                               " JOIN latchkey_outbox o ON o.account_id = a.id AND o.kind = 1"
                               " JOIN latchkey_log g ON g.account_id = a.id"
                               " WHERE a.password_hash = 'hash'"),
             saved);
    for (const char *count :
         {"SELECT count(*) FROM latchkey_outbox", "SELECT count(*) FROM latchkey_log",
          "SELECT count(*) FROM latchkey_links WHERE used_at IS NOT NULL",
          "SELECT count(*) FROM accounts WHERE session_generation > 0"})
        QCOMPARE(numberOf(*runner, count), saved);
}

QTEST_GUILESS_MAIN(TestStoreKills)
#include "test_storekills.moc"
