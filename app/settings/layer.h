// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/failure.h"
#include "settings/settingkeys.h"

#include <QByteArrayView>
#include <QList>

#include <map>
#include <vector>

namespace latchkey {

/// Of a character in a file; both from 1.
struct FilePosition
{
    int line = 1;
    int column = 1;
};

/// What one file says: each value is right by itself, and its relative paths are made absolute from
/// its own folder. Whether all of it goes together is asked once the layers are one
/// (settings/layers.h).
struct Layer
{
    struct Value
    {
        const SettingKey *key = nullptr;
        SettingValue value;
        FilePosition position;
    };
    struct Variable
    {
        QString value;
        FilePosition position;
    };

    QString path;
    std::vector<Value> values;             ///< in the order of the file
    std::map<QString, Variable> variables; ///< the section [variables]
    std::map<QString, FilePosition> sections;

    /// Null where the file does not say.
    const Value *find(const SettingKey &key) const;
    /// "service.id" says which service the file describes; empty where it does not say.
    QString serviceId() const;
};

/// A file as far as it could be read, with everything that is wrong with it in the order in which
/// it stands there. A layer with faults is not to be used.
struct LayerReading
{
    Layer layer;
    QList<Failure> faults;
};

/// Of the text of a file. `path` stands in messages, and relative paths begin at its folder. Faults
/// are ConfigurationFaulty as `loadConfiguration` says.
LayerReading readLayer(QByteArrayView text, const QString &path);

/// A fault of a file, with its place: about = "path:line:column".
Failure faultAt(const QString &path, FilePosition position, const QString &why);

/// Where a value stands, as it is shown: "path:line".
QString placeIn(const QString &path, FilePosition position);

} // namespace latchkey
