// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctl/standardinput.h"
#include "ctl/verbs.h"
#include "ctl/workplace.h"
#include "services/local/passwordhash.h"

namespace latchkey {

namespace {

constexpr qsizetype shortest = 6;
constexpr qsizetype longest = 64; // what the kiosk's field takes

Result<ExitCode> pin(Workplace &place, const Invocation & /*invocation*/)
{
    const auto typed = StandardInput::line("PIN");
    if (!typed)
        return fail(typed.error());
    if (typed->size() < shortest || typed->size() > longest) {
        return fail(Reason::UsageFaulty,
                    QStringLiteral("A PIN has %1 to %2 characters.").arg(shortest).arg(longest));
    }
    const auto hash = hashPassword(*typed);
    if (!hash)
        return fail(hash.error());
    const QString text = QString::fromLatin1(*hash);
    place.printer().answer({{QStringLiteral("pin_hash"), text}},
                           QStringLiteral("pin_hash = \"%1\"").arg(text));
    return ExitCode::Done;
}

} // namespace

std::vector<Verb> kioskVerbs()
{
    return {{.path = "kiosk pin",
             .summary = "print the line that lets a PIN end the kiosk",
             .details = "The PIN is the first line of standard input, 6 to 64 characters. The line "
                        "belongs\nunder [kiosk] in the configuration; it holds an Argon2id hash. "
                        "Nothing is saved\nhere.",
             .run = pin}};
}

} // namespace latchkey
