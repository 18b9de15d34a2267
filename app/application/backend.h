// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "recovery/recoveryservice.h"
#include "settings/configuration.h"

#include <functional>
#include <memory>

namespace latchkey {

/// A mail that the demo has put into its folder, for the mailbox beside the window.
struct SentMail
{
    QString subject;
    Instant sent;
    QString text; ///< the plain-text part, decoded
};

/// Everything behind the forms, built from a configuration: store, mailer, vault and service. The
/// window loads it from a module after its first page is up (starting OpenSSL's, libcurl's and the
/// keyring's libraries costs a quarter of the time to the first page); `latchkeyctl` links it.
class Backend
{
public:
    virtual ~Backend() = default;

    virtual RecoveryService &service() = 0;
    /// Sends what is due for at most so long, then says how many mails still wait.
    virtual Future<int> drainOutbox(std::chrono::milliseconds atMost) = 0;
    /// Shows each mail of the demo after it was put into its folder, in the caller's thread. Never
    /// called for a real service.
    virtual void watchDemoMail(std::function<void(const SentMail &)> show) = 0;

protected:
    Backend() = default;
    Backend(const Backend &) = default;
    Backend &operator=(const Backend &) = default;
};

} // namespace latchkey
