// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/textlabel.h"

#include "ui/look.h"

#include <QApplication>
#include <QEvent>
#include <QPainter>
#include <QStyle>
#include <QTextLayout>

#include <algorithm>
#include <cmath>

namespace latchkey {

namespace {

constexpr int widestLine = 26;   // line heights that a label asks for before it wraps
constexpr int narrowestLine = 4; // line heights that it can do with

double sizeOf(TextLabel::Tone tone)
{
    return tone == TextLabel::Tone::Title ? 1.6 : 1.0;
}

bool isHeavy(TextLabel::Tone tone)
{
    return tone == TextLabel::Tone::Title || tone == TextLabel::Tone::Name;
}

QColor colourOf(TextLabel::Tone tone, const Look &look)
{
    if (tone == TextLabel::Tone::Quiet)
        return look.quiet;
    return tone == TextLabel::Tone::Error ? look.bad : look.text;
}

} // namespace

TextLabel::TextLabel(QWidget *parent) : QLabel(parent)
{
    setTextFormat(Qt::PlainText);
    setWordWrap(true);
    dress();
}

void TextLabel::setTone(Tone tone)
{
    m_tone = tone;
    dress();
}

void TextLabel::tell(const QString &text)
{
    setText(text);
    setVisible(!text.isEmpty());
}

QSize TextLabel::around() const
{
    const QMargins margins = contentsMargins();
    return {margins.left() + margins.right(), margins.top() + margins.bottom()};
}

QSizeF TextLabel::breakLines(QTextLayout &lines, qreal width) const
{
    QString shown = text();
    shown.replace(u'\n', QChar::LineSeparator);
    QTextOption option(QStyle::visualAlignment(layoutDirection(), alignment()));
    option.setTextDirection(layoutDirection());
    option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    lines.setText(shown);
    lines.setFont(font());
    lines.setTextOption(option);
    QSizeF size(0, 0);
    lines.beginLayout();
    for (QTextLine line = lines.createLine(); line.isValid(); line = lines.createLine()) {
        line.setLineWidth(width);
        line.setPosition({0, size.height()});
        size = {std::max(size.width(), line.naturalTextWidth()), size.height() + line.height()};
    }
    lines.endLayout();
    return size;
}

int TextLabel::heightForWidth(int width) const
{
    QTextLayout lines;
    const QSizeF size = breakLines(lines, std::max(1, width - around().width()));
    return static_cast<int>(std::ceil(size.height())) + around().height();
}

QSize TextLabel::sizeHint() const
{
    QTextLayout lines;
    const QSizeF size = breakLines(lines, em(this, widestLine));
    // One pixel more than the text: a line that just fits must not break again.
    return QSize(static_cast<int>(std::ceil(size.width())) + 1,
                 static_cast<int>(std::ceil(size.height()))) +
           around();
}

QSize TextLabel::minimumSizeHint() const
{
    const QSize wanted = sizeHint();
    return {std::min(wanted.width(), em(this, narrowestLine) + around().width()),
            em(this) + around().height()};
}

void TextLabel::paintEvent(QPaintEvent * /*event*/)
{
    const QRect inside = contentsRect();
    QTextLayout lines;
    const QSizeF size = breakLines(lines, inside.width());
    QPainter painter(this);
    painter.setPen(palette().color(QPalette::Active, QPalette::WindowText));
    const double top = (inside.height() - size.height()) / 2;
    lines.draw(&painter, QPointF(inside.left(), inside.top() + std::max(0.0, top)));
}

void TextLabel::changeEvent(QEvent *event)
{
    QLabel::changeEvent(event);
    const QEvent::Type type = event->type();
    if (type == QEvent::ApplicationFontChange || type == QEvent::ApplicationPaletteChange)
        dress();
}

void TextLabel::dress()
{
    QFont font = QApplication::font(this);
    if (font.pointSizeF() > 0)
        font.setPointSizeF(font.pointSizeF() * sizeOf(m_tone));
    else
        font.setPixelSize(qRound(font.pixelSize() * sizeOf(m_tone)));
    if (isHeavy(m_tone))
        font.setWeight(QFont::DemiBold);
    setFont(font);

    QPalette palette = QApplication::palette(this);
    palette.setColor(QPalette::WindowText, colourOf(m_tone, Look::of(palette)));
    setPalette(palette);
}

} // namespace latchkey
