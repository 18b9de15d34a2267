// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/failuretext.h"

#include "ui/spokentime.h"

#include <QCoreApplication>

namespace latchkey {

namespace {

class Words
{
    Q_DECLARE_TR_FUNCTIONS(latchkey::FailureText)

public:
    static FailureText of(const Failure &failure);

private:
    /// What the failure is about, or a plain noun where nothing is known.
    static QString named(const Failure &failure, const QString &otherwise)
    {
        return failure.about.isEmpty() ? otherwise : failure.about;
    }
    static QString database(const Failure &failure)
    {
        return named(failure, tr("the database of accounts"));
    }
    static QString file(const Failure &failure) { return named(failure, tr("the file")); }
    static QString askDesk() { return tr("Please tell your administrator."); }
};

// NOLINTNEXTLINE(readability-function-size): a table in the form of a switch
FailureText Words::of(const Failure &failure)
{
    switch (failure.reason) {
    case Reason::AddressInvalid:
        return {tr("This is not a complete email address."),
                tr("It should look like name@example.com.")};
    case Reason::ServiceAddressInvalid:
        return {tr("This is not the address of a web service."),
                tr("It should look like https://cloud.example.org.")};
    case Reason::LinkNotFound:
        return {tr("There is no link or code in this text."),
                tr("Copy the whole link from the mail, or type the code that stands below it.")};
    case Reason::LinkMalformed:
        return {tr("Part of this link is missing."),
                tr("Copy it again from its first to its last character, or type the code from the "
                   "mail.")};
    case Reason::CodeMalformed:
        return {tr("A code has eight letters, such as WDJB-MJHT."),
                tr("Type it as it stands in the mail. Capitals and dashes do not matter.")};

    case Reason::LinkExpired:
        return {failure.span.count() > 0 ? tr("This link expired %1.").arg(spokenAgo(failure.span))
                                         : tr("This link has expired."),
                tr("Let us send you a new one. It works as soon as it arrives.")};
    case Reason::LinkUsed:
        return {tr("This link has already been used."),
                tr("If you have just changed your password, sign in with the new one. Otherwise "
                   "ask for a new link.")};
    case Reason::LinkDamaged:
        return {tr("This link was damaged on its way."),
                tr("Copy it once more from the mail, or ask for a new link.")};
    case Reason::LinkOtherPurpose:
        return {tr("This link is for something else."),
                tr("It confirms an address and cannot change a password. Ask for a link to reset "
                   "your password.")};
    case Reason::LinkFromFuture:
        return {tr("This link seems to come from the future."),
                tr("The clock of this computer is probably about %1 slow. Set it right and open "
                   "the link again.")
                    .arg(spokenSpan(failure.span))};
    case Reason::LinkWithdrawn:
        return {tr("This link was withdrawn."),
                tr("You or your service desk took it back. If you still need it, ask for a new "
                   "one.")};
    case Reason::LinkNotAccepted:
        return {tr("The service did not accept this link."),
                tr("It may be too old, used already, or cut short. Copy it once more from the "
                   "newest mail, or ask for a new link.")};
    case Reason::LinkOtherService:
        return {tr("This link is for another service."),
                failure.about.isEmpty()
                    ? tr("Open it on the computer where you asked for it.")
                    : tr("This computer does not know “%1”. Open the link on the computer where "
                         "you asked for it.")
                          .arg(failure.about)};
    case Reason::LinkOtherDatabase:
        return {tr("This link was made on another computer."),
                tr("Open it there, or ask for a new link here.")};
    case Reason::LinkBoundElsewhere:
        return {tr("This link works only where it was asked for."),
                tr("Open it on that computer, signed in as the same user, or ask for a new link "
                   "here. Your service desk can help as well.")};
    case Reason::ClockWentBack:
        return {
            tr("The clock of this computer is wrong."),
            tr("It is about %1 behind. Set it right and try again.").arg(spokenSpan(failure.span))};
    case Reason::CodeNotAccepted:
        return {tr("This code was not accepted."),
                tr("It may be mistyped or too old. Check it against the newest mail, or ask for a "
                   "new one.")};
    case Reason::TooManyTries:
        return {tr("There were many tries from this device."),
                failure.span.count() > 0 ? tr("You can try again %1.").arg(spokenIn(failure.span))
                                         : tr("You can try again now.")};
    case Reason::AccountUnavailable:
        return {tr("This account cannot be recovered at the moment."),
                tr("It may have been closed or locked. Your service desk can help.")};

    case Reason::PasswordEmpty:
        return {tr("There is no password yet."), tr("Type one, or let us suggest one.")};
    case Reason::PasswordTooShort:
        return {tr("This password is too short."),
                failure.about.isEmpty() ? tr("Add a few more characters or another word.")
                                        : tr("Use at least %1 characters.").arg(failure.about)};
    case Reason::PasswordTooLong:
        return {tr("This text is too long for a password."),
                failure.about.isEmpty()
                    ? tr("Use a shorter one. Nothing was cut off.")
                    : tr("At most %1 bytes fit. Nothing was cut off.").arg(failure.about)};
    case Reason::PasswordForbidden:
        return {tr("This text holds a character that cannot be typed again."),
                tr("Leave out line breaks and control characters.")};
    case Reason::PasswordsDiffer:
        return {tr("The two passwords are not the same."), tr("Type the second one again.")};
    case Reason::PasswordRefused:
        return {failure.about.isEmpty() ? tr("The service did not accept this password.")
                                        : tr("The service says: %1").arg(failure.about),
                tr("Choose a different one.")};

    case Reason::Offline:
        return {tr("This computer is offline."), tr("Connect it to the network and try again.")};
    case Reason::ServiceUnreachable:
        return {tr("The service does not answer."),
                tr("Try again in a few minutes. Nothing was changed.")};
    case Reason::CertificateWrong:
        return {tr("The service could not prove that it is the right one."),
                tr("Nothing was sent. Please tell your administrator before you go on.")};
    case Reason::NeedsBrowser:
        return {tr("The service continues in your browser."),
                tr("Open its page there and follow the steps.")};
    case Reason::TimedOut:
        return {tr("The service took too long to answer."),
                tr("Try again in a moment. Nothing was changed.")};
    case Reason::AnswerLost:
        return {tr("The connection broke before the service answered."),
                tr("It may have done what you asked. If you chose a new password, try to sign in "
                   "with it before you try again.")};

    case Reason::DatabaseMissing:
        return {tr("The accounts of this service are not on this computer."),
                tr("Your administrator can check this place: %1.").arg(database(failure))};
    case Reason::DatabaseUnreadable:
        return {tr("This computer may not read the accounts."),
                tr("Your administrator can allow it for %1.").arg(database(failure))};
    case Reason::DatabaseReadOnly:
        return {tr("Changes cannot be saved on this computer."),
                tr("Your administrator can allow writing to %1.").arg(database(failure))};
    case Reason::DatabaseUnsafe:
        return {tr("The accounts are not kept safely here."),
                tr("Others may read or change %1. Your administrator can put it right.")
                    .arg(database(failure))};
    case Reason::DatabaseDamaged:
        return {tr("The accounts cannot be read: the file is damaged."),
                tr("Nothing was written. Your administrator can restore a backup of %1.")
                    .arg(database(failure))};
    case Reason::DatabaseForeign:
        return {tr("The accounts are kept in a form that this program does not know."),
                tr("Your administrator can check %1.").arg(database(failure))};
    case Reason::DatabaseTooNew:
        return {tr("A newer version of this program is needed."),
                tr("Please install the update. A newer version wrote %1.").arg(database(failure))};
    case Reason::DatabaseBusy:
        return {tr("The accounts are in use by another program."),
                tr("Try again in a moment. Nothing was changed.")};
    case Reason::DatabaseFull:
        return {tr("There is no room left on this computer."),
                tr("Nothing was changed. Free some disk space and try again.")};
    case Reason::DatabaseFailed:
        return {tr("The accounts could not be read or saved."),
                tr("Nothing was changed. Try again, and tell your administrator if it stays so.")};

    case Reason::KeyringMissing:
        return {tr("The keys of this service cannot be reached."),
                tr("No keyring is running in this session. Your administrator can start one or "
                   "use a credential file.")};
    case Reason::KeyringLocked:
        return {tr("The keyring is locked."), tr("Unlock it and try again.")};
    case Reason::KeyMissing:
        return {tr("A key of this service is missing."),
                tr("Your administrator can restore or replace it: %1.")
                    .arg(named(failure, tr("the signing key")))};
    case Reason::KeyUnusable:
        return {tr("A key of this service cannot be used."),
                tr("Your administrator can replace it: %1.")
                    .arg(named(failure, tr("the signing key")))};
    case Reason::DeviceKeyUnavailable:
        return {tr("Links cannot be tied to this computer at the moment."),
                tr("That takes your keyring. Unlock it and try again; nothing was sent or "
                   "changed. If it stays so, your service desk can help.")};
    case Reason::CredentialUnsafe:
        return {tr("The keys of this service are not kept safely."),
                tr("Others may read %1. Your administrator can put it right.").arg(file(failure))};

    case Reason::MailRefused:
        return {tr("The mail server refused the message."),
                tr("Check the address and the sender, then try again.")};
    case Reason::MailDelayed:
        return {tr("The mail is waiting for its server."),
                tr("It is sent by itself as soon as the server takes it.")};
    case Reason::MailUnsafe:
        return {tr("The mail server offers no safe connection."),
                tr("Nothing was sent. Please check its certificate and the mail settings.")};
    case Reason::MailMisconfigured:
        return {tr("Mail is not set up completely."),
                tr("Please check the mail section of the configuration.")};

    case Reason::ConfigurationFaulty:
        return {tr("The configuration has a mistake."),
                tr("Look here: %1.").arg(named(failure, tr("the configuration file")))};
    case Reason::FileUnreadable:
        return {tr("A file cannot be read."),
                tr("Check that it exists and may be read: %1.").arg(file(failure))};
    case Reason::FileFaulty:
        return {tr("A file has a mistake."), tr("Look here: %1.").arg(file(failure))};
    case Reason::AccountUnknown:
        return {tr("There is no such account."), tr("Check the address.")};
    case Reason::AccountExists:
        return {tr("There is already an account with this address."),
                tr("Use another address, or change the existing account.")};
    case Reason::AccountAmbiguous:
        return {tr("Two accounts match this address."),
                tr("An administrator has to give one of them another address.")};
    case Reason::AccountUnconfirmed:
        return {tr("This address was never confirmed."),
                tr("Confirm it first; then its password can be reset.")};
    case Reason::HashUnsupported:
        return {tr("A stored password is in a form that this program does not read."),
                tr("A new password can still be set by a reset.")};
    case Reason::UsageFaulty:
        return {tr("This was not understood."), tr("See the help for what is possible.")};

    case Reason::Cancelled:
        return {tr("This was stopped."), tr("Nothing was changed. You can try again.")};
    case Reason::Internal:
        return {tr("Something went wrong in this program."),
                tr("Try again. If it stays so, copy the details for your administrator.")};
    }
    return {tr("Something went wrong in this program."), askDesk()};
}

} // namespace

FailureText failureText(const Failure &failure)
{
    return Words::of(failure);
}

} // namespace latchkey
