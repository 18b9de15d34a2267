// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/local/localoptions.h"

#include <memory>

namespace latchkey {

/// The back end on this machine: accounts and requests in one database, links and codes signed
/// here, mails sent from here. Ready at once: the keys are read and the database is opened by the
/// first call, and calls wait in line until then. Where that fails every waiting call fails with
/// the same Failure, and the next call tries again.
///
/// Lives in the thread that made it, which runs an event loop; works in one thread of its own,
/// which owns the database connection, beside one that sends mail and two that hash. Its end
/// finishes every open future as cancelled, and waits for what a transaction in progress needs and
/// for `LocalOptions::closingPatience`.
class LocalService final : public RecoveryService
{
public:
    LocalService(LocalOptions options, LocalParts parts);
    ~LocalService() override;

    const ServiceDescription &description() const override;
    Future<RequestReceipt> requestReset(const EmailAddress &address) override;
    Future<AccountGlimpse> inspect(const Proof &proof) override;
    Future<ResetOutcome> resetPassword(const Proof &proof, SharedSecret password) override;
    Future<AccountGlimpse> confirmAddress(const Proof &proof) override;
    Future<AccountGlimpse> withdraw(const Proof &proof) override;

    /// Opens the database and begins to send what earlier runs left behind. Without it the first
    /// call does so.
    void resume();
    /// Waits until no mail is due or the time is up, then says how many still wait, those put off
    /// after a refusal included. TimedOut when keys or database did not answer in that time either.
    Future<int> drain(std::chrono::milliseconds atMost);

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace latchkey
