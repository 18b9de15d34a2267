// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/local/eventlog.h"
#include "tests/local/sqliteprobe.h"
#include "tests/local/storekit.h"

#include <QTest>

using namespace latchkey;
using namespace latchkey::testing;

class TestEventLog : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void keepsWhatHappened();
    void rollsBackWithWhatItTellsOf();
};

void TestEventLog::keepsWhatHappened()
{
    const StoreFolder folder;
    {
        const auto runner = folder.create();
        EventLog log(*runner);
        QVERIFY(log.enter("password-reset", 7, {}, start).has_value());
        QVERIFY(
            log.enter("address-ambiguous", std::nullopt, QStringLiteral("two"), start).has_value());
    }
    {
        const auto again = folder.open();
        const auto events = EventLog(*again).list(10);
        QCOMPARE(events->size(), 2);
        QCOMPARE(events->constFirst().event, QStringLiteral("address-ambiguous"));
        QCOMPARE(events->constFirst().accountId, std::nullopt);
        QCOMPARE(events->constFirst().detail, QStringLiteral("two"));
        QCOMPARE(events->constLast().accountId, 7);
        QCOMPARE(events->constLast().at, start);
        QCOMPARE(EventLog(*again).list(1)->size(), 1);
    }
    const PlainConnection plain(folder.path());
    QCOMPARE(plain.column("SELECT at || '|' || event || '|' || coalesce(account_id, '-') || '|'"
                          " || detail FROM latchkey_log ORDER BY id"),
             (QStringList{QStringLiteral("1700000000|password-reset|7|"),
                          QStringLiteral("1700000000|address-ambiguous|-|two")}));
}

void TestEventLog::rollsBackWithWhatItTellsOf()
{
    const StoreFolder folder;
    const auto runner = folder.create();
    QCOMPARE(reasonOf(runner->transaction([&]() -> Result<void> {
                 if (auto entered = EventLog(*runner).enter("password-reset", 7, {}, start);
                     !entered)
                     return entered;
                 return fail(Reason::LinkUsed);
             })),
             Reason::LinkUsed);
    QCOMPARE(numberOf(*runner, "SELECT count(*) FROM latchkey_log"), 0);
}

QTEST_GUILESS_MAIN(TestEventLog)
#include "test_eventlog.moc"
