// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/async.h"
#include "core/clock.h"
#include "core/secret.h"
#include "recovery/asking.h"
#include "recovery/emailaddress.h"
#include "recovery/linkfinder.h"
#include "recovery/passwordrules.h"
#include "recovery/proof.h"

#include <QString>
#include <QUrl>

#include <chrono>

namespace latchkey {

/// What a service's mail brings to the forms. Of links and codes of our own the lifetimes are
/// known; of others only what is usual there.
enum class MailedProof : quint8 { LinkAndCode, Link, Code };

/// What is known of a service before anything is asked of it. From configuration alone.
struct ServiceDescription
{
    QString id;   ///< as in links
    QString name; ///< whose account is being recovered
    QString host; ///< where passwords go; for a local database "this computer"
    QString iconPath;
    QString deskContact; ///< whom to ask when nothing helps; may be empty
    QUrl signInAddress;  ///< https, or empty
    PasswordRules passwordRules;
    MailedProof mailed = MailedProof::LinkAndCode;
    LinkReach reach = LinkReach::Anywhere; ///< of links that are asked for here
    LinkForms linkForms;                   ///< of what it mails beside links and codes of our form
    std::chrono::seconds linkLifetime{86400};
    std::chrono::seconds codeLifetime{1800};
    bool demo = false;
};

/// The neutral answer to every address: it says nothing about whether an account exists.
struct RequestReceipt
{
    Instant linkExpires;                  ///< if a mail goes out now
    std::chrono::seconds resendAfter{60}; ///< until asking again makes sense
};

/// What may be shown of the account that a good proof belongs to.
struct AccountGlimpse
{
    QString maskedAddress; ///< empty where the service does not say
    Instant proofExpires;  ///< the clock's epoch where it does not say
    // Of the request, for Purpose::Withdraw:
    Instant requested; ///< the clock's epoch for everything else
    QString origin;    ///< which machine or desk it was asked from; may be empty
    Asker asker = Asker::Unknown;
};

struct ResetOutcome
{
    QString maskedAddress;      ///< empty where the service does not say
    bool sessionsEnded = false; ///< other sign-ins were told to end
    bool noticeQueued = false;  ///< a notice goes to the owner's mail
};

/// The back end behind the forms. Plain values in, plain values out, so that it may one day run in
/// another process. Every call returns at once; results arrive by `whenDone`. Called from one
/// thread, which runs an event loop, and outlives every future that it gave.
class RecoveryService
{
public:
    virtual ~RecoveryService() = default;

    virtual const ServiceDescription &description() const = 0;

    /// One answer and one duration for known, unknown, unconfirmed, disabled and throttled
    /// addresses and for mail that cannot be sent. Fails only with what holds for every address:
    /// TooManyTries (this device), a back end out of reach.
    virtual Future<RequestReceipt> requestReset(const EmailAddress &address) = 0;

    /// Says whether the proof is good, and which kind of dead it is if not. Consumes nothing; a
    /// code's failed try is counted.
    virtual Future<AccountGlimpse> inspect(const Proof &proof) = 0;

    /// Saves the password (already prepared by the rules) and spends the proof, both or neither.
    virtual Future<ResetOutcome> resetPassword(const Proof &proof, SharedSecret password) = 0;

    /// The owner agrees that the address is theirs (Purpose::Confirm).
    virtual Future<AccountGlimpse> confirmAddress(const Proof &proof) = 0;

    /// Ends the one request that the proof belongs to (Purpose::Withdraw): its link and its code
    /// are dead, and operators can read that it was withdrawn. Others of the account stay alive.
    /// LinkOtherPurpose at a service that offers no such thing.
    virtual Future<AccountGlimpse> withdraw(const Proof &proof) = 0;

protected:
    RecoveryService() = default;
    RecoveryService(const RecoveryService &) = default;
    RecoveryService &operator=(const RecoveryService &) = default;
};

} // namespace latchkey
