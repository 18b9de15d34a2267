// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/http/stepreader.h"

#include <algorithm>

namespace latchkey {

namespace {

constexpr qsizetype mostSteps = 8;

QStringList names(std::initializer_list<const char *> list)
{
    QStringList result;
    for (const char *name : list)
        result += QString::fromLatin1(name);
    return result;
}

/// "2xx", 404 or [400, 422].
void readStatus(const QJsonValue &value, const JsonReader &row,
                std::vector<std::pair<int, int>> &statuses)
{
    const QString text = value.toString();
    const int status = value.toInt();
    if (text.size() == 3 && text.endsWith(QLatin1String("xx")) && text[0] >= u'1' &&
        text[0] <= u'5') {
        const int first = text[0].digitValue() * 100;
        statuses.emplace_back(first, first + 99);
    } else if (status >= 100 && status <= 599) {
        statuses.emplace_back(status, status);
    } else {
        row.fault("status", QStringLiteral("must be a status, such as 404, \"2xx\" or [400, 422]"));
    }
}

FormChoice readFormChoice(const QJsonValue &value, const JsonPointer &at, ProfileFaults &faults)
{
    static constexpr std::pair<const char *, FormChoice::By> ways[] = {
        {"id", FormChoice::By::Id},
        {"name", FormChoice::By::Name},
        {"action", FormChoice::By::Action},
        {"field", FormChoice::By::Field}};
    JsonReader reader(value, at, names({"id", "name", "action", "field"}), faults);
    if (reader.members().size() != 1)
        reader.fault(at, QStringLiteral("a form is told by one of id, name, action and field"));
    for (const auto &[member, by] : ways) {
        if (reader.has(member))
            return {by, reader.requiredText(member)};
    }
    return {};
}

PointerTest readPointerTest(JsonReader &row)
{
    PointerTest test{.where = row.pointer("pointer")};
    if (row.has("is") + row.has("begins") + row.has("present") != 1) {
        row.fault("pointer", QStringLiteral("needs one of \"is\", \"begins\" and \"present\""));
    } else if (row.has("present")) {
        test.how = row.flag("present") ? PointerTest::How::Present : PointerTest::How::Absent;
    } else {
        test.how = row.has("is") ? PointerTest::How::Is : PointerTest::How::Begins;
        test.value = row.text(row.has("is") ? "is" : "begins");
    }
    return test;
}

OutcomeRow readOutcome(const QJsonValue &value, const JsonPointer &at, ProfileFaults &faults)
{
    static const QStringList outcomes =
        names({"ok", "neutral", "weak", "expired", "used", "dead", "wrong-code", "disabled",
               "limited", "browser", "unavailable"});
    JsonReader row(value, at,
                   names({"status", "pointer", "is", "begins", "present", "text", "form",
                          "redirect", "outcome"}),
                   faults);
    OutcomeRow read;
    if (row.value("status").isArray()) {
        for (const QJsonValue status : row.array("status"))
            readStatus(status, row, read.statuses);
    } else {
        readStatus(row.value("status"), row, read.statuses);
    }
    if (row.has("pointer") + row.has("text") + row.has("form") + row.has("redirect") > 1)
        row.fault(at, QStringLiteral("asks for more than one thing beside the status"));
    if (!row.has("pointer") && (row.has("is") || row.has("begins") || row.has("present")))
        row.fault(at, QStringLiteral("needs the member \"pointer\""));
    if (row.has("pointer"))
        read.also = readPointerTest(row);
    else if (row.has("text"))
        read.also = TextTest{row.requiredText("text").toUtf8()};
    else if (row.has("form"))
        read.also = FormTest{readFormChoice(row.value("form"), row.place("form"), faults)};
    else if (row.has("redirect"))
        read.also = RedirectTest{row.requiredText("redirect").toUtf8()};
    const int outcome = row.oneOf("outcome", outcomes);
    read.outcome = static_cast<Outcome>(std::max(outcome, 0));
    return read;
}

CaptureSource readSource(const QJsonValue &value, const JsonPointer &at, ProfileFaults &faults)
{
    JsonReader reader(value, at, names({"pointer", "header", "cookie", "redirect", "form"}),
                      faults);
    if (reader.members().size() != 1) {
        reader.fault(at, QStringLiteral("a capture comes from one of pointer, header, cookie, "
                                        "redirect and form"));
    }
    if (reader.has("header"))
        return FromHeader{reader.requiredText("header").toUtf8()};
    if (reader.has("cookie"))
        return FromCookie{reader.requiredText("cookie").toUtf8()};
    if (reader.has("redirect"))
        return FromRedirect{reader.requiredText("redirect")};
    if (reader.has("form"))
        return readFormChoice(reader.value("form"), reader.place("form"), faults);
    return reader.pointer("pointer");
}

void readCaptures(JsonReader &step, Step &read)
{
    if (!step.has("capture"))
        return;
    const QJsonObject captures = step.value("capture").toObject();
    if (!step.value("capture").isObject())
        step.fault("capture", QStringLiteral("must be an object"));
    for (auto entry = captures.begin(); entry != captures.end(); ++entry) {
        const JsonPointer at = step.place("capture").child(entry.key());
        if (!TextTemplate::isName(entry.key().toUtf8()))
            step.fault(at, QStringLiteral("names are a-z, 0-9 and _"));
        read.captures.push_back(
            {entry.key().toUtf8(), readSource(entry.value(), at, step.faults())});
    }
}

void readBody(JsonReader &step, Step &read)
{
    if (step.has("json") + step.has("form") + step.has("fill") > 1)
        step.fault(step.place(), QStringLiteral("has more than one body"));
    if (step.has("json")) {
        auto document = TextTemplate::parseJson(step.value("json"));
        if (!document)
            step.fault("json", document.error().detail);
        read.body = JsonBody{document.value_or(TextTemplate())};
    } else if (step.has("form")) {
        read.body = FormBody{step.templates("form")};
    } else if (step.has("fill")) {
        JsonReader fill(step.value("fill"), step.place("fill"), names({"form", "fields"}),
                        step.faults());
        read.body = FilledForm{fill.requiredText("form").toUtf8(), fill.templates("fields")};
    }
}

Step readStep(const QJsonValue &value, const JsonPointer &at, ProfileFaults &faults)
{
    static const QStringList methods = names({"GET", "POST", "PUT", "PATCH"});
    JsonReader step(value, at,
                    names({"method", "path", "query", "headers", "json", "form", "fill", "capture",
                           "outcomes"}),
                    faults);
    Step read;
    if (step.has("fill")) {
        for (const char *member : {"method", "path", "query"}) {
            if (step.has(member))
                step.fault(member, QStringLiteral("a form says itself where and how it is sent"));
        }
    } else {
        read.method = methods.value(step.oneOf("method", methods)).toLatin1();
        if (!step.requiredText("path").startsWith(u'/'))
            step.fault("path", QStringLiteral("begins with a slash"));
        if (step.text("path").contains(u'?') && !step.text("path").contains(QLatin1String("?}")))
            step.fault("path", QStringLiteral("what follows the ? belongs under \"query\""));
        read.path = step.templateText("path");
    }
    read.query = step.templates("query");
    read.headers = step.templates("headers");
    readBody(step, read);
    readCaptures(step, read);
    const QJsonArray rows = step.array("outcomes");
    if (rows.isEmpty())
        step.fault(at, QStringLiteral("needs the member \"outcomes\", with at least one row"));
    for (qsizetype row = 0; row < rows.size(); ++row)
        read.outcomes.push_back(readOutcome(rows[row], step.place("outcomes").child(row), faults));
    return read;
}

void readMessages(JsonReader &flow, Flow &read)
{
    const QJsonArray messages = flow.array("messages");
    for (qsizetype at = 0; at < messages.size(); ++at) {
        JsonReader entry(messages[at], flow.place("messages").child(at),
                         names({"pointer", "class"}), flow.faults());
        if (entry.members().size() != 1)
            entry.fault(entry.place(), QStringLiteral("needs one of \"pointer\" and \"class\""));
        if (entry.has("class"))
            read.messages.emplace_back(entry.requiredText("class"));
        else
            read.messages.emplace_back(entry.pointer("pointer"));
    }
}

// The address goes in as it is; of a value in a page's address every delimiter is encoded.
void readBrowser(JsonReader &flow, Flow &read)
{
    const QString base = QStringLiteral("{base}");
    const QString text = flow.text("browser");
    read.browserBelowBase = text.startsWith(base);
    if (flow.has("browser") && !read.browserBelowBase &&
        !text.startsWith(QLatin1String("https://")))
        flow.fault("browser", QStringLiteral("begins with {base} or https://"));
    auto page =
        TextTemplate::parse(QStringView(text).sliced(read.browserBelowBase ? base.size() : 0));
    if (!page)
        flow.fault("browser", page.error().detail);
    read.browser = page.value_or(TextTemplate());
}

} // namespace

Flow readFlow(const QJsonValue &value, const JsonPointer &at, ProfileFaults &faults)
{
    JsonReader flow(value, at, names({"steps", "messages", "browser"}), faults);
    Flow read;
    if (flow.has("steps") == flow.has("browser"))
        flow.fault(at, QStringLiteral("needs one of \"steps\" and \"browser\""));
    const QJsonArray steps = flow.array("steps");
    if (flow.has("steps") && (steps.isEmpty() || steps.size() > mostSteps)) {
        flow.fault("steps",
                   QStringLiteral("must be 1 to %1 steps").arg(QString::number(mostSteps)));
    }
    for (qsizetype step = 0; step < steps.size(); ++step)
        read.steps.push_back(readStep(steps[step], flow.place("steps").child(step), faults));
    readMessages(flow, read);
    readBrowser(flow, read);
    return read;
}

} // namespace latchkey
