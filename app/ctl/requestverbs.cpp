// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctl/accountnamed.h"
#include "ctl/mailwords.h"
#include "ctl/timetext.h"
#include "ctl/verbs.h"
#include "ctl/workplace.h"
#include "services/local/requestledger.h"

#include <algorithm>

namespace latchkey {

namespace {

// The answer is told before the mail is sent: how long that takes would say whether there is one.
Result<ExitCode> request(Workplace &place, const Invocation &invocation)
{
    const auto address = addressNamed(invocation.operand(0));
    if (!address)
        return fail(address.error());
    const auto backend = place.backend();
    if (!backend)
        return fail(backend.error());
    const auto receipt = Workplace::wait((*backend)->service().requestReset(*address));
    if (!receipt)
        return fail(receipt.error());
    place.printer().answer(
        {{QStringLiteral("requested"), true},
         {QStringLiteral("link_expires"), jsonTime(receipt->linkExpires)},
         {QStringLiteral("resend_after"), static_cast<qint64>(receipt->resendAfter.count())}},
        QStringLiteral("If the address belongs to an account, a link and a code are on their way. "
                       "The link is good\nuntil %1. 'latchkeyctl request status EMAIL' says what "
                       "became of it.")
            .arg(localTime(receipt->linkExpires)));
    if (!place.printer().flush())
        return ExitCode::Trouble;
    sendBeforeLeaving(place);
    return ExitCode::Done;
}

QString decisionWord(Decision decision)
{
    switch (decision) {
    case Decision::Queued:
        return QStringLiteral("queued");
    case Decision::Unknown:
        return QStringLiteral("unknown");
    case Decision::Unconfirmed:
        return QStringLiteral("unconfirmed");
    case Decision::Disabled:
        return QStringLiteral("disabled");
    case Decision::Ambiguous:
        return QStringLiteral("ambiguous");
    case Decision::Throttled:
        return QStringLiteral("throttled");
    }
    return {};
}

QString decisionText(Decision decision)
{
    switch (decision) {
    case Decision::Queued:
        return QStringLiteral("mail promised");
    case Decision::Unknown:
        return QStringLiteral("no mail: no account");
    case Decision::Unconfirmed:
        return QStringLiteral("no mail: the address was never confirmed");
    case Decision::Disabled:
        return QStringLiteral("no mail: the account is disabled");
    case Decision::Ambiguous:
        return QStringLiteral("no mail: two accounts match");
    case Decision::Throttled:
        return QStringLiteral("no mail: asked for too often");
    }
    return {};
}

const OutboxRow *mailOf(const RequestRow &request, const QList<OutboxRow> &mails)
{
    const auto found = std::ranges::find_if(
        mails, [&](const OutboxRow &mail) { return mail.entry.request == request.id; });
    return found == mails.end() ? nullptr : &*found;
}

QJsonObject jsonOf(const RequestRow &request, const OutboxRow *mail)
{
    QJsonObject json{{QStringLiteral("id"), request.id},
                     {QStringLiteral("purpose"), purposeWord(request.purpose)},
                     {QStringLiteral("requested"), jsonTime(request.requestedAt)},
                     {QStringLiteral("asker"), askerWord(request.asker)},
                     {QStringLiteral("origin"), request.origin},
                     {QStringLiteral("bound"), request.reach == LinkReach::AskingDevice},
                     {QStringLiteral("decision"), decisionWord(request.decision)},
                     {QStringLiteral("code_tries"), request.codeTries},
                     {QStringLiteral("void"), request.voided}};
    if (mail) {
        json[QStringLiteral("mail")] =
            QJsonObject{{QStringLiteral("id"), mail->id},
                        {QStringLiteral("state"), stateWord(mail->state)},
                        {QStringLiteral("attempts"), mail->attempts},
                        {QStringLiteral("due"), jsonTime(mail->dueAt)},
                        {QStringLiteral("error"), mail->lastError}};
    }
    return json;
}

/// "window on desk-2"
QString askedText(const RequestRow &request)
{
    const QString who = askerWord(request.asker);
    return request.origin.isEmpty() ? who : who + QStringLiteral(" on ") + request.origin;
}

QString textOf(const RequestRow &request, const OutboxRow *mail)
{
    QStringList facts{localTime(request.requestedAt), purposeWord(request.purpose)};
    if (request.asker != Asker::Unknown || !request.origin.isEmpty())
        facts << askedText(request);
    QString text = (facts << decisionText(request.decision)).join(QStringLiteral("  "));
    if (mail && request.decision == Decision::Queued) {
        text +=
            QStringLiteral(", %1 (%2 attempts)").arg(stateWord(mail->state)).arg(mail->attempts);
        if (!mail->lastError.isEmpty())
            text += QStringLiteral(", ") + mail->lastError;
    }
    if (request.codeTries > 0)
        text += QStringLiteral(", %1 wrong codes").arg(request.codeTries);
    if (request.reach == LinkReach::AskingDevice)
        text += QStringLiteral(", bound to where it was asked");
    return request.voided ? text + QStringLiteral(", over") : text;
}

Result<ExitCode> status(Workplace &place, const Invocation &invocation)
{
    const auto most = invocation.number("--most", {.otherwise = 20, .least = 1, .greatest = 1000});
    if (!most)
        return fail(most.error());
    const auto account = accountNamed(place, invocation.operand(0));
    if (!account)
        return fail(account.error());
    const auto database = place.database();
    if (!database)
        return fail(database.error());
    const auto requests = RequestLedger(**database).ofAccount(account->id, *most);
    // Each request has one mail; notices come between them.
    const auto mails = Outbox(**database).ofAccount(account->id, *most * 3);
    if (!requests || !mails)
        return fail(requests ? mails.error() : requests.error());

    Printer &printer = place.printer();
    printer.beginList("requests");
    for (const RequestRow &request : *requests) {
        const OutboxRow *mail = mailOf(request, *mails);
        printer.item(jsonOf(request, mail), textOf(request, mail));
    }
    printer.endList({}, requests->isEmpty() ? QStringLiteral("Nobody has asked for this account.")
                                            : QString());
    return ExitCode::Done;
}

} // namespace

std::vector<Verb> requestVerbs()
{
    return {
        {.path = "request",
         .summary = "ask for a link and code, as the window does",
         .operands = {{"EMAIL"}},
         .details =
             "The answer is the same whether or not there is an account, and so is the time "
             "that it\ntakes. What is to be mailed is then sent for up to 5 seconds. The link "
             "opens anywhere,\nalso where [links] bind_to_device binds those of the window.",
         .run = request},
        {.path = "request status",
         .summary = "say what became of an account's requests, newest first",
         .operands = {{"EMAIL"}},
         .options = {{"--most", "N", "at most so many (20)"}},
         .details = "Says who asked (window, operator) and on which machine. Decisions: queued, "
                    "unconfirmed,\ndisabled, throttled. Mails: pending, sending, sent, failed, "
                    "dropped.",
         .run = status},
    };
}

} // namespace latchkey
