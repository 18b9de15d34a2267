// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/failure.h"
#include "ui/textfield.h"

#include <QClipboard>

class QToolButton;

namespace latchkey {

/// A masked field for a new password, with a button that shows it. Takes no drops, gives no drags,
/// and a masked text cannot be copied. A paste that is longer than the limit is refused whole,
/// never cut (QLineEdit itself cuts at 32,767 without a word). `forget()` overwrites what Qt still
/// holds of the text, as far as that can be reached: Qt's layout and undo copies are merely freed.
class PasswordEdit : public TextField
{
    Q_OBJECT

public:
    explicit PasswordEdit(QWidget *parent = nullptr);

    /// UTF-8 bytes that a paste may have; more gives pasteRefused().
    void setLimit(int bytes) { m_limit = bytes; }
    bool isRevealed() const;
    void setRevealed(bool revealed);
    /// Overwrites and empties the text, and masks the field again.
    void forget();
    /// As a paste would, with its limits.
    void insertPasted(const QString &text);

Q_SIGNALS:
    /// PasswordTooLong (about: the limit), or PasswordForbidden for line breaks within the text.
    void pasteRefused(const latchkey::Failure &failure);

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void pasteFrom(QClipboard::Mode mode);
    void placeReveal();
    void showState();

    QToolButton *m_reveal;
    int m_limit = 1024;
};

} // namespace latchkey
