// SPDX-License-Identifier: GPL-3.0-or-later
#include "application/composition.h"
#include "ctl/doctor/check.h"
#include "ctl/mailtrouble.h"
#include "recovery/emailaddress.h"
#include "services/mail/mailtemplates.h"

#include <QFileInfo>

#include <unistd.h>

namespace latchkey {

namespace {

Observations folderObservations(const MailSettings &mail)
{
    const QFileInfo folder(mail.folder);
    if (!folder.exists()) {
        // It is made with the first mail, if what is above it can be written to.
        QFileInfo above(folder.absolutePath());
        while (!above.exists() && !above.isRoot())
            above.setFile(above.path());
        if (above.isDir() && access(QFile::encodeName(above.filePath()).constData(), W_OK) == 0)
            return {good(QStringLiteral("mail goes into the folder %1, made with the first one")
                             .arg(mail.folder))};
        return {fault(
            QStringLiteral("the mail folder %1 is not there and cannot be made").arg(mail.folder),
            QStringLiteral("Make it, or correct mail.folder in the settings"))};
    }
    if (!folder.isDir() || access(QFile::encodeName(mail.folder).constData(), W_OK | X_OK) != 0)
        return {fault(QStringLiteral("no mail can be written into %1").arg(mail.folder),
                      QStringLiteral("Let it be a folder that Latchkey's user may write to"))};
    return {good(QStringLiteral("mail goes into the folder %1").arg(mail.folder))};
}

Observations serverObservations(const Patient &patient)
{
    const MailSettings &mail = patient.configuration.mail;
    SharedSecret password;
    if (!mail.user.isEmpty()) {
        const auto read = patient.readSecret(smtpPasswordName(patient.configuration));
        if (!read)
            return {faultOf({.reason = read.error().reason,
                             .detail = QStringLiteral("the password for %1").arg(mail.user),
                             .about = patient.vaultPlace})};
        password = *read;
    }
    const auto heard = tryMailServer(patient.configuration, std::move(password));
    if (!heard)
        return {faultOf(heard.error())};
    if (!heard->isDone()) {
        const MailTrouble trouble = troubleWith(*heard, mail, {});
        return {fault(trouble.what, trouble.advice)};
    }
    return {good(QStringLiteral("%1 takes mail%2")
                     .arg(mail.host,
                          mail.user.isEmpty() ? QString() : QStringLiteral(" from ") + mail.user))};
}

/// What would be sent in the program's words although an administrator wrote others.
Observations templateObservations(const MailSettings &mail)
{
    if (mail.templates.isEmpty())
        return {};
    if (!QFileInfo(mail.templates).isDir())
        return {fault(QStringLiteral("mail.templates is no folder: %1").arg(mail.templates),
                      QStringLiteral("Make it, or correct the setting"))};
    const MailTemplates templates(mail.templates);
    QStringList told;
    Observations observations;
    for (const QString &language : templates.languages()) {
        for (const LetterKind kind : {LetterKind::Reset, LetterKind::Notice, LetterKind::Confirm}) {
            for (const TemplateFault &found : templates.faults(kind, language)) {
                const QString what =
                    QStringLiteral("%1:%2: %3").arg(found.path).arg(found.line).arg(found.why);
                if (!told.contains(what))
                    observations << fault(what, QStringLiteral("Mend it; until then mails have the "
                                                               "program's own words"));
                told << what;
            }
        }
    }
    return observations;
}

} // namespace

Observations examineMail(const Patient &patient)
{
    const MailSettings &mail = patient.configuration.mail;
    Observations observations = templateObservations(mail);
    // A folder may do without one.
    if (!mail.from.isEmpty() && !EmailAddress::parse(mail.from))
        observations << fault(QStringLiteral("mail.from is not an address"),
                              QStringLiteral("Name the address that mail comes from"));
    switch (mail.transport) {
    case MailTransport::Folder:
        return observations + folderObservations(mail) +
               Observations{
                   warning(QStringLiteral("nobody is sent anything: mail.transport is "
                                          "\"folder\""),
                           QStringLiteral("Set it to \"smtp\" unless another program takes "
                                          "the mail from there"))};
    case MailTransport::Smtp:
        return observations + serverObservations(patient);
    }
    return observations;
}

} // namespace latchkey
