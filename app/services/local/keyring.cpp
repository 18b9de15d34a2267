// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/local/keyring.h"

#include "services/local/keyringformat.h"
#include "services/local/weaksecrets.h"

#include <algorithm>

namespace latchkey {

namespace {

constexpr qsizetype longestId = 32;

std::unexpected<Failure> unusable(const QString &why)
{
    return fail(Reason::KeyUnusable, why);
}

bool isKeyId(const QString &id) noexcept
{
    return !id.isEmpty() && id.size() <= longestId && std::ranges::all_of(id, [](QChar c) {
        return (c >= u'a' && c <= u'z') || (c >= u'0' && c <= u'9') || c == u'-';
    });
}

Result<QString> freshId()
{
    const Result<Secret> bytes = Secret::random(4);
    if (!bytes)
        return fail(bytes.error());
    return QStringLiteral("k-") + QString::fromLatin1(bytes->reveal().toByteArray().toHex());
}

Result<SigningKey> freshKey(Instant now)
{
    Result<QString> id = freshId();
    Result<Secret> secret = Secret::random(KeyRing::generatedSize);
    if (!id || !secret)
        return fail(id ? secret.error() : id.error());
    return SigningKey{.id = std::move(*id),
                      .created = now,
                      .secret = share(std::move(*secret)),
                      .origin = KeyOrigin::Generated};
}

/// Why a key may not sign or check anything; no failure when it may.
Result<void> judge(const SigningKey &key)
{
    if (!isKeyId(key.id))
        return unusable(QStringLiteral("a key without a proper id"));
    if (key.origin == KeyOrigin::Generated && key.secret->size() < KeyRing::generatedSize)
        return unusable(QStringLiteral("key %1 is shorter than 32 bytes").arg(key.id));
    if (key.origin == KeyOrigin::Imported && key.secret->size() < KeyRing::leastImportedSize)
        return unusable(QStringLiteral("key %1 is shorter than 16 bytes").arg(key.id));
    if (isPlaceholderSecret(key.secret->reveal()))
        return unusable(QStringLiteral("key %1 is a well-known placeholder").arg(key.id));
    return {};
}

bool isBefore(const SigningKey &left, const SigningKey &right) noexcept
{
    if (left.origin != right.origin)
        return left.origin == KeyOrigin::Imported;
    return left.created < right.created;
}

Result<void> judgeTogether(const std::vector<SigningKey> &keys)
{
    if (keys.size() > static_cast<size_t>(KeyRing::mostKeys))
        return unusable(QStringLiteral("more than %1 keys").arg(KeyRing::mostKeys));
    if (keys.empty() || keys.back().origin != KeyOrigin::Generated)
        return unusable(QStringLiteral("no key that signs"));
    for (auto key = keys.begin(); key != keys.end(); ++key) {
        const bool twice = std::any_of(keys.begin(), key, [&](const SigningKey &other) {
            return other.id == key->id ||
                   equalInConstantTime(other.secret->reveal(), key->secret->reveal());
        });
        if (twice)
            return unusable(QStringLiteral("key %1 is there twice").arg(key->id));
    }
    return {};
}

} // namespace

Result<KeyRing> KeyRing::fresh(Instant now)
{
    Result<SigningKey> key = freshKey(now);
    if (!key)
        return fail(key.error());
    std::vector<SigningKey> keys;
    keys.push_back(std::move(*key));
    return KeyRing(std::move(keys));
}

Result<KeyRing> KeyRing::fromKeys(std::vector<SigningKey> keys)
{
    for (const SigningKey &key : keys) {
        if (const Result<void> verdict = judge(key); !verdict)
            return fail(verdict.error());
    }
    std::ranges::stable_sort(keys, isBefore);
    if (const Result<void> verdict = judgeTogether(keys); !verdict)
        return fail(verdict.error());
    return KeyRing(std::move(keys));
}

Result<KeyRing> KeyRing::parse(QByteArrayView json)
{
    Result<std::vector<SigningKey>> keys = readKeys(json);
    if (!keys)
        return fail(keys.error());
    return fromKeys(std::move(*keys));
}

Result<KeyRing> KeyRing::parse(const Secret &json)
{
    return parse(json.reveal());
}

Secret KeyRing::serialise() const
{
    return writeKeys(m_keys);
}

Result<KeyRing> KeyRing::rotated(Instant now) const
{
    // The new key signs even where the clock went back since the last one was made.
    Result<SigningKey> key = freshKey(std::max(now, signing().created));
    if (!key)
        return fail(key.error());
    std::vector<SigningKey> keys = m_keys;
    keys.push_back(std::move(*key));
    return fromKeys(std::move(keys));
}

Result<KeyRing> KeyRing::withImported(const Secret &secret, Instant now) const
{
    Result<QString> id = freshId();
    if (!id)
        return fail(id.error());
    std::vector<SigningKey> keys = m_keys;
    keys.push_back(SigningKey{.id = std::move(*id),
                              .created = now,
                              .secret = share(Secret::copyOf(secret.reveal())),
                              .origin = KeyOrigin::Imported});
    return fromKeys(std::move(keys));
}

KeyRing KeyRing::withoutKeysReplacedBefore(Instant moment) const
{
    std::vector<SigningKey> kept;
    for (auto key = m_keys.begin(); key != m_keys.end(); ++key) {
        const auto successor = std::next(key);
        if (key->origin == KeyOrigin::Imported || successor == m_keys.end() ||
            successor->created >= moment)
            kept.push_back(*key);
    }
    return KeyRing(std::move(kept));
}

Result<KeyRing> KeyRing::without(const QString &id) const
{
    if (signing().id == id)
        return unusable(QStringLiteral("key %1 signs: rotate first").arg(id));
    std::vector<SigningKey> kept = m_keys;
    if (std::erase_if(kept, [&](const SigningKey &key) { return key.id == id; }) == 0)
        return fail(Failure{.reason = Reason::KeyMissing, .about = id});
    return KeyRing(std::move(kept));
}

bool KeyRing::holdsSameKeysAs(const KeyRing &other) const
{
    return equalInConstantTime(serialise().reveal(), other.serialise().reveal());
}

std::vector<SharedSecret> KeyRing::secrets() const
{
    std::vector<SharedSecret> secrets;
    secrets.reserve(m_keys.size());
    for (const SigningKey &key : m_keys)
        secrets.push_back(key.secret);
    return secrets;
}

} // namespace latchkey
