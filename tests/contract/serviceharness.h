// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "recovery/recoveryservice.h"

#include <QByteArray>
#include <QString>

#include <vector>

namespace latchkey {

/// What is there before a case begins: an account with a password.
struct AccountSeed
{
    QString address;
    QByteArray password; ///< prepared, UTF-8
    bool confirmed = true;
    bool disabled = false;
};

/// A mail as it reached somebody.
struct ReceivedMail
{
    enum class Kind : quint8 { Reset, Notice, Confirm };

    Kind kind = Kind::Reset;
    QString recipient;
    QByteArray link; ///< `latchkey://…`; empty in a notice
    QString code;    ///< as printed; empty where the mail carries none
};

/// What the contract needs around a back end: the things that happen beside the window (accounts,
/// the post, the passing of time) and a look behind it. A harness is one fresh, empty service with
/// the program's own limits and rules, a clock that stands still, and as little delay and hashing
/// cost as the back end lets it have. Its methods may block, and may run the event loop. They
/// cannot fail: where a harness is not able to do its part it ends the test (qFatal).
class ServiceHarness
{
public:
    virtual ~ServiceHarness() = default;
    ServiceHarness(const ServiceHarness &) = delete;
    ServiceHarness &operator=(const ServiceHarness &) = delete;

    virtual RecoveryService &service() = 0;

    virtual void addAccount(const AccountSeed &seed) = 0;
    virtual void disableAccount(const QString &address) = 0;
    /// As an operator does it: the new address is unconfirmed, and what was mailed to the old one
    /// is void.
    virtual void changeAddress(const QString &from, const QString &to) = 0;
    /// An operator's `accounts confirm --mail`.
    virtual void mailConfirmation(const QString &address) = 0;

    /// Whether somebody could sign in with it.
    virtual bool verifyPassword(const QString &address, const QByteArray &password) = 0;
    /// Everything that is stored of the account, in any form that changes when any of it does.
    virtual QByteArray storedAccount(const QString &address) = 0;

    /// Every mail so far, in the order of sending; first waits until none is due.
    virtual std::vector<ReceivedMail> mails() = 0;
    /// From now on no mail gets out.
    virtual void breakPost() = 0;

    virtual Instant now() const = 0;
    /// Also backwards.
    virtual void advanceClock(std::chrono::seconds by) = 0;

protected:
    ServiceHarness() = default;
};

} // namespace latchkey
