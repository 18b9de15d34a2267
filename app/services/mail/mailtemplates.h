// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/mail/mailer.h"

#include <QStringList>

#include <optional>

namespace latchkey {

/// What a template may name, and nothing else is there to be named: no password, hash or key.
/// `link`, `code` and what goes with them open the request of this very mail.
const QStringList &letterVariables();

/// A mistake in somebody's template.
struct TemplateFault
{
    QString path;
    int line = 0; ///< from 1
    QString why;  ///< without a full stop
};

/// The sheets that a letter is written from.
struct TemplateSet
{
    QString language; ///< of these words, BCP 47 in lower case
    QString text;     ///< "Subject: …", a blank line, the plain text
    QString html;     ///< the HTML's body
    QString layout;   ///< around it
};

/// The words of mails: those that the program brings (resources/mail), each file of which one of
/// the same name in an administrator's folder replaces: `<language>/<kind>.txt`,
/// `<language>/<kind>.html`, `layout.html`. A folder may bring languages that the program does not
/// have. The folder's files are read for each letter, so that a change needs no restart.
class MailTemplates
{
public:
    /// The program's alone.
    MailTemplates() = default;
    explicit MailTemplates(QString folder) : m_folder(std::move(folder)) {}

    /// The letter's language, else its base language ("de" for "de-AT"), else English. Where one of
    /// the administrator's sheets has a mistake the program's own words are sent instead, and the
    /// mistake goes into the log.
    TemplateSet forLetter(LetterKind kind, const QString &language) const;
    /// The mistakes in what would be used for it.
    QList<TemplateFault> faults(LetterKind kind, const QString &language) const;
    /// Those that there are words in, the program's first.
    QStringList languages() const;

private:
    QString m_folder;
};

QString nameOf(LetterKind kind);

} // namespace latchkey
