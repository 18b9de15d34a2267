// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"
#include "core/result.h"
#include "recovery/asking.h"

#include <QByteArray>
#include <QString>

#include <optional>

namespace latchkey {

enum class LetterKind : quint8 {
    Reset,   ///< link and code
    Notice,  ///< the password was changed
    Confirm, ///< link that confirms the address
};

/// The facts of one mail. Everything that the text may show is here, and nothing else can be: no
/// password, hash or key. The same letter always renders to the same bytes, Message-ID included, so
/// that a repeated delivery can be told from a new mail.
struct Letter
{
    LetterKind kind = LetterKind::Reset;
    QString recipient; ///< the stored address, one
    QString language;  ///< BCP 47, the recipient's ("de", "en-GB"); empty: the service's
    QString serviceName;
    QString deskContact; ///< may be empty
    QString origin;      ///< which machine or desk it was asked from; may be empty
    Asker asker = Asker::Unknown;
    QByteArray messageId; ///< without the angle brackets
    Instant requested;    ///< when somebody asked (notice: when it changed)
    Instant minted;       ///< Date of the mail
    Instant linkExpires;
    Instant codeExpires;
    QByteArray link;     ///< empty for a notice
    QByteArray bridge;   ///< the same at the bridge page; empty where there is none
    QByteArray withdraw; ///< "this was not me"; empty where nothing can be withdrawn
    QByteArray withdrawBridge;
    QString code; ///< grouped; empty where the mail carries none
    LinkReach reach = LinkReach::Anywhere;
    bool demo = false;
};

/// Sends one letter, blocking; called from any number of threads at once. MailDelayed is worth
/// another try later; MailRefused, MailUnsafe and MailMisconfigured are not.
class Mailer
{
public:
    virtual ~Mailer() = default;
    virtual Result<void> send(const Letter &letter) = 0;

protected:
    Mailer() = default;
    Mailer(const Mailer &) = default;
    Mailer &operator=(const Mailer &) = default;
};

} // namespace latchkey
