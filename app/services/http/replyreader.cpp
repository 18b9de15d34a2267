// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/http/replyreader.h"

#include <QDateTime>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLocale>
#include <QTimeZone>
#include <QUrlQuery>

#include <algorithm>

namespace latchkey {

namespace {

constexpr qsizetype longestMessage = 200;
// The deepest that was seen in a service's reply is 7 (Ory Kratos).
constexpr int deepestJson = 16;

bool isTooDeep(const QByteArray &json)
{
    int depth = 0;
    bool inText = false;
    for (qsizetype at = 0; at < json.size(); ++at) {
        const char c = json[at];
        if (inText && c == '\\')
            ++at;
        else if (c == '"')
            inText = !inText;
        else if (!inText && (c == '{' || c == '['))
            ++depth;
        else if (!inText && (c == '}' || c == ']'))
            --depth;
        if (depth > deepestJson)
            return true;
    }
    return false;
}

/// Also a bare text or number, which QJsonDocument does not take.
QJsonValue parsed(const QByteArray &json)
{
    if (isTooDeep(json))
        return QJsonValue::Undefined;
    const QJsonArray alone = QJsonDocument::fromJson('[' + json + ']').array();
    return alone.size() == 1 ? alone.first() : QJsonValue(QJsonValue::Undefined);
}

QString scalarText(const QJsonValue &value)
{
    if (value.isString())
        return value.toString();
    if (value.isBool())
        return value.toBool() ? QStringLiteral("true") : QStringLiteral("false");
    if (value.isDouble())
        return QString::number(value.toDouble(), 'g', QLocale::FloatingPointShortest);
    return {};
}

/// RFC 9110 5.6.7, the one form that is still made: "Sun, 06 Nov 1994 08:49:37 GMT".
QDateTime httpDate(const QByteArray &text)
{
    QDateTime time = QLocale::c().toDateTime(QString::fromLatin1(text),
                                             QStringLiteral("ddd, dd MMM yyyy HH:mm:ss 'GMT'"));
    time.setTimeZone(QTimeZone::utc());
    return time;
}

} // namespace

QString plainLine(const QString &text)
{
    QString line;
    for (const QChar c : text.left(8 * longestMessage).simplified()) {
        const bool unseen =
            c.category() == QChar::Other_Control || c.category() == QChar::Other_Format ||
            c.category() == QChar::Separator_Line || c.category() == QChar::Separator_Paragraph;
        if (!unseen)
            line += c;
    }
    if (line.size() > longestMessage)
        line = line.left(longestMessage - 1) + QChar(0x2026);
    return line;
}

const QJsonValue &ReplyReader::json()
{
    if (!m_json)
        m_json = parsed(m_reply.body);
    return *m_json;
}

const HtmlPage &ReplyReader::page()
{
    if (!m_page)
        m_page.emplace(m_reply.body);
    return *m_page;
}

std::optional<QByteArray> ReplyReader::value(const JsonPointer &where)
{
    const auto found = where.in(json());
    const QString text = found ? scalarText(*found) : QString();
    return text.isEmpty() ? std::nullopt : std::optional(text.toUtf8());
}

bool ReplyReader::fits(const PointerTest &test)
{
    const auto found = test.where.in(json());
    const bool present = found && !found->isUndefined();
    switch (test.how) {
    case PointerTest::How::Present:
        return present;
    case PointerTest::How::Absent:
        return !present;
    case PointerTest::How::Is:
        return present && scalarText(*found) == test.value;
    case PointerTest::How::Begins:
        return present && scalarText(*found).startsWith(test.value);
    }
    return false;
}

bool ReplyReader::fits(const OutcomeRow &row)
{
    const bool ofStatus =
        std::any_of(row.statuses.begin(), row.statuses.end(), [this](const auto &range) {
            return m_reply.status >= range.first && m_reply.status <= range.second;
        });
    if (!ofStatus)
        return false;
    if (const auto *pointer = std::get_if<PointerTest>(&row.also))
        return fits(*pointer);
    if (const auto *text = std::get_if<TextTest>(&row.also))
        return m_reply.body.contains(text->text);
    if (const auto *form = std::get_if<FormTest>(&row.also))
        return page().form(form->form).has_value();
    if (const auto *redirect = std::get_if<RedirectTest>(&row.also))
        return m_reply.redirectTarget().toEncoded().contains(redirect->text);
    return true;
}

std::optional<Outcome> ReplyReader::judge(const std::vector<OutcomeRow> &rows)
{
    const auto row = std::find_if(rows.begin(), rows.end(),
                                  [this](const OutcomeRow &candidate) { return fits(candidate); });
    return row == rows.end() ? std::nullopt : std::optional(row->outcome);
}

std::optional<QByteArray> ReplyReader::redirectParameter(const QString &name) const
{
    const QUrl target = m_reply.redirectTarget();
    for (const QString &text :
         {target.query(QUrl::FullyEncoded), target.fragment(QUrl::FullyEncoded)}) {
        const QString value = QUrlQuery(text).queryItemValue(name, QUrl::FullyDecoded);
        if (!value.isEmpty())
            return value.toUtf8();
    }
    return std::nullopt;
}

QString ReplyReader::message(const std::vector<MessageSource> &sources)
{
    for (const MessageSource &source : sources) {
        QString text;
        if (const auto *pointer = std::get_if<JsonPointer>(&source)) {
            const auto found = pointer->in(json());
            text = found && found->isString() ? found->toString() : QString();
        } else {
            text = page().textOfClass(std::get<QString>(source));
        }
        text = plainLine(text);
        if (!text.isEmpty())
            return text;
    }
    return {};
}

std::chrono::seconds ReplyReader::retryAfter(std::chrono::sys_seconds now) const
{
    constexpr qint64 day = 86400;
    QByteArray text = m_reply.header("Retry-After").trimmed();
    if (text.isEmpty())
        text = m_reply.header("X-Retry-After").trimmed(); // better-auth's
    bool isNumber = false;
    qint64 seconds = text.toLongLong(&isNumber);
    if (!isNumber) {
        const QDateTime date = httpDate(text);
        seconds = date.isValid() ? date.toSecsSinceEpoch() - now.time_since_epoch().count() : 0;
    }
    return std::chrono::seconds(std::clamp<qint64>(seconds, 0, day));
}

} // namespace latchkey
