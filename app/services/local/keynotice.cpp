// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/local/keynotice.h"

#include <QStringList>

#include <utility>

namespace latchkey {

Result<void> KeyNotice::post(const KeyRing &ring)
{
    const auto posted =
        m_sql.execute("INSERT INTO latchkey_meta (key, value) VALUES ('signing_keys', ?)"
                      " ON CONFLICT (key) DO UPDATE SET value = excluded.value",
                      {textOf(ring)});
    if (!posted)
        return fail(posted.error());
    return {};
}

Result<QString> KeyNotice::read()
{
    const auto row = m_sql.row("SELECT value FROM latchkey_meta WHERE key = 'signing_keys'");
    if (!row)
        return fail(row.error());
    return *row ? (**row)[0].toString() : QString();
}

QString KeyNotice::textOf(const KeyRing &ring)
{
    QStringList ids;
    for (const SigningKey &key : ring.keys())
        ids += key.id;
    return ids.join(u' ');
}

KeyWatch::KeyWatch(SqlRunner &runner, const KeyRing &ring)
    : m_notice(runner), m_known(KeyNotice::textOf(ring))
{
}

Result<bool> KeyWatch::areStale()
{
    if (!m_pending.isEmpty())
        return true;
    auto said = m_notice.read();
    if (!said)
        return fail(said.error());
    if (said->isEmpty() || *said == m_known)
        return false;
    m_pending = std::move(*said);
    return true;
}

bool KeyWatch::adopted(const KeyRing &ring)
{
    m_known = std::exchange(m_pending, {});
    return m_known == KeyNotice::textOf(ring);
}

} // namespace latchkey
