// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLineEdit>

namespace latchkey {

/// A line edit with room in it and an edge that shows focus and faults. A fault is also read out:
/// it becomes the field's accessible description until the text changes.
class TextField : public QLineEdit
{
    Q_OBJECT

public:
    explicit TextField(QWidget *parent = nullptr);

    /// Empty: nothing is wrong.
    void setFault(const QString &fault);
    bool isFaulty() const noexcept { return m_faulty; }

protected:
    void paintEvent(QPaintEvent *event) override;
    void changeEvent(QEvent *event) override;
    /// Line heights kept free at the trailing end, for a button in the field.
    void setTrailingRoom(double lines);

private:
    void makeRoom();

    double m_trailingRoom = 0;
    bool m_faulty = false;
    QString m_plainDescription;
};

/// The edge that text fields share.
void paintFieldEdge(QWidget *field, bool focused, bool faulty);

} // namespace latchkey
