// SPDX-License-Identifier: GPL-3.0-or-later
#include "application/httpbackend.h"

#include "application/composition.h"
#include "application/httpparts.h"

namespace latchkey {

namespace {

/// Stands for a service that the settings do not give.
class AbsentService final : public RecoveryService
{
public:
    AbsentService(ServiceDescription description, Failure why)
        : m_description(std::move(description)), m_why(std::move(why))
    {
    }

    const ServiceDescription &description() const override { return m_description; }
    Future<RequestReceipt> requestReset(const EmailAddress &) override { return no(); }
    Future<AccountGlimpse> inspect(const Proof &) override { return no(); }
    Future<ResetOutcome> resetPassword(const Proof &, SharedSecret) override { return no(); }
    Future<AccountGlimpse> confirmAddress(const Proof &) override { return no(); }
    Future<AccountGlimpse> withdraw(const Proof &) override { return no(); }

private:
    struct No
    {
        const Failure &why;
        template <class T>
        operator Future<T>() const
        {
            return readyFuture<T>(fail(why));
        }
    };
    No no() const { return {m_why}; }

    ServiceDescription m_description;
    Failure m_why;
};

Result<std::unique_ptr<RecoveryService>> makeService(const Configuration &configuration,
                                                     const Clock &clock)
{
    auto parts = httpPartsOf(configuration, clock);
    if (!parts)
        return fail(parts.error());
    return std::make_unique<HttpService>(std::move(*parts));
}

class HttpBackend final : public Backend
{
public:
    explicit HttpBackend(std::unique_ptr<RecoveryService> service) : m_service(std::move(service))
    {
    }

    RecoveryService &service() override { return *m_service; }
    // The service sends its own mail.
    Future<int> drainOutbox(std::chrono::milliseconds) override { return readyFuture<int>(0); }
    void watchDemoMail(std::function<void(const SentMail &)>) override {}

private:
    std::unique_ptr<RecoveryService> m_service;
};

} // namespace

std::unique_ptr<Backend> openHttpBackend(const Configuration &configuration, const Clock &clock)
{
    auto service = makeService(configuration, clock);
    if (!service) {
        return std::make_unique<HttpBackend>(std::make_unique<AbsentService>(
            describeService(configuration), std::move(service.error())));
    }
    return std::make_unique<HttpBackend>(std::move(*service));
}

} // namespace latchkey
