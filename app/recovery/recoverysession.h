// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "recovery/linkfinder.h"
#include "recovery/recoveryservice.h"

#include <QObject>

#include <functional>
#include <optional>
#include <variant>

namespace latchkey {

/// Where a recovery stands. Each value says who waits for whom.
enum class Stage : quint8 {
    Asking,         ///< we wait for an address
    Requesting,     ///< the service works on the request
    Waiting,        ///< we wait for a link or code from the mail (with or without an address known)
    AddressForCode, ///< a code was typed, and we wait for the address it was sent to
    Judging,        ///< the service looks at the proof
    DeadLink,       ///< the person reads why the proof is no good; failure() says it
    Choosing,       ///< we wait for a new password
    Saving,         ///< the service saves it
    Done,           ///< outcome() holds what happened
    Confirming,     ///< we wait for the person to agree that an address is theirs
    SavingConfirm,  ///< the service saves that
    Confirmed,
    Withdrawing,      ///< we wait for the person to say that a request was not theirs
    SavingWithdrawal, ///< the service ends that request
    Withdrawn,        ///< glimpse() holds what was asked
    Trouble, ///< the service cannot be reached or used; failure() says why, retry() tries again
};

class RecoveryJourney;

/// The one object that decides what may happen next. Its methods are verbs, its signals facts. It
/// lives in the window's thread, sets its stage before it calls the service, and drops answers to
/// questions that it no longer asks. What a stage owns (the proof) dies when the stage is left.
class RecoverySession : public QObject
{
    Q_OBJECT

public:
    /// The service outlives the session.
    explicit RecoverySession(RecoveryService &service, const Clock &clock,
                             QObject *parent = nullptr);
    ~RecoverySession() override;

    Stage stage() const noexcept;
    const ServiceDescription &service() const;
    /// The address as typed in this recovery; empty while unknown.
    QString typedAddress() const;
    /// Set from Waiting on, when a request was made in this run.
    std::optional<RequestReceipt> receipt() const;
    /// When "Send again" makes sense; the clock's epoch when nothing was sent.
    Instant resendAllowedAt() const;
    /// Set in Choosing, Saving, Confirming and Confirmed, and in Withdrawing to Withdrawn.
    std::optional<AccountGlimpse> glimpse() const;
    /// Set in DeadLink and Trouble.
    std::optional<Failure> failure() const;
    /// Set in Done.
    std::optional<ResetOutcome> outcome() const;
    /// What was repaired in the text that led here; told on the page that follows.
    Repairs repairs() const;
    /// A link came while another was in use: nothing was done with it yet.
    bool holdsLink() const noexcept;

    /// Asked before a pasted text is refused as another service's or as no link at all: true when
    /// another service of this machine has opened it.
    void setNeighbours(std::function<bool(const QString &pasted)> openElsewhere);

    // Verbs. A verb that does not fit the stage does nothing.

    /// Asking, Waiting, DeadLink → Requesting → Waiting; refused(AddressInvalid) leaves the stage.
    void requestReset(const QString &typedAddress);
    /// Asking → Waiting, without an address: "I already have a link or code". A code will be asked
    /// for its address.
    void haveProof();
    /// Anything pasted or typed: link, bare token, code, whole mail. refused(LinkNotFound, …)
    /// leaves the stage. False where nobody waits for one.
    bool openText(const QString &pasted);
    /// Bytes that the operating system handed over. Opens at once where nothing would be lost;
    /// while a password is being typed or saved the link is held (linkHeld()), unless it is the one
    /// in use.
    void openFromSystem(const QByteArray &bytes);
    void openHeldLink();
    void dropHeldLink();
    /// AddressForCode → Judging. Where the code is not accepted the address is asked for again.
    void tellCodeAddress(const QString &typedAddress);
    /// Choosing → Saving → Done; a refusal returns to Choosing with refused(), a proof that died
    /// meanwhile leads to DeadLink or, for a code, to Waiting. The texts are wiped by the caller.
    /// `repeated` is looked at only where the rules ask twice.
    void choosePassword(const QString &typed, const QString &repeated);
    /// Confirming → SavingConfirm → Confirmed.
    void confirmAddress();
    /// Withdrawing → SavingWithdrawal → Withdrawn.
    void withdrawRequest();
    /// One step back; never changes a password. Nothing while Saving. From the end, startOver().
    void goBack();
    /// Stops waiting for Requesting or Judging; the service's late answer is dropped.
    void cancel();
    /// Trouble → what was tried before, again.
    void retry();
    /// Forgets everything and asks from the beginning.
    void startOver();

Q_SIGNALS:
    void stageChanged(latchkey::Stage stage);
    /// The last verb was refused and the stage stayed (or returned to the form it came from).
    void refused(const latchkey::Failure &failure);
    void linkHeld();

private:
    std::unique_ptr<RecoveryJourney> d;
};

} // namespace latchkey
