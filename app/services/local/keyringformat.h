// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/local/keyring.h"

namespace latchkey {

/// The text form of a key ring, a small subset of JSON (blanks allowed, no escapes):
///
///     {"latchkey_keys":1,"keys":[
///       {"id":"k-1a2b3c4d","created":1700000000,"origin":"generated","secret":"<base64url>"}]}
///
/// Read and written byte by byte rather than with QJsonDocument, which would leave copies of the
/// keys in strings that nobody wipes. Judges the form alone, not whether the keys are any good.
Result<std::vector<SigningKey>> readKeys(QByteArrayView json);
Secret writeKeys(const std::vector<SigningKey> &keys);

} // namespace latchkey
