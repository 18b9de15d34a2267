// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "settings/layers.h"
#include "settings/places.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>

namespace latchkey::testing {

/// A machine's and a user's folders of settings, where the environment points for as long as this
/// lives.
class SettingsHome
{
public:
    SettingsHome()
    {
        qputenv("XDG_CONFIG_HOME", QFile::encodeName(path(QStringLiteral("user"))));
        qputenv("XDG_CONFIG_DIRS", QFile::encodeName(path(QStringLiteral("system"))));
    }
    ~SettingsHome()
    {
        qunsetenv("XDG_CONFIG_HOME");
        qunsetenv("XDG_CONFIG_DIRS");
    }
    Q_DISABLE_COPY_MOVE(SettingsHome)

    QString path(const QString &name = {}) const
    {
        return name.isEmpty() ? m_folder.path() : m_folder.filePath(name);
    }
    QString system() const { return path(QStringLiteral("system/latchkey/latchkey.toml")); }
    QString user() const { return path(QStringLiteral("user/latchkey/latchkey.toml")); }

    /// Closed to the writing of others, whatever the umask is.
    static QString write(const QString &file, const QByteArray &text)
    {
        QFile target(file);
        QDir().mkpath(QFileInfo(file).absolutePath());
        for (const QString &made : {QFileInfo(file).absolutePath(), file}) {
            if (made == file && (!target.open(QIODevice::WriteOnly) || target.write(text) < 0))
                qFatal("cannot write %s", qPrintable(file));
            const auto ownAlone = QFile::ReadOwner | QFile::WriteOwner;
            QFile::setPermissions(made, made == file ? ownAlone : ownAlone | QFile::ExeOwner);
        }
        target.close();
        return file;
    }

private:
    QTemporaryDir m_folder;
};

inline const ValueOrigin &originOf(const LayeredConfiguration &layers, QStringView key)
{
    return layers.origins[static_cast<size_t>(findSettingKey(key) - settingKeys().data())];
}

/// Without the folders.
inline QString shortened(QString text, const QString &home)
{
    return text.remove(home + u'/').remove(QStringLiteral("/latchkey/latchkey.toml"));
}

/// "key place lock", with the folders left out.
inline QStringList overruledIn(const LayeredConfiguration &layers, const QString &home)
{
    QStringList told;
    for (const OverruledValue &one : layers.overruled)
        told << shortened(one.key + u' ' + one.place + u' ' + one.lockedBy, home);
    return told;
}

} // namespace latchkey::testing
