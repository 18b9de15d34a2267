// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"

#include <QString>

#include <chrono>

namespace latchkey {

/// Wrong PINs at a kiosk: after five the next one has to wait, each time twice as long, up to an
/// hour. Kept in a file, because a kiosk's process lives for one visit. A file that cannot be
/// understood counts as five wrong ones. Not thread safe.
class PinAttempts
{
public:
    static constexpr int free = 5;

    explicit PinAttempts(QString path);

    /// Until the next try is allowed; zero when it is. A clock that went back waits anew.
    std::chrono::seconds wait(Instant now) const;
    void countWrong(Instant now);
    /// The PIN was right.
    void forget();

private:
    void read();
    void write() const;

    QString m_path;
    int m_wrong = 0;
    Instant m_last;
};

} // namespace latchkey
