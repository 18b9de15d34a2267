// SPDX-License-Identifier: GPL-3.0-or-later
#include "application/language.h"

#include <QCoreApplication>
#include <QLibraryInfo>
#include <QLocale>

namespace latchkey {

Language::Language()
{
    if (m_qtWords.load(QLocale(), QStringLiteral("qtbase"), QStringLiteral("_"),
                       QLibraryInfo::path(QLibraryInfo::TranslationsPath)))
        QCoreApplication::installTranslator(&m_qtWords);
    const QString folder = QStringLiteral(":/i18n");
    if (m_words.load(QLocale(), QStringLiteral("latchkey"), QStringLiteral("_"), folder) ||
        m_words.load(QStringLiteral("latchkey_en"), folder))
        QCoreApplication::installTranslator(&m_words);
}

} // namespace latchkey
