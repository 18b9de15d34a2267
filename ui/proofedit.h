// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPlainTextEdit>

namespace latchkey {

/// Takes anything a mail can give: a link, a code, a whole message with its line ends (which a line
/// edit would lose). Two lines high; Enter is left to the page, Tab moves on. Keeps no undo
/// history.
class ProofEdit final : public QPlainTextEdit
{
    Q_OBJECT

public:
    explicit ProofEdit(QWidget *parent = nullptr);

    /// Empty: nothing is wrong. Read out as the field's description.
    void setFault(const QString &fault);
    bool isFaulty() const noexcept { return m_faulty; }
    void forget();

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    bool event(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    void insertFromMimeData(const QMimeData *source) override;
    void changeEvent(QEvent *event) override;

private:
    void makeRoom();

    bool m_faulty = false;
    QString m_plainDescription;
};

} // namespace latchkey
