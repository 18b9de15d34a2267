// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/servicefile.h"

#include "settings/settingkeys.h"

#include <QFileInfo>

namespace latchkey {

namespace {
constexpr qsizetype longestId = 63;
}

QByteArray serviceFileText(const Configuration &configuration)
{
    QString text =
        QStringLiteral("# A service of Latchkey. Its secrets are in the vault, never here.\n");
    const Configuration defaults;
    QLatin1String section;
    for (const SettingKey &key : settingKeys()) {
        const SettingValue value = valueOf(key, configuration);
        if (value == valueOf(key, defaults))
            continue;
        if (section != QLatin1String(key.section)) {
            section = QLatin1String(key.section);
            text += QStringLiteral("\n[%1]\n").arg(section);
        }
        text += QLatin1String(key.name) + QStringLiteral(" = ") + tomlText(value) + u'\n';
    }
    if (!configuration.remote.variables.empty())
        text += QStringLiteral("\n[variables]\n");
    for (const auto &[name, value] : configuration.remote.variables)
        text += name + QStringLiteral(" = ") + tomlText(value) + u'\n';
    return text.toUtf8();
}

QString serviceIdFor(const QUrl &address, const QStringList &taken)
{
    QString id;
    for (const QChar c : address.host(QUrl::FullyEncoded).toLower()) {
        const bool plain = (c >= u'a' && c <= u'z') || (c >= u'0' && c <= u'9');
        if (plain)
            id += c;
        else if (!id.isEmpty() && !id.endsWith(u'-'))
            id += u'-';
    }
    constexpr qsizetype roomForANumber = 4;
    id.truncate(longestId - roomForANumber);
    while (id.endsWith(u'-'))
        id.chop(1);
    if (id.isEmpty())
        id = QStringLiteral("service");
    QString free = id;
    for (int i = 2; taken.contains(free); ++i)
        free = QStringLiteral("%1-%2").arg(id, QString::number(i));
    return free;
}

QString userServiceFolder()
{
    return QFileInfo(configurationCandidates().constFirst()).absolutePath() +
           QStringLiteral("/services.d");
}

} // namespace latchkey
