// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/secret.h"
#include "services/local/sqlrunner.h"

#include <optional>

namespace latchkey {

/// Ties the links of a request to whoever asked (in the spirit of RFC 7636, as RFC 8252 8.1 wants
/// it of schemes that others may take): with the request lies the SHA-256 of a verifier that takes
/// the asker's device key to make, HMAC-SHA256 of the request's nonce under that key. Neither the
/// row nor the mail says anything of either, and no two requests show that they are of one person.
class LinkBinding
{
public:
    explicit LinkBinding(SqlRunner &runner) : m_sql(runner) {}

    /// What is kept with a request of that nonce; null without a key, for links that open anywhere.
    static QByteArray of(const SharedSecret &deviceKey, QByteArrayView nonce);

    /// Whether this request's links open with that key, which may be null. LinkBoundElsewhere;
    /// LinkWithdrawn where the request is gone. Of no request (a foreign token) nothing is bound.
    /// Compares in constant time.
    Result<void> check(std::optional<qint64> request, const SharedSecret &deviceKey);

private:
    SqlRunner &m_sql;
};

} // namespace latchkey
