// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/proofedit.h"

#include "ui/look.h"
#include "ui/textfield.h"

#include <QKeyEvent>
#include <QMimeData>

namespace latchkey {

namespace {

constexpr int longestText = 1024 * 1024; // no more than that is looked through

} // namespace

ProofEdit::ProofEdit(QWidget *parent) : QPlainTextEdit(parent)
{
    setFrameShape(QFrame::NoFrame);
    setUndoRedoEnabled(false);
    setTabChangesFocus(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setWordWrapMode(QTextOption::WrapAnywhere);
    setInputMethodHints(Qt::ImhSensitiveData | Qt::ImhNoPredictiveText | Qt::ImhNoAutoUppercase);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    viewport()->setAutoFillBackground(false);
    makeRoom();
}

void ProofEdit::setFault(const QString &fault)
{
    if (!m_faulty)
        m_plainDescription = accessibleDescription();
    m_faulty = !fault.isEmpty();
    setAccessibleDescription(m_faulty ? fault : m_plainDescription);
    update();
}

void ProofEdit::forget()
{
    clear();
    setFault({});
}

QSize ProofEdit::sizeHint() const
{
    return {em(this, 12), em(this, 3.1)};
}

QSize ProofEdit::minimumSizeHint() const
{
    return {em(this, 4), sizeHint().height()};
}

void ProofEdit::makeRoom()
{
    const int across = em(this, 0.4);
    const int along = em(this, 0.3);
    setViewportMargins(across, along, across, along);
    updateGeometry();
}

bool ProofEdit::event(QEvent *event)
{
    const bool handled = QPlainTextEdit::event(event);
    if (event->type() == QEvent::Paint)
        paintFieldEdge(this, hasFocus(), m_faulty);
    return handled;
}

void ProofEdit::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
        event->ignore();
    else
        QPlainTextEdit::keyPressEvent(event);
}

void ProofEdit::focusInEvent(QFocusEvent *event)
{
    QPlainTextEdit::focusInEvent(event);
    update();
}

void ProofEdit::focusOutEvent(QFocusEvent *event)
{
    QPlainTextEdit::focusOutEvent(event);
    update();
}

void ProofEdit::insertFromMimeData(const QMimeData *source)
{
    insertPlainText(source->text().left(longestText));
}

void ProofEdit::changeEvent(QEvent *event)
{
    QPlainTextEdit::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        makeRoom();
}

} // namespace latchkey
