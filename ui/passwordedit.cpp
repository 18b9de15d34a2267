// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/passwordedit.h"

#include "ui/look.h"
#include "ui/revealbutton.h"

#include <QApplication>
#include <QContextMenuEvent>
#include <QKeyEvent>
#include <QMenu>
#include <QSignalBlocker>

#include <memory>

namespace latchkey {

namespace {

constexpr double revealRoom = 1.9;

} // namespace

PasswordEdit::PasswordEdit(QWidget *parent) : TextField(parent), m_reveal(new RevealButton(this))
{
    setTrailingRoom(revealRoom);
    setAcceptDrops(false);
    setDragEnabled(false);
    connect(m_reveal, &QToolButton::toggled, this, &PasswordEdit::showState);
    showState();
}

bool PasswordEdit::isRevealed() const
{
    return m_reveal->isChecked();
}

void PasswordEdit::setRevealed(bool revealed)
{
    m_reveal->setChecked(revealed);
}

void PasswordEdit::showState()
{
    setEchoMode(isRevealed() ? QLineEdit::Normal : QLineEdit::Password);
    // setEchoMode drops the hints when the text is shown; it must still not be learnt or sent away.
    setInputMethodHints(Qt::ImhHiddenText | Qt::ImhSensitiveData | Qt::ImhNoPredictiveText |
                        Qt::ImhNoAutoUppercase);
}

void PasswordEdit::forget()
{
    const QSignalBlocker quiet(this);
    {
        // Not detaching on purpose: this is the very buffer that the line edit holds.
        const QString held = text();
        // NOLINTNEXTLINE(cppcoreguidelines-pro-type-const-cast)
        auto *characters = const_cast<QChar *>(held.constData());
        for (qsizetype i = 0; i < held.size(); ++i)
            characters[i] = u'\0';
    }
    clear();
    setText({});        // drops the undo history, which clear() keeps
    setRevealed(false); // only now: the change of mode moves the text and leaves the old one behind
}

void PasswordEdit::insertPasted(const QString &text)
{
    QString taken = text;
    while (taken.endsWith(u'\n') || taken.endsWith(u'\r'))
        taken.chop(1); // copying a line often takes its end along
    const QString about = QString::number(m_limit);
    if (taken.size() > m_limit || taken.toUtf8().size() > m_limit)
        Q_EMIT pasteRefused({.reason = Reason::PasswordTooLong, .about = about});
    else if (taken.contains(u'\n') || taken.contains(u'\r'))
        Q_EMIT pasteRefused({.reason = Reason::PasswordForbidden});
    else
        insert(taken);
}

void PasswordEdit::pasteFrom(QClipboard::Mode mode)
{
    if (!isReadOnly())
        insertPasted(QApplication::clipboard()->text(mode));
}

void PasswordEdit::keyPressEvent(QKeyEvent *event)
{
    if (event->matches(QKeySequence::Paste))
        pasteFrom(QClipboard::Clipboard);
    else
        TextField::keyPressEvent(event);
}

void PasswordEdit::mouseReleaseEvent(QMouseEvent *event)
{
    if (event->button() == Qt::MiddleButton && QApplication::clipboard()->supportsSelection()) {
        pasteFrom(QClipboard::Selection);
        event->accept();
    } else {
        TextField::mouseReleaseEvent(event);
    }
}

void PasswordEdit::contextMenuEvent(QContextMenuEvent *event)
{
    // Not the standard menu: its paste is QLineEdit's own, which cuts.
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    QAction *copyText = menu->addAction(tr("Copy"), this, &QLineEdit::copy);
    copyText->setEnabled(isRevealed() && hasSelectedText());
    QAction *paste =
        menu->addAction(tr("Paste"), this, [this] { pasteFrom(QClipboard::Clipboard); });
    paste->setObjectName(QStringLiteral("pasteAction"));
    paste->setEnabled(!isReadOnly());
    menu->addAction(tr("Select all"), this, &QLineEdit::selectAll)->setEnabled(!text().isEmpty());
    menu->popup(event->globalPos());
}

void PasswordEdit::resizeEvent(QResizeEvent *event)
{
    TextField::resizeEvent(event);
    placeReveal();
}

void PasswordEdit::changeEvent(QEvent *event)
{
    TextField::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::LayoutDirectionChange)
        placeReveal();
}

void PasswordEdit::placeReveal()
{
    const int side = qMin(em(this, revealRoom), height() - 4);
    const int top = (height() - side) / 2;
    const int gap = em(this, 0.3);
    const bool mirrored = layoutDirection() == Qt::RightToLeft;
    m_reveal->setGeometry(mirrored ? gap : width() - side - gap, top, side, side);
}

} // namespace latchkey
