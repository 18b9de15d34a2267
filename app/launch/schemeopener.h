// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArrayView>
#include <QString>
#include <QStringList>

#include <optional>

namespace latchkey {

/// Where the desktop keeps who opens what, most important first.
struct SchemePlaces
{
    QStringList configurationFolders; ///< $XDG_CONFIG_HOME, then $XDG_CONFIG_DIRS
    QStringList dataFolders;          ///< $XDG_DATA_HOME, then $XDG_DATA_DIRS
    QStringList desktops;             ///< $XDG_CURRENT_DESKTOP in lower case

    static SchemePlaces ofThisProcess();
};

/// A program that opens links of a scheme.
struct SchemeOpener
{
    QString desktopId; ///< "org.latchkey.app.desktop"
    QString name;      ///< as its desktop file calls it, untranslated
    QString program;   ///< absolute path of what it runs; empty when that cannot be found
};

/// Who opens `scheme:` today, by the rules of the MIME Applications Associations specification: the
/// first default whose desktop file exists, else the first program that says it can. Nothing when
/// nobody does.
std::optional<SchemeOpener> openerOf(QByteArrayView scheme, const SchemePlaces &places);

/// What a desktop file of this id starts; nothing when none is installed.
std::optional<SchemeOpener> installedOpener(const QString &desktopId, const SchemePlaces &places);

} // namespace latchkey
