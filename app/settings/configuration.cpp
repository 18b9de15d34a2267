// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/configuration.h"

#include "settings/configurationreader.h"
#include "settings/layers.h"

namespace latchkey {

Result<Configuration> loadConfiguration(const QString &path)
{
    auto layers = loadLayers(path);
    if (!layers)
        return fail(layers.error());
    return std::move(layers->configuration);
}

Result<Configuration> readConfiguration(QByteArrayView text, const QString &path)
{
    const LayerReading reading = readLayer(text, path);
    if (!reading.faults.isEmpty())
        return fail(reading.faults.constFirst());
    LayerStack stack;
    stack.addFile(reading.layer);
    auto layers = stack.finish();
    if (!layers)
        return fail(layers.error());
    return std::move(layers->configuration);
}

} // namespace latchkey
