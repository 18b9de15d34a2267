// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/starterconfiguration.h"

#include "settings/settingkeys.h"

namespace latchkey {

QByteArray starterConfiguration(const Configuration &chosen)
{
    QString text = QStringLiteral(
        "# Latchkey's settings. What stands behind # is a default; take the # away to change it.\n"
        "# No password or key belongs in this file: those are in the vault that [keys] names.\n"
        "# In the system's file (/etc/xdg/latchkey/latchkey.toml) each value is locked: a user's "
        "own\n"
        "# file does not change it, except where it says so here.\n");
    const Configuration defaults;
    QLatin1String section;
    for (const SettingKey &key : settingKeys()) {
        if (section != QLatin1String(key.section)) {
            section = QLatin1String(key.section);
            text += QStringLiteral("\n[%1]\n").arg(section);
        }
        text += QStringLiteral("# %1\n").arg(QLatin1String(key.description));
        if (const QString allowed = allowedValues(key); !allowed.isEmpty())
            text += QStringLiteral("# Must be %1.\n").arg(allowed);
        if (key.lock == Lock::Never)
            text += QStringLiteral("# Users may set their own.\n");
        const SettingValue value = valueOf(key, chosen);
        const bool asDefault =
            key.presence == Presence::Optional && value == valueOf(key, defaults);
        text += QStringLiteral("%1%2 = %3\n")
                    .arg(asDefault ? QLatin1String("# ") : QLatin1String(), QLatin1String(key.name),
                         tomlText(value));
    }
    return text.toUtf8();
}

} // namespace latchkey
