// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/local/database.h"
#include "services/local/eventlog.h"
#include "services/local/outbox.h"
#include "services/local/requestledger.h"
#include "services/local/retention.h"

#include <QTemporaryDir>
#include <QTest>

using namespace latchkey;
using namespace std::chrono_literals;

namespace {
constexpr Instant start{1'750'000'000s};
constexpr std::chrono::seconds month = 30 * 24h;
} // namespace

class TestPruning : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void countingSaysWhatPruningWillTake()
    {
        const QTemporaryDir folder;
        auto runner = createDatabase(folder.filePath(QStringLiteral("latchkey.db")));
        QVERIFY(runner);
        const auto stranger = EmailAddress::parse(u"stranger@example.com");
        for (int i = 0; i < 7; ++i) {
            const Instant when = start + i * 10min;
            QVERIFY(
                RequestLedger(**runner).record(*stranger, {.device = QStringLiteral("d")}, when));
            QVERIFY(EventLog(**runner).enter("address-ambiguous", std::nullopt, {}, when));
        }
        const Instant now = start + month + 25min;
        const auto counted = countPrunable(**runner, month, now);
        QVERIFY(counted);
        QCOMPARE(counted->requests, 3);
        QCOMPARE(counted->mails, 3);
        QCOMPARE(counted->logEntries, 3);
        QCOMPARE(counted->throttleEvents, 14);

        const auto step = prune(**runner, month, 2, now);
        QVERIFY(step);
        QCOMPARE(step->requests, 2);
        QCOMPARE(step->throttleEvents, 2);
        const auto rest = prune(**runner, month, 1000, now);
        QVERIFY(rest);
        QCOMPARE(step->total() + rest->total(), counted->total());
        QCOMPARE(countPrunable(**runner, month, now)->total(), 0);
    }

    void mailThatWaitsKeepsItsRequest()
    {
        const QTemporaryDir folder;
        auto runner = createDatabase(folder.filePath(QStringLiteral("latchkey.db")));
        QVERIFY(runner);
        const auto robin = EmailAddress::parse(u"robin@example.com");
        QVERIFY(AccountStore(**runner).add(
            {.address = *robin, .passwordHash = {}, .confirmed = true, .locale = {}}, start));
        QVERIFY(RequestLedger(**runner).record(*robin, {.device = QStringLiteral("d")}, start));
        const auto counted = countPrunable(**runner, month, start + 2 * month);
        QCOMPARE(counted->requests, 0);
        QCOMPARE(counted->mails, 0);
        const auto waiting = Outbox(**runner).waiting(5);
        QCOMPARE(waiting->size(), 1);
        QVERIFY(Outbox(**runner).markSent(waiting->constFirst().id, start));
        QCOMPARE(countPrunable(**runner, month, start + 2 * month)->requests, 1);
    }
};

QTEST_GUILESS_MAIN(TestPruning)
#include "test_pruning.moc"
