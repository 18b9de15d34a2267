// SPDX-License-Identifier: GPL-3.0-or-later
#include "layerkit.h"
#include "settings/configurationfile.h"

#include <QtTest>

#include <sys/stat.h>
#include <unistd.h>

using namespace latchkey;
using namespace latchkey::testing;

class TestSystemFile : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void ownFilesAreTrusted();
    void othersFilesAreRefused_data();
    void othersFilesAreRefused();
    void aForeignOwnerIsRefused();
    void nothingThereIsNothingSaid();
    void whatIsNoFileIsRefused();
    void anUntrustedFileEndsTheStart();
};

namespace {

void setMode(const QString &path, mode_t mode)
{
    QCOMPARE(::chmod(QFile::encodeName(path).constData(), mode), 0);
}

} // namespace

void TestSystemFile::ownFilesAreTrusted()
{
    const SettingsHome home;
    SettingsHome::write(home.system(), "x");
    const auto read = readSystemFile(home.system());
    QVERIFY(read);
    QCOMPARE(**read, QByteArray("x"));
    // A folder that is shared as /tmp is does not let others replace what is ours.
    setMode(QFileInfo(home.system()).absolutePath(), 01777);
    QVERIFY(readSystemFile(home.system()));
}

void TestSystemFile::othersFilesAreRefused_data()
{
    QTest::addColumn<int>("file");
    QTest::addColumn<int>("folder");
    QTest::addColumn<QString>("words");
    QTest::newRow("group") << 0664 << 0755 << "mode 0664 lets others write";
    QTest::newRow("everybody") << 0602 << 0755 << "mode 0602";
    QTest::newRow("folder of a group") << 0644 << 0775 << "its folder mode 0775";
    QTest::newRow("folder of everybody") << 0644 << 0777 << "its folder mode 0777";
    QTest::newRow("sticky, and the file open") << 0666 << 01777 << "mode 0666";
}

void TestSystemFile::othersFilesAreRefused()
{
    QFETCH(const int, file);
    QFETCH(const int, folder);
    QFETCH(const QString, words);
    const SettingsHome home;
    SettingsHome::write(home.system(), "x");
    setMode(home.system(), static_cast<mode_t>(file));
    setMode(QFileInfo(home.system()).absolutePath(), static_cast<mode_t>(folder));
    const auto read = readSystemFile(home.system());
    QVERIFY(!read);
    QCOMPARE(read.error().reason, Reason::FileUnreadable);
    QCOMPARE(read.error().about, home.system());
    QVERIFY2(read.error().detail.contains(words), qPrintable(read.error().detail));
}

void TestSystemFile::aForeignOwnerIsRefused()
{
    if (::geteuid() != 0)
        QSKIP("only root can give a file to another user");
    constexpr uid_t somebody = 12345;
    const SettingsHome home;
    const QByteArray file = QFile::encodeName(SettingsHome::write(home.system(), "x"));
    QCOMPARE(::chown(file.constData(), somebody, somebody), 0);
    const auto read = readSystemFile(home.system());
    QVERIFY(!read);
    QVERIFY(read.error().detail.contains(QStringLiteral("belongs to user 12345")));

    // Also behind a link, and when the folder is theirs.
    const QString link = home.path(QStringLiteral("link.toml"));
    QVERIFY(QFile::link(home.system(), link));
    QVERIFY(!readSystemFile(link));
    QCOMPARE(::chown(file.constData(), 0, 0), 0);
    QVERIFY(readSystemFile(link));
    const QByteArray folder = QFile::encodeName(QFileInfo(home.system()).absolutePath());
    QCOMPARE(::chown(folder.constData(), somebody, somebody), 0);
    QVERIFY(!readSystemFile(home.system()));
}

void TestSystemFile::nothingThereIsNothingSaid()
{
    const SettingsHome home;
    for (const QString &path :
         {home.system(), SettingsHome::write(home.path(QStringLiteral("f")), {}) +
                             QStringLiteral("/latchkey.toml")}) {
        const auto read = readSystemFile(path);
        QVERIFY(read);
        QVERIFY(!*read);
    }
}

void TestSystemFile::whatIsNoFileIsRefused()
{
    const SettingsHome home;
    QVERIFY(QDir().mkpath(home.system()));
    setMode(home.system(), 0755);
    QVERIFY(!readSystemFile(home.system()));
    QVERIFY(QDir().rmdir(home.system()));
    QCOMPARE(::mkfifo(QFile::encodeName(home.system()).constData(), 0600), 0);
    QVERIFY(!readSystemFile(home.system()));
}

void TestSystemFile::anUntrustedFileEndsTheStart()
{
    const SettingsHome home;
    SettingsHome::write(home.system(), "[password]\nminimum_length = 8\n");
    SettingsHome::write(home.user(), "[service]\nid = \"a\"\nname = \"A\"\n[mail]\nfolder=\"m\"\n");
    QVERIFY(loadLayers(home.user()));
    setMode(home.system(), 0666);
    const auto layers = loadLayers(home.user());
    QVERIFY(!layers);
    QCOMPARE(layers.error().about, home.system());
}

QTEST_GUILESS_MAIN(TestSystemFile)
#include "test_systemfile.moc"
