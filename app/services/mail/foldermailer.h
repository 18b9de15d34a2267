// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/mail/message.h"

#include <QString>

namespace latchkey {

/// "Sends" into a folder: one .eml file for each letter, whole or not there, readable for its owner
/// alone (file 0600, new folders 0700). The same letter goes into the same file.
class FolderMailer final : public Mailer
{
public:
    FolderMailer(const QString &folder, MailSender sender);

    /// MailDelayed when the folder cannot be made or written: somebody may make room.
    Result<void> send(const Letter &letter) override;

private:
    QString m_folder;
    MailSender m_sender;
};

} // namespace latchkey
