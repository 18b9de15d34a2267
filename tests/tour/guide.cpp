// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/tour/guide.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QLineEdit>
#include <QPainter>
#include <QScreen>
#include <QTest>
#include <QTimer>

#include <algorithm>
#include <chrono>
#include <cstdio>

namespace latchkey {

namespace {

constexpr int patience = 20'000;
constexpr std::chrono::milliseconds blink{10};

QWidget *visibleWidget(const QString &name)
{
    const QWidgetList windows = QApplication::topLevelWidgets();
    for (QWidget *window : windows) {
        if (!window->isVisible())
            continue;
        const auto found = window->findChildren<QWidget *>(name);
        for (QWidget *widget : found) {
            if (widget->isVisible())
                return widget;
        }
    }
    return nullptr;
}

QWidgetList shownWindows()
{
    QWidgetList shown = QApplication::topLevelWidgets();
    shown.removeIf([](const QWidget *each) { return !each->isVisible() || !each->isWindow(); });
    std::ranges::sort(shown, {}, [](const QWidget *each) { return each->objectName(); });
    return shown;
}

/// What of the screen has our windows.
QImage screenNow()
{
    QRect area;
    for (const QWidget *window : shownWindows())
        area |= window->frameGeometry();
    QScreen *screen = QGuiApplication::primaryScreen();
    area &= screen->geometry();
    return screen->grabWindow(0, area.x(), area.y(), area.width(), area.height()).toImage();
}

/// The windows side by side, as they paint themselves: a Wayland compositor shows its screen to
/// nobody.
QImage windowsNow()
{
    QList<QImage> each;
    QSize size;
    for (QWidget *window : shownWindows()) {
        each += window->grab().toImage();
        size = {size.width() + each.back().width(), qMax(size.height(), each.back().height())};
    }
    QImage all(size, QImage::Format_RGB32);
    QPainter painter(&all);
    int x = 0;
    for (const QImage &image : each) {
        painter.drawImage(x, 0, image);
        x += image.width();
    }
    return all;
}

/// Once it stands still: pages fade into each other, and drawings come a frame later.
QImage settledPicture()
{
    constexpr int framesAlike = 5;
    const bool isWayland = QGuiApplication::platformName().startsWith(u"wayland");
    QImage last;
    int alike = 0;
    (void)QTest::qWaitFor(
        [&] {
            const QImage now = isWayland ? windowsNow() : screenNow();
            alike = now == last ? alike + 1 : 0;
            last = now;
            return alike >= framesAlike;
        },
        patience);
    return last;
}

} // namespace

Guide::Guide(const QString &pictures) : m_pictures(pictures) {}

void Guide::step(const QString &what, const std::function<bool()> &act)
{
    ++m_steps;
    const char *outcome = "not tried";
    if (m_fine) {
        m_fine = act();
        outcome = m_fine ? "ok" : "FAILED";
    }
    std::printf("%2d  %-68s %s\n", m_steps, qPrintable(what), outcome);
    std::fflush(stdout);
}

QWidget *Guide::find(const char *name)
{
    const QString wanted = QString::fromLatin1(name);
    QWidget *found = nullptr;
    waitFor([&] {
        found = visibleWidget(wanted);
        return found && found->isEnabled();
    });
    return found;
}

bool Guide::waitFor(const std::function<bool()> &condition)
{
    if (condition())
        return true;
    // Sleeps in the event loop, as the program itself does; QTest::qWaitFor sleeps beside it.
    bool fine = false;
    QElapsedTimer since;
    since.start();
    QEventLoop loop;
    QTimer look;
    QObject::connect(&look, &QTimer::timeout, &loop, [&] {
        fine = condition();
        if (fine || since.hasExpired(patience))
            loop.quit();
    });
    look.start(blink);
    loop.exec();
    return fine;
}

bool Guide::click(const char *name)
{
    QWidget *button = find(name);
    if (!button)
        return false;
    QTest::mouseClick(button, Qt::LeftButton);
    return true;
}

bool Guide::type(const char *name, const QString &text)
{
    QWidget *field = find(name);
    if (!field)
        return false;
    field->setFocus();
    if (auto *edit = qobject_cast<QLineEdit *>(field))
        edit->clear();
    // One after the other, so that the program takes each in as it comes.
    for (const QChar key : text) {
        QTest::keyClick(field, key.toLatin1());
        QEventLoop loop;
        QTimer::singleShot(blink, &loop, &QEventLoop::quit);
        loop.exec();
    }
    return true;
}

bool Guide::picture(const char *name)
{
    ++m_taken;
    const QString file = QStringLiteral("%1-%2.png")
                             .arg(m_taken, 2, 10, QLatin1Char('0'))
                             .arg(QString::fromLatin1(name));
    return pictureInto(m_pictures.filePath(file));
}

bool Guide::pictureInto(const QString &file)
{
    return settledPicture().save(file);
}

} // namespace latchkey
