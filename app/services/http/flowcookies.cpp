// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/http/flowcookies.h"

#include <QNetworkCookie>

namespace latchkey {

namespace {
constexpr qsizetype mostCookies = 50; // RFC 6265 6.1 asks for no more from one host
constexpr qsizetype longestCookie = 4096;
} // namespace

void FlowCookies::take(const QList<QNetworkCookie> &cookies, const QUrl &from)
{
    for (const QNetworkCookie &cookie : cookies) {
        if (cookie.name().size() + cookie.value().size() <= longestCookie)
            setCookiesFromUrl({cookie}, from);
    }
    const QList<QNetworkCookie> kept = allCookies();
    if (kept.size() > mostCookies)
        setAllCookies(kept.last(mostCookies));
}

QByteArray FlowCookies::headerFor(const QUrl &url) const
{
    QByteArrayList pairs;
    for (const QNetworkCookie &cookie : cookiesForUrl(url))
        pairs += cookie.toRawForm(QNetworkCookie::NameAndValueOnly);
    return pairs.join("; ");
}

QByteArray FlowCookies::value(const QByteArray &name, const QUrl &url) const
{
    for (const QNetworkCookie &cookie : cookiesForUrl(url)) {
        if (cookie.name() == name)
            return QByteArray::fromPercentEncoding(cookie.value());
    }
    return {};
}

} // namespace latchkey
