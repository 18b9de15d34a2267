// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/local/eventlog.h"
#include "services/local/outbox.h"
#include "services/local/outboxpause.h"
#include "tests/local/storekit.h"

#include <QTest>

using namespace latchkey;
using namespace latchkey::testing;
using std::chrono::seconds;

class TestOutboxPause : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void holdsForEveryConnection()
    {
        const StoreFolder folder;
        const auto here = folder.create();
        const auto there = folder.open();
        addAccount(*here, QStringLiteral("anna@example.com"));
        QVERIFY(!OutboxPause(*here).since().value());
        QVERIFY(OutboxPause(*here).pause(start).value());
        QCOMPARE(OutboxPause(*there).since().value(), std::optional(start));

        // Asked for as ever, and kept.
        QVERIFY(RequestLedger(*there).record(address(QStringLiteral("anna@example.com")), limits(),
                                             start));
        QVERIFY(Outbox(*there).claimDue(QStringLiteral("there"), start, 9).value().isEmpty());
        QVERIFY(Outbox(*here).claimDue(QStringLiteral("here"), start, 9).value().isEmpty());
        QCOMPARE(Outbox(*here).pendingCount().value(), 1);

        QVERIFY(OutboxPause(*there).resume(start + seconds(9)).value());
        QVERIFY(!OutboxPause(*here).since().value());
        QCOMPARE(Outbox(*here).claimDue(QStringLiteral("here"), start, 9).value().size(), 1);
    }

    void sayingItTwiceChangesNothing()
    {
        const StoreFolder folder;
        const auto runner = folder.create();
        OutboxPause pause(*runner);
        QVERIFY(!pause.resume(start).value());
        QVERIFY(pause.pause(start).value());
        QVERIFY(!pause.pause(start + seconds(5)).value());
        QCOMPARE(pause.since().value(), std::optional(start));
        QVERIFY(pause.resume(start + seconds(8)).value());
        const auto events = EventLog(*runner).list(10).value();
        QCOMPARE(events.size(), 2);
        QCOMPARE(events[0].event, QStringLiteral("outbox-resumed"));
        QCOMPARE(events[0].at, start + seconds(8));
        QCOMPARE(events[1].event, QStringLiteral("outbox-paused"));
        QCOMPARE(events[1].at, start);
    }

    void whatIsBeingSentIsFinished()
    {
        const StoreFolder folder;
        const auto runner = folder.create();
        Outbox outbox(*runner);
        const auto id =
            outbox.add({.account = 7, .kind = LetterKind::Notice}, OutboxState::Pending, start);
        QCOMPARE(outbox.claimDue(QStringLiteral("here"), start, 9).value().size(), 1);
        QVERIFY(OutboxPause(*runner).pause(start).value());
        QVERIFY(outbox.markSent(id.value(), start));
        QCOMPARE(outbox.pendingCount().value(), 0);
    }
};

QTEST_GUILESS_MAIN(TestOutboxPause)
#include "test_outboxpause.moc"
