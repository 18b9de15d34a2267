// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QJsonValue>
#include <QStringList>

#include <optional>

namespace latchkey {

/// A place in a JSON document (RFC 6901), with one addition: `*` is the first member or element,
/// whatever its name, because some services key their messages by the field's name. `~1` is a
/// slash and `~0` a tilde; a member that is really called "*" cannot be reached.
class JsonPointer
{
public:
    /// "" is the whole document. UsageFaulty, with why in the detail.
    static Result<JsonPointer> parse(QStringView text);

    /// What stands there; nothing where the document ends before.
    std::optional<QJsonValue> in(const QJsonValue &document) const;

    /// Down one more step: what a fault is told with.
    JsonPointer child(const QString &name) const;
    JsonPointer child(qsizetype index) const { return child(QString::number(index)); }
    /// As it is written.
    QString text() const;

    bool operator==(const JsonPointer &) const = default;

private:
    QStringList m_steps;
};

} // namespace latchkey
