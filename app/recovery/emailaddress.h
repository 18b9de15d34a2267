// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QByteArray>
#include <QString>
#include <QStringView>

namespace latchkey {

/// One mail address, valid or not there. Never a list, a display name or a comment (CVE-2023-7028).
class EmailAddress
{
public:
    /// Trims outer blanks. Bounds of RFC 5321 4.5.3.1 (local part 64 octets, whole 254), no
    /// control, NUL or bidirectional character. Fails with AddressInvalid; detail says what is
    /// wrong.
    static Result<EmailAddress> parse(QStringView typed);

    /// As typed, trimmed: for showing, and for storing when an operator adds an account.
    const QString &text() const noexcept { return m_text; }
    /// What two addresses are compared by: the domain in IDNA A-labels, ASCII letters of the local
    /// part in lower case, and nothing else folded: not `ı`, not the Kelvin sign, no `+tag` cut off
    /// (CVE-2019-19844).
    const QByteArray &matchKey() const noexcept { return m_matchKey; }
    /// "a•••e@example.com": what may be shown to somebody who holds a link, and be logged.
    QString masked() const;

private:
    EmailAddress(QString text, QByteArray matchKey) noexcept
        : m_text(std::move(text)), m_matchKey(std::move(matchKey))
    {
    }

    QString m_text;
    QByteArray m_matchKey;
};

} // namespace latchkey
