// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "recovery/recoveryservice.h"

#include <QObject>

#include <functional>
#include <vector>

namespace latchkey {

/// Stands in front of a service that is not there yet: the first page is up before the back end's
/// libraries are loaded. Calls made in that time wait and are handed on in order; when the back end
/// cannot be had they all fail with its reason. Lives in the window's thread.
class DeferredService final : public QObject, public RecoveryService
{
    Q_OBJECT

public:
    explicit DeferredService(ServiceDescription description, QObject *parent = nullptr);

    /// Hands on what waited. The service outlives this object.
    void provide(RecoveryService &service);
    void giveUp(const Failure &why);

    const ServiceDescription &description() const override { return m_description; }
    Future<RequestReceipt> requestReset(const EmailAddress &address) override;
    Future<AccountGlimpse> inspect(const Proof &proof) override;
    Future<ResetOutcome> resetPassword(const Proof &proof, SharedSecret password) override;
    Future<AccountGlimpse> confirmAddress(const Proof &proof) override;
    Future<AccountGlimpse> withdraw(const Proof &proof) override;

private:
    template <class T>
    Future<T> handOn(std::function<Future<T>(RecoveryService &)> call);

    ServiceDescription m_description;
    RecoveryService *m_service = nullptr;
    std::optional<Failure> m_failure;
    std::vector<std::function<void()>> m_waiting;
};

} // namespace latchkey
