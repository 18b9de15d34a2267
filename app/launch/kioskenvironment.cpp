// SPDX-License-Identifier: GPL-3.0-or-later
#include "launch/kioskenvironment.h"

#include <QByteArrayList>

#include <unistd.h>

#include <algorithm>
#include <cstdlib>

namespace latchkey {

namespace {

constexpr QByteArrayView kept[] = {
    // Who and where.
    "HOME",
    "LOGNAME",
    "PATH",
    "SHELL",
    "TMPDIR",
    "TZ",
    "USER",
    "XDG_CACHE_HOME",
    "XDG_CONFIG_HOME",
    "XDG_DATA_HOME",
    "XDG_RUNTIME_DIR",
    "XDG_SEAT",
    "XDG_SESSION_TYPE",
    "XDG_STATE_HOME",
    "XDG_VTNR",
    // The words on the screen.
    "LANG",
    "LANGUAGE",
    // The screen itself.
    "DISPLAY",
    "WAYLAND_DISPLAY",
    "XAUTHORITY",
    "XCURSOR_SIZE",
    "XCURSOR_THEME",
    "XKB_DEFAULT_LAYOUT",
    "XKB_DEFAULT_OPTIONS",
    "XKB_DEFAULT_VARIANT",
    "QT_FONT_DPI",
    "QT_QPA_PLATFORM",
    "QT_SCALE_FACTOR",
    "QT_WAYLAND_SHELL_INTEGRATION",
    // Assistive technology.
    "AT_SPI_BUS_ADDRESS",
    "DBUS_SESSION_BUS_ADDRESS",
    "QT_ACCESSIBILITY",
    "QT_LINUX_ACCESSIBILITY_ALWAYS_ON",
    // What systemd says to a service.
    "CREDENTIALS_DIRECTORY",
    "INVOCATION_ID",
    "JOURNAL_STREAM",
    // The way to a service on the network.
    "all_proxy",
    "http_proxy",
    "https_proxy",
    "no_proxy",
};

/// The names in the environment, before any is taken away.
QByteArrayList presentNames()
{
    QByteArrayList names;
    for (char **entry = environ; entry && *entry; ++entry) {
        const QByteArrayView text(*entry);
        names += text.first(std::max(qsizetype{0}, text.indexOf('='))).toByteArray();
    }
    return names;
}

} // namespace

bool isKeptInKiosk(QByteArrayView name) noexcept
{
#if defined(__SANITIZE_ADDRESS__)
    if (name.endsWith("SAN_OPTIONS"))
        return true;
#endif
    return name.startsWith("LC_") || std::ranges::find(kept, name) != std::end(kept);
}

void reduceEnvironment(OnScreenKeyboard keyboard)
{
    // NOLINTBEGIN(concurrency-mt-unsafe): before there is a second thread
    for (const QByteArray &name : presentNames()) {
        if (!isKeptInKiosk(name))
            unsetenv(name.constData());
    }
    if (keyboard == OnScreenKeyboard::Qt)
        setenv("QT_IM_MODULE", "qtvirtualkeyboard", 1);
    // NOLINTEND(concurrency-mt-unsafe)
}

} // namespace latchkey
