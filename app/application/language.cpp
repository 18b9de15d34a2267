// SPDX-License-Identifier: GPL-3.0-or-later
#include "application/language.h"

#include <QCoreApplication>
#include <QDir>
#include <QLibraryInfo>
#include <QLocale>

namespace latchkey {

namespace {

const QString folder = QStringLiteral(":/i18n");
const QString catalogue = QStringLiteral("latchkey");

} // namespace

Language::Language(const QString &chosen)
{
    // Who lives in Austria and chooses German keeps the dates of Austria.
    const QString usual = QLocale().uiLanguages().value(0);
    const bool isAnother = QLocale(chosen).language() != QLocale(usual).language();
    if (!chosen.isEmpty() && isAnother && all().contains(chosen))
        QLocale::setDefault(QLocale(chosen));
    if (m_qtWords.load(QLocale(), QStringLiteral("qtbase"), QStringLiteral("_"),
                       QLibraryInfo::path(QLibraryInfo::TranslationsPath)))
        QCoreApplication::installTranslator(&m_qtWords);
    if (m_words.load(QLocale(), catalogue, QStringLiteral("_"), folder) ||
        m_words.load(catalogue + QStringLiteral("_en"), folder))
        QCoreApplication::installTranslator(&m_words);
}

QStringList Language::all()
{
    QStringList languages;
    for (const QString &file : QDir(folder).entryList({catalogue + QStringLiteral("_*.qm")}))
        languages += file.chopped(3).mid(catalogue.size() + 1);
    return languages;
}

} // namespace latchkey
