// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctl/mailwords.h"
#include "ctl/proofinput.h"
#include "ctl/standardinput.h"
#include "ctl/timetext.h"
#include "ctl/verbs.h"
#include "ctl/workplace.h"
#include "recovery/passwordpolicy.h"

namespace latchkey {

namespace {

struct Judged
{
    ProofInput input;
    AccountGlimpse glimpse;
};

Purpose purposeOf(const Proof &proof)
{
    const auto *link = std::get_if<LinkProof>(&proof);
    return link ? link->purpose : Purpose::Reset;
}

/// Reads the proof and has it judged; a bare token is tried for what else it may be for.
Result<Judged> judge(RecoveryService &service, const Invocation &invocation)
{
    auto input = readProof(service.description(), invocation.text("--email"));
    if (!input)
        return fail(input.error());
    auto glimpse = Workplace::wait(service.inspect(input->proof));
    for (const Purpose guess : {Purpose::Confirm, Purpose::Withdraw}) {
        if (glimpse || !input->isBareToken || glimpse.error().reason != Reason::LinkOtherPurpose)
            break;
        input->proof = LinkProof{guess, std::get<LinkProof>(input->proof).token};
        glimpse = Workplace::wait(service.inspect(input->proof));
    }
    if (!glimpse)
        return fail(glimpse.error());
    return Judged{.input = std::move(*input), .glimpse = *glimpse};
}

QString deedOf(Purpose purpose)
{
    switch (purpose) {
    case Purpose::Reset:
        return QStringLiteral("a new password of");
    case Purpose::Confirm:
        return QStringLiteral("confirming the address");
    case Purpose::Withdraw:
        return QStringLiteral("withdrawing a request for");
    }
    return {};
}

void remarkRepairs(Printer &printer, Repairs repairs)
{
    if (repairs)
        printer.remark(QStringLiteral("The input was mended: %1.").arg(repairWords(repairs)));
}

Result<ExitCode> inspect(Workplace &place, const Invocation &invocation)
{
    const auto backend = place.backend();
    if (!backend)
        return fail(backend.error());
    const auto judged = judge((*backend)->service(), invocation);
    if (!judged)
        return fail(judged.error());
    remarkRepairs(place.printer(), judged->input.repairs);
    const Purpose purpose = purposeOf(judged->input.proof);
    const AccountGlimpse &seen = judged->glimpse;
    QJsonObject json{{QStringLiteral("good"), true},
                     {QStringLiteral("purpose"), purposeWord(purpose)},
                     {QStringLiteral("account"), seen.maskedAddress},
                     {QStringLiteral("expires"), jsonTime(seen.proofExpires)},
                     {QStringLiteral("repairs"), repairWords(judged->input.repairs)}};
    QString text = QStringLiteral("Good for %1 %2, until %3.")
                       .arg(deedOf(purpose), seen.maskedAddress, localTime(seen.proofExpires));
    if (purpose == Purpose::Withdraw) {
        json[QStringLiteral("requested")] = jsonTime(seen.requested);
        json[QStringLiteral("asker")] = askerWord(seen.asker);
        json[QStringLiteral("origin")] = seen.origin;
        text +=
            QStringLiteral("\nAsked %1 (%2)").arg(localTime(seen.requested), askerWord(seen.asker));
        text += seen.origin.isEmpty() ? QStringLiteral(".")
                                      : QStringLiteral(" on %1.").arg(seen.origin);
    }
    place.printer().answer(json, text);
    return ExitCode::Done;
}

Result<SharedSecret> readPassword(PasswordRules rules)
{
    const auto line = StandardInput::line("New password");
    if (!line)
        return fail(line.error());
    QString text = QString::fromUtf8(line->reveal());
    auto prepared = PasswordPolicy(rules).prepare(text);
    wipe(text);
    if (!prepared)
        return fail(prepared.error());
    return share(std::move(*prepared));
}

// The proof is judged first: nobody chooses a password for a link that is dead.
Result<ExitCode> reset(Workplace &place, const Invocation &invocation)
{
    const auto backend = place.backend();
    if (!backend)
        return fail(backend.error());
    RecoveryService &service = (*backend)->service();
    const auto judged = judge(service, invocation);
    if (!judged)
        return fail(judged.error());
    if (purposeOf(judged->input.proof) != Purpose::Reset)
        return fail(Reason::LinkOtherPurpose);
    remarkRepairs(place.printer(), judged->input.repairs);
    auto password = readPassword(service.description().passwordRules);
    if (!password)
        return fail(password.error());
    const auto outcome =
        Workplace::wait(service.resetPassword(judged->input.proof, std::move(*password)));
    if (!outcome)
        return fail(outcome.error());
    place.printer().answer(
        {{QStringLiteral("account"), outcome->maskedAddress},
         {QStringLiteral("sessions_ended"), outcome->sessionsEnded},
         {QStringLiteral("notice_queued"), outcome->noticeQueued}},
        QStringLiteral("The password of %1 is changed, and its other links are "
                       "void.%2")
            .arg(outcome->maskedAddress, outcome->noticeQueued
                                             ? QStringLiteral(" A notice goes to its owner.")
                                             : QString()));
    sendBeforeLeaving(place);
    return ExitCode::Done;
}

// What a caller on the telephone says was not them, an operator withdraws for them.
Result<ExitCode> withdraw(Workplace &place, const Invocation &invocation)
{
    const auto backend = place.backend();
    if (!backend)
        return fail(backend.error());
    RecoveryService &service = (*backend)->service();
    const auto judged = judge(service, invocation);
    if (!judged)
        return fail(judged.error());
    remarkRepairs(place.printer(), judged->input.repairs);
    const auto done = Workplace::wait(service.withdraw(judged->input.proof));
    if (!done)
        return fail(done.error());
    place.printer().answer({{QStringLiteral("account"), done->maskedAddress},
                            {QStringLiteral("requested"), jsonTime(done->requested)}},
                           QStringLiteral("The request of %1 for %2 is withdrawn; others of the "
                                          "account stay.")
                               .arg(localTime(done->requested), done->maskedAddress));
    return ExitCode::Done;
}

} // namespace

std::vector<Verb> recoveryVerbs()
{
    const std::vector<VerbOption> options{
        {"--email", "EMAIL", "where the code was sent to (links need none)"}};
    return {
        {.path = "inspect",
         .summary = "say whether a link or code is good, or what is wrong with it",
         .options = options,
         .details = "The first line of standard input holds it: a link, a bare token, a code, or "
                    "any text\nwith one of these in it. Nothing is used up. Exit code 1 when it is "
                    "dead.",
         .run = inspect},
        {.path = "reset",
         .summary = "change a password with a link or code",
         .options = options,
         .details = "Standard input: the first line holds the link, token or code, the second the "
                    "new\npassword. Neither belongs into arguments: everybody on this machine can "
                    "see those.",
         .run = reset},
        {.path = "withdraw",
         .summary = "end a request by the link in its mail that says \"this was not me\"",
         .details = "The first line of standard input holds it. 'latchkeyctl log' shows what was "
                    "withdrawn.",
         .run = withdraw},
    };
}

} // namespace latchkey
