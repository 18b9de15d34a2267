// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/secret.h"

#include <QByteArray>
#include <QUrl>

#include <utility>
#include <vector>

namespace latchkey {

/// What goes out. A secret may stand in the address as well (a token in a path), so neither is ever
/// logged.
struct HttpRequest
{
    QByteArray method;
    QUrl url;
    std::vector<std::pair<QByteArray, SharedSecret>> headers;
    QByteArray contentType; ///< empty without a body
    SharedSecret body;      ///< null: none
};

/// What came back, whatever its status: head and body at most 64 KiB each, never compressed.
struct HttpReply
{
    int status = 0;
    QUrl url; ///< what was asked for
    std::vector<std::pair<QByteArray, QByteArray>> headers;
    QByteArray body;

    /// The first of that name, in any case; empty when there is none.
    QByteArray header(const QByteArray &name) const
    {
        for (const auto &[key, value] : headers) {
            if (key.compare(name, Qt::CaseInsensitive) == 0)
                return value;
        }
        return {};
    }
    /// Where a redirect leads; nobody follows it. Empty when it is none.
    QUrl redirectTarget() const
    {
        const QByteArray location = header("Location");
        return status < 300 || status > 399 || location.isEmpty()
                   ? QUrl()
                   : url.resolved(QUrl::fromEncoded(location, QUrl::StrictMode));
    }
};

} // namespace latchkey
