// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/plainline.h"

#include <QList>

namespace latchkey {

QString plainLine(const QString &text, qsizetype atMost)
{
    QString line;
    for (const char32_t c : text.toUcs4()) {
        const bool joiner = c == U'\u200c' || c == U'\u200d';
        if (QChar::category(c) == QChar::Other_Format && !joiner)
            continue;
        line += QChar::isPrint(c) || joiner ? QChar::fromUcs4(c) : QStringView(u" ");
    }
    const QList<uint> characters = line.simplified().toUcs4();
    if (characters.size() <= atMost)
        return line.simplified();
    return QString::fromUcs4(reinterpret_cast<const char32_t *>(characters.constData()), atMost)
        .trimmed();
}

} // namespace latchkey
