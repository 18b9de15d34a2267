// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/vault/memoryvault.h"

#include <QCoreApplication>

namespace latchkey {

namespace {

Failure missing(const QString &name)
{
    return {.reason = Reason::KeyMissing, .about = name};
}

} // namespace

Future<SharedSecret> MemoryVault::read(const QString &name)
{
    const auto found = m_secrets.constFind(name);
    if (found == m_secrets.cend())
        return readyFuture<SharedSecret>(fail(missing(name)));
    return readyFuture<SharedSecret>(*found);
}

Future<bool> MemoryVault::write(const QString &name, SharedSecret secret)
{
    m_secrets.emplace(name, std::move(secret));
    return readyFuture<bool>(true);
}

Future<bool> MemoryVault::remove(const QString &name)
{
    if (m_secrets.remove(name) == 0)
        return readyFuture<bool>(fail(missing(name)));
    return readyFuture<bool>(true);
}

QString MemoryVault::place() const
{
    return QCoreApplication::translate("latchkey::Vault", "this program's memory");
}

} // namespace latchkey
