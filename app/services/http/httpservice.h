// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "recovery/recoveryservice.h"
#include "services/http/flowrun.h"

#include <QObject>

#include <functional>

namespace latchkey {

/// What a remote service is made of.
struct HttpParts
{
    const Clock &clock;
    ServiceDescription description;
    ServiceProfile profile;
    TransportRules rules;
    Variables variables = {}; ///< the operator's, those in the vault excepted
    /// Reads those from the vault, when they are first needed; may be empty.
    std::function<Future<Variables>()> readSecrets = {};
};

/// A service that people already run, spoken to as its profile says. What it answers becomes our
/// outcomes: an unknown account is not told, a limit only where it does not depend on the account.
/// A refused password keeps what was captured, so that the next one goes on from there; anything
/// else forgets it. Lives in the caller's thread.
class HttpService final : public QObject, public RecoveryService
{
    Q_OBJECT

public:
    explicit HttpService(HttpParts parts, QObject *parent = nullptr);

    const ServiceDescription &description() const override { return m_description; }
    Future<RequestReceipt> requestReset(const EmailAddress &address) override;
    Future<AccountGlimpse> inspect(const Proof &proof) override;
    Future<ResetOutcome> resetPassword(const Proof &proof, SharedSecret password) override;
    /// LinkOtherPurpose: profiles describe no such flow.
    Future<AccountGlimpse> confirmAddress(const Proof &proof) override;
    /// Likewise.
    Future<AccountGlimpse> withdraw(const Proof &proof) override;

private:
    /// A proof whose password was refused, and what its flow knows.
    struct Unfinished
    {
        Proof proof;
        std::shared_ptr<FlowMemory> memory;
    };

    void withSecrets(std::function<void(const Result<Variables> &)> receive);
    void run(const Flow &flow, std::shared_ptr<FlowMemory> memory,
             std::function<void(const Result<FlowEnd> &)> receive);
    Result<std::shared_ptr<FlowMemory>> memoryFor(const Proof &proof) const;
    /// LinkMalformed where the proof lacks a part that saving needs.
    Result<void> checkComplete(const Proof &proof, const FlowMemory &memory) const;
    bool isOperators(const QByteArray &name) const;
    Result<RequestReceipt> receiptOf(const Result<FlowEnd> &end, const FlowMemory &memory);
    Failure failureOf(const FlowEnd &end) const;
    Failure proofFailureOf(const FlowEnd &end, const Proof &proof) const;
    Failure needsBrowser(const Flow &flow) const;

    ServiceDescription m_description;
    const Clock &m_clock;
    ServiceProfile m_profile;
    Transport m_transport;
    Variables m_variables;
    std::function<Future<Variables>()> m_readSecrets;
    Variables m_carried; ///< by the newest request
    std::optional<EmailAddress> m_requestedFor;
    std::optional<Unfinished> m_unfinished;
};

} // namespace latchkey
