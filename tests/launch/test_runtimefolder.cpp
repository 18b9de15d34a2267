// SPDX-License-Identifier: GPL-3.0-or-later
#include "launch/runtimefolder.h"

#include "launch/identity.h"

#include <QtTest>

#include <sys/stat.h>
#include <unistd.h>

using namespace latchkey;

class TestRuntimeFolder : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void isMadeForUsAlone();
    void isFoundAgain();
    void needsTheVariable_data();
    void needsTheVariable();
    void refusesAnOpenFolder_data();
    void refusesAnOpenFolder();
    void refusesALinkAndAFile();
    void refusesAnotherUsersFolder();

private:
    QByteArray ours() const { return m_base + '/' + runtimeFolderName.toByteArray(); }

    std::unique_ptr<QTemporaryDir> m_folder;
    QByteArray m_base;
};

void TestRuntimeFolder::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_base = QFile::encodeName(m_folder->path());
    QVERIFY(chmod(m_base.constData(), 0700) == 0);
    qputenv("XDG_RUNTIME_DIR", m_base);
}

void TestRuntimeFolder::isMadeForUsAlone()
{
    for (const mode_t mask : {mode_t(0), mode_t(022), mode_t(077)}) {
        init();
        const mode_t former = umask(mask);
        const auto folder = openRuntimeFolder();
        umask(former);
        QVERIFY(folder);
        QCOMPARE(*folder, ours());
        struct stat found = {};
        QCOMPARE(lstat(folder->constData(), &found), 0);
        QCOMPARE(found.st_mode & 07777, mode_t(0700));
    }
}

void TestRuntimeFolder::isFoundAgain()
{
    QCOMPARE(openRuntimeFolder().value(), openRuntimeFolder().value());
}

void TestRuntimeFolder::needsTheVariable_data()
{
    QTest::addColumn<QByteArray>("value");
    QTest::newRow("not set") << QByteArray();
    QTest::newRow("relative") << QByteArray("run");
    QTest::newRow("missing") << QByteArray("/nowhere/at/all");
}

void TestRuntimeFolder::needsTheVariable()
{
    QFETCH(QByteArray, value);
    qputenv("XDG_RUNTIME_DIR", value);
    QCOMPARE(openRuntimeFolder().error().reason, Reason::FileUnreadable);
}

void TestRuntimeFolder::refusesAnOpenFolder_data()
{
    QTest::addColumn<uint>("mode");
    for (const uint mode : {0701U, 0710U, 0750U, 0720U, 0702U, 0777U, 01777U})
        QTest::addRow("%o", mode) << mode;
}

void TestRuntimeFolder::refusesAnOpenFolder()
{
    QFETCH(uint, mode);
    QCOMPARE(chmod(m_base.constData(), mode), 0);
    QVERIFY(!openRuntimeFolder());
    QVERIFY(!QFile::exists(QFile::decodeName(ours())));

    QCOMPARE(chmod(m_base.constData(), 0700), 0);
    QVERIFY(openRuntimeFolder());
    QCOMPARE(chmod(ours().constData(), mode), 0);
    const auto folder = openRuntimeFolder();
    QVERIFY(!folder);
    QCOMPARE(folder.error().about, QFile::decodeName(ours()));
}

void TestRuntimeFolder::refusesALinkAndAFile()
{
    QVERIFY(QDir(m_folder->path()).mkdir(QStringLiteral("elsewhere")));
    const QByteArray elsewhere = m_base + "/elsewhere";
    QCOMPARE(chmod(elsewhere.constData(), 0700), 0);
    QCOMPARE(symlink(elsewhere.constData(), ours().constData()), 0);
    QVERIFY(!openRuntimeFolder());
    QCOMPARE(unlink(ours().constData()), 0);

    QFile file(QFile::decodeName(ours()));
    QVERIFY(file.open(QIODevice::WriteOnly));
    QVERIFY(!openRuntimeFolder());
}

/// Whoever runs this: root's folders are another user's to everybody else, and root can give one
/// away.
void TestRuntimeFolder::refusesAnotherUsersFolder()
{
    constexpr uid_t nobody = 65534;
    if (geteuid() == 0) {
        QVERIFY(openRuntimeFolder());
        QCOMPARE(chown(ours().constData(), nobody, nobody), 0);
        QVERIFY(openRuntimeFolder().error().detail.contains(QLatin1String("another user")));
        QCOMPARE(rmdir(ours().constData()), 0);
        QCOMPARE(chown(m_base.constData(), nobody, nobody), 0);
    } else {
        qputenv("XDG_RUNTIME_DIR", "/usr");
    }
    QVERIFY(openRuntimeFolder().error().detail.contains(QLatin1String("another user")));
}

QTEST_GUILESS_MAIN(TestRuntimeFolder)
#include "test_runtimefolder.moc"
