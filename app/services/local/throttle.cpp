// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/local/throttle.h"

#include "services/local/sqlvalues.h"

#include <QCryptographicHash>

namespace latchkey {

Result<int> Throttle::countSince(const QString &bucket, Instant since)
{
    const auto row = m_sql.row("SELECT count(*) FROM latchkey_throttle WHERE bucket = ? AND at > ?",
                               {bucket, seconds(since)});
    if (!row)
        return fail(row.error());
    return (**row)[0].toInt();
}

Result<std::chrono::seconds> Throttle::waitFor(const QString &bucket, int limit,
                                               std::chrono::seconds window, Instant now)
{
    // The event that has to leave the window before there is room again.
    const auto row = m_sql.row("SELECT at FROM latchkey_throttle WHERE bucket = ? AND at > ?"
                               " ORDER BY at DESC LIMIT 1 OFFSET ?",
                               {bucket, seconds(now - window), limit - 1});
    if (!row)
        return fail(row.error());
    if (!*row)
        return std::chrono::seconds::zero();
    return qMin(instant((**row)[0]) + window - now, window);
}

Result<void> Throttle::add(const QString &bucket, Instant at)
{
    const auto added = m_sql.insert("INSERT INTO latchkey_throttle (bucket, at) VALUES (?, ?)",
                                    {bucket, seconds(at)});
    if (!added)
        return fail(added.error());
    return {};
}

Result<void> Throttle::takeBack(const QString &bucket)
{
    const auto taken = m_sql.execute(
        "DELETE FROM latchkey_throttle WHERE rowid ="
        " (SELECT rowid FROM latchkey_throttle WHERE bucket = ? ORDER BY at DESC LIMIT 1)",
        {bucket});
    if (!taken)
        return fail(taken.error());
    return {};
}

Result<int> Throttle::clear(const QString &bucket)
{
    return m_sql.execute("DELETE FROM latchkey_throttle WHERE bucket = ?", {bucket});
}

QString Throttle::accountBucket(qint64 accountId)
{
    return QStringLiteral("account:%1").arg(accountId);
}

QString Throttle::nobodyBucket(const QByteArray &matchKey)
{
    const QByteArray hash = QCryptographicHash::hash(matchKey, QCryptographicHash::Sha256);
    return QStringLiteral("nobody:") + QString::fromLatin1(hash.first(1).toHex());
}

} // namespace latchkey
