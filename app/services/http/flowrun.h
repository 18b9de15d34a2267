// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"
#include "services/http/htmlform.h"
#include "services/http/serviceprofile.h"
#include "services/http/transport.h"

#include <QPromise>

#include <map>
#include <memory>

namespace latchkey {

/// What a flow has learned so far. It outlives a run only where a refused password may be followed
/// by another with the same proof.
struct FlowMemory
{
    struct PageForm
    {
        HtmlForm form;
        QUrl page;
    };

    Variables variables;
    std::map<QByteArray, PageForm> forms;
    std::shared_ptr<FlowCookies> cookies = std::make_shared<FlowCookies>();

    bool holds(const Step &step) const;
};

/// How a flow came to its end.
struct FlowEnd
{
    Outcome outcome = Outcome::Unavailable;
    int status = 0;
    QString message; ///< the service's own words
    QString detail;  ///< for the log: which step, which status
    std::chrono::seconds retryAfter{};
};

/// Runs the steps of one flow in their order: fills in, sends, judges, captures. A step whose
/// captures are all held is skipped. Goes when it is done; the memory, flow and transport outlive
/// it.
class FlowRun final : public QObject
{
    Q_OBJECT

public:
    struct Parts
    {
        Transport &transport;
        const Clock &clock;
        NamedTemplates headers; ///< of every step
    };

    FlowRun(Parts parts, const Flow &flow, std::shared_ptr<FlowMemory> memory, QObject *parent);

    /// Fails with what the transport says, and ConfigurationFaulty when a step cannot be filled in.
    Future<FlowEnd> start();

private:
    Result<HttpRequest> requestFor(const Step &step) const;
    Result<void> addBody(const Step &step, HttpRequest &request) const;
    Result<void> addFilledForm(const FilledForm &filled, HttpRequest &request) const;
    Result<void> addHeaders(const NamedTemplates &headers, HttpRequest &request) const;
    void runFrom(size_t step);
    void receive(size_t step, const HttpReply &reply);
    bool capture(const Step &step, const HttpReply &reply);
    void finish(Result<FlowEnd> end);

    Parts m_parts;
    const Flow &m_flow;
    std::shared_ptr<FlowMemory> m_memory;
    QPromise<Result<FlowEnd>> m_promise;
};

} // namespace latchkey
