// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/http/replyreader.h"
#include "services/http/serviceprofile.h"

#include "tests/fuzz/fuzz.h"

using namespace latchkey;

namespace {

const std::vector<ServiceProfile> &profiles()
{
    static const std::vector<ServiceProfile> all = [] {
        std::vector<ServiceProfile> read;
        for (const QString &id : ServiceProfile::shipped())
            read.push_back(ServiceProfile::load(id).value());
        return read;
    }();
    return all;
}

/// "200", header lines, an empty line, the body.
HttpReply replyOf(QByteArray text)
{
    HttpReply reply{.url = QUrl(QStringLiteral("https://h.example/app/reset"))};
    qsizetype head = text.indexOf("\n\n");
    if (head < 0)
        head = text.size();
    reply.body = text.mid(head + 2);
    const QByteArrayList lines = text.left(head).split('\n');
    reply.status = 100 + static_cast<int>(lines.front().toUInt() % 500);
    for (const QByteArray &line : lines.mid(1)) {
        const qsizetype colon = line.indexOf(':');
        if (colon > 0)
            reply.headers.emplace_back(line.left(colon), line.mid(colon + 1).trimmed());
    }
    return reply;
}

void checkFlow(const Flow &flow, ReplyReader &reader)
{
    using fuzz::require;
    for (const Step &step : flow.steps) {
        reader.judge(step.outcomes);
        for (const Capture &capture : step.captures) {
            if (const auto *pointer = std::get_if<JsonPointer>(&capture.from)) {
                const auto value = reader.value(*pointer);
                require(!value || !value->isEmpty(), "a value that is empty");
            } else if (const auto *choice = std::get_if<FormChoice>(&capture.from)) {
                reader.form(*choice);
            } else if (const auto *redirect = std::get_if<FromRedirect>(&capture.from)) {
                reader.redirectParameter(redirect->parameter);
            }
        }
    }
    const QString message = reader.message(flow.messages);
    require(message.size() <= 200, "a message that is too long");
    for (const QChar c : message)
        require(c.category() != QChar::Other_Control, "a control character in a message");
}

} // namespace

/// What a service answers, judged by every shipped profile.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const HttpReply reply = replyOf(fuzz::bytesOf(data, size));
    ReplyReader reader(reply);
    for (const ServiceProfile &profile : profiles()) {
        checkFlow(profile->request, reader);
        checkFlow(profile->set, reader);
    }
    const auto wait =
        reader.retryAfter(std::chrono::sys_seconds(std::chrono::seconds(1'900'000'000)));
    fuzz::require(wait.count() >= 0 && wait.count() <= 86400, "a wait of more than a day");
    return 0;
}
