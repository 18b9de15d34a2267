// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/local/linkledger.h"
#include "services/local/outbox.h"
#include "services/local/throttle.h"
#include "tests/local/storekit.h"

#include <QSet>
#include <QTest>

using namespace latchkey;
using namespace latchkey::testing;
using std::chrono::minutes;
using std::chrono::seconds;

namespace {

const QString me = QStringLiteral("this process");
const QString other = QStringLiteral("another process");
const QString why = QStringLiteral("MailDelayed: said no");

} // namespace

class TestOutbox : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void givesWhatIsDueTheLongestFirst();
    void carriesWhatTheLetterNeeds();
    void leasesToOneAtATime();
    void givesBackWhatADeadProcessHeld();
    void isLeasedOnceAcrossProcesses();
    void isRenewedByWhoHoldsIt();
    void isGivenBackAsItWas();
    void endsByWhoHoldsIt();
    void triesAgainLaterAndLater();
    void remembersItsMint();
    void mintsNothingForAVoidedRequest();
    void endsAsSentOrDropped();
    void givesTheLimitBackWhenItFails();
    void saysWhatWaits();
    void hurries();
    void listsTheNewestFirst();

private:
    Outbox outbox() const { return Outbox(*m_runner); }
    OutboxId add(Instant when, OutboxState state = OutboxState::Pending)
    {
        return outbox().add({.account = 7, .kind = LetterKind::Notice}, state, when).value();
    }
    std::optional<OutboxRow> claim(Instant now, const QString &owner = me) const
    {
        const auto rows = outbox().claimDue(owner, now, 1).value();
        return rows.isEmpty() ? std::nullopt : std::optional(rows.constFirst());
    }
    OutboxRow row(OutboxId id) const
    {
        const QList<OutboxRow> rows = outbox().list(1000).value();
        for (const OutboxRow &row : rows) {
            if (row.id == id)
                return row;
        }
        return {};
    }
    /// A request as somebody makes it, and its row, claimed.
    OutboxRow claimedRequest()
    {
        if (numberOf(*m_runner, "SELECT count(*) FROM accounts") == 0)
            addAccount(*m_runner, QStringLiteral("anna@example.com"));
        const auto asked = RequestLedger(*m_runner).record(
            address(QStringLiteral("anna@example.com")), limits(), start);
        return asked ? claim(start).value() : OutboxRow{};
    }

    std::unique_ptr<StoreFolder> m_folder;
    std::unique_ptr<SqlRunner> m_runner;
};

void TestOutbox::init()
{
    m_folder = std::make_unique<StoreFolder>();
    m_runner = m_folder->create();
    QVERIFY(m_runner->rows("PRAGMA synchronous = OFF").has_value());
}

void TestOutbox::cleanup()
{
    m_runner.reset();
    m_folder.reset();
}

void TestOutbox::givesWhatIsDueTheLongestFirst()
{
    const OutboxId late = add(start + seconds(2));
    const OutboxId early = add(start + seconds(1));
    const OutboxId same = add(start + seconds(1));
    add(start, OutboxState::Dropped);
    QVERIFY(!claim(start));
    QCOMPARE(claim(start + seconds(1))->id, early);
    QCOMPARE(claim(start + seconds(1))->id, same);
    QVERIFY(!claim(start + seconds(1)));
    QCOMPARE(claim(start + seconds(2))->id, late);
}

void TestOutbox::carriesWhatTheLetterNeeds()
{
    const OutboxRow claimed = claimedRequest();
    QCOMPARE(claimed.entry.kind, LetterKind::Reset);
    QCOMPARE(claimed.entry.account, std::optional<AccountId>(1));
    QVERIFY(claimed.entry.request.has_value());
    QCOMPARE(claimed.nonce.size(), 16);
    QCOMPARE(claimed.requestedAt, start);
    QCOMPARE(claimed.state, OutboxState::Sending);
    QCOMPARE(claimed.attempts, 1);
    QVERIFY(!claimed.mintedAt);

    // A notice has no request: its time is when the password was changed.
    const OutboxRow notice = row(add(start + seconds(5)));
    QVERIFY(!notice.entry.request);
    QVERIFY(notice.nonce.isEmpty());
    QCOMPARE(notice.requestedAt, start + seconds(5));
}

void TestOutbox::leasesToOneAtATime()
{
    add(start);
    QVERIFY(claim(start).has_value());
    QVERIFY(!claim(start, other));
    QVERIFY(!claim(start + Outbox::lease - seconds(1), other));
}

void TestOutbox::givesBackWhatADeadProcessHeld()
{
    const OutboxId id = add(start);
    QVERIFY(claim(start).has_value());
    QCOMPARE(outbox().nextDue().value(), std::optional(start + Outbox::lease));
    const auto again = claim(start + Outbox::lease, other);
    QVERIFY(again.has_value());
    QCOMPARE(again->id, id);
    QCOMPARE(again->attempts, 2);
    // And that one's lease is its own.
    QVERIFY(!claim(start + Outbox::lease + seconds(1)));
}

void TestOutbox::isLeasedOnceAcrossProcesses()
{
    constexpr int rows = 40;
    constexpr int processes = 4;
    for (int i = 0; i < rows; ++i)
        add(start);
    m_runner.reset();
    std::array<int, 2> results{};
    QCOMPARE(pipe(results.data()), 0);
    QList<pid_t> children;
    for (int p = 0; p < processes; ++p) {
        children << startChild([&] {
            const auto runner = m_folder->open();
            while (true) {
                const auto claimed = Outbox(*runner).claimDue(QString::number(p), start, 3);
                if (!claimed)
                    return 1;
                if (claimed->isEmpty())
                    return 0;
                for (const OutboxRow &row : *claimed) {
                    if (write(results[1], &row.id, sizeof row.id) != sizeof row.id)
                        return 2;
                }
            }
        });
    }
    ::close(results[1]);
    QList<OutboxId> claimed;
    for (OutboxId id = 0; read(results[0], &id, sizeof id) == sizeof id;)
        claimed << id;
    ::close(results[0]);
    for (const pid_t child : std::as_const(children))
        QCOMPARE(waitForChild(child), 0);
    QCOMPARE(claimed.size(), rows);
    QCOMPARE(QSet<OutboxId>(claimed.cbegin(), claimed.cend()).size(), rows);
    m_runner = m_folder->open();
}

void TestOutbox::isRenewedByWhoHoldsIt()
{
    add(start);
    const OutboxRow mine = *claim(start);
    QVERIFY(outbox().renew(mine, start + Outbox::lease - seconds(1)));
    QVERIFY(!claim(start + Outbox::lease, other));
    const auto theirs = claim(start + 2 * Outbox::lease, other);
    QVERIFY(theirs);
    QVERIFY(outbox().renew(mine, start + 3 * Outbox::lease));
    QVERIFY(claim(start + 3 * Outbox::lease));
}

void TestOutbox::isGivenBackAsItWas()
{
    const OutboxId id = add(start);
    const OutboxRow mine = *claim(start);
    QVERIFY(outbox().giveBack(mine));
    QCOMPARE(row(id).state, OutboxState::Pending);
    QCOMPARE(row(id).attempts, 0);
    QCOMPARE(row(id).dueAt, start);
    const auto theirs = claim(start, other);
    QVERIFY(theirs);
    QVERIFY(outbox().markSent(id, start));
    QVERIFY(outbox().giveBack(*theirs));
    QCOMPARE(row(id).state, OutboxState::Sent);
}

// Whoever was so late that the lease went to somebody else says nothing of how that one fares.
void TestOutbox::endsByWhoHoldsIt()
{
    const OutboxRow mine = claimedRequest();
    QVERIFY(claim(start + Outbox::lease, other));
    QVERIFY(outbox().markDelayed(mine, why, start + Outbox::lease));
    QVERIFY(outbox().markFailed(mine, why, start + Outbox::lease));
    QVERIFY(outbox().giveBack(mine));
    QCOMPARE(row(mine.id).state, OutboxState::Sending);
    QVERIFY(outbox().markSent(mine.id, start + Outbox::lease));
    QVERIFY(outbox().markDelayed(mine, why, start + Outbox::lease));
    QCOMPARE(row(mine.id).state, OutboxState::Sent);
    QCOMPARE(Throttle(*m_runner).countSince(Throttle::accountBucket(1), Instant{}).value(), 1);
}

void TestOutbox::triesAgainLaterAndLater()
{
    const OutboxId id = add(start);
    Instant now = start;
    for (const int pause : {1, 5, 15, 30, 60, 60, 60}) {
        const auto claimed = claim(now);
        QVERIFY(claimed.has_value());
        QVERIFY(outbox().markDelayed(*claimed, why, now).has_value());
        QCOMPARE(row(id).state, OutboxState::Pending);
        QCOMPARE(row(id).lastError, why);
        QCOMPARE(row(id).dueAt, now + minutes(pause));
        now += minutes(pause);
        QVERIFY(!claim(now - seconds(1)));
    }
}

void TestOutbox::remembersItsMint()
{
    const OutboxRow claimed = claimedRequest();
    const Mint mint{
        .mintedAt = start + seconds(3), .messageId = "id@example.com", .linkDigest = digestOf(1)};
    QVERIFY(outbox().markMinted(claimed, mint).has_value());
    QCOMPARE(row(claimed.id).mintedAt, std::optional(start + seconds(3)));
    QCOMPARE(row(claimed.id).messageId, QByteArray("id@example.com"));
    const auto link = LinkLedger(*m_runner).find(digestOf(1)).value();
    QCOMPARE(link->requestId, claimed.entry.request);
    QCOMPARE(link->accountId, 1);
    QCOMPARE(link->purpose, Purpose::Reset);
    QCOMPARE(link->issuedAt, start + seconds(3));
    // The same mint again, for a repeated delivery, is no second link.
    QVERIFY(outbox().markMinted(claimed, mint).has_value());
    QCOMPARE(numberOf(*m_runner, "SELECT count(*) FROM latchkey_links"), 1);
    // A notice has none.
    add(start);
    QVERIFY(outbox().markMinted(*claim(start), {.mintedAt = start, .messageId = "x"}).has_value());
    QCOMPARE(numberOf(*m_runner, "SELECT count(*) FROM latchkey_links"), 1);
}

void TestOutbox::mintsNothingForAVoidedRequest()
{
    // Between the claim and the mint a password was saved, by another link or another process: the
    // link that would be minted now would be live.
    const OutboxRow claimed = claimedRequest();
    QVERIFY(LinkLedger(*m_runner).voidAll(1, VoidedBy::PasswordSaved, start).has_value());
    QCOMPARE(row(claimed.id).state, OutboxState::Sending);
    QCOMPARE(reasonOf(outbox().markMinted(
                 claimed, {.mintedAt = start, .messageId = "x", .linkDigest = digestOf(1)})),
             Reason::LinkWithdrawn);
    QCOMPARE(numberOf(*m_runner, "SELECT count(*) FROM latchkey_links"), 0);
    QVERIFY(!row(claimed.id).mintedAt);
}

void TestOutbox::endsAsSentOrDropped()
{
    const OutboxId first = add(start);
    const OutboxId second = add(start);
    QVERIFY(claim(start) && claim(start));
    QVERIFY(outbox().markSent(first, start + seconds(1)).has_value());
    QVERIFY(outbox().markDropped(second, why, start + seconds(1)).has_value());
    QCOMPARE(row(first).state, OutboxState::Sent);
    QCOMPARE(row(second).state, OutboxState::Dropped);
    QCOMPARE(row(second).lastError, why);
    QVERIFY(!claim(start + std::chrono::days(30)));
    QCOMPARE(outbox().pendingCount().value(), 0);
    QCOMPARE(numberOf(*m_runner, "SELECT count(*) FROM latchkey_outbox"
                                 " WHERE lease_owner IS NOT NULL OR finished_at IS NULL"),
             0);
}

void TestOutbox::givesTheLimitBackWhenItFails()
{
    const OutboxRow claimed = claimedRequest();
    const auto countOf = [this] {
        return Throttle(*m_runner).countSince(Throttle::accountBucket(1), Instant{}).value();
    };
    QCOMPARE(countOf(), 1);
    QVERIFY(outbox().markFailed(claimed, why, start).has_value());
    QCOMPARE(row(claimed.id).state, OutboxState::Failed);
    QCOMPARE(countOf(), 0);
    // So that the next try is not dropped for one that never arrived.
    QCOMPARE(claimedRequest().state, OutboxState::Sending);
    QCOMPARE(countOf(), 1);
    // A notice counted against nothing.
    add(start);
    QVERIFY(outbox().markFailed(*claim(start), why, start).has_value());
    QCOMPARE(countOf(), 1);
}

void TestOutbox::saysWhatWaits()
{
    QCOMPARE(outbox().pendingCount().value(), 0);
    QVERIFY(!outbox().nextDue().value());
    add(start + minutes(9));
    add(start);
    add(start, OutboxState::Dropped);
    QCOMPARE(outbox().pendingCount().value(), 2);
    QCOMPARE(outbox().nextDue().value(), std::optional(start));
    QVERIFY(claim(start).has_value());
    // What is being sent is not done yet.
    QCOMPARE(outbox().pendingCount().value(), 2);
    QCOMPARE(outbox().nextDue().value(), std::optional(start + Outbox::lease));
}

void TestOutbox::hurries()
{
    const OutboxId later = add(start + minutes(30));
    add(start);
    const OutboxRow sending = claim(start).value();
    add(start - minutes(1), OutboxState::Sent);
    QCOMPARE(outbox().hurry(start).value(), 1);
    QCOMPARE(claim(start)->id, later);
    // What somebody is sending stays theirs.
    QVERIFY(!claim(start));
    QCOMPARE(row(sending.id).state, OutboxState::Sending);
}

void TestOutbox::listsTheNewestFirst()
{
    for (int i = 0; i < 5; ++i)
        add(start + seconds(i));
    const QList<OutboxRow> rows = outbox().list(3).value();
    QCOMPARE(rows.size(), 3);
    QCOMPARE(rows.constFirst().createdAt, start + seconds(4));
    QCOMPARE(rows.constLast().createdAt, start + seconds(2));
}

QTEST_GUILESS_MAIN(TestOutbox)
#include "test_outbox.moc"
