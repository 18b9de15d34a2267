// SPDX-License-Identifier: GPL-3.0-or-later
#include "launch/pluginplaces.h"

#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>

namespace latchkey {

void keepToInstalledPlugins()
{
    // The application object adds the program's folder, and then does once more what was done to
    // the list before it was there. So the folder has to be in the list in order to be taken out.
    const QString folder =
        QFileInfo(QFileInfo(QStringLiteral("/proc/self/exe")).canonicalFilePath()).path();
    qputenv("QT_PLUGIN_PATH", QFile::encodeName(folder));
    QCoreApplication::removeLibraryPath(folder);
    qunsetenv("QT_PLUGIN_PATH");
}

} // namespace latchkey
