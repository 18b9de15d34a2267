// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPixmap>
#include <QWidget>

namespace latchkey {

/// One of our own drawings (ui/icons/NAME.svg) in one colour. Empty where there is no such drawing.
QPixmap symbolPixmap(const QString &name, int side, const QColor &colour, qreal devicePixelRatio);

/// The round sign above a page's title. It says nothing that the title does not, so assistive
/// technology is not told of it. The drawing is read after the first frame: reading SVG would be
/// the dearest part of showing a page.
class Symbol final : public QWidget
{
    Q_OBJECT
    Q_PROPERTY(QString name READ name WRITE setName)
    Q_PROPERTY(Tone tone READ tone WRITE setTone)

public:
    enum class Tone : quint8 { Calm, Good, Bad };
    Q_ENUM(Tone)

    explicit Symbol(QWidget *parent = nullptr);

    const QString &name() const noexcept { return m_name; }
    void setName(const QString &name);
    Tone tone() const noexcept { return m_tone; }
    void setTone(Tone tone);

    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QString m_name;
    Tone m_tone = Tone::Calm;
    bool m_mayRead = false;
};

} // namespace latchkey
