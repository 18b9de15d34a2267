// SPDX-License-Identifier: GPL-3.0-or-later
#include "recovery/recoverylink.h"

#include <algorithm>

namespace latchkey {

namespace {

constexpr QByteArrayView scheme{"latchkey://"};
// Longest first. A scheme of a domain has no authority (RFC 8252 7.1); some programs add one.
constexpr QByteArrayView prefixes[] = {"org.latchkey.app://", "org.latchkey.app:/", scheme};
constexpr qsizetype longestServiceId = 63;
constexpr qsizetype longestToken = 2048;

bool isLowerOrDigit(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

QByteArrayView verbOf(Purpose purpose)
{
    switch (purpose) {
    case Purpose::Reset:
        return "reset";
    case Purpose::Confirm:
        return "confirm";
    case Purpose::Withdraw:
        return "withdraw";
    }
    return {};
}

bool startsWith(QByteArrayView bytes, QByteArrayView prefix)
{
    return bytes.size() >= prefix.size() &&
           bytes.first(prefix.size()).compare(prefix, Qt::CaseInsensitive) == 0;
}

std::unexpected<Failure> malformed(const char *why)
{
    return fail(Reason::LinkMalformed, QString::fromLatin1(why));
}

} // namespace

bool RecoveryLink::hasScheme(QByteArrayView bytes) noexcept
{
    return startsWith(bytes, "latchkey:") || startsWith(bytes, "org.latchkey.app:");
}

bool RecoveryLink::isServiceId(QByteArrayView bytes) noexcept
{
    return !bytes.isEmpty() && bytes.size() <= longestServiceId && isLowerOrDigit(bytes.front()) &&
           std::all_of(bytes.begin(), bytes.end(),
                       [](char c) { return isLowerOrDigit(c) || c == '-'; });
}

bool RecoveryLink::isTokenByte(char c) noexcept
{
    return isLowerOrDigit(c) || (c >= 'A' && c <= 'Z') || c == '-' || c == '_' || c == '.';
}

bool RecoveryLink::isToken(QByteArrayView bytes) noexcept
{
    return !bytes.isEmpty() && bytes.size() <= longestToken &&
           std::all_of(bytes.begin(), bytes.end(), isTokenByte);
}

Result<RecoveryLink> RecoveryLink::parse(QByteArrayView bytes)
{
    const auto *prefix = std::ranges::find_if(
        prefixes, [bytes](QByteArrayView each) { return startsWith(bytes, each); });
    if (prefix == std::end(prefixes))
        return malformed("not a latchkey:// link");
    const QByteArrayView rest = bytes.sliced(prefix->size());
    const qsizetype verbEnd = rest.indexOf('/');
    if (verbEnd < 0)
        return malformed("nothing after the verb");
    const qsizetype idEnd = rest.indexOf('/', verbEnd + 1);
    if (idEnd < 0)
        return malformed("no token");

    const QByteArrayView verb = rest.first(verbEnd);
    const QByteArrayView id = rest.sliced(verbEnd + 1, idEnd - verbEnd - 1);
    const QByteArrayView token = rest.sliced(idEnd + 1);
    for (const Purpose purpose : {Purpose::Reset, Purpose::Confirm, Purpose::Withdraw}) {
        if (verb == verbOf(purpose))
            return compose(purpose, QString::fromLatin1(id), token);
    }
    return malformed("unknown verb");
}

Result<RecoveryLink> RecoveryLink::compose(Purpose purpose, const QString &serviceId,
                                           QByteArrayView token)
{
    if (!isServiceId(serviceId.toUtf8()))
        return malformed("service id");
    if (!isToken(token))
        return malformed("token");
    return RecoveryLink(purpose, serviceId, share(Secret::copyOf(token)));
}

QByteArray RecoveryLink::text() const
{
    return textAfter(scheme);
}

QByteArray RecoveryLink::bridgeText(QByteArrayView page) const
{
    return textAfter(page.toByteArray() + '#');
}

QByteArray RecoveryLink::textAfter(QByteArrayView opening) const
{
    const QByteArrayView verb = verbOf(m_purpose);
    QByteArray text;
    // Room for all of it at once: a growing array would leave copies of the token behind.
    text.reserve(opening.size() + verb.size() + m_serviceId.size() + m_token->size() + 2);
    text.append(opening).append(verb).append('/').append(m_serviceId.toLatin1()).append('/');
    text.append(m_token->reveal());
    return text;
}

} // namespace latchkey
