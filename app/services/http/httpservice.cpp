// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/http/httpservice.h"

#include "core/log.h"
#include "recovery/passwordpolicy.h"

#include <algorithm>
#include <set>

namespace latchkey {

namespace {

SharedSecret secretOf(QByteArrayView bytes)
{
    return share(Secret::copyOf(bytes));
}

/// A promise that a chain of receivers fulfils.
template <class T>
class Pending
{
public:
    Pending() : m_promise(std::make_shared<QPromise<Result<T>>>()) { m_promise->start(); }

    Future<T> future() const { return m_promise->future(); }
    void give(Result<T> result) const
    {
        m_promise->addResult(std::move(result));
        m_promise->finish();
    }

private:
    std::shared_ptr<QPromise<Result<T>>> m_promise;
};

bool isTypedCode(const Proof &proof)
{
    const auto *parts = std::get_if<PartsProof>(&proof);
    return parts && parts->address;
}

/// Of the account, as far as the proof itself says.
QString maskedAddressOf(const Proof &proof)
{
    const auto *brought = std::get_if<PartsProof>(&proof);
    if (!brought)
        return {};
    if (brought->address)
        return brought->address->masked();
    for (const auto &[name, value] : brought->parts) {
        const auto address = name == "email"
                                 ? EmailAddress::parse(QString::fromUtf8(value->reveal()))
                                 : fail(Reason::AddressInvalid);
        if (address)
            return address->masked();
    }
    return {};
}

} // namespace

HttpService::HttpService(HttpParts parts, QObject *parent)
    : QObject(parent), m_description(std::move(parts.description)), m_clock(parts.clock),
      m_profile(std::move(parts.profile)), m_transport(std::move(parts.rules)),
      m_variables(std::move(parts.variables)), m_readSecrets(std::move(parts.readSecrets))
{
    m_variables.insert_or_assign(
        "base", secretOf(m_transport.rules().base.toEncoded(QUrl::StripTrailingSlash)));
}

void HttpService::withSecrets(std::function<void(const Result<Variables> &)> receive)
{
    if (!m_readSecrets) {
        receive(m_variables);
        return;
    }
    whenDone(m_readSecrets(), this,
             [this, receive = std::move(receive)](const Result<Variables> &secrets) {
                 if (secrets) {
                     m_variables.insert(secrets->begin(), secrets->end());
                     m_readSecrets = {};
                 }
                 receive(secrets ? Result<Variables>(m_variables) : secrets);
             });
}

void HttpService::run(const Flow &flow, std::shared_ptr<FlowMemory> memory,
                      std::function<void(const Result<FlowEnd> &)> receive)
{
    withSecrets([this, &flow, memory = std::move(memory),
                 receive = std::move(receive)](const Result<Variables> &variables) {
        if (!variables) {
            receive(fail(variables.error()));
            return;
        }
        memory->variables.insert(variables->begin(), variables->end());
        auto *flowRun = new FlowRun({m_transport, m_clock, m_profile->headers}, flow, memory, this);
        whenDone(flowRun->start(), this, receive);
    });
}

Failure HttpService::needsBrowser(const Flow &flow) const
{
    const auto page = flow.browser.fill(m_variables, Escape::Url);
    QByteArray address = m_transport.rules().base.toEncoded(QUrl::StripTrailingSlash);
    if (page && flow.browserBelowBase)
        address.append(page->reveal());
    else if (page && !page->isEmpty())
        address = page->reveal().toByteArray();
    return {.reason = Reason::NeedsBrowser, .about = QString::fromUtf8(address)};
}

Failure HttpService::failureOf(const FlowEnd &end) const
{
    constexpr std::chrono::seconds aMinute{60};
    switch (end.outcome) {
    case Outcome::Limited:
        return {.reason = Reason::TooManyTries,
                .detail = end.detail,
                .span = end.retryAfter.count() > 0 ? end.retryAfter : aMinute};
    case Outcome::Weak:
        return {.reason = Reason::PasswordRefused, .detail = end.detail, .about = end.message};
    case Outcome::Expired:
        return {.reason = Reason::LinkExpired, .detail = end.detail};
    case Outcome::Used:
        return {.reason = Reason::LinkUsed, .detail = end.detail};
    case Outcome::Dead:
        return {.reason = Reason::LinkNotAccepted, .detail = end.detail};
    case Outcome::WrongCode:
        return {.reason = Reason::CodeNotAccepted, .detail = end.detail};
    case Outcome::Disabled:
    case Outcome::Neutral:
        return {.reason = Reason::AccountUnavailable, .detail = end.detail};
    case Outcome::Browser:
        return needsBrowser({});
    case Outcome::Unavailable:
    case Outcome::Ok:
        break;
    }
    // The one thing an administrator can do something about; nothing in it tells of an account.
    qCWarning(logRecovery) << "service" << m_description.id << end.detail;
    return {.reason = Reason::ServiceUnreachable, .detail = end.detail};
}

Failure HttpService::proofFailureOf(const FlowEnd &end, const Proof &proof) const
{
    Failure failure = failureOf(end);
    if (isTypedCode(proof) && (end.outcome == Outcome::Dead || end.outcome == Outcome::Expired))
        failure.reason = Reason::CodeNotAccepted;
    return failure;
}

Result<RequestReceipt> HttpService::receiptOf(const Result<FlowEnd> &end, const FlowMemory &memory)
{
    constexpr int tooManyRequests = 429;
    if (!end)
        return fail(end.error());
    const bool neutral = end->outcome == Outcome::Ok || end->outcome == Outcome::Neutral ||
                         (end->outcome == Outcome::Unavailable && end->status == tooManyRequests);
    if (!neutral)
        return fail(failureOf(*end));
    for (const QByteArray &name : m_profile->carry) {
        if (const auto found = memory.variables.find(name); found != memory.variables.end())
            m_carried.insert_or_assign(name, found->second);
    }
    return RequestReceipt{.linkExpires = m_clock.now() + m_profile->linkLifetime};
}

Future<RequestReceipt> HttpService::requestReset(const EmailAddress &address)
{
    if (m_profile->request.steps.empty())
        return readyFuture<RequestReceipt>(fail(needsBrowser(m_profile->request)));
    m_requestedFor = address;
    m_carried.clear();
    auto memory = std::make_shared<FlowMemory>();
    memory->variables.emplace("email", secretOf(address.text().toUtf8()));
    const Pending<RequestReceipt> pending;
    run(m_profile->request, memory, [this, memory, pending](const Result<FlowEnd> &end) {
        pending.give(receiptOf(end, *memory));
    });
    return pending.future();
}

Result<std::shared_ptr<FlowMemory>> HttpService::memoryFor(const Proof &proof) const
{
    auto memory = std::make_shared<FlowMemory>();
    Variables &variables = memory->variables;
    if (const auto *link = std::get_if<LinkProof>(&proof)) {
        if (link->purpose != Purpose::Reset)
            return fail(Reason::LinkOtherPurpose);
        variables.emplace("token", link->token);
    } else if (const auto *parts = std::get_if<PartsProof>(&proof)) {
        for (const auto &[name, value] : parts->parts)
            variables.emplace(name, value);
        if (parts->address)
            variables.emplace("email", secretOf(parts->address->text().toUtf8()));
    } else {
        return fail(Reason::CodeNotAccepted, QStringLiteral("no service mails a code of our form"));
    }
    for (const auto &[name, value] : variables) {
        // A URL would be tidied up before it is sent, and lead elsewhere (RFC 3986 5.2.4).
        if (value->reveal() == QByteArrayView(".") || value->reveal() == QByteArrayView(".."))
            return fail(isTypedCode(proof) ? Reason::CodeNotAccepted : Reason::LinkNotAccepted,
                        QStringLiteral("a part that is a step in a path"));
    }
    variables.insert(m_carried.begin(), m_carried.end());
    // Some want the address again. Who asked here most likely brings back their own mail; where
    // that is wrong the service says no.
    if (m_requestedFor)
        variables.emplace("email", secretOf(m_requestedFor->text().toUtf8()));
    return memory;
}

bool HttpService::isOperators(const QByteArray &name) const
{
    const auto &operators = m_profile->variables;
    return m_variables.contains(name) ||
           std::any_of(operators.begin(), operators.end(),
                       [&name](const OperatorVariable &one) { return one.name == name; });
}

Result<void> HttpService::checkComplete(const Proof &proof, const FlowMemory &memory) const
{
    std::set<QByteArray> captured;
    for (const Step &step : m_profile->set.steps) {
        const bool skipped = memory.holds(step);
        for (const QByteArray &name : skipped ? std::vector<QByteArray>() : step.neededNames()) {
            const auto carries = std::find(m_profile->carry.begin(), m_profile->carry.end(), name);
            if (name == "password" || captured.contains(name) || memory.variables.contains(name) ||
                isOperators(name))
                continue;
            // What the request brought went with the run that made it.
            if (carries != m_profile->carry.end())
                return fail(isTypedCode(proof) ? Reason::CodeNotAccepted : Reason::LinkNotAccepted,
                            QStringLiteral("asked for in another run"));
            return fail(Reason::LinkMalformed,
                        QStringLiteral("without its part {%1}").arg(QString::fromLatin1(name)));
        }
        for (const Capture &capture : step.captures)
            captured.insert(capture.name);
    }
    return {};
}

Future<AccountGlimpse> HttpService::inspect(const Proof &proof)
{
    auto memory = memoryFor(proof);
    if (!memory)
        return readyFuture<AccountGlimpse>(fail(memory.error()));
    if (m_profile->set.steps.empty())
        return readyFuture<AccountGlimpse>(fail(needsBrowser(m_profile->set)));
    if (auto complete = checkComplete(proof, **memory); !complete)
        return readyFuture<AccountGlimpse>(fail(complete.error()));
    const AccountGlimpse glimpse{.maskedAddress = maskedAddressOf(proof)};
    if (!m_profile->inspect)
        return readyFuture<AccountGlimpse>(glimpse);
    const Pending<AccountGlimpse> pending;
    run(*m_profile->inspect, *memory, [this, proof, glimpse, pending](const Result<FlowEnd> &end) {
        if (!end)
            pending.give(fail(end.error()));
        else if (end->outcome == Outcome::Ok)
            pending.give(glimpse);
        else
            pending.give(fail(proofFailureOf(*end, proof)));
    });
    return pending.future();
}

Future<ResetOutcome> HttpService::resetPassword(const Proof &proof, SharedSecret password)
{
    if (auto fits = PasswordPolicy(m_description.passwordRules).check(password->reveal()); !fits)
        return readyFuture<ResetOutcome>(fail(fits.error()));
    if (m_profile->set.steps.empty())
        return readyFuture<ResetOutcome>(fail(needsBrowser(m_profile->set)));
    auto memory = memoryFor(proof);
    if (!memory)
        return readyFuture<ResetOutcome>(fail(memory.error()));
    const auto unfinished = std::exchange(m_unfinished, std::nullopt);
    if (unfinished && isSameProof(unfinished->proof, proof))
        memory = unfinished->memory;
    if (auto complete = checkComplete(proof, **memory); !complete)
        return readyFuture<ResetOutcome>(fail(complete.error()));
    (*memory)->variables.insert_or_assign("password", std::move(password));

    const Pending<ResetOutcome> pending;
    run(m_profile->set, *memory,
        [this, proof, memory = *memory, pending](const Result<FlowEnd> &end) {
            memory->variables.erase("password");
            if (!end) {
                pending.give(fail(end.error()));
            } else if (end->outcome == Outcome::Ok) {
                pending.give(ResetOutcome{.maskedAddress = maskedAddressOf(proof)});
            } else {
                if (end->outcome == Outcome::Weak)
                    m_unfinished = Unfinished{proof, memory};
                pending.give(fail(proofFailureOf(*end, proof)));
            }
        });
    return pending.future();
}

Future<AccountGlimpse> HttpService::confirmAddress(const Proof &)
{
    return readyFuture<AccountGlimpse>(fail(Reason::LinkOtherPurpose));
}

Future<AccountGlimpse> HttpService::withdraw(const Proof &)
{
    return readyFuture<AccountGlimpse>(fail(Reason::LinkOtherPurpose));
}

} // namespace latchkey
