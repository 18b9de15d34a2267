// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/http/servicescout.h"

#include <QRandomGenerator>

#include <algorithm>
#include <set>

namespace latchkey {

namespace {

/// A second question shows whether it was the question or the place that could not be asked.
constexpr int enoughUnreachable = 2;

SharedSecret secretOf(QByteArrayView bytes)
{
    return share(Secret::copyOf(bytes));
}

bool isHostAlone(const QUrl &address)
{
    return address.path().isEmpty() || address.path() == QLatin1String("/");
}

Variables withBase(Variables variables, const QUrl &base)
{
    variables.insert_or_assign("base", secretOf(base.toEncoded(QUrl::StripTrailingSlash)));
    return variables;
}

} // namespace

ServiceScout::ServiceScout(const Clock &clock, QObject *parent) : QObject(parent), m_clock(clock) {}

ServiceScout::~ServiceScout() = default;

Future<std::vector<Sighting>> ServiceScout::recognise(const TransportRules &rules,
                                                      const std::vector<ServiceProfile> &profiles)
{
    m_rules = rules;
    m_questions.clear();
    m_seen.clear();
    m_unreachable = 0;
    m_answered = false;
    for (const ServiceProfile &profile : profiles) {
        if (!profile->recognise)
            continue;
        m_questions.push_back({profile, rules.base});
        if (profile->usualPath.isEmpty() || !isHostAlone(rules.base))
            continue;
        QUrl below = rules.base;
        below.setPath(profile->usualPath);
        m_questions.push_back({profile, below});
    }
    std::ranges::stable_partition(
        m_questions, [](const Question &question) { return question.profile->ranAgainstReal; });
    m_promise = std::make_shared<QPromise<Result<std::vector<Sighting>>>>();
    m_promise->start();
    const auto future = m_promise->future();
    askFrom(0);
    return future;
}

void ServiceScout::askFrom(size_t question)
{
    if (question == m_questions.size()) {
        finish(std::move(m_seen));
        return;
    }
    const auto &[profile, address] = m_questions[question];
    m_rules.base = address;
    m_transport = std::make_unique<Transport>(m_rules);
    auto memory = std::make_shared<FlowMemory>();
    memory->variables = withBase({}, address);
    auto *run = new FlowRun({*m_transport, m_clock, {}}, *profile->recognise, memory, this);
    whenDone(run->start(), this, [this, question](const Result<FlowEnd> &end) {
        if (end) {
            m_answered = true;
            if (end->outcome == Outcome::Ok)
                m_seen.push_back(
                    {m_questions[question].profile->id, m_questions[question].address});
        } else if (end.error().reason != Reason::ServiceUnreachable ||
                   (++m_unreachable == enoughUnreachable && !m_answered)) {
            finish(fail(end.error()));
            return;
        }
        askFrom(question + 1);
    });
}

void ServiceScout::finish(Result<std::vector<Sighting>> result)
{
    m_promise->addResult(std::move(result));
    m_promise->finish();
}

Future<FlowEnd> tryRequest(const ServiceProfile &profile, const TransportRules &rules,
                           const Variables &variables, const Clock &clock)
{
    auto *transport = new Transport(rules);
    auto memory = std::make_shared<FlowMemory>();
    memory->variables = withBase(variables, rules.base);
    // RFC 6761 6.4: no such domain will ever be; the number keeps a throttle for one address out.
    const QByteArray nobody = "nobody-" +
                              QByteArray::number(QRandomGenerator::system()->generate(), 16) +
                              "@example.invalid";
    memory->variables.insert_or_assign("email", secretOf(nobody));
    // The flow has to outlive its run, and belongs to the profile.
    auto *run =
        new FlowRun({*transport, clock, profile->headers}, profile->request, memory, transport);
    auto future = run->start();
    whenDone(future, transport,
             [transport, profile](const Result<FlowEnd> &) { transport->deleteLater(); });
    return future;
}

} // namespace latchkey
