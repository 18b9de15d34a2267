// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/failure.h"

namespace latchkey {

// NOLINTNEXTLINE(readability-function-size): a table in the form of a switch
QLatin1String reasonName(Reason reason) noexcept
{
    switch (reason) {
    case Reason::AddressInvalid:
        return QLatin1String("AddressInvalid");
    case Reason::LinkNotFound:
        return QLatin1String("LinkNotFound");
    case Reason::LinkMalformed:
        return QLatin1String("LinkMalformed");
    case Reason::CodeMalformed:
        return QLatin1String("CodeMalformed");
    case Reason::LinkExpired:
        return QLatin1String("LinkExpired");
    case Reason::LinkUsed:
        return QLatin1String("LinkUsed");
    case Reason::LinkDamaged:
        return QLatin1String("LinkDamaged");
    case Reason::LinkOtherPurpose:
        return QLatin1String("LinkOtherPurpose");
    case Reason::LinkFromFuture:
        return QLatin1String("LinkFromFuture");
    case Reason::LinkWithdrawn:
        return QLatin1String("LinkWithdrawn");
    case Reason::LinkOtherService:
        return QLatin1String("LinkOtherService");
    case Reason::LinkOtherDatabase:
        return QLatin1String("LinkOtherDatabase");
    case Reason::ClockWentBack:
        return QLatin1String("ClockWentBack");
    case Reason::CodeNotAccepted:
        return QLatin1String("CodeNotAccepted");
    case Reason::TooManyTries:
        return QLatin1String("TooManyTries");
    case Reason::AccountUnavailable:
        return QLatin1String("AccountUnavailable");
    case Reason::PasswordEmpty:
        return QLatin1String("PasswordEmpty");
    case Reason::PasswordTooShort:
        return QLatin1String("PasswordTooShort");
    case Reason::PasswordTooLong:
        return QLatin1String("PasswordTooLong");
    case Reason::PasswordForbidden:
        return QLatin1String("PasswordForbidden");
    case Reason::PasswordsDiffer:
        return QLatin1String("PasswordsDiffer");
    case Reason::PasswordRefused:
        return QLatin1String("PasswordRefused");
    case Reason::Offline:
        return QLatin1String("Offline");
    case Reason::ServiceUnreachable:
        return QLatin1String("ServiceUnreachable");
    case Reason::CertificateWrong:
        return QLatin1String("CertificateWrong");
    case Reason::NeedsBrowser:
        return QLatin1String("NeedsBrowser");
    case Reason::TimedOut:
        return QLatin1String("TimedOut");
    case Reason::DatabaseMissing:
        return QLatin1String("DatabaseMissing");
    case Reason::DatabaseUnreadable:
        return QLatin1String("DatabaseUnreadable");
    case Reason::DatabaseReadOnly:
        return QLatin1String("DatabaseReadOnly");
    case Reason::DatabaseUnsafe:
        return QLatin1String("DatabaseUnsafe");
    case Reason::DatabaseDamaged:
        return QLatin1String("DatabaseDamaged");
    case Reason::DatabaseForeign:
        return QLatin1String("DatabaseForeign");
    case Reason::DatabaseTooNew:
        return QLatin1String("DatabaseTooNew");
    case Reason::DatabaseBusy:
        return QLatin1String("DatabaseBusy");
    case Reason::DatabaseFull:
        return QLatin1String("DatabaseFull");
    case Reason::DatabaseFailed:
        return QLatin1String("DatabaseFailed");
    case Reason::KeyringMissing:
        return QLatin1String("KeyringMissing");
    case Reason::KeyringLocked:
        return QLatin1String("KeyringLocked");
    case Reason::KeyMissing:
        return QLatin1String("KeyMissing");
    case Reason::KeyUnusable:
        return QLatin1String("KeyUnusable");
    case Reason::CredentialUnsafe:
        return QLatin1String("CredentialUnsafe");
    case Reason::MailRefused:
        return QLatin1String("MailRefused");
    case Reason::MailDelayed:
        return QLatin1String("MailDelayed");
    case Reason::MailUnsafe:
        return QLatin1String("MailUnsafe");
    case Reason::MailMisconfigured:
        return QLatin1String("MailMisconfigured");
    case Reason::ConfigurationFaulty:
        return QLatin1String("ConfigurationFaulty");
    case Reason::FileUnreadable:
        return QLatin1String("FileUnreadable");
    case Reason::FileFaulty:
        return QLatin1String("FileFaulty");
    case Reason::AccountUnknown:
        return QLatin1String("AccountUnknown");
    case Reason::AccountExists:
        return QLatin1String("AccountExists");
    case Reason::AccountAmbiguous:
        return QLatin1String("AccountAmbiguous");
    case Reason::AccountUnconfirmed:
        return QLatin1String("AccountUnconfirmed");
    case Reason::HashUnsupported:
        return QLatin1String("HashUnsupported");
    case Reason::UsageFaulty:
        return QLatin1String("UsageFaulty");
    case Reason::Cancelled:
        return QLatin1String("Cancelled");
    case Reason::Internal:
        return QLatin1String("Internal");
    }
    return QLatin1String("Internal");
}

} // namespace latchkey
