// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArrayView>

namespace latchkey {

/// Whether a shared secret is one that people copy from a tutorial or forget to replace ("change
/// me", "your-secret-key", one letter repeated). Case, blanks and punctuation do not count, nor
/// does a tail of digits or a word repeated to reach some length.
bool isPlaceholderSecret(QByteArrayView secret);

} // namespace latchkey
