// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "launch/launchmessage.h"

#include <QByteArrayList>
#include <QObject>

#include <deque>

namespace latchkey {

/// The words behind the program's name, copied. A link among them is overwritten where the
/// operating system keeps it, so that the token stands in the process list for no longer than it
/// must. Knows nothing of what the words mean.
QByteArrayList takeWords(int argc, char **argv);

/// Where every message from outside waits for the window, whichever way it came. Lives in the main
/// thread. Knows nothing of what a link means.
class LinkInbox final : public QObject
{
    Q_OBJECT

public:
    /// Beyond so many the oldest is dropped: each takes the place of the one before anyway.
    static constexpr size_t mostWaiting = 32;

    explicit LinkInbox(QObject *parent = nullptr) : QObject(parent) {}
    ~LinkInbox() override;

    void put(LaunchMessage message);
    /// The oldest; nothing when none waits.
    std::optional<LaunchMessage> take();
    /// The newest, left where it is; null when none waits.
    const LaunchMessage *newest() const noexcept;

Q_SIGNALS:
    /// Comes from the event loop, never from within `put`. One signal may stand for several.
    void arrived();

private:
    std::deque<LaunchMessage> m_waiting;
};

} // namespace latchkey
