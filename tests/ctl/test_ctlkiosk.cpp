// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctlkit.h"

#include "core/secret.h"
#include "services/local/passwordhash.h"
#include "settings/configuration.h"

using namespace latchkey;
using namespace latchkey::testing;

/// 'kiosk': the line that lets an administrator out.
class TestCtlKiosk : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void pinLineIsTakenByTheConfiguration();
    void pinIsRefused_data();
    void pinIsRefused();

private:
    CtlHome m_home;
};

void TestCtlKiosk::pinLineIsTakenByTheConfiguration()
{
    const CtlAnswer answer = m_home.run("kiosk pin", "271828\n");
    QCOMPARE(answer.code, 0);
    QVERIFY(!answer.out.contains("271828"));
    m_home.write("kiosk.toml",
                 "[service]\nid = \"a\"\nname = \"A\"\n[mail]\nfolder = \"mail\"\n[kiosk]\n" +
                     answer.out);
    const auto configuration = loadConfiguration(m_home.path("kiosk.toml"));
    QVERIFY2(configuration, configuration ? "" : qPrintable(configuration.error().detail));
    const QByteArray hash = configuration->kiosk.pinHash.toLatin1();
    QVERIFY(verifyPassword(Secret::copyOf("271828"), hash).value_or(false));
    QVERIFY(!verifyPassword(Secret::copyOf("271829"), hash).value_or(true));
    QCOMPARE(m_home.run("kiosk pin --json", "271828\n").json().keys(),
             QStringList{QStringLiteral("pin_hash")});
}

void TestCtlKiosk::pinIsRefused_data()
{
    QTest::addColumn<QByteArray>("input");
    QTest::newRow("none") << QByteArray();
    QTest::newRow("empty") << QByteArray("\n");
    QTest::newRow("short") << QByteArray("12345\n");
    QTest::newRow("long") << QByteArray(65, '1') + '\n';
}

void TestCtlKiosk::pinIsRefused()
{
    QFETCH(const QByteArray, input);
    const CtlAnswer answer = m_home.run("kiosk pin", input);
    QCOMPARE(answer.code, 2);
    QVERIFY(answer.out.isEmpty());
}

QTEST_GUILESS_MAIN(TestCtlKiosk)
#include "test_ctlkiosk.moc"
