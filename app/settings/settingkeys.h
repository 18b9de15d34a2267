// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "settings/configuration.h"

#include <span>
#include <variant>

namespace latchkey {

/// What a text has to be.
enum class TextRule : quint8 {
    Line,        ///< one line to show: no control or invisible direction character, at most 200
    ServiceId,   ///< as in links: a-z 0-9 and -, at most 63, beginning with a letter or digit
    Language,    ///< a language tag: "de", "pt-BR"
    FilePath,    ///< a relative one starts at the configuration's own folder
    HttpsUrl,    ///< https, a host, no user name
    ServiceUrl,  ///< https or http, a host, no user name, query or fragment
    HttpsPage,   ///< the same, and https
    MailAddress, ///< one address, without a display name
    HostName,    ///< a name or an IP address
};

/// Both ends are allowed.
struct Bounds
{
    qint64 least = 0;
    qint64 greatest = 0;
};

enum class Presence : quint8 { Optional, Required };

/// Whether a value may stand in a report that leaves the machine. No key holds a secret: those are
/// in the vault.
enum class Sensitivity : quint8 {
    Open,
    Private, ///< tells of people, paths or the network: said only where it is asked for
    Secret,  ///< no password, but one could be found with it: never said
};

/// What a value in the system's file does to the same key in other places.
enum class Lock : quint8 {
    Never,   ///< a preference: the user's value counts
    Service, ///< holds for the service that the system's file describes, or for all if it names
             ///< none
    Machine, ///< holds for every service on this machine
};

/// Where in a Configuration the value lives, and so what type it has.
using SettingField = std::variant<
    QString &(*)(Configuration &), QUrl &(*)(Configuration &), int &(*)(Configuration &),
    bool &(*)(Configuration &), std::chrono::seconds &(*)(Configuration &),
    std::chrono::milliseconds &(*)(Configuration &), MailTransport &(*)(Configuration &),
    MailSecurity &(*)(Configuration &), KeySource &(*)(Configuration &)>;

/// A key of the configuration file, declared once. Its default is what a Configuration begins with.
struct SettingKey
{
    const char *section;
    const char *name;
    SettingField field;
    std::variant<std::monostate, TextRule, Bounds> rule;
    const char *description; ///< one line of English, for the starter file and `config show`
    Sensitivity sensitivity = Sensitivity::Open;
    Presence presence = Presence::Optional;
    Lock lock = Lock::Service; ///< what a visitor could abuse; a new key has to say otherwise

    /// "mail.port"
    QString path() const;
    bool isFilePath() const;
};

/// As a file holds it.
using SettingValue = std::variant<QString, qint64, bool>;

/// In the order in which they are documented; the keys of a section stand together.
std::span<const SettingKey> settingKeys();

/// The key with this path, "mail.port"; null when there is none.
const SettingKey *findSettingKey(QStringView path);

/// Checks and sets. ConfigurationFaulty with a detail in words and without the value of a text;
/// nothing is set then.
Result<void> assign(const SettingKey &key, const SettingValue &value, Configuration &configuration);

SettingValue valueOf(const SettingKey &key, const Configuration &configuration);

/// What may stand there: "from 300 to 86400", "\"folder\" or \"smtp\""; empty when anything may.
QString allowedValues(const SettingKey &key);

/// As it would stand in a file: quoted and escaped where TOML wants that.
QString tomlText(const SettingValue &value);

} // namespace latchkey
