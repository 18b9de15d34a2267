// SPDX-License-Identifier: GPL-3.0-or-later
#include "launch/identity.h"

#include "recovery/recoverylink.h"

#include <algorithm>

namespace latchkey {

namespace {

constexpr qsizetype shortestNonce = 16;
constexpr qsizetype longestNonce = 64;

bool hasScheme(QByteArrayView word, QByteArrayView scheme) noexcept
{
    return word.size() > scheme.size() && word[scheme.size()] == ':' &&
           word.first(scheme.size()).compare(scheme, Qt::CaseInsensitive) == 0;
}

bool isNonce(QByteArrayView bytes)
{
    return bytes.size() >= shortestNonce && bytes.size() <= longestNonce &&
           std::ranges::all_of(bytes, [](char c) {
               return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
           });
}

} // namespace

bool isOurLink(QByteArrayView word) noexcept
{
    return RecoveryLink::hasScheme(word) || hasScheme(word, linkScheme) ||
           hasScheme(word, twinScheme);
}

bool isWebLink(QByteArrayView word) noexcept
{
    constexpr QByteArrayView secure{"https://"};
    constexpr QByteArrayView plain{"http://"};
    const auto begins = [word](QByteArrayView scheme) {
        return word.size() > scheme.size() &&
               word.first(scheme.size()).compare(scheme, Qt::CaseInsensitive) == 0;
    };
    return (begins(secure) || begins(plain)) &&
           std::ranges::all_of(word, [](char c) { return c > ' ' && c < 0x7f; });
}

QByteArray plainLink(const QByteArray &word)
{
    for (const QByteArrayView scheme : {linkScheme, twinScheme}) {
        if (hasScheme(word, scheme) && !RecoveryLink::hasScheme(word))
            return QByteArray("latchkey").append(word.sliced(scheme.size()));
    }
    return word;
}

std::optional<QByteArray> helloNonce(QByteArrayView link)
{
    constexpr QByteArrayView verb{"://hello/"};
    const qsizetype colon = link.indexOf(':');
    if (!isOurLink(link) || !link.sliced(colon).startsWith(verb))
        return std::nullopt;
    const QByteArrayView nonce = link.sliced(colon + verb.size());
    if (!isNonce(nonce))
        return std::nullopt;
    return nonce.toByteArray();
}

QByteArray helloLink(QByteArrayView nonce)
{
    return QByteArray().append(linkScheme).append("://hello/").append(nonce);
}

} // namespace latchkey
