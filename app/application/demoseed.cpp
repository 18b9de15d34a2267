// SPDX-License-Identifier: GPL-3.0-or-later
#include "application/demo.h"

#include "services/local/accountstore.h"
#include "services/local/database.h"
#include "services/local/keyring.h"

#include <QLocale>

namespace latchkey {

Result<SharedSecret> seedDemo(const Configuration &configuration, const Clock &clock)
{
    const auto address = EmailAddress::parse(QString(demoAddress));
    if (!address)
        return fail(address.error());
    const auto runner = createDatabase(configuration.database.path);
    if (!runner)
        return fail(runner.error());
    const NewAccount robin{.address = *address,
                           .passwordHash = {},
                           .confirmed = true,
                           .locale = QLocale().bcp47Name()};
    if (auto added = AccountStore(**runner).add(robin, clock.now()); !added)
        return fail(added.error());
    const auto ring = KeyRing::fresh(clock.now());
    if (!ring)
        return fail(ring.error());
    return share(ring->serialise());
}

} // namespace latchkey
