// SPDX-License-Identifier: GPL-3.0-or-later
#include "application/deferredservice.h"

namespace latchkey {

DeferredService::DeferredService(ServiceDescription description, QObject *parent)
    : QObject(parent), m_description(std::move(description))
{
}

void DeferredService::provide(RecoveryService &service)
{
    m_service = &service;
    for (const auto &call : std::exchange(m_waiting, {}))
        call();
}

void DeferredService::giveUp(const Failure &why)
{
    m_failure = why;
    for (const auto &call : std::exchange(m_waiting, {}))
        call();
}

template <class T>
Future<T> DeferredService::handOn(std::function<Future<T>(RecoveryService &)> call)
{
    if (m_service)
        return call(*m_service);
    if (m_failure)
        return readyFuture<T>(fail(*m_failure));

    auto promise = std::make_shared<QPromise<Result<T>>>();
    promise->start();
    m_waiting.emplace_back([this, promise, call = std::move(call)] {
        const Future<T> answer =
            m_service ? call(*m_service) : readyFuture<T>(fail(m_failure.value()));
        whenDone(answer, this, [promise](Result<T> result) {
            promise->addResult(std::move(result));
            promise->finish();
        });
    });
    return promise->future();
}

Future<RequestReceipt> DeferredService::requestReset(const EmailAddress &address)
{
    return handOn<RequestReceipt>(
        [address](RecoveryService &service) { return service.requestReset(address); });
}

Future<AccountGlimpse> DeferredService::inspect(const Proof &proof)
{
    return handOn<AccountGlimpse>(
        [proof](RecoveryService &service) { return service.inspect(proof); });
}

Future<ResetOutcome> DeferredService::resetPassword(const Proof &proof, SharedSecret password)
{
    return handOn<ResetOutcome>([proof, password = std::move(password)](RecoveryService &service) {
        return service.resetPassword(proof, password);
    });
}

Future<AccountGlimpse> DeferredService::confirmAddress(const Proof &proof)
{
    return handOn<AccountGlimpse>(
        [proof](RecoveryService &service) { return service.confirmAddress(proof); });
}

Future<AccountGlimpse> DeferredService::withdraw(const Proof &proof)
{
    return handOn<AccountGlimpse>(
        [proof](RecoveryService &service) { return service.withdraw(proof); });
}

} // namespace latchkey
