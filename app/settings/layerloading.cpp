// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/configurationfile.h"
#include "settings/layers.h"
#include "settings/places.h"

#include <QDir>
#include <QFileInfo>
#include <QStandardPaths>

namespace latchkey {

namespace {

QString usualDatabase(const QString &serviceId)
{
    return QStringLiteral("%1/latchkey/%2.db")
        .arg(QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation), serviceId);
}

Result<Layer> layerOf(QByteArrayView text, const QString &path)
{
    LayerReading reading = readLayer(text, path);
    if (!reading.faults.isEmpty())
        return fail(reading.faults.constFirst());
    return std::move(reading.layer);
}

/// Those that are there.
Result<std::vector<Layer>> systemLayers()
{
    std::vector<Layer> layers;
    for (const QString &path : systemConfigurationFiles()) {
        const auto text = readSystemFile(path);
        if (!text)
            return fail(text.error());
        if (!*text)
            continue;
        auto layer = layerOf(**text, path);
        if (!layer)
            return fail(layer.error());
        layers.push_back(std::move(*layer));
    }
    return layers;
}

QString serviceIdIn(const std::vector<Layer> &layers)
{
    for (const Layer &layer : layers) {
        if (QString id = layer.serviceId(); !id.isEmpty())
            return id;
    }
    return {};
}

/// Whether a file describes a service of its own beside the system's.
bool isAnother(const Layer &file, const QString &systemId)
{
    const QFileInfo place(file.path);
    if (place.absoluteFilePath() == userConfigurationFile())
        return false;
    const QString id = file.serviceId();
    return place.absoluteDir().dirName() == QLatin1String("services.d") ||
           (!id.isEmpty() && id != systemId);
}

} // namespace

Result<LayeredConfiguration> loadLayers(const QString &file)
{
    const auto system = systemLayers();
    if (!system)
        return fail(system.error());
    std::optional<Layer> top;
    if (!systemConfigurationFiles().contains(QFileInfo(file).absoluteFilePath())) {
        const auto text = readConfigurationFile(file);
        if (!text)
            return fail(text.error());
        auto layer = layerOf(*text, file);
        if (!layer)
            return fail(layer.error());
        top = std::move(*layer);
    } else if (system->empty()) {
        return fail(readConfigurationFile(file).error());
    }

    LayerStack stack;
    const QString systemId = serviceIdIn(*system);
    const bool another = top && !systemId.isEmpty() && isAnother(*top, systemId);
    for (const Layer &layer : *system) {
        if (another)
            stack.addMachineKeys(layer);
        else
            stack.addSystem(layer);
    }
    if (top)
        stack.addFile(*top);
    auto layers = stack.finish();
    if (layers && !layers->configuration.isRemote() &&
        layers->configuration.database.path.isEmpty()) {
        layers->configuration.database.path = usualDatabase(layers->configuration.service.id);
    }
    return layers;
}

} // namespace latchkey
