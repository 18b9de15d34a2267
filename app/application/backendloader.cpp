// SPDX-License-Identifier: GPL-3.0-or-later
#include "application/backendloader.h"

#include "application/backendmodule.h"

#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>
#include <QLibrary>

#include <cstring>

#include <dlfcn.h>

namespace latchkey {

namespace {

constexpr QLatin1String modulePath("/../lib/latchkey/liblatchkey_backend.so");

/// The entry of the module by its name.
Result<QFunctionPointer> resolve(const char *symbol)
{
    QLibrary module(QCoreApplication::applicationDirPath() + modulePath);
    // Bound now rather than at first use: a module that lacks something says so here.
    module.setLoadHints(QLibrary::ResolveAllSymbolsHint);
    if (!module.load())
        return fail(Reason::Internal, module.errorString());
    const auto version = reinterpret_cast<BackendVersion *>(module.resolve(backendVersionSymbol));
    const QFunctionPointer entry = module.resolve(symbol);
    if (!version || !entry || std::strcmp(version(), LATCHKEY_VERSION) != 0)
        return fail(Reason::Internal,
                    QStringLiteral("%1 does not belong to this program").arg(module.fileName()));
    return entry;
}

} // namespace

Result<std::unique_ptr<Backend>> loadBackend(const Configuration &configuration, const Clock &clock)
{
    const auto open = resolve(openBackendSymbol);
    if (!open)
        return fail(open.error());
    return std::unique_ptr<Backend>(reinterpret_cast<OpenBackend *>(*open)(configuration, clock));
}

Result<std::unique_ptr<ServiceSetup>> loadServiceSetup(const Clock &clock)
{
    const auto open = resolve(openServiceSetupSymbol);
    if (!open)
        return fail(open.error());
    return std::unique_ptr<ServiceSetup>(reinterpret_cast<OpenServiceSetup *>(*open)(clock));
}

std::jthread preloadBackend()
{
    // Qt tells where the program is only once there is an application.
    const QString program = QFileInfo(QStringLiteral("/proc/self/exe")).symLinkTarget();
    const QByteArray path = QFile::encodeName(QFileInfo(program).path() + modulePath);
    return std::jthread([path] { (void)::dlopen(path.constData(), RTLD_NOW | RTLD_LOCAL); });
}

Future<bool> matchPin(const QString &pinHash, const SharedSecret &pin)
{
    const auto match = resolve(matchPinSymbol);
    if (!match)
        return readyFuture<bool>(fail(match.error()));
    const std::unique_ptr<Future<bool>> future(reinterpret_cast<MatchPin *>(*match)(pinHash, pin));
    return *future;
}

} // namespace latchkey
