// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/local/linkledger.h"
#include "services/local/outbox.h"
#include "tests/local/storekit.h"

#include <QTest>

using namespace latchkey;
using namespace latchkey::testing;
using std::chrono::seconds;

class TestLinkLedger : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void keepsWhatItIsTold();
    void keepsTheFirstOfTwo();
    void isClaimedOnce();
    void claimsNothingVoidOrUnknown();
    void voidsWhatIsLiveAndNothingElse();
    void countsTriesOfLiveCodesAlone();
    void takesATryBack();
    void hidesRequestsTriedTooOften();
    void listsTheNewestFirst();

private:
    LinkLedger links() const { return LinkLedger(*m_runner); }
    LinkRow link(int digest) const { return links().find(digestOf(digest)).value().value(); }
    RequestId request(AccountId account, Purpose purpose = Purpose::Reset)
    {
        return m_runner
            ->insert("INSERT INTO latchkey_requests (account_id, purpose, nonce, requested_at,"
                     " decision) VALUES (?, ?, randomblob(16), ?, 0)",
                     {account, static_cast<int>(purpose), qint64{1'700'000'000}})
            .value();
    }
    RequestId requestWithLink(AccountId account, int digest, Instant issued = start,
                              Purpose purpose = Purpose::Reset)
    {
        const RequestId id = request(account, purpose);
        const auto added = links().add(
            digestOf(digest),
            {.requestId = id, .accountId = account, .purpose = purpose, .issuedAt = issued});
        return added ? id : -1;
    }
    int triesOf(RequestId id)
    {
        return numberOf(*m_runner, "SELECT code_tries FROM latchkey_requests WHERE id = ?", {id});
    }

    std::unique_ptr<StoreFolder> m_folder;
    std::unique_ptr<SqlRunner> m_runner;
};

void TestLinkLedger::init()
{
    m_folder = std::make_unique<StoreFolder>();
    m_runner = m_folder->create();
    QVERIFY(m_runner->rows("PRAGMA synchronous = OFF").has_value());
}

void TestLinkLedger::cleanup()
{
    m_runner.reset();
    m_folder.reset();
}

void TestLinkLedger::keepsWhatItIsTold()
{
    QVERIFY(!links().find(digestOf(1)).value().has_value());
    const RequestId id = requestWithLink(7, 1, start, Purpose::Confirm);
    QCOMPARE(link(1).requestId, std::optional(id));
    QCOMPARE(link(1).accountId, 7);
    QCOMPARE(link(1).purpose, Purpose::Confirm);
    QCOMPARE(link(1).issuedAt, start);
    QVERIFY(!link(1).usedAt && !link(1).voidedAt && !link(1).voidedBy);
    // Another application's has no request.
    QVERIFY(links().add(digestOf(2), {.accountId = 7, .issuedAt = start}).has_value());
    QVERIFY(!link(2).requestId);
}

void TestLinkLedger::keepsTheFirstOfTwo()
{
    requestWithLink(7, 1);
    QCOMPARE(links().claim(digestOf(1), start).value(), true);
    QVERIFY(links().add(digestOf(1), {.accountId = 8, .issuedAt = start}).has_value());
    QCOMPARE(link(1).accountId, 7);
    QVERIFY(link(1).usedAt.has_value());
}

void TestLinkLedger::isClaimedOnce()
{
    requestWithLink(7, 1);
    requestWithLink(7, 2);
    QCOMPARE(links().claim(digestOf(1), start + seconds(5)).value(), true);
    QCOMPARE(links().claim(digestOf(1), start + seconds(6)).value(), false);
    QCOMPARE(link(1).usedAt, std::optional(start + seconds(5)));
    QVERIFY(!link(2).usedAt);
}

void TestLinkLedger::claimsNothingVoidOrUnknown()
{
    requestWithLink(7, 1);
    QVERIFY(links().voidAll(7, VoidedBy::Withdrawn, start).has_value());
    QCOMPARE(links().claim(digestOf(1), start).value(), false);
    QVERIFY(!link(1).usedAt);
    QCOMPARE(links().claim(digestOf(2), start).value(), false);
    QCOMPARE(links().claim({}, start).value(), false);
}

void TestLinkLedger::voidsWhatIsLiveAndNothingElse()
{
    requestWithLink(7, 1);
    requestWithLink(7, 2, start, Purpose::Confirm);
    requestWithLink(7, 3);
    const RequestId others = requestWithLink(8, 4);
    QCOMPARE(links().claim(digestOf(3), start).value(), true);
    Outbox outbox(*m_runner);
    const auto waiting = outbox.add({.request = 1, .account = 7}, OutboxState::Pending, start);
    const auto notice =
        outbox.add({.account = 7, .kind = LetterKind::Notice}, OutboxState::Pending, start);
    const auto sent = outbox.add({.request = 1, .account = 7}, OutboxState::Sent, start);
    const auto elsewhere =
        outbox.add({.request = others, .account = 8}, OutboxState::Pending, start);

    QVERIFY(links().voidAll(7, VoidedBy::PasswordSaved, start + seconds(9)).has_value());
    for (const int digest : {1, 2}) {
        QCOMPARE(link(digest).voidedAt, std::optional(start + seconds(9)));
        QCOMPARE(link(digest).voidedBy, std::optional(VoidedBy::PasswordSaved));
    }
    QVERIFY(link(3).usedAt && !link(3).voidedAt);
    QVERIFY(!link(4).voidedAt);
    QCOMPARE(numberOf(*m_runner, "SELECT count(*) FROM latchkey_requests"
                                 " WHERE voided_at IS NOT NULL AND account_id = 7"),
             3);
    QCOMPARE(numberOf(*m_runner, "SELECT count(*) FROM latchkey_requests"
                                 " WHERE voided_at IS NOT NULL AND account_id = 8"),
             0);
    const auto stateOf = [&](const Result<OutboxId> &id) {
        return static_cast<OutboxState>(
            numberOf(*m_runner, "SELECT state FROM latchkey_outbox WHERE id = ?", {*id}));
    };
    QCOMPARE(stateOf(waiting), OutboxState::Dropped);
    QCOMPARE(stateOf(notice), OutboxState::Pending);
    QCOMPARE(stateOf(sent), OutboxState::Sent);
    QCOMPARE(stateOf(elsewhere), OutboxState::Pending);

    // Voided once is voided for that reason.
    QVERIFY(links().voidAll(7, VoidedBy::Withdrawn, start + seconds(99)).has_value());
    QCOMPARE(link(1).voidedBy, std::optional(VoidedBy::PasswordSaved));
}

void TestLinkLedger::countsTriesOfLiveCodesAlone()
{
    const Instant codeAge = start - std::chrono::minutes(30);
    const RequestId live = requestWithLink(7, 1);
    const RequestId newer = requestWithLink(7, 2, start + seconds(1));
    const RequestId expired = requestWithLink(7, 3, codeAge);
    const RequestId used = requestWithLink(7, 4);
    const RequestId confirming = requestWithLink(7, 5, start, Purpose::Confirm);
    const RequestId others = requestWithLink(8, 6);
    const RequestId unsent = request(7);
    QCOMPARE(links().claim(digestOf(4), start).value(), true);
    QVERIFY(links().countCodeTry(7, codeAge).has_value());
    QCOMPARE(triesOf(live), 1);
    QCOMPARE(triesOf(newer), 1);
    for (const RequestId id : {expired, used, confirming, others, unsent})
        QCOMPARE(triesOf(id), 0);
    // Nobody's account: nothing matches.
    QVERIFY(links().countCodeTry(-1, Instant{}).has_value());
    QVERIFY(links().liveMints(-1, Instant{})->isEmpty());
}

void TestLinkLedger::takesATryBack()
{
    const RequestId id = requestWithLink(7, 1);
    for (int i = 0; i < 3; ++i)
        QVERIFY(links().countCodeTry(7, Instant{}).has_value());
    QVERIFY(links().takeCodeTryBack(7, Instant{}).has_value());
    QCOMPARE(triesOf(id), 2);
    for (int i = 0; i < 5; ++i)
        QVERIFY(links().takeCodeTryBack(7, Instant{}).has_value());
    QCOMPARE(triesOf(id), 0);
}

void TestLinkLedger::hidesRequestsTriedTooOften()
{
    // Each try is counted before the codes are compared: five are compared, the sixth is not.
    requestWithLink(7, 1);
    for (int i = 1; i <= 8; ++i) {
        QVERIFY(links().countCodeTry(7, Instant{}).has_value());
        QCOMPARE(links().liveMints(7, Instant{})->size(),
                 i <= LinkLedger::codeTriesPerRequest ? 1 : 0);
    }
    requestWithLink(7, 2);
    QCOMPARE(links().liveMints(7, Instant{})->size(), 1);
    QCOMPARE(links().liveMints(7, Instant{})->constFirst().digest, digestOf(2));
}

void TestLinkLedger::listsTheNewestFirst()
{
    for (int i = 1; i <= 20; ++i)
        requestWithLink(7, i, start + seconds(i));
    const QList<LiveMint> mints = links().liveMints(7, start).value();
    QCOMPARE(mints.size(), 16);
    QCOMPARE(mints.constFirst().mintedAt, start + seconds(20));
    QCOMPARE(mints.constFirst().digest, digestOf(20));
    QCOMPARE(mints.constLast().mintedAt, start + seconds(5));
}

QTEST_GUILESS_MAIN(TestLinkLedger)
#include "test_linkledger.moc"
