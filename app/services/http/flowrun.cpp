// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/http/flowrun.h"

#include "services/http/replyreader.h"

#include <algorithm>

namespace latchkey {

namespace {

constexpr char formType[] = "application/x-www-form-urlencoded";

QByteArray urlEncoded(const QByteArray &text)
{
    return text.toPercentEncoding();
}

/// "a=b&c=d" of names and templates, every value filled in.
Result<Secret> formText(const NamedTemplates &fields, const Variables &variables)
{
    std::vector<std::pair<QByteArray, Secret>> filled;
    qsizetype size = 0;
    for (const auto &[name, text] : fields) {
        auto value = text.fill(variables, Escape::Form);
        if (!value)
            return fail(value.error());
        filled.emplace_back(urlEncoded(name) + '=', std::move(*value));
        size += filled.back().first.size() + filled.back().second.size() + 1;
    }
    QByteArray text;
    text.reserve(size);
    for (const auto &[name, value] : filled) {
        if (!text.isEmpty())
            text += '&';
        text.append(name).append(value.reveal());
    }
    return Secret::taking(std::move(text));
}

/// The form's own fields, those that are to be filled in left out: they come last, once.
NamedTemplates untouchedFields(const HtmlForm &form, const NamedTemplates &filled)
{
    NamedTemplates fields;
    for (const auto &[name, value] : form.fields) {
        const auto same = [&key = name](const auto &entry) { return entry.first == key; };
        if (std::any_of(filled.begin(), filled.end(), same))
            continue;
        fields.emplace_back(name, TextTemplate::literal(value));
    }
    return fields;
}

} // namespace

bool FlowMemory::holds(const Step &step) const
{
    return !step.captures.empty() &&
           std::all_of(step.captures.begin(), step.captures.end(), [this](const Capture &capture) {
               return std::holds_alternative<FormChoice>(capture.from)
                          ? forms.contains(capture.name)
                          : variables.contains(capture.name);
           });
}

FlowRun::FlowRun(Parts parts, const Flow &flow, std::shared_ptr<FlowMemory> memory, QObject *parent)
    : QObject(parent), m_parts(std::move(parts)), m_flow(flow), m_memory(std::move(memory))
{
}

Future<FlowEnd> FlowRun::start()
{
    m_promise.start();
    auto future = m_promise.future();
    runFrom(0);
    return future;
}

Result<void> FlowRun::addHeaders(const NamedTemplates &headers, HttpRequest &request) const
{
    for (const auto &[name, text] : headers) {
        auto value = text.fill(m_memory->variables, Escape::Header);
        if (!value)
            return fail(value.error());
        if (!value->isEmpty())
            request.headers.emplace_back(name, share(std::move(*value)));
    }
    return {};
}

Result<void> FlowRun::addFilledForm(const FilledForm &filled, HttpRequest &request) const
{
    const auto found = m_memory->forms.find(filled.form);
    if (found == m_memory->forms.end())
        return fail(Reason::ConfigurationFaulty, QStringLiteral("the form was not captured"));
    const auto &[form, page] = found->second;
    NamedTemplates fields = untouchedFields(form, filled.fields);
    fields.insert(fields.end(), filled.fields.begin(), filled.fields.end());
    auto text = formText(fields, m_memory->variables);
    if (!text)
        return fail(text.error());
    const auto isPassword = [](const auto &field) {
        const auto names = field.second.mentioned();
        return std::find(names.begin(), names.end(), "password") != names.end();
    };
    if (form.method == "GET" &&
        std::any_of(filled.fields.begin(), filled.fields.end(), isPassword)) {
        return fail(Reason::ServiceUnreachable,
                    QStringLiteral("the form would put the password into an address"));
    }
    request.method = form.method;
    request.url = page.resolved(QUrl(form.action, QUrl::TolerantMode));
    request.url.setFragment(QString());
    // Flask-WTF and Django compare it over https; the page's own address may hold a token.
    QUrl origin = m_parts.transport.rules().base;
    origin.setPath(QStringLiteral("/"));
    request.headers.emplace_back("Referer", share(Secret::copyOf(origin.toEncoded())));
    if (form.method == "GET") {
        request.url.setQuery(QString::fromUtf8(text->reveal()));
    } else {
        request.contentType = formType;
        request.body = share(std::move(*text));
    }
    return {};
}

Result<void> FlowRun::addBody(const Step &step, HttpRequest &request) const
{
    Result<Secret> text = Secret();
    if (const auto *json = std::get_if<JsonBody>(&step.body)) {
        text = json->document.fill(m_memory->variables, Escape::Json);
        request.contentType = "application/json";
    } else if (const auto *form = std::get_if<FormBody>(&step.body)) {
        text = formText(form->fields, m_memory->variables);
        request.contentType = formType;
    } else if (const auto *filled = std::get_if<FilledForm>(&step.body)) {
        return addFilledForm(*filled, request);
    } else {
        return {};
    }
    if (!text)
        return fail(text.error());
    request.body = share(std::move(*text));
    return {};
}

Result<HttpRequest> FlowRun::requestFor(const Step &step) const
{
    HttpRequest request{.method = step.method};
    const auto path = step.path.fill(m_memory->variables, Escape::Url);
    const auto query = formText(step.query, m_memory->variables);
    if (!path || !query)
        return fail(path ? query.error() : path.error());
    // The literal parts of a path are the profile's; what variables bring is percent-encoded.
    QByteArray address = m_parts.transport.rules().base.toEncoded(QUrl::StripTrailingSlash);
    address.append(path->reveal());
    if (!query->isEmpty())
        address.append('?').append(query->reveal());
    request.url = QUrl::fromEncoded(address, QUrl::StrictMode);
    wipe(address);
    for (const NamedTemplates *headers : {&m_parts.headers, &step.headers}) {
        if (auto added = addHeaders(*headers, request); !added)
            return fail(added.error());
    }
    if (auto added = addBody(step, request); !added)
        return fail(added.error());
    // A profile may name another type than the body's own (Amazon's services do).
    const auto named =
        std::find_if(request.headers.begin(), request.headers.end(), [](auto &entry) {
            return entry.first.compare("Content-Type", Qt::CaseInsensitive) == 0;
        });
    if (named != request.headers.end()) {
        request.contentType = named->second->reveal().toByteArray();
        request.headers.erase(named);
    }
    return request;
}

void FlowRun::runFrom(size_t step)
{
    while (step < m_flow.steps.size() && m_memory->holds(m_flow.steps[step]))
        ++step;
    if (step == m_flow.steps.size()) {
        finish(FlowEnd{.outcome = Outcome::Ok});
        return;
    }
    auto request = requestFor(m_flow.steps[step]);
    if (!request) {
        finish(fail(request.error()));
        return;
    }
    whenDone(m_parts.transport.send(*request, m_memory->cookies), this,
             [this, step](const Result<HttpReply> &reply) {
                 if (reply)
                     receive(step, *reply);
                 else
                     finish(fail(reply.error()));
             });
}

void FlowRun::receive(size_t step, const HttpReply &reply)
{
    const Step &current = m_flow.steps[step];
    ReplyReader reader(reply);
    const auto outcome = reader.judge(current.outcomes);
    if (outcome == Outcome::Ok && capture(current, reply)) {
        runFrom(step + 1);
        return;
    }
    FlowEnd end{.outcome = outcome.value_or(Outcome::Unavailable),
                .status = reply.status,
                .message = reader.message(m_flow.messages),
                .detail = QStringLiteral("step %1: status %2, %3")
                              .arg(QString::number(step + 1), QString::number(reply.status),
                                   outcome ? QStringLiteral("as the profile says")
                                           : QStringLiteral("which the profile does not know")),
                .retryAfter = reader.retryAfter(m_parts.clock.now())};
    if (outcome == Outcome::Ok) {
        end.outcome = Outcome::Unavailable;
        end.detail = QStringLiteral("step %1: what it should have brought is not there")
                         .arg(QString::number(step + 1));
    }
    finish(std::move(end));
}

bool FlowRun::capture(const Step &step, const HttpReply &reply)
{
    ReplyReader reader(reply);
    for (const auto &[name, from] : step.captures) {
        if (const auto *choice = std::get_if<FormChoice>(&from)) {
            auto form = reader.form(*choice);
            if (!form)
                return false;
            m_memory->forms.insert_or_assign(name, FlowMemory::PageForm{*form, reply.url});
            continue;
        }
        std::optional<QByteArray> value;
        if (const auto *pointer = std::get_if<JsonPointer>(&from))
            value = reader.value(*pointer);
        else if (const auto *header = std::get_if<FromHeader>(&from))
            value = reply.header(header->name);
        else if (const auto *cookie = std::get_if<FromCookie>(&from))
            value = m_memory->cookies->value(cookie->name, reply.url);
        else if (const auto *redirect = std::get_if<FromRedirect>(&from))
            value = reader.redirectParameter(redirect->parameter);
        if (!value || value->isEmpty())
            return false;
        m_memory->variables.insert_or_assign(name, share(Secret::taking(std::move(*value))));
    }
    return true;
}

void FlowRun::finish(Result<FlowEnd> end)
{
    m_promise.addResult(std::move(end));
    m_promise.finish();
    deleteLater();
}

} // namespace latchkey
