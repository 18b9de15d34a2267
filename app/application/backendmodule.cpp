// SPDX-License-Identifier: GPL-3.0-or-later
#include "application/backendmodule.h"

#include "application/composition.h"
#include "application/pinmatch.h"

extern "C" {

Q_DECL_EXPORT const char *latchkey_backend_version()
{
    return LATCHKEY_VERSION;
}

// C linkage is for the symbol's name alone: both sides are C++ from one build.
Q_DECL_EXPORT latchkey::Backend *latchkey_open_backend(const latchkey::Configuration &configuration,
                                                       const latchkey::Clock &clock)
{
    return latchkey::openBackend(configuration, clock).release();
}

Q_DECL_EXPORT latchkey::ServiceSetup *latchkey_open_service_setup(const latchkey::Clock &clock)
{
    return latchkey::makeServiceSetup(clock).release();
}

Q_DECL_EXPORT latchkey::Future<bool> *latchkey_match_pin(const QString &pinHash,
                                                         const latchkey::SharedSecret &pin)
{
    return std::make_unique<latchkey::Future<bool>>(latchkey::computePinMatch(pinHash, pin))
        .release();
}

} // extern "C"
