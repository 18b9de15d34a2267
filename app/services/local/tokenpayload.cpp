// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/local/tokenpayload.h"

#include "core/secret.h"
#include "services/local/base64url.h"
#include "services/local/jsonstring.h"

#include <array>

namespace latchkey {

namespace {

constexpr QByteArrayView beforeDatabase{R"({"d":")"};
constexpr QByteArrayView beforeNonce{R"(","i":")"};
constexpr QByteArrayView atEnd{R"("})"};
constexpr qsizetype nonceTextSize = base64url::encodedSize(nonceSize);
constexpr qsizetype nonceStart = beforeDatabase.size() + databaseIdSize + beforeNonce.size();
constexpr qsizetype referenceSize = nonceStart + nonceTextSize + atEnd.size();

// Six bytes make eight characters and twelve make sixteen, so both begin on a character's edge, and
// all tokens of one database begin with the same text.
constexpr QByteArrayView tokenStart{"eyJkIjoi"};
constexpr qsizetype idTextSize = base64url::encodedSize(databaseIdSize);
static_assert(base64url::encodedSize(beforeDatabase.size()) == tokenStart.size());
static_assert(beforeDatabase.size() % 3 == 0 && databaseIdSize % 3 == 0);

bool isDatabaseId(QByteArrayView text) noexcept
{
    std::array<unsigned char, base64url::decodedSize(databaseIdSize)> bytes{};
    return text.size() == databaseIdSize && base64url::decodeTo(bytes, text) >= 0;
}

std::optional<RequestReference> readReference(QByteArrayView json)
{
    if (json.size() != referenceSize || !json.startsWith(beforeDatabase) ||
        json.sliced(beforeDatabase.size() + databaseIdSize, beforeNonce.size()) != beforeNonce ||
        !json.endsWith(atEnd))
        return std::nullopt;
    const QByteArrayView databaseId = json.sliced(beforeDatabase.size(), databaseIdSize);
    std::optional<QByteArray> nonce = base64url::decode(json.sliced(nonceStart, nonceTextSize));
    if (!isDatabaseId(databaseId) || !nonce)
        return std::nullopt;
    return RequestReference{.databaseId = databaseId.toByteArray(), .nonce = std::move(*nonce)};
}

Result<QByteArray> freshBytes(qsizetype size)
{
    const Result<Secret> bytes = Secret::random(size);
    if (!bytes)
        return fail(bytes.error());
    return bytes->reveal().toByteArray();
}

} // namespace

Result<TokenPayload> parseTokenPayload(QByteArrayView json)
{
    if (std::optional<RequestReference> reference = readReference(json))
        return TokenPayload(std::move(*reference));
    if (std::optional<QString> text = readJsonString(json))
        return TokenPayload(BareAddress{std::move(*text)});
    return fail(Reason::LinkDamaged, QStringLiteral("a payload of another form"));
}

QByteArray composeTokenPayload(QByteArrayView databaseId, QByteArrayView nonce)
{
    Q_ASSERT(isDatabaseId(databaseId) && nonce.size() == nonceSize);
    QByteArray json;
    json.reserve(referenceSize);
    json.append(beforeDatabase).append(databaseId).append(beforeNonce);
    json.append(base64url::encode(nonce)).append(atEnd);
    return json;
}

Result<QByteArray> freshDatabaseId()
{
    const Result<QByteArray> bytes = freshBytes(base64url::decodedSize(databaseIdSize));
    if (!bytes)
        return fail(bytes.error());
    return base64url::encode(*bytes);
}

Result<QByteArray> freshNonce()
{
    return freshBytes(nonceSize);
}

bool namesOtherDatabase(QByteArrayView token, QByteArrayView databaseId) noexcept
{
    if (token.size() < tokenStart.size() + idTextSize || !token.startsWith(tokenStart))
        return false;
    std::array<unsigned char, databaseIdSize> named{};
    if (base64url::decodeTo(named, token.sliced(tokenStart.size(), idTextSize)) < 0)
        return false;
    const QByteArrayView id(named.data(), databaseIdSize);
    return isDatabaseId(id) && id != databaseId;
}

} // namespace latchkey
