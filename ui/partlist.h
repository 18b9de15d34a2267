// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>

namespace latchkey {

/// Something that the program is built on.
struct Part
{
    QString name;
    QString version; ///< the one it was built with; Qt's is the one it runs on; empty: not told
    QString licence; ///< SPDX (spdx.org/licenses)
};

/// Every part that is linked or compiled into the programs, as CONTRIBUTING lists them.
QList<Part> partList();

} // namespace latchkey
