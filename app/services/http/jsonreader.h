// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/http/serviceprofile.h"

#include <QJsonArray>
#include <QJsonObject>

namespace latchkey {

/// Reads one object of a profile. What is wrong goes into the faults, with its place, and reading
/// goes on with an empty value, so that one run tells everything.
class JsonReader
{
public:
    /// `value` must be an object, and hold no members but these.
    JsonReader(const QJsonValue &value, JsonPointer at, const QStringList &members,
               ProfileFaults &faults);

    bool has(const char *member) const { return m_object.contains(QLatin1String(member)); }
    QJsonValue value(const char *member) const { return m_object.value(QLatin1String(member)); }
    QStringList members() const { return m_object.keys(); }
    JsonPointer place(const char *member) const { return m_at.child(QLatin1String(member)); }
    const JsonPointer &place() const noexcept { return m_at; }

    /// Each of these takes a member that has to be of its kind; an absent one is empty, and a fault
    /// when it is required.
    QString text(const char *member);
    QString requiredText(const char *member);
    int number(const char *member, int least, int greatest, int fallback);
    bool flag(const char *member);
    QJsonArray array(const char *member);
    TextTemplate templateText(const char *member);
    JsonPointer pointer(const char *member);
    /// An object whose members' values are templates.
    NamedTemplates templates(const char *member);
    /// The place in `names` of a text that has to be one of them; -1 when it is not.
    int oneOf(const char *member, const QStringList &names);

    void fault(const JsonPointer &where, const QString &why) const;
    void fault(const char *member, const QString &why) const { fault(place(member), why); }
    ProfileFaults &faults() const noexcept { return m_faults; }

private:
    QJsonObject m_object;
    JsonPointer m_at;
    ProfileFaults &m_faults;
};

/// ": the nearest is …" for a name that is not one of these; empty when there are none.
QString nearestHint(const QString &name, const QStringList &names);

} // namespace latchkey
