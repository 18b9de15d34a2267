// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "application/pinattempts.h"
#include "application/servicecatalogue.h"
#include "core/clock.h"
#include "core/secret.h"

#include <QObject>

#include <functional>
#include <memory>
#include <vector>

namespace latchkey {

class KioskVisit;
class KioskWindow;
class LogKeeper;

/// How a kiosk was started.
struct KioskStart
{
    QStringList files;           ///< the services' configurations
    KioskSettings settings = {}; ///< of the first of them
    bool afterVisit = false;     ///< a visit has just been wiped, and its receipt is due
};

/// The kiosk, put together: one window, one visit after another. A visit does not end here: the
/// desk asks for the whole process to be made anew, so that nothing of the visit has to be found
/// and wiped piece by piece. Owns everything; lives in the main thread.
class KioskDesk final : public QObject
{
    Q_OBJECT

public:
    /// Whether this is the PIN behind the hash; takes a while, elsewhere.
    using MatchPin = std::function<Future<bool>(const QString &pinHash, const SharedSecret &pin)>;

    /// The clock outlives the desk.
    KioskDesk(const Clock &clock, KioskStart start, MatchPin matchPin);
    ~KioskDesk() override;

    void open();

Q_SIGNALS:
    /// The visit is over, clipboard and selection are empty: whatever is in this process's memory
    /// may go.
    void wipeWanted();
    /// An administrator has ended the kiosk.
    void dismissed();

private:
    void findServices();
    void showFirst();
    void openService(const KnownService &service);
    void endVisit();
    void wipe();
    void judgePin(const SharedSecret &pin);
    void sayWait();

    const Clock &m_clock;
    KioskStart m_start;
    MatchPin m_matchPin;
    PinAttempts m_attempts;
    std::unique_ptr<LogKeeper> m_log;
    std::vector<KnownService> m_services;
    std::unique_ptr<KioskWindow> m_window;
    std::unique_ptr<KioskVisit> m_visit;
};

} // namespace latchkey
