// SPDX-License-Identifier: GPL-3.0-or-later
#include "application/composition.h"

#include "services/mail/foldermailer.h"
#include "services/mail/smtpmailer.h"
#include "services/vault/credentialfile.h"
#include "services/vault/keychainvault.h"

namespace latchkey {

namespace {

SmtpSecurity securityOf(MailSecurity security)
{
    switch (security) {
    case MailSecurity::Tls:
        return SmtpSecurity::Tls;
    case MailSecurity::StartTls:
        return SmtpSecurity::StartTls;
    case MailSecurity::ClearLoopback:
        return SmtpSecurity::ClearLoopback;
    }
    return SmtpSecurity::Tls;
}

SmtpOptions smtpOptions(const MailSettings &mail, SharedSecret password)
{
    return {.host = mail.host,
            .port = mail.port,
            .security = securityOf(mail.security),
            .user = mail.user,
            .password = std::move(password),
            .certificateAuthority = mail.certificateAuthority};
}

MailSender senderOf(const MailSettings &mail)
{
    // Only a folder may do without (settings/consistency.cpp); nobody can answer to it (RFC 2606
    // 2).
    const QString from =
        mail.from.isEmpty() ? QStringLiteral("recovery@latchkey.invalid") : mail.from;
    return {.address = from, .name = mail.fromName, .templates = MailTemplates(mail.templates)};
}

} // namespace

Result<std::unique_ptr<Vault>> makeVault(const Configuration &configuration)
{
    switch (configuration.keys.source) {
    case KeySource::Keyring:
        return std::make_unique<KeychainVault>();
    case KeySource::CredentialFile:
        break;
    }
    const QString configured = configuration.keys.credentialFile;
    const QString path = configured.isEmpty() ? CredentialFile::systemdPath() : configured;
    if (path.isEmpty()) {
        return fail({.reason = Reason::ConfigurationFaulty,
                     .detail = QStringLiteral("keys.source is \"credential-file\": it needs "
                                              "keys.credential_file, or systemd's LoadCredential"),
                     .about = configuration.sourcePath});
    }
    return std::make_unique<CredentialFile>(path);
}

QString signingKeysName(const Configuration &configuration)
{
    return QStringLiteral("signing-keys/") + configuration.service.id;
}

QString smtpPasswordName(const Configuration &configuration)
{
    return QStringLiteral("smtp-password/") + configuration.service.id;
}

QString deviceKeyName(const Configuration &configuration)
{
    return QStringLiteral("device-key/") + configuration.service.id;
}

QString variableName(const Configuration &configuration, const QByteArray &variable)
{
    return QStringLiteral("service-variable/%1/%2")
        .arg(configuration.service.id, QString::fromLatin1(variable));
}

Result<std::unique_ptr<Mailer>> makeMailer(const Configuration &configuration,
                                           SharedSecret smtpPassword)
{
    const MailSettings &mail = configuration.mail;
    MailSender sender = senderOf(mail);
    switch (mail.transport) {
    case MailTransport::Folder:
        return std::make_unique<FolderMailer>(mail.folder, std::move(sender));
    case MailTransport::Smtp:
        return SmtpMailer::create(smtpOptions(mail, std::move(smtpPassword)), std::move(sender));
    }
    return fail(Reason::MailMisconfigured);
}

Result<SmtpOutcome> tryMailServer(const Configuration &configuration, SharedSecret smtpPassword,
                                  const Letter *letter)
{
    return SmtpMailer::tryOut(smtpOptions(configuration.mail, std::move(smtpPassword)),
                              senderOf(configuration.mail), letter);
}

} // namespace latchkey
