// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/contract/recoverycontract.h"

#include "tests/contract/contractkit.h"
#include "tests/contract/contractpeople.h"

// What holds when somebody asks for a reset. Links and codes, and what is saved with them, are in
// files of their own.

namespace latchkey {

using namespace contract;

RecoveryContract::RecoveryContract(MakeHarness makeHarness) : m_makeHarness(std::move(makeHarness))
{
}

RecoveryContract::~RecoveryContract() = default;

void RecoveryContract::init()
{
    m_harness = m_makeHarness();
    moveIn(*m_harness);
}

void RecoveryContract::cleanup()
{
    m_harness.reset();
}

void RecoveryContract::everyAddressGetsTheSameAnswer_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<int>("mails");
    QTest::newRow("confirmed") << alice << 1;
    QTest::newRow("unconfirmed") << unconfirmed << 0;
    QTest::newRow("disabled") << disabled << 0;
    QTest::newRow("unknown") << nobody << 0;
    QTest::newRow("unknown domain") << QStringLiteral("alice.adams@elsewhere.example") << 0;
}

void RecoveryContract::everyAddressGetsTheSameAnswer()
{
    QFETCH(QString, typed);
    const auto receipt = request(*m_harness, typed);
    LATCHKEY_VERIFY_GOOD(receipt);
    QCOMPARE(receipt->linkExpires,
             m_harness->now() + m_harness->service().description().linkLifetime);
    QVERIFY(receipt->resendAfter > std::chrono::seconds::zero());
    const bool mailedAnyway =
        (typed == unconfirmed && !m_harness->keeps(Promise::UnconfirmedGetNoMail)) ||
        (typed == disabled && !m_harness->keeps(Promise::DisabledGetNoMail));
    QFETCH(int, mails);
    QCOMPARE(static_cast<int>(m_harness->mails().size()), mailedAnyway ? 1 : mails);
    // Not only like what the contract says, but like what an account gets.
    const auto other = request(*m_harness, bob);
    LATCHKEY_VERIFY_GOOD(other);
    QCOMPARE(receipt->linkExpires, other->linkExpires);
    QCOMPARE(receipt->resendAfter, other->resendAfter);
}

void RecoveryContract::mailGoesToTheStoredAddressOnly_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<bool>("matches");
    QTest::newRow("as stored") << alice << true;
    QTest::newRow("capitals") << QStringLiteral("Alice.ADAMS@EXAMPLE.com") << true;
    QTest::newRow("blanks around") << QStringLiteral("  alice.adams@example.com\n") << true;
    QTest::newRow("full-width domain")
        << QStringLiteral("alice.adams@\uff45\uff58\uff41\uff4d\uff50\uff4c\uff45.com") << true;
    QTest::newRow("dotless i") << QStringLiteral("al\u0131ce.adams@example.com") << false;
    QTest::newRow("dotted capital I") << QStringLiteral("al\u0130ce.adams@example.com") << false;
    QTest::newRow("long s") << QStringLiteral("alice.adam\u017f@example.com") << false;
    QTest::newRow("tag") << QStringLiteral("alice.adams+x@example.com") << false;
    QTest::newRow("dots left out") << QStringLiteral("aliceadams@example.com") << false;
    QTest::newRow("subdomain") << QStringLiteral("alice.adams@mail.example.com") << false;
    QTest::newRow("SQL wildcard") << QStringLiteral("alice%@example.com") << false;
    QTest::newRow("one-character wildcard") << QStringLiteral("alice_adams@example.com") << false;
}

void RecoveryContract::mailGoesToTheStoredAddressOnly()
{
    QFETCH(QString, typed);
    QFETCH(bool, matches);
    LATCHKEY_VERIFY_GOOD(request(*m_harness, typed));
    const auto mails = m_harness->mails();
    // A service that does not fold finds nobody, which is a nuisance and no danger.
    const bool folded = typed.trimmed() != alice && !m_harness->keeps(Promise::AddressesFold);
    QVERIFY(mails.size() == (matches ? size_t{1} : size_t{0}) || (folded && mails.empty()));
    for (const ReceivedMail &mail : mails) {
        QCOMPARE(mail.recipient, alice);
        LATCHKEY_VERIFY_GOOD(inspect(*m_harness, linkProof(*m_harness, mail)));
        if (const auto link = RecoveryLink::parse(mail.link))
            QCOMPARE(link->serviceId(), m_harness->service().description().id);
    }
}

void RecoveryContract::brokenPostIsNotTold()
{
    const auto good = request(*m_harness, bob);
    m_harness->mails();
    m_harness->breakPost();
    const auto broken = request(*m_harness, alice);
    LATCHKEY_VERIFY_GOOD(good);
    if (!m_harness->keeps(Promise::BrokenPostIsHidden)) {
        LATCHKEY_COMPARE_REASON(broken, Reason::ServiceUnreachable);
        return;
    }
    LATCHKEY_VERIFY_GOOD(broken);
    QCOMPARE(broken->linkExpires, good->linkExpires);
    QCOMPARE(broken->resendAfter, good->resendAfter);
}

void RecoveryContract::askingChangesNothing()
{
    for (const QString &who : {alice, unconfirmed, disabled}) {
        const QByteArray before = m_harness->storedAccount(who);
        LATCHKEY_VERIFY_GOOD(request(*m_harness, who));
        m_harness->mails();
        QCOMPARE(m_harness->storedAccount(who), before);
    }
    QVERIFY(m_harness->verifyPassword(alice, oldPassword));
}

// One mail a minute, and three an hour; whoever asks more often is answered as always.
void RecoveryContract::accountLimitIsNeverTold()
{
    const auto first = request(*m_harness, alice);
    LATCHKEY_VERIFY_GOOD(first);
    const auto again = request(*m_harness, alice);
    LATCHKEY_VERIFY_GOOD(again);
    QCOMPARE(again->linkExpires, first->linkExpires);
    QCOMPARE(again->resendAfter, first->resendAfter);
    const bool limited = m_harness->keeps(Promise::AccountsAreLimited);
    QCOMPARE(m_harness->mails().size(), limited ? size_t{1} : size_t{2});

    for (int i = 0; i < 10; ++i) {
        m_harness->advanceClock(first->resendAfter);
        LATCHKEY_VERIFY_GOOD(request(*m_harness, alice));
        m_harness->mails();
    }
    const auto sent = m_harness->mails().size();
    QVERIFY2(limited ? sent > 1 && sent < 11 : sent == 12,
             QByteArray::number(static_cast<int>(sent)).data());
    // An hour later there is a mail again.
    m_harness->advanceClock(std::chrono::hours(1));
    LATCHKEY_VERIFY_GOOD(request(*m_harness, alice));
    QCOMPARE(m_harness->mails().size(), sent + 1);
}

void RecoveryContract::deviceLimitIsToldWithACountdown()
{
    if (!m_harness->keeps(Promise::DevicesAreLimited)) {
        for (int i = 0; i < 30; ++i)
            LATCHKEY_VERIFY_GOOD(request(*m_harness, nobody));
        return;
    }
    constexpr int more = 200; // than any device may
    Result<RequestReceipt> answer = fail(Reason::Internal);
    int asked = 0;
    do {
        answer = request(*m_harness, QStringLiteral("user%1@example.com").arg(++asked));
    } while (answer && asked < more);
    LATCHKEY_COMPARE_REASON(answer, Reason::TooManyTries);
    QVERIFY(answer.error().span > std::chrono::seconds::zero());
    // It holds for every address alike.
    LATCHKEY_COMPARE_REASON(request(*m_harness, alice), Reason::TooManyTries);
    QCOMPARE(m_harness->mails().size(), size_t{0});

    m_harness->advanceClock(answer.error().span);
    LATCHKEY_VERIFY_GOOD(request(*m_harness, alice));
}

} // namespace latchkey
