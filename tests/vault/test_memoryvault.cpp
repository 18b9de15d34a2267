// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/vault/memoryvault.h"

#include "vaultkit.h"

using namespace latchkey;

class TestMemoryVault : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void keepsReplacesAndForgets();
};

void TestMemoryVault::keepsReplacesAndForgets()
{
    MemoryVault vault;
    const QString name = QStringLiteral("signing-keys/demo");
    QCOMPARE(reasonOf(vault.read(name)), Reason::KeyMissing);
    QCOMPARE(reasonOf(vault.remove(name)), Reason::KeyMissing);
    QVERIFY(answerOf(vault.write(name, secretOf("one"))));
    QVERIFY(answerOf(vault.write(name, secretOf("two"))));
    QCOMPARE(bytesOf(answerOf(vault.read(name))), QByteArray("two"));
    QVERIFY(answerOf(vault.remove(name)));
    QCOMPARE(reasonOf(vault.read(name)), Reason::KeyMissing);
    QVERIFY(!vault.place().isEmpty());
}

QTEST_GUILESS_MAIN(TestMemoryVault)
#include "test_memoryvault.moc"
