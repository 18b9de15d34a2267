// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/http/htmlform.h"
#include "services/http/httpmessage.h"
#include "services/http/httpstep.h"

#include <QJsonValue>

#include <chrono>
#include <optional>

namespace latchkey {

/// What a profile may ask about one reply. The body is read as JSON or HTML only when asked for.
/// Whatever a service sends, this neither fails nor takes long.
class ReplyReader
{
public:
    /// The reply outlives its reader.
    explicit ReplyReader(const HttpReply &reply) : m_reply(reply) {}

    /// The outcome of the first row that fits; nothing where none does.
    std::optional<Outcome> judge(const std::vector<OutcomeRow> &rows);
    /// A text, number or truth value; nothing where there is none or it is empty.
    std::optional<QByteArray> value(const JsonPointer &where);
    std::optional<HtmlForm> form(const FormChoice &choice) { return page().form(choice); }
    /// A parameter of the redirect's target, of its query or of its fragment.
    std::optional<QByteArray> redirectParameter(const QString &name) const;
    /// The service's own words, fit to be shown; empty where there are none.
    QString message(const std::vector<MessageSource> &sources);
    /// RFC 9110 10.2.3, in either form, at most a day; zero when it does not say.
    std::chrono::seconds retryAfter(std::chrono::sys_seconds now) const;

private:
    const QJsonValue &json();
    const HtmlPage &page();
    bool fits(const OutcomeRow &row);
    bool fits(const PointerTest &test);

    const HttpReply &m_reply;
    std::optional<QJsonValue> m_json;
    std::optional<HtmlPage> m_page;
};

/// One line of plain text: no control or direction characters, at most 200 characters.
QString plainLine(const QString &text);

} // namespace latchkey
