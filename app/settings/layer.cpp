// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/layer.h"

#include <algorithm>

namespace latchkey {

const Layer::Value *Layer::find(const SettingKey &key) const
{
    const auto found = std::ranges::find(values, &key, &Value::key);
    return found == values.end() ? nullptr : &*found;
}

QString Layer::serviceId() const
{
    const SettingKey *id = findSettingKey(u"service.id");
    const Value *said = id ? find(*id) : nullptr;
    const auto *text = said ? std::get_if<QString>(&said->value) : nullptr;
    return text ? *text : QString();
}

Failure faultAt(const QString &path, FilePosition position, const QString &why)
{
    return {.reason = Reason::ConfigurationFaulty,
            .detail = why,
            .about = placeIn(path, position) + QLatin1Char(':') + QString::number(position.column)};
}

QString placeIn(const QString &path, FilePosition position)
{
    return path + QLatin1Char(':') + QString::number(position.line);
}

} // namespace latchkey
