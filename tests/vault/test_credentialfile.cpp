// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/vault/credentialfile.h"

#include "vaultkit.h"

#include <QTemporaryDir>

#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace latchkey;

namespace {

const QString name = QStringLiteral("signing-keys/example");
const QByteArray content = "# keys\nsigning-keys/example Zm9v\n";

} // namespace

class TestCredentialFile : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void modes_data();
    void modes();
    void foreignOwner();
    void notAnOrdinaryFile_data();
    void notAnOrdinaryFile();
    void faultyContent_data();
    void faultyContent();
    void missingFileHoldsNothing();
    void writtenReadAndRemoved();
    void newFileIsPrivateUnderAnyMask();
    void unsafeFileIsNotWritten();
    void failedWriteLeavesTheOldFile();
    void writersDoNotLoseEachOthersKeys();
    void systemdCredential_data();
    void systemdCredential();
    void systemdCredentialIsReadOnly();
    void emptySecretIsRefused();

private:
    QByteArray encodedPath() const { return QFile::encodeName(m_path); }
    void write(const QByteArray &bytes, mode_t mode = 0600) const;
    QByteArray bytesOnDisk() const;

    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_path;
};

void TestCredentialFile::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_path = m_folder->filePath(QStringLiteral("credentials"));
}

void TestCredentialFile::cleanup()
{
    qunsetenv("CREDENTIALS_DIRECTORY");
    m_folder.reset();
}

void TestCredentialFile::write(const QByteArray &bytes, mode_t mode) const
{
    QFile file(m_path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(bytes), bytes.size());
    file.close();
    QCOMPARE(::chmod(encodedPath().constData(), mode), 0);
}

QByteArray TestCredentialFile::bytesOnDisk() const
{
    QFile file(m_path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void TestCredentialFile::modes_data()
{
    QTest::addColumn<uint>("mode");
    QTest::addColumn<bool>("safe");
    for (const uint mode : {0600U, 0400U, 0700U})
        QTest::addRow("%04o", mode) << mode << true;
    for (const uint mode : {0640U, 0604U, 0620U, 0602U, 0610U, 0601U, 0644U, 0666U, 0440U, 0777U})
        QTest::addRow("%04o", mode) << mode << false;
}

void TestCredentialFile::modes()
{
    QFETCH(const uint, mode);
    QFETCH(const bool, safe);
    write(content, mode);
    CredentialFile vault(m_path);
    const auto read = answerOf(vault.read(name));
    QCOMPARE(read.has_value(), safe);
    if (safe) {
        QCOMPARE(bytesOf(read), QByteArray("foo"));
    } else {
        QCOMPARE(read.error().reason, Reason::CredentialUnsafe);
        QCOMPARE(read.error().about, m_path);
    }
}

void TestCredentialFile::foreignOwner()
{
    if (::geteuid() != 0)
        QSKIP("only root can give a file away");
    write(content);
    QCOMPARE(::chown(encodedPath().constData(), 65534, 65534), 0);
    CredentialFile vault(m_path);
    QCOMPARE(reasonOf(vault.read(name)), Reason::CredentialUnsafe);
}

void TestCredentialFile::notAnOrdinaryFile_data()
{
    QTest::addColumn<QString>("kind");
    for (const char *kind : {"link", "dangling link", "folder", "pipe", "device"})
        QTest::newRow(kind) << QString::fromLatin1(kind);
}

void TestCredentialFile::notAnOrdinaryFile()
{
    QFETCH(const QString, kind);
    if (kind == QLatin1String("link")) {
        write(content);
        QVERIFY(QFile::rename(m_path, m_path + QLatin1Char('2')));
        QVERIFY(QFile::link(m_path + QLatin1Char('2'), m_path));
    } else if (kind == QLatin1String("dangling link")) {
        QVERIFY(QFile::link(m_path + QLatin1Char('2'), m_path));
    } else if (kind == QLatin1String("folder")) {
        QVERIFY(QDir(m_folder->path()).mkdir(QStringLiteral("credentials")));
        QCOMPARE(::chmod(encodedPath().constData(), 0700), 0);
    } else if (kind == QLatin1String("pipe")) {
        QCOMPARE(::mkfifo(encodedPath().constData(), 0600), 0);
    } else {
        m_path = QStringLiteral("/dev/zero");
    }
    CredentialFile vault(m_path);
    QCOMPARE(reasonOf(vault.read(name)), Reason::CredentialUnsafe);
}

void TestCredentialFile::faultyContent_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<int>("reason");
    QTest::newRow("garbage") << QByteArray::fromHex("00ff10")
                             << static_cast<int>(Reason::KeyUnusable);
    QTest::newRow("a bare key") << QByteArray(32, 'k') << static_cast<int>(Reason::KeyUnusable);
    QTest::newRow("huge") << QByteArray(qsizetype{65} * 1024, '#')
                          << static_cast<int>(Reason::FileUnreadable);
    QTest::newRow("empty") << QByteArray() << static_cast<int>(Reason::KeyMissing);
    QTest::newRow("other keys") << QByteArray("a Zm9v\n") << static_cast<int>(Reason::KeyMissing);
    QTest::newRow("just small enough")
        << QByteArray(qsizetype{64} * 1024, '#') << static_cast<int>(Reason::KeyMissing);
}

void TestCredentialFile::faultyContent()
{
    QFETCH(const QByteArray, bytes);
    QFETCH(const int, reason);
    write(bytes);
    CredentialFile vault(m_path);
    const auto read = answerOf(vault.read(name));
    QVERIFY(!read);
    QCOMPARE(static_cast<int>(read.error().reason), reason);
    QVERIFY(!read.error().detail.contains(QStringLiteral("kkk")));
}

void TestCredentialFile::missingFileHoldsNothing()
{
    CredentialFile vault(m_path);
    QCOMPARE(reasonOf(vault.read(name)), Reason::KeyMissing);
    QCOMPARE(reasonOf(vault.remove(name)), Reason::KeyMissing);
    QVERIFY(!QFile::exists(m_path));
    CredentialFile nowhere(m_path + QStringLiteral("/no/folder"));
    QCOMPARE(reasonOf(nowhere.write(name, secretOf("x"))), Reason::FileUnreadable);
}

void TestCredentialFile::writtenReadAndRemoved()
{
    CredentialFile vault(m_path);
    QVERIFY(answerOf(vault.write(name, secretOf(QByteArray("a\0b", 3)))));
    QVERIFY(answerOf(vault.write(QStringLiteral("smtp-password/example"), secretOf("pw"))));
    QCOMPARE(bytesOf(answerOf(vault.read(name))), QByteArray("a\0b", 3));
    QVERIFY(answerOf(vault.remove(name)));
    QCOMPARE(reasonOf(vault.read(name)), Reason::KeyMissing);
    QCOMPARE(bytesOnDisk(), QByteArray("smtp-password/example cHc=\n"));
    QCOMPARE(QDir(m_folder->path()).entryList(QDir::Files | QDir::Hidden),
             QStringList(QStringLiteral("credentials")));
    QVERIFY(vault.place().contains(m_path));
}

void TestCredentialFile::newFileIsPrivateUnderAnyMask()
{
    const mode_t before = ::umask(0);
    CredentialFile vault(m_path);
    const auto written = answerOf(vault.write(name, secretOf("x")));
    ::umask(before);
    QVERIFY(written);
    struct stat facts = {};
    QCOMPARE(::stat(encodedPath().constData(), &facts), 0);
    QCOMPARE(facts.st_mode & 07777U, 0600U);
}

void TestCredentialFile::unsafeFileIsNotWritten()
{
    write(content, 0644);
    CredentialFile vault(m_path);
    QCOMPARE(reasonOf(vault.write(name, secretOf("x"))), Reason::CredentialUnsafe);
    QCOMPARE(reasonOf(vault.remove(name)), Reason::CredentialUnsafe);
    QCOMPARE(bytesOnDisk(), content);
}

void TestCredentialFile::failedWriteLeavesTheOldFile()
{
    write("damaged\n");
    CredentialFile vault(m_path);
    QCOMPARE(reasonOf(vault.write(name, secretOf("x"))), Reason::KeyUnusable);
    QCOMPARE(bytesOnDisk(), QByteArray("damaged\n"));
}

void TestCredentialFile::writersDoNotLoseEachOthersKeys()
{
    constexpr int writers = 8;
    QList<pid_t> children;
    for (int index = 0; index < writers; ++index) {
        const pid_t child = ::fork();
        QVERIFY(child >= 0);
        if (child == 0) {
            CredentialFile vault(m_path);
            const auto written =
                vault.write(QStringLiteral("key/%1").arg(index), secretOf("x")).result();
            ::_exit(written ? 0 : 1);
        }
        children << child;
    }
    for (const pid_t child : children) {
        int status = -1;
        QCOMPARE(::waitpid(child, &status, 0), child);
        QCOMPARE(status, 0);
    }
    CredentialFile vault(m_path);
    for (int index = 0; index < writers; ++index)
        QCOMPARE(bytesOf(answerOf(vault.read(QStringLiteral("key/%1").arg(index)))),
                 QByteArray("x"));
}

void TestCredentialFile::systemdCredential_data()
{
    QTest::addColumn<uint>("mode");
    QTest::addColumn<uint>("owner");
    QTest::addColumn<bool>("safe");
    // With an access list systemd's file shows its mask where the group's bits are.
    QTest::newRow("root's, with an access list") << 0440U << 0U << true;
    QTest::newRow("root's alone") << 0400U << 0U << true;
    QTest::newRow("root's, for everybody") << 0444U << 0U << false;
    QTest::newRow("somebody's group") << 0440U << 65534U << false;
}

void TestCredentialFile::systemdCredential()
{
    QFETCH(const uint, mode);
    QFETCH(const uint, owner);
    QFETCH(const bool, safe);
    if (::geteuid() != 0)
        QSKIP("only root can make root's files");
    qputenv("CREDENTIALS_DIRECTORY", QFile::encodeName(m_folder->path()));
    m_path = CredentialFile::systemdPath();
    QCOMPARE(m_path, m_folder->filePath(QStringLiteral("latchkey")));
    write(content, mode);
    QCOMPARE(::chown(encodedPath().constData(), 0, owner), 0);
    CredentialFile vault(m_path);
    QCOMPARE(answerOf(vault.read(name)).has_value(), safe);
}

void TestCredentialFile::systemdCredentialIsReadOnly()
{
    QCOMPARE(CredentialFile::systemdPath(), QString());
    qputenv("CREDENTIALS_DIRECTORY", QFile::encodeName(m_folder->path()));
    m_path = CredentialFile::systemdPath();
    write(content);
    CredentialFile vault(m_path);
    QCOMPARE(bytesOf(answerOf(vault.read(name))), QByteArray("foo"));
    QCOMPARE(reasonOf(vault.write(name, secretOf("x"))), Reason::FileUnreadable);
    QCOMPARE(reasonOf(vault.remove(name)), Reason::FileUnreadable);
    QCOMPARE(bytesOnDisk(), content);
}

void TestCredentialFile::emptySecretIsRefused()
{
    write(content);
    CredentialFile vault(m_path);
    QVERIFY(!answerOf(vault.write(name, nullptr)));
    QVERIFY(!answerOf(vault.write(name, secretOf(""))));
    QVERIFY(!answerOf(vault.write(QStringLiteral("two words"), secretOf("x"))));
    QCOMPARE(bytesOnDisk(), content);
}

QTEST_GUILESS_MAIN(TestCredentialFile)
#include "test_credentialfile.moc"
