// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/secret.h"
#include "ctl/ctl.h"
#include "launch/hardening.h"
#include "launch/linkinbox.h"
#include "launch/pluginplaces.h"

#include <QCoreApplication>

int main(int argc, char **argv)
{
    using namespace latchkey;
    hardenProcess();
    keepToInstalledPlugins();
    prepareSecretHeap();
    const QByteArrayList words = takeWords(argc, argv);
    int nameAlone = 1;
    const QCoreApplication application(nameAlone, argv);
    QCoreApplication::setApplicationName(QStringLiteral("latchkeyctl"));
    QCoreApplication::setApplicationVersion(QStringLiteral(LATCHKEY_VERSION));
    return runCtl(words);
}
