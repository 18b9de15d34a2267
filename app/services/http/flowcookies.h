// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QNetworkCookieJar>

namespace latchkey {

/// The cookies of one flow. They are given back to the service that set them while the flow lasts,
/// and go with it: a sign-in that is a by-product of a reset must not live on (Flask-Security then
/// refuses every later call), and two flows must not know of each other.
class FlowCookies : private QNetworkCookieJar
{
public:
    /// Of a reply: what a cookie jar for this address accepts, at most 50.
    void take(const QList<QNetworkCookie> &cookies, const QUrl &from);
    /// The Cookie header's value for this address; empty when there are none.
    QByteArray headerFor(const QUrl &url) const;
    /// Percent-decoded; empty when there is none.
    QByteArray value(const QByteArray &name, const QUrl &url) const;
};

} // namespace latchkey
