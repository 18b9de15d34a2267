// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctl/failurewords.h"

namespace latchkey {

// NOLINTNEXTLINE(readability-function-size): a table in the form of a switch
ExitCode exitCodeOf(Reason reason)
{
    switch (reason) {
    case Reason::UsageFaulty:
        return ExitCode::Usage;

    case Reason::ServiceAddressInvalid:
    case Reason::AddressInvalid:
    case Reason::LinkNotFound:
    case Reason::LinkMalformed:
    case Reason::CodeMalformed:
    case Reason::LinkExpired:
    case Reason::LinkUsed:
    case Reason::LinkDamaged:
    case Reason::LinkOtherPurpose:
    case Reason::LinkFromFuture:
    case Reason::LinkWithdrawn:
    case Reason::LinkNotAccepted:
    case Reason::LinkOtherService:
    case Reason::LinkOtherDatabase:
    case Reason::LinkBoundElsewhere:
    case Reason::ClockWentBack:
    case Reason::CodeNotAccepted:
    case Reason::TooManyTries:
    case Reason::AccountUnavailable:
    case Reason::PasswordEmpty:
    case Reason::PasswordTooShort:
    case Reason::PasswordTooLong:
    case Reason::PasswordForbidden:
    case Reason::PasswordsDiffer:
    case Reason::PasswordRefused:
    case Reason::KeyUnusable:
    case Reason::FileFaulty:
    case Reason::AccountUnknown:
    case Reason::AccountExists:
    case Reason::AccountAmbiguous:
    case Reason::AccountUnconfirmed:
    case Reason::HashUnsupported:
    case Reason::Cancelled:
        return ExitCode::Refused;

    case Reason::Offline:
    case Reason::ServiceUnreachable:
    case Reason::CertificateWrong:
    case Reason::NeedsBrowser:
    case Reason::TimedOut:
    case Reason::AnswerLost:
    case Reason::DatabaseMissing:
    case Reason::DatabaseUnreadable:
    case Reason::DatabaseReadOnly:
    case Reason::DatabaseUnsafe:
    case Reason::DatabaseDamaged:
    case Reason::DatabaseForeign:
    case Reason::DatabaseTooNew:
    case Reason::DatabaseBusy:
    case Reason::DatabaseFull:
    case Reason::DatabaseFailed:
    case Reason::KeyringMissing:
    case Reason::KeyringLocked:
    case Reason::KeyMissing:
    case Reason::DeviceKeyUnavailable:
    case Reason::CredentialUnsafe:
    case Reason::MailRefused:
    case Reason::MailDelayed:
    case Reason::MailUnsafe:
    case Reason::MailMisconfigured:
    case Reason::ConfigurationFaulty:
    case Reason::FileUnreadable:
    case Reason::Internal:
        return ExitCode::Trouble;
    }
    return ExitCode::Trouble;
}

namespace {

struct Sentence
{
    const char *what;      ///< %1: what the failure is about; %2: the time span; %3: its detail
    const char *otherwise; ///< stands for %1 where nothing is known
    const char *remedy;
};

// NOLINTNEXTLINE(readability-function-size): a table in the form of a switch
Sentence sentenceOf(Reason reason)
{
    switch (reason) {
    case Reason::ServiceAddressInvalid:
        return {"This is not the address of a web service.", "",
                "It begins with https:// and holds no user name."};
    case Reason::AddressInvalid:
        return {"%1 is not an email address.", "This", "It should look like name@example.com."};
    case Reason::LinkNotFound:
        return {"There is no link, token or code in the input.", "",
                "The first line of standard input must hold one."};
    case Reason::LinkMalformed:
        return {"Part of the link is missing.", "", "Copy all of it from the mail."};
    case Reason::CodeMalformed:
        return {"A code has eight letters, such as WDJB-MJHT.", "", ""};
    case Reason::LinkExpired:
        return {"The link expired %2 ago.", "", "Ask for a new one: latchkeyctl request EMAIL."};
    case Reason::LinkUsed:
        return {"The link has been used already, or another one of its account.", "",
                "Ask for a new one if a password is still to be changed."};
    case Reason::LinkDamaged:
        return {"The signature does not fit: the link is altered, or its key is not here.", "",
                "Copy it once more; 'latchkeyctl keys list' says which keys there are."};
    case Reason::LinkOtherPurpose:
        return {"This is a good link for something else.", "",
                "One that confirms an address cannot change a password."};
    case Reason::LinkFromFuture:
        return {"The link was made in the future: this clock is about %2 slow.", "",
                "Set the clock right."};
    case Reason::LinkWithdrawn:
        return {"The link was withdrawn by its owner or an operator.", "", "Ask for a new one."};
    case Reason::LinkNotAccepted:
        return {"The service did not accept the link.", "",
                "It may be too old, used, or cut short. Copy it once more, or ask for a new one."};
    case Reason::LinkOtherService:
        return {"The link belongs to the service %1, not to this one.", "of another id",
                "Use that service's configuration: --config FILE."};
    case Reason::LinkOtherDatabase:
        return {"The link was made by another database of this service.", "",
                "Open it where it was asked for."};
    case Reason::LinkBoundElsewhere:
        return {"The link works only for the user and on the machine that asked for it.", "",
                "Open it there; or 'latchkeyctl request EMAIL' mails one that works anywhere."};
    case Reason::ClockWentBack:
        return {"This clock is %2 behind the newest time that the database has seen.", "",
                "Set the clock right."};
    case Reason::CodeNotAccepted:
        return {"The code was not accepted: wrong, too old, or tried too often.", "",
                "Ask for a new one: latchkeyctl request EMAIL."};
    case Reason::TooManyTries:
        return {"There were too many tries from this device.", "", "Try again in %2."};
    case Reason::AccountUnavailable:
        return {"The account %1 is disabled or was removed.", "of this link",
                "See 'latchkeyctl accounts show EMAIL'."};
    case Reason::PasswordEmpty:
        return {"The password is empty.", "", ""};
    case Reason::PasswordTooShort:
        return {"The password is too short: at least %1 characters are asked for.", "more", ""};
    case Reason::PasswordTooLong:
        return {"The password is too long: at most %1 bytes are taken, and nothing is cut off.",
                "fewer", ""};
    case Reason::PasswordForbidden:
        return {"The password holds a control or unassigned character, or is not UTF-8.", "", ""};
    case Reason::PasswordsDiffer:
        return {"The two passwords are not the same.", "", ""};
    case Reason::PasswordRefused:
        return {"The service refused the password: %1.", "it gave no reason", ""};
    case Reason::Offline:
        return {"This computer is offline.", "", "Connect it and try again."};
    case Reason::ServiceUnreachable:
        return {"%1 does not answer.", "The service", "Try again later; nothing was changed."};
    case Reason::CertificateWrong:
        return {"The certificate of %1 is wrong; nothing was sent.", "the service",
                "Check what stands between here and there."};
    case Reason::NeedsBrowser:
        return {"The service goes on in a browser: %1.", "see its own pages", ""};
    case Reason::TimedOut:
        return {"%1 took too long to answer.", "What was asked", "Try again."};
    case Reason::AnswerLost:
        return {"The connection to %1 broke before the answer came.", "the service",
                "It may have done what was asked: check before you try again."};
    case Reason::DatabaseMissing:
        return {"There is no database at %1.", "the configured place",
                "'latchkeyctl init' makes one; [database] path names one elsewhere."};
    case Reason::DatabaseUnreadable:
        return {"%1 may not be read.", "The database",
                "Run as its owner, or put its permissions right."};
    case Reason::DatabaseReadOnly:
        return {"%1 cannot be written.", "The database",
                "Put its permissions and those of its folder right."};
    case Reason::DatabaseUnsafe:
        return {"%1 is refused: it is a link, belongs to somebody else, or is open to others.",
                "The database", "It must be an ordinary file of yours: chmod 600."};
    case Reason::DatabaseDamaged:
        return {"%1 is damaged; it was not written.", "The database",
                "Put a backup in its place: latchkeyctl restore."};
    case Reason::DatabaseForeign:
        return {"%1 is a database, but not one of Latchkey's.", "The file",
                "See [database] path in the configuration."};
    case Reason::DatabaseTooNew:
        return {"%1 was written by a newer version of this program.", "The database",
                "Install that version; nothing was written."};
    case Reason::DatabaseBusy:
        return {"%1 is held by another program.", "The database", "Try again in a moment."};
    case Reason::DatabaseFull:
        return {"There is no room left for %1.", "the database",
                "Free some space; nothing was changed."};
    case Reason::DatabaseFailed:
        return {"%1 could not be used.", "The database", "The detail says what the engine says."};
    case Reason::KeyringMissing:
        return {
            "There is no system keyring in this session.", "",
            "Start one (GNOME Keyring, KWallet, KeePassXC), or choose a credential file: [keys] "
            "source = \"credential-file\", or --keys-file FILE with 'init'."};
    case Reason::KeyringLocked:
        return {"The keyring is locked.", "", "Unlock it and try again."};
    case Reason::KeyMissing:
        return {
            "There is no such key in %1.", "the vault",
            "Bring a lost signing key back with 'latchkeyctl keys import' or 'restore', or make "
            "a new one with 'latchkeyctl keys new', which ends every live link."};
    case Reason::KeyUnusable:
        return {"A key cannot be used (%1): %3.", "as given", "See 'latchkeyctl keys list'."};
    case Reason::DeviceKeyUnavailable:
        return {"The key that binds links to this machine cannot be reached: %3", "",
                "It is kept in the keyring of whoever asks. Start or unlock it."};
    case Reason::CredentialUnsafe:
        return {"%1 is refused: it is a link, belongs to somebody else, or is open to others.",
                "The credential file", "It must be an ordinary file of yours: chmod 600."};
    case Reason::MailRefused:
        return {"The mail server refused the message for good.", "",
                "Check the address, and [mail] from."};
    case Reason::MailDelayed:
        return {"The mail server does not take the message now.", "",
                "It is tried again by itself; 'latchkeyctl outbox flush' tries at once."};
    case Reason::MailUnsafe:
        return {"The mail server offered no encryption, or a wrong certificate; nothing was sent.",
                "", "Check [mail] security and ca_file."};
    case Reason::MailMisconfigured:
        return {"The mail settings are not complete.", "",
                "Check [mail], and the password with 'latchkeyctl keys set-mail-password'."};
    case Reason::ConfigurationFaulty:
        return {"The configuration has a mistake at %1: %3.", "a place unknown", ""};
    case Reason::FileUnreadable:
        return {"%1 cannot be read or written: %3.", "A file", ""};
    case Reason::FileFaulty:
        return {"There is a mistake at %1: %3.", "a place unknown", "Nothing was changed."};
    case Reason::AccountUnknown:
        return {"There is no account %1.", "of this address", "See 'latchkeyctl accounts list'."};
    case Reason::AccountExists:
        return {"There is an account %1 already.", "of this address", "Nothing was changed."};
    case Reason::AccountAmbiguous:
        return {"Two accounts match %1.", "this address", "Give one of them another address."};
    case Reason::AccountUnconfirmed:
        return {"The address %1 was never confirmed.", "of this account",
                "See 'latchkeyctl accounts confirm'."};
    case Reason::HashUnsupported:
        return {"The stored password of %1 is in a form that cannot be checked here.",
                "the account", "A reset sets a new one."};
    case Reason::UsageFaulty:
        return {"", "", ""};
    case Reason::Cancelled:
        return {"This was stopped; nothing was changed.", "", ""};
    case Reason::Internal:
        return {"Something went wrong in this program.", "", "Please report it with the detail."};
    }
    return {"Something went wrong in this program.", "", ""};
}

QString spoken(std::chrono::seconds span)
{
    const qint64 count = span.count();
    constexpr qint64 minute = 60;
    constexpr qint64 hour = 3600;
    constexpr qint64 day = 86400;
    if (count < 2 * minute)
        return QStringLiteral("%1 s").arg(count);
    if (count < 2 * hour)
        return QStringLiteral("%1 min").arg(count / minute);
    return count < 2 * day ? QStringLiteral("%1 h").arg(count / hour)
                           : QStringLiteral("%1 days").arg(count / day);
}

void put(QString &text, const char *place, const QString &value)
{
    if (const qsizetype at = text.indexOf(QLatin1String(place)); at >= 0)
        text.replace(at, 2, value);
}

} // namespace

QString failureSentence(const Failure &failure)
{
    if (failure.reason == Reason::UsageFaulty)
        return failure.detail;
    const Sentence sentence = sentenceOf(failure.reason);
    QString text = QString::fromUtf8(sentence.what);
    if (*sentence.remedy != '\0')
        text += u' ' + QString::fromUtf8(sentence.remedy);
    const QString about =
        failure.about.isEmpty() ? QString::fromUtf8(sentence.otherwise) : failure.about;
    // In this order a "%1" in what is put in is never taken for a place: ours come before it.
    put(text, "%2", spoken(failure.span));
    put(text, "%3", failure.detail);
    put(text, "%1", about);
    return text;
}

} // namespace latchkey
