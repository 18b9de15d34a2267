// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/local/linkledger.h"
#include "services/local/schema.h"
#include "services/local/timedtoken.h"
#include "services/local/tokenpayload.h"
#include "tests/local/officekit.h"
#include "tests/support/manualclock.h"

#include <QTest>

#include <pthread.h>
#include <sys/mman.h>

using namespace latchkey;
using namespace latchkey::testing;

namespace {

constexpr int racers = 64;
#ifdef LATCHKEY_LONG_SWEEPS
constexpr int rounds = 1000;
#else
constexpr int rounds = 100;
#endif

enum class Outcome : int { None, Won, Lost, NotAdmitted, Troubled };

/// What all processes see: where they line up, and what became of each.
struct Track
{
    Track()
    {
        pthread_barrierattr_t shared;
        pthread_barrierattr_init(&shared);
        pthread_barrierattr_setpshared(&shared, PTHREAD_PROCESS_SHARED);
        pthread_barrier_init(&line, &shared, racers + 1);
        pthread_barrierattr_destroy(&shared);
    }
    void lineUp() { pthread_barrier_wait(&line); }

    pthread_barrier_t line;
    std::array<Outcome, racers> outcomes{};
};

QByteArray passwordOf(int racer)
{
    return "the long password of racer " + QByteArray::number(racer);
}

struct Race
{
    LocalOptions options;
    KeyRing ring = KeyRing::fresh(start).value();
    std::vector<QByteArray> tokens;
};

/// One account and one mailed link for each round.
bool prepare(const StoreFolder &folder, Race &race)
{
    const auto runner = folder.create();
    const QByteArray databaseId = readDatabaseId(*runner).value();
    const TimedTokenSigner signer({race.ring.signing().secret}, recoverySalt);
    const auto done = runner->transaction([&]() -> Result<void> {
        for (int round = 0; round < rounds; ++round) {
            const AccountId account =
                addAccount(*runner, QStringLiteral("person%1@example.com").arg(round));
            const MintedToken token =
                signer.sign(composeTokenPayload(databaseId, freshNonce().value()), start);
            race.tokens.push_back(token.token);
            if (auto added = LinkLedger(*runner).add(token.digest,
                                                     {.accountId = account, .issuedAt = start});
                !added)
                return added;
        }
        return {};
    });
    return done.has_value();
}

Outcome outcomeOf(const Result<ResetOutcome> &saved)
{
    if (saved)
        return Outcome::Won;
    return saved.error().reason == Reason::LinkUsed ? Outcome::Lost : Outcome::Troubled;
}

/// One process: everything up to the last step, then off with all the others at once.
int run(const Race &race, Track &track, int racer)
{
    const ManualClock clock(start);
    const auto office = openOffice(race.options, clock, race.ring);
    const Secret password = Secret::copyOf(passwordOf(racer));
    for (const QByteArray &token : race.tokens) {
        const auto admitted =
            office ? (*office)->admit(LinkProof{Purpose::Reset, share(Secret::copyOf(token))},
                                      password, {})
                   : fail(office.error());
        const auto hash = hashPassword(password, cheapHash);
        track.lineUp();
        Outcome &outcome = track.outcomes[static_cast<size_t>(racer)];
        outcome =
            admitted && hash ? outcomeOf((*office)->save(*admitted, *hash)) : Outcome::NotAdmitted;
        track.lineUp();
    }
    return 0;
}

} // namespace

/// 64 processes with one token each time: exactly one of them saves its password.
class TestResetRace : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void hasOneWinner();
};

void TestResetRace::hasOneWinner()
{
    const StoreFolder folder;
    Race race{.options = officeOptions(folder)};
    QVERIFY(prepare(folder, race));
    void *memory =
        mmap(nullptr, sizeof(Track), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    QVERIFY(memory != MAP_FAILED);
    auto &track = *new (memory) Track;
    std::vector<pid_t> children;
    for (int racer = 0; racer < racers; ++racer)
        children.push_back(startChild([&] { return run(race, track, racer); }));

    std::vector<int> winners;
    int losers = 0;
    for (int round = 0; round < rounds; ++round) {
        track.lineUp();
        track.lineUp();
        for (int racer = 0; racer < racers; ++racer) {
            const Outcome outcome = track.outcomes[static_cast<size_t>(racer)];
            if (outcome == Outcome::Won)
                winners.push_back(racer);
            losers += outcome == Outcome::Lost ? 1 : 0;
        }
    }
    for (const pid_t child : children)
        QCOMPARE(waitForChild(child), 0);
    munmap(memory, sizeof(Track));
    QCOMPARE(winners.size(), size_t{rounds});
    QCOMPARE(losers, rounds * (racers - 1));

    // And the password that is there is the winner's, saved once, with one notice.
    const auto runner = folder.open();
    for (int round = 0; round < rounds; ++round) {
        const Account account = accountOf(*runner, round + 1);
        QCOMPARE(account.sessionGeneration, 1);
        const Secret password = Secret::copyOf(passwordOf(winners[static_cast<size_t>(round)]));
        QCOMPARE(verifyPassword(password, account.passwordHash).value(), true);
    }
    QCOMPARE(numberOf(*runner, "SELECT count(*) FROM latchkey_outbox"), rounds);
    QCOMPARE(numberOf(*runner, "SELECT count(*) FROM latchkey_log"), rounds);
    QCOMPARE(numberOf(*runner, "SELECT count(*) FROM latchkey_links WHERE used_at IS NOT NULL"),
             rounds);
}

QTEST_GUILESS_MAIN(TestResetRace)
#include "test_resetrace.moc"
