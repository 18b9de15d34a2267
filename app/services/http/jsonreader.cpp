// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/http/jsonreader.h"

#include "core/nearestname.h"

namespace latchkey {

QString nearestHint(const QString &name, const QStringList &names)
{
    const QString nearest = nearestName(name, names);
    return nearest.isEmpty() ? QString() : QStringLiteral("; the nearest is \"%1\"").arg(nearest);
}

JsonReader::JsonReader(const QJsonValue &value, JsonPointer at, const QStringList &members,
                       ProfileFaults &faults)
    : m_object(value.toObject()), m_at(std::move(at)), m_faults(faults)
{
    if (!value.isObject())
        fault(m_at, QStringLiteral("must be an object"));
    for (const QString &name : m_object.keys()) {
        if (!members.contains(name)) {
            fault(m_at.child(name), QStringLiteral("\"%1\" is not known here").arg(name) +
                                        nearestHint(name, members));
        }
    }
}

void JsonReader::fault(const JsonPointer &where, const QString &why) const
{
    m_faults.push_back({.pointer = where.text(), .why = why});
}

QString JsonReader::text(const char *member)
{
    const QJsonValue given = value(member);
    if (!given.isUndefined() && !given.isString())
        fault(member, QStringLiteral("must be a text"));
    return given.toString();
}

QString JsonReader::requiredText(const char *member)
{
    if (!has(member))
        fault(m_at, QStringLiteral("needs the member \"%1\"").arg(QLatin1String(member)));
    else if (value(member).toString(QStringLiteral("-")).isEmpty())
        fault(member, QStringLiteral("must not be empty"));
    return text(member);
}

int JsonReader::number(const char *member, int least, int greatest, int fallback)
{
    if (!has(member))
        return fallback;
    const double given = value(member).toDouble(-1);
    const int whole = given >= least && given <= greatest ? static_cast<int>(given) : -1;
    if (static_cast<double>(whole) == given)
        return whole;
    fault(member, QStringLiteral("must be a whole number from %1 to %2")
                      .arg(QString::number(least), QString::number(greatest)));
    return fallback;
}

bool JsonReader::flag(const char *member)
{
    if (has(member) && !value(member).isBool())
        fault(member, QStringLiteral("must be true or false"));
    return value(member).toBool();
}

QJsonArray JsonReader::array(const char *member)
{
    if (has(member) && !value(member).isArray())
        fault(member, QStringLiteral("must be an array"));
    return value(member).toArray();
}

TextTemplate JsonReader::templateText(const char *member)
{
    auto parsed = TextTemplate::parse(text(member));
    if (!parsed)
        fault(member, parsed.error().detail);
    return parsed.value_or(TextTemplate());
}

JsonPointer JsonReader::pointer(const char *member)
{
    auto parsed = JsonPointer::parse(text(member));
    if (!parsed)
        fault(member, parsed.error().detail);
    return parsed.value_or(JsonPointer());
}

NamedTemplates JsonReader::templates(const char *member)
{
    NamedTemplates named;
    if (!has(member))
        return named;
    const QJsonObject object = value(member).toObject();
    if (!value(member).isObject())
        fault(member, QStringLiteral("must be an object"));
    for (auto entry = object.begin(); entry != object.end(); ++entry) {
        auto parsed = TextTemplate::parse(entry.value().toString());
        if (!entry.value().isString())
            fault(place(member).child(entry.key()), QStringLiteral("must be a text"));
        else if (!parsed)
            fault(place(member).child(entry.key()), parsed.error().detail);
        else
            named.emplace_back(entry.key().toUtf8(), std::move(*parsed));
    }
    return named;
}

int JsonReader::oneOf(const char *member, const QStringList &names)
{
    const QString given = requiredText(member);
    const int at = static_cast<int>(names.indexOf(given));
    if (at < 0 && !given.isEmpty()) {
        fault(member, QStringLiteral("\"%1\" is none of \"%2\"")
                          .arg(given, names.join(QStringLiteral("\", \""))));
    }
    return at;
}

} // namespace latchkey
