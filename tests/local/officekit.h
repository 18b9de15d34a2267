// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/local/keyring.h"
#include "services/local/recoveryoffice.h"
#include "tests/local/storekit.h"
#include "tests/support/recordingmailer.h"

namespace latchkey::testing {

/// The least that Argon2 takes, for tests in which hashing is not the point.
inline constexpr HashCost cheapHash{
    .memoryKiB = 32, .passes = 1, .lanes = 1, .floor = HashFloor::WaivedForTests};

inline LocalOptions officeOptions(const StoreFolder &folder)
{
    LocalOptions options;
    options.description.id = QStringLiteral("test");
    options.databasePath = folder.path();
    options.device = QStringLiteral("test");
    options.hashCost = cheapHash;
    return options;
}

inline Result<std::unique_ptr<RecoveryOffice>> openOffice(const LocalOptions &options,
                                                          const Clock &clock, const KeyRing &ring)
{
    return RecoveryOffice::open(
        options, {.clock = clock,
                  .mailer = std::make_shared<RecordingMailer>(std::make_shared<Mailbox>()),
                  .ring = share(ring.serialise())});
}

} // namespace latchkey::testing
