// SPDX-License-Identifier: GPL-3.0-or-later
#include "application/deferredservice.h"
#include "tests/support/patience.h"

#include <QTest>

using namespace latchkey;

namespace {

/// Answers at once and remembers in which order it was called.
class PromptService final : public RecoveryService
{
public:
    const ServiceDescription &description() const override { return m_description; }

    Future<RequestReceipt> requestReset(const EmailAddress &address) override
    {
        calls << QStringLiteral("request ") + address.text();
        return readyFuture<RequestReceipt>(RequestReceipt{});
    }
    Future<AccountGlimpse> inspect(const Proof &) override
    {
        calls << QStringLiteral("inspect");
        return readyFuture<AccountGlimpse>(fail(Reason::LinkUsed));
    }
    Future<ResetOutcome> resetPassword(const Proof &, SharedSecret password) override
    {
        calls << QStringLiteral("reset %1").arg(password->size());
        return readyFuture<ResetOutcome>(ResetOutcome{.sessionsEnded = true});
    }
    Future<AccountGlimpse> confirmAddress(const Proof &) override
    {
        calls << QStringLiteral("confirm");
        return readyFuture<AccountGlimpse>(AccountGlimpse{});
    }
    Future<AccountGlimpse> withdraw(const Proof &) override
    {
        calls << QStringLiteral("confirm");
        return readyFuture<AccountGlimpse>(AccountGlimpse{});
    }

    QStringList calls;

private:
    ServiceDescription m_description;
};

EmailAddress someAddress()
{
    return EmailAddress::parse(u"robin@example.com").value();
}

} // namespace

class TestDeferredService : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void handsOnWhatWaitedInOrder();
    void passesThroughOnceTheServiceIsThere();
    void failsWhatWaitedWithTheReason();
    void failsWhatComesAfterGivingUp();
    void leavesNoCallbackBehindWhenItDiesFirst();
};

void TestDeferredService::handsOnWhatWaitedInOrder()
{
    DeferredService deferred({});
    const auto request = deferred.requestReset(someAddress());
    const auto reset = deferred.resetPassword(LinkProof{}, share(Secret::copyOf("twelve bytes")));
    QVERIFY(!request.isFinished());

    PromptService service;
    deferred.provide(service);
    LATCHKEY_TRY_VERIFY(request.isFinished() && reset.isFinished());
    QVERIFY(request.result().has_value());
    QVERIFY(reset.result().value().sessionsEnded);
    QCOMPARE(service.calls, QStringList({QStringLiteral("request robin@example.com"),
                                         QStringLiteral("reset 12")}));
}

void TestDeferredService::passesThroughOnceTheServiceIsThere()
{
    DeferredService deferred({});
    PromptService service;
    deferred.provide(service);
    const auto inspected = deferred.inspect(LinkProof{});
    QVERIFY(inspected.isFinished());
    QCOMPARE(inspected.result().error().reason, Reason::LinkUsed);
}

void TestDeferredService::failsWhatWaitedWithTheReason()
{
    DeferredService deferred({});
    const auto confirmed = deferred.confirmAddress(LinkProof{});
    deferred.giveUp({.reason = Reason::DatabaseDamaged, .about = QStringLiteral("a.db")});
    LATCHKEY_TRY_VERIFY(confirmed.isFinished());
    QCOMPARE(confirmed.result().error().reason, Reason::DatabaseDamaged);
    QCOMPARE(confirmed.result().error().about, QStringLiteral("a.db"));
}

void TestDeferredService::failsWhatComesAfterGivingUp()
{
    DeferredService deferred({});
    deferred.giveUp({.reason = Reason::Internal});
    const auto request = deferred.requestReset(someAddress());
    QVERIFY(request.isFinished());
    QCOMPARE(request.result().error().reason, Reason::Internal);
}

void TestDeferredService::leavesNoCallbackBehindWhenItDiesFirst()
{
    QFuture<Result<AccountGlimpse>> inspected;
    {
        DeferredService deferred({});
        inspected = deferred.inspect(LinkProof{});
    }
    // The promise died unanswered: nobody waits for ever.
    QVERIFY(inspected.isFinished());
    QVERIFY(inspected.isCanceled());
}

QTEST_GUILESS_MAIN(TestDeferredService)
#include "test_deferredservice.moc"
