// SPDX-License-Identifier: GPL-3.0-or-later
#include "launch/hardening.h"

#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <cstdlib>

namespace latchkey {

namespace {

constexpr const char *codeLoading[] = {
    "QT_PLUGIN_PATH",         "QT_QPA_PLATFORM_PLUGIN_PATH",
    "QT_QPA_GENERIC_PLUGINS", "QT_STYLE_OVERRIDE",
    "OPENSSL_CONF",           "OPENSSL_MODULES",
    "OPENSSL_ENGINES",        "SSLKEYLOGFILE",
};

} // namespace

void hardenProcess()
{
    const rlimit none{.rlim_cur = 0, .rlim_max = 0};
    setrlimit(RLIMIT_CORE, &none);
    // Also closes /proc/self/mem and ptrace to other processes of the same user.
    prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
    umask(077);
    for (const char *name : codeLoading)
        unsetenv(name); // NOLINT(concurrency-mt-unsafe): before there is a second thread
}

} // namespace latchkey
