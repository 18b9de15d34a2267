// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/kioskkeys.h"

#include <QKeyEvent>

#include <algorithm>

namespace latchkey {

namespace {

constexpr Qt::KeyboardModifiers commanding =
    Qt::ControlModifier | Qt::AltModifier | Qt::MetaModifier;

/// With Ctrl or Alt. Nothing that copies, undoes or prints is among them.
constexpr QKeySequence::StandardKey edits[] = {
    QKeySequence::Paste,
    QKeySequence::SelectAll,
    QKeySequence::MoveToNextWord,
    QKeySequence::MoveToPreviousWord,
    QKeySequence::SelectNextWord,
    QKeySequence::SelectPreviousWord,
    QKeySequence::MoveToStartOfDocument,
    QKeySequence::MoveToEndOfDocument,
    QKeySequence::DeleteStartOfWord,
    QKeySequence::DeleteEndOfWord,
};

/// Keys without a text of their own.
constexpr int moves[] = {
    Qt::Key_Escape,   Qt::Key_Tab,    Qt::Key_Backtab,  Qt::Key_Backspace, Qt::Key_Return,
    Qt::Key_Enter,    Qt::Key_Insert, Qt::Key_Delete,   Qt::Key_Home,      Qt::Key_End,
    Qt::Key_Left,     Qt::Key_Up,     Qt::Key_Right,    Qt::Key_Down,      Qt::Key_PageUp,
    Qt::Key_PageDown, Qt::Key_Shift,  Qt::Key_CapsLock, Qt::Key_NumLock,   Qt::Key_AltGr,
};

/// Accents that wait for their letter, and the keys of input methods.
bool composes(int key)
{
    return (key >= Qt::Key_Dead_Grave && key <= Qt::Key_Dead_Longsolidusoverlay) ||
           (key >= Qt::Key_Multi_key && key <= Qt::Key_PreviousCandidate) ||
           (key >= Qt::Key_Kanji && key <= Qt::Key_Eisu_toggle) || key == Qt::Key_Mode_switch;
}

bool types(const QString &text)
{
    return !text.isEmpty() && std::ranges::all_of(text, [](QChar c) { return c.isPrint(); });
}

} // namespace

KeyVerdict judgeKey(const QKeyEvent &event)
{
    const Qt::KeyboardModifiers held = event.modifiers() & commanding;
    if (event.key() == Qt::Key_Q && held == (Qt::ControlModifier | Qt::AltModifier) &&
        event.modifiers().testFlag(Qt::ShiftModifier))
        return KeyVerdict::Administrator;
    if (held) {
        const bool editing = std::ranges::any_of(
            edits, [&event](QKeySequence::StandardKey edit) { return event.matches(edit); });
        return editing ? KeyVerdict::Allowed : KeyVerdict::Refused;
    }
    const bool allowed = types(event.text()) || composes(event.key()) ||
                         std::ranges::find(moves, event.key()) != std::end(moves);
    return allowed ? KeyVerdict::Allowed : KeyVerdict::Refused;
}

} // namespace latchkey
