// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "launch/schemeregistration.h"

#include <QObject>
#include <QPointer>
#include <QTimer>

#include <chrono>

namespace latchkey {

class LinksPanel;

/// Behind the "Links in mails" panel: who opens our links, the repair, and the test, which really
/// opens `…://hello/<nonce>` through the desktop and waits for it to come back by whatever way.
class LinksDesk final : public QObject
{
    Q_OBJECT

public:
    static constexpr std::chrono::milliseconds usualPatience{10'000};

    /// `program`: absolute path of the program that is to open links. `patience`: how long a test
    /// link may take to come back.
    explicit LinksDesk(const QString &program, std::chrono::milliseconds patience = usualPatience,
                       QObject *parent = nullptr);

    /// Until the panel dies, or another one is attended to.
    void attend(LinksPanel &panel);
    /// True when the link is a hello, of this test or not: nobody else has to hear of it.
    bool takeHello(QByteArrayView link);

private:
    void showOpener();
    void repair();
    void test();

    SchemeRegistration m_registration;
    const std::chrono::milliseconds m_patience;
    QPointer<LinksPanel> m_panel;
    QByteArray m_nonce;
    QTimer m_waiting;
};

} // namespace latchkey
