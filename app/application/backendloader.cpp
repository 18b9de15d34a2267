// SPDX-License-Identifier: GPL-3.0-or-later
#include "application/backendloader.h"

#include "application/backendmodule.h"

#include <QCoreApplication>
#include <QLibrary>

#include <cstring>

namespace latchkey {

Result<std::unique_ptr<Backend>> loadBackend(const Configuration &configuration, const Clock &clock)
{
    QLibrary module(QCoreApplication::applicationDirPath() +
                    QStringLiteral("/../lib/latchkey/liblatchkey_backend.so"));
    // Bound now rather than at first use: a module that lacks something says so here.
    module.setLoadHints(QLibrary::ResolveAllSymbolsHint);
    if (!module.load())
        return fail(Reason::Internal, module.errorString());

    const auto version = reinterpret_cast<BackendVersion *>(module.resolve(backendVersionSymbol));
    const auto open = reinterpret_cast<OpenBackend *>(module.resolve(openBackendSymbol));
    if (!version || !open || std::strcmp(version(), LATCHKEY_VERSION) != 0)
        return fail(Reason::Internal,
                    QStringLiteral("%1 does not belong to this program").arg(module.fileName()));

    return std::unique_ptr<Backend>(open(configuration, clock));
}

} // namespace latchkey
