// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"
#include "services/local/sqlrunner.h"

namespace latchkey {

/// Counts events in named buckets over sliding windows, in the database, so that limits hold across
/// restarts and processes (P7). An event in the future, left by a clock that was set back, still
/// counts.
class Throttle
{
public:
    explicit Throttle(SqlRunner &runner) : m_sql(runner) {}

    Result<int> countSince(const QString &bucket, Instant since);
    /// How long until fewer than `limit` events lie within `window`; zero when that is so now.
    Result<std::chrono::seconds> waitFor(const QString &bucket, int limit,
                                         std::chrono::seconds window, Instant now);
    Result<void> add(const QString &bucket, Instant at);
    /// Takes the newest event back.
    Result<void> takeBack(const QString &bucket);
    Result<int> clear(const QString &bucket);

    static QString accountBucket(qint64 accountId);
    /// Where what belongs to no account is counted: 256 buckets for the whole world, chosen by the
    /// address, so that a stranger can neither grow the file nor tell the difference in work.
    static QString nobodyBucket(const QByteArray &matchKey);

private:
    SqlRunner &m_sql;
};

} // namespace latchkey
