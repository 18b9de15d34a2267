// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/local/keyringformat.h"

#include "services/local/base64url.h"

#include <algorithm>
#include <charconv>
#include <optional>

namespace latchkey {

namespace {

constexpr qint64 formatVersion = 1;
constexpr qsizetype longestText = 65536;

/// Walks over the text once. After the first fault nothing matches any more, so that callers look
/// at the end only, and the fault's place stays.
class Cursor
{
public:
    explicit Cursor(QByteArrayView text) noexcept : m_text(text) {}

    bool isGood() const noexcept { return m_good; }
    qsizetype place() const noexcept { return m_at; }
    bool atEnd() noexcept
    {
        skipBlanks();
        return m_at == m_text.size();
    }

    bool accept(char character) noexcept
    {
        skipBlanks();
        if (!m_good || m_at == m_text.size() || m_text[m_at] != character)
            return false;
        ++m_at;
        return true;
    }
    void expect(char character) noexcept { m_good = accept(character); }

    QByteArrayView string() noexcept
    {
        expect('"');
        if (!m_good)
            return {};
        const qsizetype end = m_text.indexOf('"', m_at);
        const QByteArrayView text = end < 0 ? QByteArrayView() : m_text.sliced(m_at, end - m_at);
        m_good = end >= 0 &&
                 std::ranges::all_of(text, [](char c) { return c > ' ' && c < 0x7f && c != '\\'; });
        if (!m_good)
            return {};
        m_at = end + 1;
        return text;
    }

    qint64 number() noexcept
    {
        skipBlanks();
        qint64 value = 0;
        const char *const end = m_text.data() + m_text.size();
        const auto [stop, error] = std::from_chars(m_text.data() + m_at, end, value);
        m_good = m_good && error == std::errc();
        if (m_good)
            m_at = stop - m_text.data();
        return value;
    }

    void reject() noexcept { m_good = false; }

private:
    void skipBlanks() noexcept
    {
        while (m_at < m_text.size() && QByteArrayView(" \t\r\n").contains(m_text[m_at]))
            ++m_at;
    }

    QByteArrayView m_text;
    qsizetype m_at = 0;
    bool m_good = true;
};

std::optional<KeyOrigin> originOf(QByteArrayView name) noexcept
{
    if (name == "generated")
        return KeyOrigin::Generated;
    if (name == "imported")
        return KeyOrigin::Imported;
    return std::nullopt;
}

QByteArrayView nameOf(KeyOrigin origin) noexcept
{
    return origin == KeyOrigin::Generated ? QByteArrayView("generated")
                                          : QByteArrayView("imported");
}

/// The members of one key. A member twice, one missing and one unknown are faults alike.
struct KeyMembers
{
    std::optional<QString> id;
    std::optional<qint64> created;
    std::optional<KeyOrigin> origin;
    SharedSecret secret;

    bool isComplete() const noexcept { return id && created && origin && secret; }
};

SharedSecret decodeSecret(QByteArrayView text)
{
    std::optional<QByteArray> bytes = base64url::decode(text);
    return bytes ? share(Secret::taking(std::move(*bytes))) : nullptr;
}

void readMember(Cursor &cursor, KeyMembers &key)
{
    const QByteArrayView name = cursor.string();
    cursor.expect(':');
    if (!cursor.isGood())
        return;
    if (name == "id" && !key.id) {
        key.id = QString::fromLatin1(cursor.string());
    } else if (name == "created" && !key.created) {
        key.created = cursor.number();
    } else if (name == "origin" && !key.origin) {
        key.origin = originOf(cursor.string());
        if (!key.origin)
            cursor.reject();
    } else if (name == "secret" && !key.secret) {
        key.secret = decodeSecret(cursor.string());
        if (!key.secret)
            cursor.reject();
    } else {
        cursor.reject();
    }
}

std::optional<SigningKey> readKey(Cursor &cursor)
{
    KeyMembers key;
    cursor.expect('{');
    do
        readMember(cursor, key);
    while (cursor.accept(','));
    cursor.expect('}');
    if (!key.isComplete())
        cursor.reject();
    if (!cursor.isGood())
        return std::nullopt;
    return SigningKey{.id = *key.id,
                      .created = Instant(std::chrono::seconds(*key.created)),
                      .secret = std::move(key.secret),
                      .origin = *key.origin};
}

void expectMember(Cursor &cursor, QByteArrayView name)
{
    if (cursor.string() != name)
        cursor.reject();
    cursor.expect(':');
}

} // namespace

Result<std::vector<SigningKey>> readKeys(QByteArrayView json)
{
    if (json.size() > longestText)
        return fail(Reason::KeyUnusable, QStringLiteral("the key ring is too long"));
    Cursor cursor(json);
    cursor.expect('{');
    expectMember(cursor, "latchkey_keys");
    if (cursor.number() != formatVersion)
        cursor.reject();
    cursor.expect(',');
    expectMember(cursor, "keys");
    cursor.expect('[');
    std::vector<SigningKey> keys;
    do {
        if (std::optional<SigningKey> key = readKey(cursor))
            keys.push_back(std::move(*key));
    } while (cursor.accept(','));
    cursor.expect(']');
    cursor.expect('}');
    if (!cursor.isGood() || !cursor.atEnd())
        return fail(
            Reason::KeyUnusable,
            QStringLiteral("the key ring is not in our format at byte %1").arg(cursor.place()));
    return keys;
}

Secret writeKeys(const std::vector<SigningKey> &keys)
{
    constexpr qsizetype besidesSecret = 160; // one allocation: growing would leave copies behind
    qsizetype size = besidesSecret;
    for (const SigningKey &key : keys)
        size += besidesSecret + key.id.size() + base64url::encodedSize(key.secret->size());
    QByteArray json;
    json.reserve(size);
    json += R"({"latchkey_keys":1,"keys":[)";
    for (bool first = true; const SigningKey &key : keys) {
        json += first ? "\n" : ",\n";
        first = false;
        json += R"({"id":")" + key.id.toLatin1() + R"(","created":)";
        json += QByteArray::number(static_cast<qint64>(key.created.time_since_epoch().count()));
        json += R"(,"origin":")";
        json += nameOf(key.origin);
        json += R"(","secret":")";
        QByteArray secret = base64url::encode(key.secret->reveal());
        json += secret;
        wipe(secret);
        json += R"("})";
    }
    json += "]}\n";
    return Secret::taking(std::move(json));
}

} // namespace latchkey
