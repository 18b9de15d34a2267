// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/secret.h"

#include <optional>

namespace latchkey {

/// Who may read a file of secrets beside its owner.
enum class PrivateTo : quint8 {
    Owner,             ///< mode 0600 or less, owned by us or by root
    SystemdCredential, ///< also root:root with mode 0440: how systemd shows that one user more has
                       ///< been let in by an access list
};

/// The bytes of a small file that nobody else may read; nothing when there is no such file.
/// CredentialUnsafe for a link, anything but an ordinary file, another owner or open permissions;
/// FileUnreadable for the rest and beyond 64 KiB. About is the path. Never waits.
Result<std::optional<Secret>> readPrivateFile(const QString &path, PrivateTo readers);

/// Makes a new file of mode 0600, on the disk when it returns. FileUnreadable with the path when
/// something of that name is there, or it cannot be written; nothing is left behind then.
Result<void> createPrivateFile(const QString &path, QByteArrayView bytes);

/// Puts `bytes` in the place of the file, whole or not at all, on the disk when it returns; mode
/// 0600. FileUnreadable with the path when that cannot be done; the old file is then untouched.
Result<void> replacePrivateFile(const QString &path, QByteArrayView bytes);

} // namespace latchkey
