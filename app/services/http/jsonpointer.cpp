// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/http/jsonpointer.h"

#include <QJsonArray>
#include <QJsonObject>

namespace latchkey {

namespace {

/// "~01" is "~1": the tilde last (RFC 6901 4).
Result<QString> unescaped(QStringView step)
{
    QString name;
    for (qsizetype at = 0; at < step.size(); ++at) {
        if (step[at] != u'~') {
            name += step[at];
            continue;
        }
        const QChar code = ++at < step.size() ? step[at] : QChar();
        if (code != u'0' && code != u'1')
            return fail(Reason::UsageFaulty, QStringLiteral("a ~ must be followed by 0 or 1"));
        name += code == u'0' ? u'~' : u'/';
    }
    return name;
}

/// RFC 6901 4: no sign, no leading zero, nothing but digits.
std::optional<qsizetype> indexOf(const QString &step)
{
    const auto isDigit = [](QChar c) { return c >= u'0' && c <= u'9'; };
    if (step.isEmpty() || !std::all_of(step.begin(), step.end(), isDigit) ||
        (step.size() > 1 && step.front() == u'0'))
        return std::nullopt;
    bool fits = false;
    const qsizetype index = step.toInt(&fits);
    return fits ? std::optional(index) : std::nullopt;
}

std::optional<QJsonValue> stepInto(const QJsonValue &value, const QString &step)
{
    const bool any = step == u"*";
    if (value.isObject()) {
        const QJsonObject object = value.toObject();
        const auto found = any ? object.begin() : object.find(step);
        return found == object.end() ? std::nullopt : std::optional(QJsonValue(found.value()));
    }
    if (!value.isArray())
        return std::nullopt;
    const QJsonArray array = value.toArray();
    const std::optional<qsizetype> index = any ? qsizetype{0} : indexOf(step);
    return index && *index < array.size() ? std::optional(array.at(*index)) : std::nullopt;
}

} // namespace

Result<JsonPointer> JsonPointer::parse(QStringView text)
{
    JsonPointer pointer;
    if (text.isEmpty())
        return pointer;
    if (text.front() != u'/')
        return fail(Reason::UsageFaulty, QStringLiteral("a JSON pointer begins with a slash"));
    for (const QStringView step : text.sliced(1).split(u'/')) {
        auto name = unescaped(step);
        if (!name)
            return fail(name.error());
        pointer.m_steps += *name;
    }
    return pointer;
}

std::optional<QJsonValue> JsonPointer::in(const QJsonValue &document) const
{
    std::optional<QJsonValue> value = document;
    for (const QString &step : m_steps) {
        value = stepInto(*value, step);
        if (!value)
            break;
    }
    return value;
}

JsonPointer JsonPointer::child(const QString &name) const
{
    JsonPointer longer = *this;
    longer.m_steps += name;
    return longer;
}

QString JsonPointer::text() const
{
    QString text;
    for (QString step : m_steps)
        text += u'/' + step.replace(u'~', QLatin1String("~0")).replace(u'/', QLatin1String("~1"));
    return text;
}

} // namespace latchkey
