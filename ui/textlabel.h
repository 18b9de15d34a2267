// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLabel>

class QTextLayout;

namespace latchkey {

/// A label that never reads its text as markup (a service's name or words may be anybody's), whose
/// size and colour follow the system's font and palette, and which wraps inside a word (an address,
/// a path) rather than cut it off.
class TextLabel : public QLabel
{
    Q_OBJECT
    Q_PROPERTY(Tone tone READ tone WRITE setTone)

public:
    enum class Tone : quint8 { Body, Title, Name, Quiet, Error };
    Q_ENUM(Tone)

    explicit TextLabel(QWidget *parent = nullptr);

    Tone tone() const noexcept { return m_tone; }
    void setTone(Tone tone);

    /// Shows the text, or hides the label where there is none.
    void tell(const QString &text);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;
    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void dress();
    /// Breaks the text into lines of at most `width` pixels; the height and width they take.
    QSizeF breakLines(QTextLayout &lines, qreal width) const;
    QSize around() const;

    Tone m_tone = Tone::Body;
};

} // namespace latchkey
