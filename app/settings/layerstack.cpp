// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/consistency.h"
#include "settings/layers.h"

#include <algorithm>
#include <ranges>

namespace latchkey {

QString overruledText(const OverruledValue &value)
{
    return QStringLiteral("%1 at %2 does not count: %3 locks it")
        .arg(value.key, value.place, value.lockedBy);
}

LayerStack::LayerStack()
{
    m_result.origins.resize(settingKeys().size());
}

void LayerStack::addSystem(const Layer &layer)
{
    add(layer, ValueOrigin::From::System);
    const SettingKey *id = findSettingKey(u"service.id");
    if (const Layer::Value *said = id ? layer.find(*id) : nullptr; said && m_serviceLock.isEmpty())
        m_serviceLock = placeIn(layer.path, said->position);
}

void LayerStack::addMachineKeys(const Layer &layer)
{
    Layer machine{.path = layer.path};
    std::ranges::copy_if(layer.values, std::back_inserter(machine.values),
                         [](const Layer::Value &said) { return said.key->lock == Lock::Machine; });
    add(machine, ValueOrigin::From::System);
}

void LayerStack::addFile(const Layer &layer)
{
    add(layer, ValueOrigin::From::File);
}

void LayerStack::add(const Layer &layer, ValueOrigin::From from)
{
    for (const Layer::Value &said : layer.values) {
        const QString place = placeIn(layer.path, said.position);
        if (const QString &lock = lockOn(*said.key); !lock.isEmpty()) {
            m_result.overruled.push_back(
                {.key = said.key->path(), .place = place, .lockedBy = lock});
            continue;
        }
        const bool locks = from == ValueOrigin::From::System && said.key->lock != Lock::Never;
        setValue(said, {.from = from,
                        .path = layer.path,
                        .line = said.position.line,
                        .lockedBy = locks ? place : QString()});
    }
    addVariables(layer, from);
    m_layers.push_back(layer);
    m_result.files << layer.path;
    m_result.configuration.sourcePath = layer.path;
}

void LayerStack::setValue(const Layer::Value &said, const ValueOrigin &origin)
{
    // Each was tried when its file was read.
    if (assign(*said.key, said.value, m_result.configuration))
        m_result.origins[static_cast<size_t>(said.key - settingKeys().data())] = origin;
}

void LayerStack::addVariables(const Layer &layer, ValueOrigin::From from)
{
    for (const auto &[name, variable] : layer.variables) {
        const QString place = placeIn(layer.path, variable.position);
        const auto known = m_result.variables.find(name);
        const bool isSaid = known != m_result.variables.end() && known->second.locked();
        if (const QString lock = isSaid ? known->second.lockedBy : m_serviceLock; !lock.isEmpty()) {
            m_result.overruled.push_back(
                {.key = QStringLiteral("variables.") + name, .place = place, .lockedBy = lock});
            continue;
        }
        m_result.configuration.remote.variables.insert_or_assign(name, variable.value);
        m_result.variables.insert_or_assign(
            name, ValueOrigin{.from = from,
                              .path = layer.path,
                              .line = variable.position.line,
                              .lockedBy = from == ValueOrigin::From::System ? place : QString()});
    }
}

const QString &LayerStack::lockOn(const SettingKey &key) const
{
    static const QString none;
    if (key.lock == Lock::Never)
        return none;
    const auto &origin = m_result.origins[static_cast<size_t>(&key - settingKeys().data())];
    return origin.locked() || key.lock == Lock::Machine ? origin.lockedBy : m_serviceLock;
}

Failure LayerStack::faultIn(const char *section, const QString &why) const
{
    for (const Layer &layer : std::views::reverse(m_layers)) {
        const auto place = layer.sections.find(QLatin1String(section));
        if (place != layer.sections.end())
            return faultAt(layer.path, place->second, why);
    }
    return faultAt(m_layers.empty() ? QString() : m_layers.back().path, {}, why);
}

Result<LayeredConfiguration> LayerStack::finish() const
{
    LayeredConfiguration finished = m_result;
    for (size_t i = 0; const SettingKey &key : settingKeys()) {
        ValueOrigin &origin = finished.origins[i++];
        if (key.presence == Presence::Required && origin.from == ValueOrigin::From::Default) {
            return fail(faultIn(key.section,
                                QStringLiteral("[%1] needs the key \"%2\"")
                                    .arg(QLatin1String(key.section), QLatin1String(key.name))));
        }
        origin.lockedBy = lockOn(key);
    }
    if (const Inconsistency found = findInconsistency(finished.configuration); !found.why.isEmpty())
        return fail(faultIn(found.section, found.why));
    return finished;
}

} // namespace latchkey
