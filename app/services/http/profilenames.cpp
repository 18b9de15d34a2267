// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/http/profilenames.h"

#include "recovery/linkpattern.h"
#include "services/http/jsonreader.h"

#include <algorithm>

namespace latchkey {

namespace {

using Names = QStringList;

/// Checks the templates of one flow, in the order in which its steps run.
class FlowNames
{
public:
    FlowNames(Names known, ProfileFaults &faults) : m_known(std::move(known)), m_faults(faults) {}

    void check(const Flow &flow, const JsonPointer &at)
    {
        check(flow.browser, at.child(QStringLiteral("browser")));
        const JsonPointer steps = at.child(QStringLiteral("steps"));
        for (size_t i = 0; i < flow.steps.size(); ++i)
            check(flow.steps[i], steps.child(static_cast<qsizetype>(i)));
    }

    const Names &known() const { return m_known; }

private:
    void check(const TextTemplate &text, const JsonPointer &at)
    {
        for (const QByteArray &name : text.needed())
            need(name, m_known, at);
    }

    void check(const NamedTemplates &templates, const JsonPointer &at)
    {
        for (const auto &[name, text] : templates)
            check(text, at.child(QString::fromUtf8(name)));
    }

    void check(const Step &step, const JsonPointer &at)
    {
        check(step.path, at.child(QStringLiteral("path")));
        check(step.query, at.child(QStringLiteral("query")));
        check(step.headers, at.child(QStringLiteral("headers")));
        if (const auto *json = std::get_if<JsonBody>(&step.body)) {
            check(json->document, at.child(QStringLiteral("json")));
        } else if (const auto *form = std::get_if<FormBody>(&step.body)) {
            check(form->fields, at.child(QStringLiteral("form")));
        } else if (const auto *filled = std::get_if<FilledForm>(&step.body)) {
            const JsonPointer fill = at.child(QStringLiteral("fill"));
            need(filled->form, m_forms, fill.child(QStringLiteral("form")));
            check(filled->fields, fill.child(QStringLiteral("fields")));
        }
        for (const Capture &capture : step.captures) {
            const bool isForm = std::holds_alternative<FormChoice>(capture.from);
            (isForm ? m_forms : m_known) += QString::fromUtf8(capture.name);
        }
    }

    void need(const QByteArray &name, const Names &among, const JsonPointer &at)
    {
        const QString text = QString::fromUtf8(name);
        if (!among.contains(text)) {
            m_faults.push_back(
                {.pointer = at.text(),
                 .why = QStringLiteral("nothing gives {%1}").arg(text) + nearestHint(text, among)});
        }
    }

    Names m_known;
    Names m_forms;
    ProfileFaults &m_faults;
};

/// What a link of this service may bring, and what is wrong with its patterns.
Names linkNames(const ProfileContent &profile, ProfileFaults &faults)
{
    Names names;
    const QUrl base(QStringLiteral("https://service.example"));
    for (qsizetype i = 0; i < profile.links.size(); ++i) {
        const auto pattern = LinkPattern::parse(profile.links[i], base);
        if (pattern) {
            for (const QByteArray &name : pattern->names())
                names += QString::fromLatin1(name);
        } else {
            faults.push_back(
                {.pointer = QStringLiteral("/links/%1").arg(i), .why = pattern.error().detail});
        }
    }
    return names;
}

} // namespace

void checkNames(const ProfileContent &profile, ProfileFaults &faults)
{
    Names everywhere = {QStringLiteral("base")};
    for (const OperatorVariable &variable : profile.variables) {
        if (variable.required || variable.secret || !variable.fallback.isEmpty())
            everywhere += QString::fromLatin1(variable.name);
    }
    const JsonPointer root;
    if (profile.recognise) {
        FlowNames({QStringLiteral("base")}, faults)
            .check(*profile.recognise, root.child(QStringLiteral("recognise")));
    }
    FlowNames asking(everywhere + Names{QStringLiteral("email")}, faults);
    asking.check(profile.request, root.child(QStringLiteral("request")));

    // A link of our own form, a bare token and a code bring a token; the address is known where a
    // link brings it, or a request was made before.
    Names atHand = everywhere + linkNames(profile, faults) +
                   Names{QStringLiteral("token"), QStringLiteral("email")};
    for (const QByteArray &name : profile.carry) {
        const QString text = QString::fromUtf8(name);
        if (!asking.known().contains(text)) {
            faults.push_back(
                {.pointer = QStringLiteral("/carry"),
                 .why = QStringLiteral("no step of the request captures \"%1\"").arg(text)});
        }
        atHand += text;
    }
    if (profile.inspect)
        FlowNames(atHand, faults).check(*profile.inspect, root.child(QStringLiteral("inspect")));
    FlowNames(atHand + Names{QStringLiteral("password")}, faults)
        .check(profile.set, root.child(QStringLiteral("set")));
}

} // namespace latchkey
