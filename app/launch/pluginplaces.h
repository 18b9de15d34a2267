// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace latchkey {

/// Qt looks for plugins beside the program too, where whoever unpacked a download may have put them
/// (OWASP ASVS 13.4.2). From now on it looks where Qt itself is installed and nowhere else. After
/// hardenProcess(), and before the application object, which loads the first ones. What a `qt.conf`
/// beside the program says is overruled by our own (packaging/qt.conf.in).
void keepToInstalledPlugins();

} // namespace latchkey
