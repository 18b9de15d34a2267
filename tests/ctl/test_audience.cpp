// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctl/doctor/audience.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <QtEndian>

#include <sys/stat.h>
#include <sys/xattr.h>

using namespace latchkey;

namespace {

struct Entry
{
    quint16 tag;
    quint16 rights;
    quint32 id = 0xffffffff;
};

/// A POSIX access list as setfacl would leave it.
QByteArray accessList(std::initializer_list<Entry> entries)
{
    QByteArray bytes(4, '\0');
    qToLittleEndian<quint32>(2, bytes.data());
    for (const Entry &entry : entries) {
        QByteArray one(8, '\0');
        qToLittleEndian(entry.tag, one.data());
        qToLittleEndian(entry.rights, one.data() + 2);
        qToLittleEndian(entry.id, one.data() + 4);
        bytes += one;
    }
    return bytes;
}

} // namespace

class TestAudience : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_path = m_folder->filePath(QStringLiteral("file"));
        QFile file(m_path);
        QVERIFY(file.open(QIODevice::WriteOnly));
    }

    void aPrivateFileHasNoAudience()
    {
        setMode(0600);
        const auto audience = audienceOf(m_path);
        QVERIFY(audience);
        QCOMPARE(audience->owner, ownName());
        QVERIFY(!audience->ownedByOther && !audience->isLink);
        QVERIFY(audience->readers.isEmpty());
        QVERIFY(audience->writers.isEmpty());
    }

    void theModeNamesGroupAndEverybody()
    {
        setMode(0664);
        const auto audience = audienceOf(m_path);
        QVERIFY(audience);
        QCOMPARE(audience->readers.size(), 2);
        QVERIFY(audience->readers[0].startsWith(QStringLiteral("the group ")));
        QCOMPARE(audience->readers[1], QStringLiteral("everybody"));
        QCOMPARE(audience->writers, audience->readers.first(1));
    }

    void anAccessListNamesUsers()
    {
        // User 1 is "daemon" on every Debian; 3999999999 is nobody's.
        setList(accessList({{0x01, 6},
                            {0x02, 4, 1},
                            {0x02, 6, 3'999'999'999},
                            {0x04, 0},
                            {0x08, 6, 1},
                            {0x10, 4},
                            {0x20, 0}}));
        const auto audience = audienceOf(m_path);
        QVERIFY(audience);
        QCOMPARE(audience->readers,
                 QStringList({QStringLiteral("the user daemon (access list)"),
                              QStringLiteral("the user 3999999999 (access list)"),
                              QStringLiteral("the group daemon (access list)")}));
        // The mask takes writing from all of them.
        QVERIFY(audience->writers.isEmpty());
    }

    void aMaskOfNothingClosesTheFile()
    {
        setList(accessList({{0x01, 6}, {0x02, 4, 1}, {0x04, 4}, {0x10, 0}, {0x20, 0}}));
        QVERIFY(audienceOf(m_path)->readers.isEmpty());
    }

    void aLinkIsSaidToBeOne()
    {
        const QString link = m_folder->filePath(QStringLiteral("link"));
        QVERIFY(QFile::link(m_path, link));
        QVERIFY(audienceOf(link)->isLink);
        QVERIFY(audienceOf(link)->readers.isEmpty());
    }

    void whatIsNotThereFails()
    {
        const auto audience = audienceOf(m_folder->filePath(QStringLiteral("missing")));
        QVERIFY(!audience);
        QCOMPARE(audience.error().reason, Reason::FileUnreadable);
    }

    void anOpenFolderAboveIsNamed()
    {
        // Temporary folders lie below /tmp, which is open, but sticky.
        QVERIFY(foldersOpenAbove(m_path).isEmpty());
        QCOMPARE(chmod(QFile::encodeName(m_folder->path()).constData(), 0777), 0);
        const QStringList open = foldersOpenAbove(m_path);
        QCOMPARE(open.size(), 1);
        QVERIFY(open.constFirst().startsWith(m_folder->path()));
        QVERIFY(open.constFirst().contains(QStringLiteral("everybody")));
        QCOMPARE(chmod(QFile::encodeName(m_folder->path()).constData(), 01777), 0);
        QVERIFY(foldersOpenAbove(m_path).isEmpty());
    }

private:
    void setMode(mode_t mode) { QCOMPARE(chmod(QFile::encodeName(m_path).constData(), mode), 0); }

    void setList(const QByteArray &list)
    {
        QCOMPARE(setxattr(QFile::encodeName(m_path).constData(), "system.posix_acl_access",
                          list.constData(), static_cast<size_t>(list.size()), 0),
                 0);
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_path;
};

QTEST_GUILESS_MAIN(TestAudience)
#include "test_audience.moc"
