// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"
#include "core/result.h"
#include "core/secret.h"

#include <QByteArrayView>
#include <QString>

#include <vector>

namespace latchkey {

enum class KeyOrigin : quint8 {
    Generated, ///< by us: 32 random bytes
    Imported,  ///< a secret shared with another application; checks tokens, signs none
};

struct SigningKey
{
    QString id; ///< for people and logs: "k-" and eight hexadecimal digits; says nothing of the key
    Instant created;
    SharedSecret secret;
    KeyOrigin origin = KeyOrigin::Generated;
};

/// The signing keys of one service, imported ones first, then oldest to newest. There is always a
/// generated one at the end, and that one signs. An immutable value: changing it makes another,
/// which the vault then stores whole.
class KeyRing
{
public:
    static constexpr qsizetype generatedSize = 32;
    static constexpr qsizetype leastImportedSize = 16;
    static constexpr int mostKeys = 16;

    /// A ring of one new key. Internal when the system's generator fails.
    static Result<KeyRing> fresh(Instant now);
    /// The text of `serialise()`. KeyUnusable when it is not in our format or a key in it is too
    /// weak; detail says where, never what.
    static Result<KeyRing> parse(QByteArrayView json);
    static Result<KeyRing> parse(const Secret &json);
    /// JSON, with the keys in clear: for the vault and for an export that the operator asked for.
    Secret serialise() const;

    /// With a new signing key; the others go on checking. KeyUnusable when the ring is full.
    Result<KeyRing> rotated(Instant now) const;
    /// With a secret of another application, as its bytes (a Flask SECRET_KEY). KeyUnusable when it
    /// is shorter than 16 bytes, is a known placeholder, or is in the ring already.
    Result<KeyRing> withImported(const Secret &secret, Instant now) const;
    /// Without the generated keys that had a successor before that moment: give now minus the
    /// greatest lifetime of a link, and no live link dies. Imported keys stay.
    KeyRing withoutKeysReplacedBefore(Instant moment) const;
    /// Without that key. KeyMissing when there is none of that id; KeyUnusable when it is the one
    /// that signs.
    Result<KeyRing> without(const QString &id) const;

    /// Whether both would sign and check the same.
    bool holdsSameKeysAs(const KeyRing &other) const;

    const std::vector<SigningKey> &keys() const noexcept { return m_keys; }
    const SigningKey &signing() const noexcept { return m_keys.back(); }
    /// As TimedTokenSigner wants them.
    std::vector<SharedSecret> secrets() const;

private:
    static Result<KeyRing> fromKeys(std::vector<SigningKey> keys);
    explicit KeyRing(std::vector<SigningKey> keys) noexcept : m_keys(std::move(keys)) {}

    std::vector<SigningKey> m_keys;
};

} // namespace latchkey
