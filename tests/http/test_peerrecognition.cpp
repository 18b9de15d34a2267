// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/http/servicescout.h"
#include "tests/contract/contractkit.h"
#include "tests/support/manualclock.h"
#include "tests/support/peer.h"

using namespace latchkey;
using namespace latchkey::contract;

/// What the scout makes of running services.
class TestPeerRecognition : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void knows_data();
    void knows();
};

void TestPeerRecognition::knows_data()
{
    QTest::addColumn<QString>("peer");
    QTest::addColumn<QString>("path");
    QTest::newRow("flask-forms") << QStringLiteral("flask-chapter") << QString();
    QTest::newRow("flask-security") << QStringLiteral("flask-security") << QString();
    QTest::newRow("better-auth") << QStringLiteral("better-auth") << QStringLiteral("/api/auth");
    QTest::newRow("firebase") << QStringLiteral("firebase") << QString();
}

void TestPeerRecognition::knows()
{
    QFETCH(const QString, peer);
    QFETCH(const QString, path);
    Peer server(peer);
    const ManualClock clock{Instant(std::chrono::seconds(1'900'000'000))};
    ServiceScout scout(clock);
    std::vector<ServiceProfile> profiles;
    for (const QString &id : ServiceProfile::shipped())
        profiles.push_back(ServiceProfile::load(id).value());
    const auto seen = take(scout.recognise({.base = server.url(), .loopbackHttp = true}, profiles));
    LATCHKEY_VERIFY_GOOD(seen);
    QVERIFY(!seen->empty());
    QCOMPARE(seen->front().profile, QString::fromLatin1(QTest::currentDataTag()));
    QCOMPARE(seen->front().address.path(), path);
    QCOMPARE(seen->size(), size_t{1});
}

QTEST_GUILESS_MAIN(TestPeerRecognition)
#include "test_peerrecognition.moc"
