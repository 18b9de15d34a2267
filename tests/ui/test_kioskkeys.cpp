// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/kioskkeys.h"

#include <QKeyEvent>
#include <QTest>

using namespace latchkey;

Q_DECLARE_METATYPE(latchkey::KeyVerdict)

class TestKioskKeys : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void judged_data();
    void judged();
};

void TestKioskKeys::judged_data()
{
    QTest::addColumn<int>("key");
    QTest::addColumn<Qt::KeyboardModifiers>("modifiers");
    QTest::addColumn<QString>("text");
    QTest::addColumn<KeyVerdict>("verdict");

    const auto row = [](const char *name, int key, Qt::KeyboardModifiers modifiers,
                        KeyVerdict verdict, const QString &text = {}) {
        QTest::newRow(name) << key << modifiers << text << verdict;
    };
    constexpr auto none = Qt::NoModifier;
    constexpr auto control = Qt::ControlModifier;
    constexpr auto shift = Qt::ShiftModifier;
    constexpr auto alt = Qt::AltModifier;
    constexpr auto yes = KeyVerdict::Allowed;
    constexpr auto no = KeyVerdict::Refused;

    row("a letter", Qt::Key_A, none, yes, QStringLiteral("a"));
    row("a capital", Qt::Key_A, shift, yes, QStringLiteral("A"));
    row("an umlaut", Qt::Key_Udiaeresis, none, yes, QStringLiteral("ü"));
    row("@ by AltGr", Qt::Key_At, Qt::GroupSwitchModifier, yes, QStringLiteral("@"));
    row("a dead key", Qt::Key_Dead_Acute, none, yes);
    row("compose", Qt::Key_Multi_key, none, yes);
    row("space", Qt::Key_Space, none, yes, QStringLiteral(" "));
    row("escape", Qt::Key_Escape, none, yes, QStringLiteral("\x1b"));
    row("back tab", Qt::Key_Backtab, shift, yes);
    row("enter of the keypad", Qt::Key_Enter, Qt::KeypadModifier, yes);
    row("shift alone", Qt::Key_Shift, shift, yes);
    row("paste", Qt::Key_V, control, yes);
    row("paste by insert", Qt::Key_Insert, shift, yes);
    row("select all", Qt::Key_A, control, yes);
    row("a word on", Qt::Key_Right, control, yes);
    row("a word away", Qt::Key_Backspace, control, yes);

    row("copy", Qt::Key_C, control, no);
    row("cut", Qt::Key_X, control, no);
    row("undo", Qt::Key_Z, control, no);
    row("redo", Qt::Key_Z, control | shift, no);
    row("print", Qt::Key_P, control, no);
    row("open", Qt::Key_O, control, no);
    row("save", Qt::Key_S, control, no);
    row("quit", Qt::Key_Q, control, no);
    row("close", Qt::Key_F4, alt, no);
    row("switch", Qt::Key_Tab, alt, no);
    row("a terminal", Qt::Key_T, control | alt, no);
    row("a console", Qt::Key_F1, control | alt, no);
    row("the super key", Qt::Key_Super_L, none, no);
    row("super and a letter", Qt::Key_L, Qt::MetaModifier, no);
    row("help", Qt::Key_F1, none, no);
    row("what is this", Qt::Key_F1, shift, no);
    row("the menu key", Qt::Key_Menu, none, no);
    row("context by shift", Qt::Key_F10, shift, no);
    row("a browser's key", Qt::Key_HomePage, none, no);
    row("mail", Qt::Key_LaunchMail, none, no);
    row("power", Qt::Key_PowerOff, none, no);
    row("the screen's picture", Qt::Key_Print, none, no);
    row("an unknown one", Qt::Key_unknown, none, no);

    row("administrator", Qt::Key_Q, control | alt | shift, KeyVerdict::Administrator);
    row("nearly", Qt::Key_Q, control | alt, no);
    row("too many", Qt::Key_Q, control | alt | shift | Qt::MetaModifier, no);
}

void TestKioskKeys::judged()
{
    QFETCH(const int, key);
    QFETCH(const Qt::KeyboardModifiers, modifiers);
    QFETCH(const QString, text);
    QFETCH(const KeyVerdict, verdict);
    for (const auto type : {QEvent::KeyPress, QEvent::KeyRelease, QEvent::ShortcutOverride})
        QCOMPARE(judgeKey(QKeyEvent(type, key, modifiers, text)), verdict);
}

QTEST_MAIN(TestKioskKeys)
#include "test_kioskkeys.moc"
