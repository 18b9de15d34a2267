// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/vault/credentialfile.h"

#include "services/vault/credentialtext.h"
#include "services/vault/folderlock.h"
#include "services/vault/privatefile.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>

#include <chrono>

namespace latchkey {

namespace {

constexpr std::chrono::seconds patienceWithOthers{5};

QString systemdFolder()
{
    return qEnvironmentVariable("CREDENTIALS_DIRECTORY");
}

std::unexpected<Failure> unwritable(const QString &path, QString why)
{
    return fail({.reason = Reason::FileUnreadable, .detail = std::move(why), .about = path});
}

/// Of a file that may not be there yet.
Result<CredentialText> textIn(const QString &path, PrivateTo readers)
{
    auto bytes = readPrivateFile(path, readers);
    if (!bytes)
        return fail(bytes.error());
    auto text = CredentialText::parse(*bytes ? std::move(**bytes) : Secret());
    if (!text)
        return fail({.reason = text.error().reason, .detail = text.error().detail, .about = path});
    return text;
}

std::unexpected<Failure> missing(const QString &name, const QString &path)
{
    return fail({.reason = Reason::KeyMissing, .detail = path, .about = name});
}

} // namespace

QString CredentialFile::systemdPath()
{
    const QString folder = systemdFolder();
    return folder.isEmpty() ? QString() : QDir(folder).filePath(QStringLiteral("latchkey"));
}

Future<SharedSecret> CredentialFile::read(const QString &name)
{
    return readyFuture(readNow(name));
}

Future<bool> CredentialFile::write(const QString &name, SharedSecret secret)
{
    if (!CredentialText::isName(name.toUtf8()) || !secret || secret->isEmpty())
        return readyFuture<bool>(fail(Reason::Internal, QStringLiteral("no name or no secret")));
    return readyFuture(changeNow(name, secret.get()));
}

Future<bool> CredentialFile::remove(const QString &name)
{
    return readyFuture(changeNow(name, nullptr));
}

QString CredentialFile::place() const
{
    return QCoreApplication::translate("latchkey::Vault", "the credential file %1").arg(m_path);
}

Result<SharedSecret> CredentialFile::readNow(const QString &name) const
{
    const auto text =
        textIn(m_path, isFromSystemd() ? PrivateTo::SystemdCredential : PrivateTo::Owner);
    if (!text)
        return fail(text.error());
    auto secret = text->find(name.toUtf8());
    if (!secret)
        return missing(name, m_path);
    return share(std::move(*secret));
}

Result<bool> CredentialFile::changeNow(const QString &name, const Secret *secret) const
{
    if (isFromSystemd()) {
        return unwritable(m_path, QStringLiteral("systemd provides it for reading only: change the "
                                                 "file that LoadCredential= names"));
    }

    // Two programs that each read, change and replace would lose what one of them wrote.
    const FolderLock lock(QFileInfo(m_path).absolutePath(), patienceWithOthers);
    if (!lock.isHeld())
        return unwritable(m_path, QStringLiteral("its folder could not be locked"));
    const auto text = textIn(m_path, PrivateTo::Owner);
    if (!text)
        return fail(text.error());
    if (!secret && !text->find(name.toUtf8()))
        return missing(name, m_path);
    const Secret changed = text->with(name.toUtf8(), secret);
    if (auto replaced = replacePrivateFile(m_path, changed.reveal()); !replaced)
        return fail(replaced.error());
    return true;
}

bool CredentialFile::isFromSystemd() const
{
    const QString folder = systemdFolder();
    return !folder.isEmpty() && QFileInfo(m_path).absoluteDir() == QDir(folder);
}

} // namespace latchkey
