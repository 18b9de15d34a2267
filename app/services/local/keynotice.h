// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/local/keyring.h"
#include "services/local/sqlrunner.h"

namespace latchkey {

/// Tells every program that works on a database that the signing keys were changed: a key that was
/// taken away must not be believed by a window that has been open since before. The keys are in a
/// vault, which tells nobody; the notice is in the database, and names their ids alone.
class KeyNotice
{
public:
    explicit KeyNotice(SqlRunner &runner) : m_sql(runner) {}

    /// In the transaction in which the keys are stored, so that whoever reads the notice finds
    /// them.
    Result<void> post(const KeyRing &ring);
    /// Empty where nobody has posted any.
    Result<QString> read();
    /// What a notice of these keys says.
    static QString textOf(const KeyRing &ring);

private:
    SqlRunner &m_sql;
};

/// Whether the keys that a program has read are those of the last notice.
class KeyWatch
{
public:
    KeyWatch(SqlRunner &runner, const KeyRing &ring);

    /// True from the notice of other keys on, until `adopted`.
    Result<bool> areStale();
    /// The keys were read again, after areStale() had said that they should be. Where these are
    /// still not those of the notice (another person's keyring, a credential that was copied when a
    /// unit started) they are not read again before the next notice. False then.
    bool adopted(const KeyRing &ring);

private:
    KeyNotice m_notice;
    QString m_known;   ///< the notice up to which we are
    QString m_pending; ///< the one because of which keys are being read; empty without
};

} // namespace latchkey
