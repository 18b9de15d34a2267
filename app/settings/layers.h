// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "settings/layer.h"

#include <QStringList>

namespace latchkey {

/// Where a value comes from.
struct ValueOrigin
{
    enum class From : quint8 { Default, System, File, CommandLine };

    From from = From::Default;
    QString path = {}; ///< of the file; empty for the others
    int line = 0;
    QString lockedBy = {}; ///< "path:line" of what closes the key to later layers; empty: open

    bool locked() const { return !lockedBy.isEmpty(); }
};

/// What a file says in vain, since a system file locks the key.
struct OverruledValue
{
    QString key;      ///< "mail.host"
    QString place;    ///< "path:line" of what does not count
    QString lockedBy; ///< the same of what holds
};

/// For an operator, without a full stop and without the value.
QString overruledText(const OverruledValue &value);

/// The settings of one service, with the history of each.
struct LayeredConfiguration
{
    Configuration configuration = {};
    std::vector<ValueOrigin> origins = {}; ///< of `settingKeys()`, in their order
    std::map<QString, ValueOrigin> variables = {};
    QList<OverruledValue> overruled = {};
    QStringList files = {}; ///< that were read, the strongest last
};

/// Puts layers on top of each other, key by key: a later value replaces an earlier one, except
/// where a system file locks the key.
///
/// A lock closes a key that the system file sets. Where that file also says which service it
/// describes, the service's other lockable keys are closed too and keep their defaults: nobody adds
/// a certificate authority or a bridge page to a service that the machine's administrator set up.
class LayerStack
{
public:
    LayerStack();

    /// From the weakest to the strongest, system files first. `path` of the last one names the
    /// whole.
    void addSystem(const Layer &layer);
    /// Of a system file that describes another service: what is the machine's and not a service's.
    void addMachineKeys(const Layer &layer);
    void addFile(const Layer &layer);

    /// ConfigurationFaulty when a required key is missing or values do not go together; the place
    /// is in the last file that has the section.
    Result<LayeredConfiguration> finish() const;

private:
    void add(const Layer &layer, ValueOrigin::From from);
    void addVariables(const Layer &layer, ValueOrigin::From from);
    void setValue(const Layer::Value &said, const ValueOrigin &origin);
    /// Where the value stands that closes this key; empty while it is open.
    const QString &lockOn(const SettingKey &key) const;
    Failure faultIn(const char *section, const QString &why) const;

    LayeredConfiguration m_result;
    std::vector<Layer> m_layers;
    QString m_serviceLock; ///< where a system file says which service it describes
};

/// `file` (empty: none) on top of the files of the system. What a system file that describes
/// another service than `file` says of that service has nothing to do with this one; the user's own
/// main file alone always speaks of the same one. FileUnreadable, or ConfigurationFaulty: nothing
/// of any layer is used then.
Result<LayeredConfiguration> loadLayers(const QString &file);

} // namespace latchkey
