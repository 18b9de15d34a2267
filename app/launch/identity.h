// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QByteArrayView>

#include <optional>

namespace latchkey {

// What this build is called on the desktop, and what its links begin with. A development build has
// names of its own: it must not take the links of an installed program (pitfall of GitHub Desktop,
// dyad and others).
#ifdef LATCHKEY_DEVELOPMENT
inline constexpr QByteArrayView applicationId{"org.latchkey.app.devel"};
inline constexpr QByteArrayView linkScheme{"latchkey-devel"};
inline constexpr QByteArrayView runtimeFolderName{"latchkey-devel"};
#else
inline constexpr QByteArrayView applicationId{"org.latchkey.app"};
inline constexpr QByteArrayView linkScheme{"latchkey"};
inline constexpr QByteArrayView runtimeFolderName{"latchkey"};
#endif
/// The reverse-domain twin of the scheme (RFC 8252 7.1) is the application's id.
inline constexpr QByteArrayView twinScheme = applicationId;

/// Enough for any link that our grammar accepts (its token has 2,048 bytes at most), and for a
/// diagnosis of those that it does not.
inline constexpr qsizetype longestLink = 4096;

/// Begins with a scheme that this build opens, in any case. Says nothing of the rest.
bool isOurLink(QByteArrayView word) noexcept;

/// A link of the web, as a service mails one: begins with https:// or http://, in any case, and is
/// of printable ASCII. Whose it is, only the configuration knows.
bool isWebLink(QByteArrayView word) noexcept;

/// The link as `recovery` reads it: the scheme of a development build becomes the plain one.
QByteArray plainLink(const QByteArray &word);

/// `latchkey://hello/<nonce>`, which does nothing but come back: how the program finds out who
/// opens its links. The nonce is 16 to 64 letters and digits.
std::optional<QByteArray> helloNonce(QByteArrayView link);
QByteArray helloLink(QByteArrayView nonce);

} // namespace latchkey
