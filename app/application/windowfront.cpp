// SPDX-License-Identifier: GPL-3.0-or-later
#include "application/windowfront.h"

#include <QGuiApplication>
#include <QWidget>

#include <xcb/xcb.h>

#include <cstdlib>
#include <memory>

namespace latchkey {

namespace {

struct Free
{
    void operator()(void *memory) const noexcept { std::free(memory); }
};

xcb_atom_t atomOf(xcb_connection_t *connection, QByteArrayView name)
{
    const std::unique_ptr<xcb_intern_atom_reply_t, Free> reply(xcb_intern_atom_reply(
        connection, xcb_intern_atom(connection, 0, uint16_t(name.size()), name.data()), nullptr));
    return reply ? reply->atom : xcb_atom_t(XCB_ATOM_NONE);
}

/// When the person clicked, in the X server's time: what follows "_TIME" in a startup id (Startup
/// Notification Protocol). 0 when the id says nothing.
uint32_t clickTime(const QByteArray &startupId)
{
    constexpr QByteArrayView mark{"_TIME"};
    const qsizetype at = startupId.lastIndexOf(mark);
    return at < 0 ? 0 : startupId.sliced(at + mark.size()).toUInt();
}

/// Asks the window manager in the name of that click (EWMH _NET_ACTIVE_WINDOW); Qt 6.4 would name
/// the last time that this window was touched, which a window manager may find too old.
void askWindowManager(xcb_connection_t *connection, const QWidget &window, uint32_t time)
{
    const xcb_screen_t *screen = xcb_setup_roots_iterator(xcb_get_setup(connection)).data;
    constexpr uint32_t byApplication = 1;
    xcb_client_message_event_t event = {};
    event.response_type = XCB_CLIENT_MESSAGE;
    event.format = 32;
    event.window = xcb_window_t(window.winId());
    event.type = atomOf(connection, "_NET_ACTIVE_WINDOW");
    event.data.data32[0] = byApplication;
    event.data.data32[1] = time;
    xcb_send_event(connection, 0, screen->root,
                   XCB_EVENT_MASK_SUBSTRUCTURE_REDIRECT | XCB_EVENT_MASK_SUBSTRUCTURE_NOTIFY,
                   reinterpret_cast<const char *>(&event));
    xcb_flush(connection);
}

} // namespace

void bringToFront(QWidget &window, const QByteArray &activationToken)
{
    window.setWindowState(window.windowState() & ~Qt::WindowMinimized);
    window.show();
    window.raise();
    const auto *x11 = qGuiApp->nativeInterface<QNativeInterface::QX11Application>();
    const uint32_t time = clickTime(activationToken);
    if (x11 && time != 0) {
        askWindowManager(x11->connection(), window, time);
        return;
    }
    // Where Qt's Wayland looks for it, and takes it away.
    if (!x11 && !activationToken.isEmpty())
        qputenv("XDG_ACTIVATION_TOKEN", activationToken);
    window.activateWindow();
}

} // namespace latchkey
