// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <chrono>

namespace latchkey {

/// Why something could not be done. The list is closed: `ui/failuretext.cpp` and the command line
/// switch over it without a default, so a new reason does not compile without its sentence.
enum class Reason : quint8 {
    // What a person typed or pasted.
    AddressInvalid, ///< not an address: nothing was looked up
    LinkNotFound,   ///< no link, token or code in the pasted text
    LinkMalformed,  ///< a link of ours by its scheme, but not by its grammar
    CodeMalformed,  ///< not eight letters of the code alphabet

    // What became of a link.
    LinkExpired,       ///< span: how long ago
    LinkUsed,          ///< a password was already saved with it, or with another one of the account
    LinkDamaged,       ///< the signature does not fit: a part is missing or altered
    LinkOtherPurpose,  ///< a good link for something else (confirming instead of resetting)
    LinkFromFuture,    ///< span: by how much this clock seems to be behind
    LinkWithdrawn,     ///< its owner or an operator took it back
    LinkNotAccepted,   ///< a service says no, and not which kind of dead it is
    LinkOtherService,  ///< about: the service id in the link, not configured on this machine
    LinkOtherDatabase, ///< made by another database of the service, which is not on this machine
    LinkBoundElsewhere, ///< good only in the hands of whoever asked, on the machine they asked from
    ClockWentBack,      ///< span: how far this clock is behind the newest time seen
    CodeNotAccepted,    ///< wrong, expired or tried too often: one answer for all (RFC 8628 5.1)
    TooManyTries,       ///< this device's own limit; span: until the next try
    AccountUnavailable, ///< the account was disabled or removed after the mail went out

    // What is wrong with a new password.
    PasswordEmpty,
    PasswordTooShort,  ///< about: the least number of characters
    PasswordTooLong,   ///< about: the greatest number of bytes
    PasswordForbidden, ///< holds a control or unassigned character (RFC 8265 4.2)
    PasswordsDiffer,
    PasswordRefused, ///< by the service; about: its own words, plain text

    // A service out of reach.
    Offline,
    ServiceUnreachable,
    CertificateWrong,
    NeedsBrowser, ///< about: the address to open
    TimedOut,
    AnswerLost, ///< what was sent may have been done: the connection broke before the answer

    // The database of the local back end. about: its path.
    DatabaseMissing,
    DatabaseUnreadable, ///< permissions
    DatabaseReadOnly,
    DatabaseUnsafe, ///< others may read or write it, or it is a symbolic link
    DatabaseDamaged,
    DatabaseForeign, ///< a database, but not one of ours
    DatabaseTooNew,  ///< written by a newer program
    DatabaseBusy,    ///< another process held it for longer than we wait
    DatabaseFull,    ///< no room on the disk
    DatabaseFailed,  ///< anything else the engine reports

    // Keys and credentials. about: name of the key or path of the file.
    KeyringMissing,       ///< no keyring service on this session
    KeyringLocked,        ///< it was not unlocked, or the prompt was cancelled
    KeyMissing,           ///< the keyring or file answered, and holds no such key
    KeyUnusable,          ///< too short, a known placeholder, or not in our format
    DeviceKeyUnavailable, ///< what binds links to this machine: no keyring, or a locked one
    CredentialUnsafe,     ///< the file is readable by others, not ours, or a link

    // Mail. For operators only: an asker never hears of these.
    MailRefused, ///< the server said no for good (5xx)
    MailDelayed, ///< the server said not now (4xx), or could not be reached
    MailUnsafe,  ///< the server offered no encryption, or a wrong certificate
    MailMisconfigured,

    // Administration.
    ConfigurationFaulty, ///< about: file:line:column
    FileUnreadable,      ///< about: path
    FileFaulty,          ///< about: path:line
    AccountUnknown,
    AccountExists,
    AccountAmbiguous, ///< two accounts match the address
    AccountUnconfirmed,
    HashUnsupported, ///< a password hash of no format that we read
    UsageFaulty,
    ServiceAddressInvalid, ///< no https address of a web service

    Cancelled,
    Internal, ///< a fault of the program
};

/// A refusal as a value. `detail` is for the log and the folded details: technical, in English, and
/// never with a secret or a whole address in it. `about` and `span` are what the reason's comment
/// says; they may be shown.
struct Failure
{
    Reason reason = Reason::Internal;
    QString detail = {};
    QString about = {};
    std::chrono::seconds span = std::chrono::seconds::zero();
};

/// The enumerator's own name ("LinkExpired"), for logs and `--json`; stable across releases.
QLatin1String reasonName(Reason reason) noexcept;

} // namespace latchkey
