// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>
#include <QTranslator>

namespace latchkey {

/// The words of the program and of Qt's own buttons in one language, for as long as it lives;
/// English where there are none, whose plurals are a translation too. Made after the application
/// object and before any window.
class Language
{
public:
    /// `chosen`: a language that the person has set, dates and numbers with it; empty, or one there
    /// are no words in: the session's.
    explicit Language(const QString &chosen = {});
    Q_DISABLE_COPY_MOVE(Language)

    /// Those there are words in, by their codes ("de").
    static QStringList all();

private:
    QTranslator m_qtWords;
    QTranslator m_words;
};

} // namespace latchkey
