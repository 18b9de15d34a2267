// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "recovery/linkpattern.h"
#include "recovery/recoverycode.h"
#include "recovery/recoverylink.h"

#include <QFlags>
#include <QStringView>

#include <optional>
#include <variant>
#include <vector>

namespace latchkey {

/// What had to be mended before a pasted text gave a link. Told to the person.
enum class Repair : quint16 {
    CutFromText = 0x01,     ///< there was other text around it (a whole mail)
    Punctuation = 0x02,     ///< a full stop, bracket or quote stuck to it
    JoinedLines = 0x04,     ///< it was broken over lines
    QuotedPrintable = 0x08, ///< "=3D", "=\n"
    Unwrapped = 0x10,       ///< taken out of a redirecting link (Safe Links and the like)
    Entities = 0x20,        ///< "&amp;", "%2F"
    QuotePrefix = 0x40,     ///< "> " of a forwarded mail
};
Q_DECLARE_FLAGS(Repairs, Repair)
Q_DECLARE_OPERATORS_FOR_FLAGS(Repairs)

/// A token without its link, as "copy token" or a mangled mail leaves it.
struct BareToken
{
    SharedSecret token;
};

/// How a service's own codes look.
struct CodeForm
{
    int length = 0;
    bool digitsOnly = true;
};

/// How what a service mails looks, where it is not of our form.
struct LinkForms
{
    std::vector<LinkPattern> patterns;
    std::optional<CodeForm> code;
};

/// A link or a code of such a form.
struct ForeignLink
{
    LinkParts parts;
};
struct ForeignCode
{
    SharedSecret text; ///< without blanks and dashes
};

struct Finding
{
    std::variant<RecoveryLink, BareToken, RecoveryCode, ForeignLink, ForeignCode> what;
    Repairs repairs = {};
};

/// Finds the link, the bare token or the code in whatever was pasted. Works offline and asks
/// nobody; input is cut at 1 MiB. A link wins over a token, a token over a code, and our own form
/// over the service's. Where the text holds more than one different link the first wins,
/// and one that withdraws a request loses.
/// LinkNotFound (nothing there), LinkMalformed (something of our scheme, but beyond repair; about
/// says what is missing).
Result<Finding> findLink(QStringView pasted, const LinkForms &forms = {});

/// Bytes that are a link and nothing else, of our form or of one of the patterns. LinkMalformed
/// where the scheme is ours, LinkOtherService (about: the host) where it is not.
Result<Finding> readLink(QByteArrayView link, const LinkForms &forms);

} // namespace latchkey
