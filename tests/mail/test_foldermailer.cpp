// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/mail/foldermailer.h"

#include "mailkit.h"

#include <QDir>
#include <QTemporaryDir>

#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <memory>

using namespace latchkey;

namespace {

mode_t modeOf(const QString &path)
{
    struct stat facts = {};
    return ::stat(QFile::encodeName(path).constData(), &facts) == 0 ? facts.st_mode & 07777 : 0;
}

} // namespace

class TestFolderMailer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void writesTheMail();
    void filesAreForTheOwnerAlone();
    void oldFolderKeepsItsMode();
    void sameLetterSameFile();
    void lettersInOneSecondAreTwoFiles();
    void diskFullLeavesNothing();
    void unwritableFolder_data();
    void unwritableFolder();
    void badRecipientWritesNothing();

private:
    QStringList files() const
    {
        return QDir(m_path).entryList(QDir::Files | QDir::Hidden | QDir::System, QDir::Name);
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_path;
};

void TestFolderMailer::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_path = m_folder->filePath(QStringLiteral("one/two/mail"));
}

void TestFolderMailer::writesTheMail()
{
    FolderMailer mailer(m_path + QStringLiteral("/"), sampleSender());
    QVERIFY(mailer.send(sampleLetter()));
    QCOMPARE(files(), QStringList(QStringLiteral("1795537260-0123456789abcdef.eml")));
    const QString path = m_path + QLatin1Char('/') + files().first();
    QCOMPARE(readFile(path), renderMail(sampleLetter(), sampleSender())->bytes);
    QCOMPARE(factsOf(path)[QStringLiteral("defects")].toArray(), QJsonArray());
}

void TestFolderMailer::filesAreForTheOwnerAlone()
{
    const mode_t before = ::umask(0);
    FolderMailer mailer(m_path, sampleSender());
    const Result<void> sent = mailer.send(sampleLetter());
    ::umask(before);
    QVERIFY(sent);
    QCOMPARE(modeOf(m_path + QLatin1Char('/') + files().first()), 0600U);
    for (const char *made : {"one", "one/two", "one/two/mail"})
        QCOMPARE(modeOf(m_folder->filePath(QString::fromLatin1(made))), 0700U);
}

void TestFolderMailer::oldFolderKeepsItsMode()
{
    QVERIFY(QDir().mkpath(m_path));
    QCOMPARE(::chmod(QFile::encodeName(m_path).constData(), 0750), 0);
    FolderMailer mailer(m_path, sampleSender());
    QVERIFY(mailer.send(sampleLetter()));
    QCOMPARE(modeOf(m_path), 0750U);
}

void TestFolderMailer::sameLetterSameFile()
{
    FolderMailer mailer(m_path, sampleSender());
    QVERIFY(mailer.send(sampleLetter()));
    const QByteArray first = readFile(m_path + QLatin1Char('/') + files().first());
    QVERIFY(mailer.send(sampleLetter()));
    QCOMPARE(files().size(), 1);
    QCOMPARE(readFile(m_path + QLatin1Char('/') + files().first()), first);
}

void TestFolderMailer::lettersInOneSecondAreTwoFiles()
{
    FolderMailer mailer(m_path, sampleSender());
    Letter letter = sampleLetter();
    QVERIFY(mailer.send(letter));
    letter.messageId = "other@acme.example";
    QVERIFY(mailer.send(letter));
    QCOMPARE(files().size(), 2);
}

void TestFolderMailer::diskFullLeavesNothing()
{
    QVERIFY(QDir().mkpath(m_path));
    const pid_t child = ::fork();
    QVERIFY(child >= 0);
    if (child == 0) {
        // As a full disk: the file stops growing in its middle.
        std::signal(SIGXFSZ, SIG_IGN);
        const rlimit little{.rlim_cur = 1024, .rlim_max = 1024};
        ::setrlimit(RLIMIT_FSIZE, &little);
        FolderMailer mailer(m_path, sampleSender());
        const Result<void> sent = mailer.send(sampleLetter());
        ::_exit(!sent && sent.error().reason == Reason::MailDelayed ? 0 : 1);
    }
    int status = -1;
    QCOMPARE(::waitpid(child, &status, 0), child);
    QCOMPARE(status, 0);
    QCOMPARE(files(), QStringList());
    // And with room again, it works.
    FolderMailer mailer(m_path, sampleSender());
    QVERIFY(mailer.send(sampleLetter()));
    QCOMPARE(files().size(), 1);
}

void TestFolderMailer::unwritableFolder_data()
{
    QTest::addColumn<QString>("path");
    QTest::newRow("below a file") << QStringLiteral("file/mail");
    QTest::newRow("a file") << QStringLiteral("file");
    QTest::newRow("a link to nowhere") << QStringLiteral("link");
    // Root may write everywhere, except where there is nothing to write to.
    QTest::newRow("no file system for it") << QStringLiteral("/proc/latchkey-mail");
}

void TestFolderMailer::unwritableFolder()
{
    QFETCH(const QString, path);
    QVERIFY(writeFile(m_folder->filePath(QStringLiteral("file")), "x"));
    QVERIFY(
        QFile::link(QStringLiteral("/nowhere/at/all"), m_folder->filePath(QStringLiteral("link"))));
    const QString place = QDir(m_folder->path()).absoluteFilePath(path);
    FolderMailer mailer(place, sampleSender());
    const Result<void> sent = mailer.send(sampleLetter());
    QVERIFY(!sent);
    QCOMPARE(sent.error().reason, Reason::MailDelayed);
    QCOMPARE(sent.error().about, place);
    QVERIFY(!sent.error().detail.isEmpty());
    QCOMPARE(readFile(m_folder->filePath(QStringLiteral("file"))), QByteArray("x"));
}

void TestFolderMailer::badRecipientWritesNothing()
{
    FolderMailer mailer(m_path, sampleSender());
    Letter letter = sampleLetter();
    letter.recipient = QStringLiteral("a@b.example, c@d.example");
    const Result<void> sent = mailer.send(letter);
    QVERIFY(!sent);
    QCOMPARE(sent.error().reason, Reason::MailRefused);
    QVERIFY(!QDir(m_path).exists());
}

QTEST_GUILESS_MAIN(TestFolderMailer)
#include "test_foldermailer.moc"
