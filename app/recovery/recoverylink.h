// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/secret.h"

#include <QByteArrayView>
#include <QString>

namespace latchkey {

/// What a link is for. Each purpose has its own signing salt, so that one cannot do for another.
enum class Purpose : quint8 {
    Reset,    ///< choose a new password
    Confirm,  ///< say that this address is one's own
    Withdraw, ///< say that one did not ask: ends that request, and can do nothing else
};

/// A link of our own form, `latchkey://reset/<service-id>/<token>` (or another verb), read as bytes
/// by a strict grammar: QUrl accepts user info, ports, percent escapes, NUL and line ends here.
///
///     link       = "latchkey://" verb "/" service-id "/" token
///     verb       = "reset" / "confirm" / "withdraw"
///     service-id = 1*63( a-z 0-9 "-" ), beginning with a letter or digit
///     token      = 1*2048( A-Z a-z 0-9 "-" "_" "." )
///
/// The scheme is matched in any case (RFC 3986 3.1), all else exactly. Its reverse-domain twin
/// (RFC 8252 7.1), `org.latchkey.app:/reset/…` or with two slashes, is read as the same. Valid says
/// nothing about whether the token is any good.
///
/// Behind the "#" of an https page the same link stands less its scheme (packaging/bridge): for
/// mail programs that keep no scheme but the web's. Whose page that is says nothing about the link.
class RecoveryLink
{
public:
    /// Fails with LinkMalformed.
    static Result<RecoveryLink> parse(QByteArrayView bytes);
    /// For whoever makes links. Same checks.
    static Result<RecoveryLink> compose(Purpose purpose, const QString &serviceId,
                                        QByteArrayView token);

    /// Begins with `latchkey:` or its twin, whatever follows.
    static bool hasScheme(QByteArrayView bytes) noexcept;
    static bool isServiceId(QByteArrayView bytes) noexcept;
    static bool isToken(QByteArrayView bytes) noexcept;
    static bool isTokenByte(char c) noexcept;

    Purpose purpose() const noexcept { return m_purpose; }
    const QString &serviceId() const noexcept { return m_serviceId; }
    const SharedSecret &token() const noexcept { return m_token; }
    /// The link's whole text, with the plain scheme. It holds the token: mail bodies only.
    QByteArray text() const;
    /// The same at a bridge page. A browser sends nothing of it to the page's server
    /// (RFC 9110 4.2.5).
    QByteArray bridgeText(QByteArrayView page) const;

private:
    RecoveryLink(Purpose purpose, QString serviceId, SharedSecret token) noexcept
        : m_purpose(purpose), m_serviceId(std::move(serviceId)), m_token(std::move(token))
    {
    }

    QByteArray textAfter(QByteArrayView opening) const;

    Purpose m_purpose;
    QString m_serviceId;
    SharedSecret m_token;
};

} // namespace latchkey
