// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

namespace latchkey {

/// $XDG_CONFIG_HOME/latchkey/latchkey.toml
QString userConfigurationFile();

/// The files of the machine, there or not, from the weakest to the strongest: that of /etc/xdg
/// before all others, whatever the environment says, so that its locks hold; then those of the
/// other folders of $XDG_CONFIG_DIRS, of which the first named is the strongest.
QStringList systemConfigurationFiles();

/// The file on top of those that make the usual service: the user's, else a system file that
/// describes a service. Empty when there is neither.
QString mainServiceFile();

} // namespace latchkey
