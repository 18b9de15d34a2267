// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/mail/foldermailer.h"

#include "core/secret.h"

#include <QDir>
#include <QSaveFile>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace latchkey {

namespace {

/// With the folders above it, each for its owner alone; those that are there stay as they are.
bool makeFolder(const QString &path)
{
    const QDir folder(path);
    if (folder.exists())
        return true;
    const QString above = QFileInfo(folder.absolutePath()).path();
    // Another thread may be a little faster.
    return makeFolder(above) &&
           (mkdir(QFile::encodeName(path).constData(), 0700) == 0 || QFileInfo(path).isDir());
}

/// A file that was moved is there after a power cut only if its folder was synced.
bool syncFolder(const QString &path)
{
    const int folder =
        ::open(QFile::encodeName(path).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    const bool synced = folder >= 0 && ::fsync(folder) == 0;
    if (folder >= 0)
        ::close(folder);
    return synced;
}

QString fileName(const Letter &letter)
{
    const QByteArray id = letter.messageId.left(letter.messageId.indexOf('@'));
    return QStringLiteral("%1-%2.eml")
        .arg(letter.minted.time_since_epoch().count())
        .arg(QString::fromLatin1(id));
}

} // namespace

FolderMailer::FolderMailer(const QString &folder, MailSender sender)
    : m_folder(QDir::cleanPath(folder)), m_sender(std::move(sender))
{
}

Result<void> FolderMailer::send(const Letter &letter)
{
    Result<RenderedMail> mail = renderMail(letter, m_sender);
    if (!mail)
        return fail(mail.error());
    if (!makeFolder(m_folder))
        return fail({.reason = Reason::MailDelayed,
                     .detail = QStringLiteral("the folder could not be made"),
                     .about = m_folder});
    // Written beside the place, synced, and moved into it. commit() alone does not see what flush()
    // does: that the disk became full with the last bytes of a small file (Qt 6.4).
    QSaveFile file(m_folder + QLatin1Char('/') + fileName(letter));
    const bool written = file.open(QIODevice::WriteOnly) &&
                         file.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner) &&
                         file.write(mail->bytes) == mail->bytes.size() && file.flush() &&
                         file.commit() && syncFolder(m_folder);
    wipe(mail->bytes);
    wipe(mail->plain);
    if (!written)
        return fail(
            {.reason = Reason::MailDelayed, .detail = file.errorString(), .about = m_folder});
    return {};
}

} // namespace latchkey
