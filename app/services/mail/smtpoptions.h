// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/secret.h"

#include <QString>

#include <chrono>

namespace latchkey {

enum class SmtpSecurity : quint8 {
    Tls,           ///< from the first byte (RFC 8314 3.3)
    StartTls,      ///< required: without it nothing is sent
    ClearLoopback, ///< none, and only to this machine
};

/// How long each answer is waited for. The server may take its time (RFC 5321 4.5.3.2): who gives
/// up early after the mail sends it twice (RFC 1047).
struct SmtpPatience
{
    std::chrono::milliseconds opening = std::chrono::minutes(5); ///< until it has let us in
    std::chrono::milliseconds command = std::chrono::minutes(5);
    std::chrono::milliseconds dataStart = std::chrono::minutes(2);
    std::chrono::milliseconds content = std::chrono::minutes(3); ///< each block of it
    std::chrono::milliseconds dataEnd = std::chrono::minutes(10);
    std::chrono::milliseconds farewell = std::chrono::seconds(2);
};

struct SmtpOptions
{
    QString host;
    int port = 0; ///< 0: 465 for Tls, 587 for StartTls, 25 for ClearLoopback
    SmtpSecurity security = SmtpSecurity::Tls;
    QString user;                 ///< empty: no AUTH
    SharedSecret password;        ///< null without a user
    QString certificateAuthority; ///< PEM file in place of the system's; may be empty
    SmtpPatience patience = {};

    int portInUse() const;
};

/// The options as they can be used: brackets around an address of IPv6 gone. MailMisconfigured for
/// a host that is no host, for clear text to another machine, and for a login in clear text.
Result<SmtpOptions> checkedOptions(SmtpOptions options);

} // namespace latchkey
