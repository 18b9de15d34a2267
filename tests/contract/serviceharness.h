// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "recovery/recoveryservice.h"

#include <QByteArray>
#include <QFlags>
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
    QByteArray link;          ///< empty in a notice, and where a mail carries a code alone
    QString code;             ///< as printed; empty where the mail carries none
    QByteArray withdraw = {}; ///< the link that says "this was not me"
};

/// What our back ends promise, and a service that is somebody else's may not keep. Where a harness
/// does not claim one, the cases say what happens there instead: none is skipped, and a service
/// that becomes better, or worse, is noticed.
enum class Promise : quint32 {
    UnconfirmedGetNoMail = 0x01,
    DisabledGetNoMail = 0x02,
    AddressesFold = 0x04,          ///< capitals and full-width domains lead to the account
    BrokenPostIsHidden = 0x08,     ///< from whoever asks
    AccountsAreLimited = 0x10,     ///< in mails
    DevicesAreLimited = 0x20,      ///< in requests and wrong links, which is told
    CodesComeAlong = 0x40,         ///< codes of our form, beside the links
    ProofsNameTheirAccount = 0x80, ///< and say until when they work
    InspectionTells = 0x100,       ///< whether a proof is good; else only saving does
    LinksWorkOnce = 0x200,
    SuccessEndsOtherLinks = 0x400, ///< of the same account
    OlderLinksLiveOn = 0x20000,    ///< when a new one is mailed
    OneOfManyWins = 0x800,         ///< when several save at once
    LinksExpire = 0x1000,
    FutureIsRefused = 0x2000,        ///< by a server whose clock went back
    MovingWithdraws = 0x4000,        ///< a change of address ends its links
    DisablingRefuses = 0x8000,       ///< a disabled account's links do not work
    AddressesAreConfirmed = 0x10000, ///< by links of ours
    RequestsAreWithdrawn = 0x40000,  ///< by whoever did not ask
};
Q_DECLARE_FLAGS(Promises, Promise)
Q_DECLARE_OPERATORS_FOR_FLAGS(Promises)

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

    virtual Promises promises() const { return Promises::fromInt(0x7ffff); }
    bool keeps(Promise promise) const { return promises().testFlag(promise); }
    /// What is told where we tell this kind of dead.
    virtual Reason told(Reason ours) const { return ours; }

    virtual Instant now() const = 0;
    /// Also backwards.
    virtual void advanceClock(std::chrono::seconds by) = 0;

protected:
    ServiceHarness() = default;
};

} // namespace latchkey
