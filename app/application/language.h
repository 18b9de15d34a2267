// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTranslator>

namespace latchkey {

/// The words of the program and of Qt's own buttons in the language of the session, for as long as
/// it lives; English where there are none, whose plurals are a translation too. Made after the
/// application object and before any window.
class Language
{
public:
    Language();
    Q_DISABLE_COPY_MOVE(Language)

private:
    QTranslator m_qtWords;
    QTranslator m_words;
};

} // namespace latchkey
