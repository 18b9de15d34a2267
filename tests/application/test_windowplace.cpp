// SPDX-License-Identifier: GPL-3.0-or-later
#include "application/windowplace.h"
#include "tests/support/patience.h"

#include <QDir>
#include <QFileInfo>
#include <QSettings>
#include <QWidget>
#include <QtTest>

using namespace latchkey;

class TestWindowPlace : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_home.reset(); }

    void comesBackAsItWas();
    void withoutAFileNothingHappens();
    void isKeptForItsOwnerAlone();
    void keepsPlaceAndNothingElse();
    void damageIsNoTrouble_data();
    void damageIsNoTrouble();

private:
    QString file() const { return m_home->filePath(QStringLiteral("latchkey/window.ini")); }

    std::unique_ptr<QTemporaryDir> m_home;
};

void TestWindowPlace::init()
{
    m_home = std::make_unique<QTemporaryDir>();
    qputenv("XDG_CONFIG_HOME", QFile::encodeName(m_home->path()));
}

void TestWindowPlace::comesBackAsItWas()
{
    const QRect place(40, 60, 456, 567);
    {
        QWidget window;
        window.setGeometry(place);
        window.show();
        rememberPlace(window);
    }
    QWidget again;
    restorePlace(again);
    QCOMPARE(again.size(), place.size());
    again.show();
    LATCHKEY_TRY_COMPARE(again.geometry().size(), place.size());
}

void TestWindowPlace::withoutAFileNothingHappens()
{
    QWidget window;
    window.setGeometry(10, 20, 300, 400);
    restorePlace(window);
    QCOMPARE(window.geometry(), QRect(10, 20, 300, 400));
    QVERIFY(QDir(m_home->path()).isEmpty());
}

void TestWindowPlace::isKeptForItsOwnerAlone()
{
    const QWidget window;
    for (int time = 0; time < 2; ++time) { // the second finds a file that is there
        rememberPlace(window);
        QCOMPARE(QFileInfo(file()).permissions() &
                     ~(QFileDevice::ReadUser | QFileDevice::WriteUser),
                 QFileDevice::ReadOwner | QFileDevice::WriteOwner);
    }
}

void TestWindowPlace::keepsPlaceAndNothingElse()
{
    QWidget window;
    window.setWindowTitle(QStringLiteral("alice@example.com"));
    rememberPlace(window);
    QCOMPARE(QSettings(file(), QSettings::IniFormat).allKeys(),
             QStringList{QStringLiteral("window/geometry")});
    QCOMPARE(QDir(m_home->path()).entryList(QDir::AllEntries | QDir::NoDotAndDotDot | QDir::Hidden),
             QStringList{QStringLiteral("latchkey")});
}

void TestWindowPlace::damageIsNoTrouble_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("no settings") << QByteArray("\x00\xff[[[", 5);
    QTest::newRow("another type") << QByteArray("[window]\ngeometry=12\n");
    QTest::newRow("cut") << QByteArray("[window]\ngeometry=\"@ByteArray(\\x1\\xd9\\xd0\\xcb)\"\n");
}

void TestWindowPlace::damageIsNoTrouble()
{
    QFETCH(const QByteArray, content);
    QVERIFY(QDir(m_home->path()).mkdir(QStringLiteral("latchkey")));
    QFile damaged(file());
    QVERIFY(damaged.open(QIODevice::WriteOnly) && damaged.write(content) == content.size());
    damaged.close();
    QWidget window;
    window.setGeometry(10, 20, 300, 400);
    restorePlace(window);
    QCOMPARE(window.geometry(), QRect(10, 20, 300, 400));
    rememberPlace(window);
    QCOMPARE(QSettings(file(), QSettings::IniFormat)
                 .value(QStringLiteral("window/geometry"))
                 .toByteArray(),
             window.saveGeometry());
}

QTEST_MAIN(TestWindowPlace)
#include "test_windowplace.moc"
