// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/local/clockmark.h"
#include "services/local/linkledger.h"
#include "services/local/outbox.h"
#include "services/local/resetcompletion.h"
#include "services/local/throttle.h"
#include "tests/local/sqliteprobe.h"
#include "tests/local/storekit.h"

#include <QTest>

using namespace latchkey;
using namespace latchkey::testing;

/// No statement of a recovery reads through a table: what a request costs must not grow with the
/// number of accounts, nor with what strangers have asked before.
class TestQueryPlans : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readThroughNoTable();

private:
    static bool recoverOnce(SqlRunner &runner);
};

bool TestQueryPlans::recoverOnce(SqlRunner &runner)
{
    Outbox outbox(runner);
    LinkLedger links(runner);
    const QString anna = QStringLiteral("anna@example.com");
    const auto asked = RequestLedger(runner).record(address(anna), limits(), start);
    const auto claimed = outbox.claimDue(QStringLiteral("me"), start, 1);
    if (!asked || !claimed || claimed->isEmpty())
        return false;
    const OutboxRow mail = claimed->constFirst();
    const Mint mint{.mintedAt = start, .messageId = "id@x", .linkDigest = digestOf(1)};
    const LinkRow link{.accountId = *mail.entry.account, .issuedAt = start};
    const Instant now = start;
    return RequestLedger(runner).ofAccount(link.accountId, 5) && outbox.markMinted(mail, mint) &&
           outbox.markDelayed(mail, anna, now) && outbox.markSent(mail.id, now) &&
           outbox.markFailed(mail, anna, now) && outbox.markDropped(mail.id, anna, now) &&
           outbox.renew(mail, now) && outbox.giveBack(mail) && outbox.underwayCount(now) &&
           outbox.pendingCount() && outbox.nextDue() && outbox.hurry(now) &&
           links.find(digestOf(1)) && links.countCodeTry(link.accountId, Instant{}) &&
           links.liveMints(link.accountId, Instant{}) &&
           links.takeCodeTryBack(link.accountId, Instant{}) && ClockMark(runner).check(now) &&
           links.voidRequest(-1, link.accountId, VoidedBy::Withdrawn, now) &&
           RequestLedger(runner).byId(*mail.entry.request) &&
           ResetCompletion(runner).saveNewPassword(digestOf(1), link, "hash", now) &&
           Throttle(runner).countSince(limits().device, now) &&
           Throttle(runner).takeBack(limits().device) && Throttle(runner).clear(limits().device) &&
           AccountStore(runner).list(0, 10);
}

void TestQueryPlans::readThroughNoTable()
{
    const StoreFolder folder;
    const auto runner = folder.create();
    addAccount(*runner, QStringLiteral("anna@example.com"));
    QStringList statements;
    {
        const StatementTrace trace;
        QVERIFY(recoverOnce(*runner));
        statements = trace.statements();
    }
    statements.removeDuplicates();
    QVERIFY(statements.size() > 25);
    const PlainConnection plain(folder.path());
    for (const QString &statement : std::as_const(statements)) {
        const QStringList plan = plain.column("EXPLAIN QUERY PLAN " + statement.toUtf8());
        for (const QString &step : plan) {
            // Both indexes of the outbox hold what waits, and nothing else.
            const bool scans = step.startsWith(QStringLiteral("SCAN")) &&
                               !step.contains(QStringLiteral("INDEX latchkey_outbox_"));
            QVERIFY2(!scans, qPrintable(statement + u'\n' + plan.join(u'\n')));
        }
    }
}

QTEST_GUILESS_MAIN(TestQueryPlans)
#include "test_queryplans.moc"
