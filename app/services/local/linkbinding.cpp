// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/local/linkbinding.h"

#include "services/local/hkdf.h"

#include <QCryptographicHash>

namespace latchkey {

namespace {
// The same key may one day do something else.
constexpr QByteArrayView purpose{"latchkey bound link "};
} // namespace

QByteArray LinkBinding::of(const SharedSecret &deviceKey, QByteArrayView nonce)
{
    if (!deviceKey)
        return {};
    const Secret verifier =
        hmacSha256(deviceKey->reveal(), purpose.toByteArray() + nonce.toByteArray());
    QCryptographicHash challenge(QCryptographicHash::Sha256);
    challenge.addData(verifier.reveal());
    return challenge.result();
}

Result<void> LinkBinding::check(std::optional<qint64> request, const SharedSecret &deviceKey)
{
    if (!request)
        return {};
    const auto row =
        m_sql.row("SELECT nonce, binding FROM latchkey_requests WHERE id = ?", {*request});
    if (!row)
        return fail(row.error());
    if (!*row)
        return fail(Reason::LinkWithdrawn, QStringLiteral("its request is gone"));
    if ((**row)[1].isNull())
        return {};
    const QByteArray expected = (**row)[1].toByteArray();
    const QByteArray shown = of(deviceKey, (**row)[0].toByteArray());
    return equalInConstantTime(expected, shown) ? Result<void>{} : fail(Reason::LinkBoundElsewhere);
}

} // namespace latchkey
