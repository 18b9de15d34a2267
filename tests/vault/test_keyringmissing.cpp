// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/vault/keychainvault.h"

#include "vaultkit.h"

#include <QDirIterator>
#include <QElapsedTimer>

using namespace latchkey;

/// Without a session bus: a server, a plain console, a container.
class TestKeyringMissing : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void everyCallSaysSo_data();
    void everyCallSaysSo();
    void nothingIsWrittenAnywhere();
};

void TestKeyringMissing::initTestCase()
{
    QVERIFY(!qEnvironmentVariableIsSet("DBUS_SESSION_BUS_ADDRESS"));
}

void TestKeyringMissing::everyCallSaysSo_data()
{
    QTest::addColumn<int>("call");
    QTest::newRow("read") << 0;
    QTest::newRow("write") << 1;
    QTest::newRow("remove") << 2;
}

void TestKeyringMissing::everyCallSaysSo()
{
    QFETCH(const int, call);
    KeychainVault vault;
    const QString name = QStringLiteral("signing-keys/example");
    QElapsedTimer timer;
    timer.start();
    const Reason reason = call == 0   ? reasonOf(vault.read(name))
                          : call == 1 ? reasonOf(vault.write(name, secretOf("canary")))
                                      : reasonOf(vault.remove(name));
    QCOMPARE(reason, Reason::KeyringMissing);
    QVERIFY2(timer.elapsed() < 10'000, qPrintable(QString::number(timer.elapsed())));
}

void TestKeyringMissing::nothingIsWrittenAnywhere()
{
    KeychainVault vault;
    QCOMPARE(reasonOf(vault.write(QStringLiteral("a"), secretOf("canary"))),
             Reason::KeyringMissing);
    QDirIterator files(QDir::homePath(), QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        QFile file(files.next());
        QVERIFY2(!file.open(QIODevice::ReadOnly) || !file.readAll().contains("canary"),
                 qPrintable(file.fileName()));
    }
    QVERIFY(!QFile::exists(QDir::homePath() + QStringLiteral("/.config/org.latchkey.app.conf")));
}

QTEST_GUILESS_MAIN(TestKeyringMissing)
#include "test_keyringmissing.moc"
