// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/async.h"

namespace latchkey {

/// Whether the keyring has an entry, without unlocking anything.
enum class Held : quint8 {
    Nowhere,
    Open,
    Locked, ///< there, but behind a password that the keyring will ask for
};

/// Asks the session's keyring (the Secret Service of freedesktop.org: GNOME Keyring, KWallet,
/// KeePassXC) over D-Bus, starting it where the session can. KeyringMissing when there is no
/// session bus or no keyring on it. Needs an event loop in the calling thread.
Future<Held> searchKeyring(const QString &service, const QString &key);

} // namespace latchkey
