// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QByteArrayView>

#include <optional>

namespace latchkey {

/// What one start of the program tells the instance that runs already. Without a link: "come to the
/// front".
struct LaunchMessage
{
    QByteArray link = {};
    /// What lets a window come to the front (XDG_ACTIVATION_TOKEN, DESKTOP_STARTUP_ID); may be
    /// empty.
    QByteArray activationToken = {};
};

/// The activation token that this process was started with, of printable ASCII; empty when there is
/// none, or none to be trusted.
QByteArray activationTokenOfProcess();

/// What such a token may be: up to 512 bytes of printable ASCII.
bool isActivationToken(QByteArrayView token) noexcept;

/// No longer message is sent or read.
inline constexpr qsizetype longestMessage = 4096;

/// One packet. A link beyond 3,072 bytes is cut there: our grammar accepts none so long, and its
/// beginning is refused as well.
QByteArray encodeMessage(const LaunchMessage &message);
/// Nothing for anything that `encodeMessage` does not make.
std::optional<LaunchMessage> decodeMessage(QByteArrayView packet);

} // namespace latchkey
