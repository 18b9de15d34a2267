// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctl/mailwords.h"
#include "ctl/outboxflush.h"
#include "ctl/outboxpauseverbs.h"
#include "ctl/progressbar.h"
#include "ctl/timetext.h"
#include "ctl/verbs.h"
#include "ctl/workplace.h"
#include "services/local/outboxpause.h"

#include <QJsonArray>

namespace latchkey {

namespace {

enum class Shown : quint8 { Masked, Full };

Result<QString> recipientOf(SqlRunner &database, const OutboxRow &mail, Shown shown)
{
    if (!mail.entry.account)
        return QString();
    const auto account = AccountStore(database).byId(*mail.entry.account);
    if (!account)
        return fail(account.error());
    if (!*account)
        return QString();
    if (shown == Shown::Full)
        return (*account)->email;
    const auto address = EmailAddress::parse((*account)->email);
    return address ? address->masked() : QString();
}

QJsonObject jsonOf(const OutboxRow &mail, const QString &recipient)
{
    return {{QStringLiteral("id"), mail.id},
            {QStringLiteral("kind"), kindWord(mail.entry.kind)},
            {QStringLiteral("to"), recipient},
            {QStringLiteral("state"), stateWord(mail.state)},
            {QStringLiteral("attempts"), mail.attempts},
            {QStringLiteral("created"), jsonTime(mail.createdAt)},
            {QStringLiteral("due"), jsonTime(mail.dueAt)},
            {QStringLiteral("error"), mail.lastError}};
}

QString textOf(const OutboxRow &mail, const QString &recipient)
{
    QString text = QStringLiteral("%1  %2  %3  %4  %5 attempts")
                       .arg(mail.id)
                       .arg(stateWord(mail.state), kindWord(mail.entry.kind),
                            recipient.isEmpty() ? QStringLiteral("(nobody)") : recipient)
                       .arg(mail.attempts);
    if (mail.state == OutboxState::Pending)
        text += QStringLiteral(", due ") + localTime(mail.dueAt);
    if (!mail.lastError.isEmpty())
        text += QStringLiteral("\n    ") + mail.lastError;
    return text;
}

Result<ExitCode> list(Workplace &place, const Invocation &invocation)
{
    const auto most =
        invocation.number("--most", {.otherwise = 100, .least = 1, .greatest = 100'000});
    if (!most)
        return fail(most.error());
    const auto database = place.database();
    if (!database)
        return fail(database.error());
    Outbox outbox(**database);
    const auto mails = invocation.has("--waiting") ? outbox.waiting(*most) : outbox.list(*most);
    const auto waiting = outbox.pendingCount();
    const auto paused = OutboxPause(**database).since();
    if (!mails || !waiting || !paused)
        return fail(!mails ? mails.error() : !waiting ? waiting.error() : paused.error());

    const Shown shown = invocation.has("--full") ? Shown::Full : Shown::Masked;
    Printer &printer = place.printer();
    printer.beginList("mails");
    for (const OutboxRow &mail : *mails) {
        const auto recipient = recipientOf(**database, mail, shown);
        if (!recipient)
            return fail(recipient.error());
        printer.item(jsonOf(mail, *recipient), textOf(mail, *recipient));
    }
    QString text = QStringLiteral("Mails that wait: %1.").arg(*waiting);
    if (*paused)
        text += u' ' + pausedText(**paused) +
                QStringLiteral("; 'latchkeyctl outbox resume' ends that.");
    printer.endList(
        {{QStringLiteral("waiting"), *waiting}, {QStringLiteral("paused"), jsonTime(*paused)}},
        text);
    return ExitCode::Done;
}

/// What was asked for must not be done: the operator who paused it may have good reason. A timer is
/// told so with no alarm.
Result<ExitCode> flushNothing(Workplace &place, const Invocation &invocation, Instant since)
{
    const auto database = place.database();
    if (!database)
        return fail(database.error());
    const auto waiting = Outbox(**database).pendingCount();
    if (!waiting)
        return fail(waiting.error());
    place.printer().answer({{QStringLiteral("sent"), 0},
                            {QStringLiteral("dropped"), 0},
                            {QStringLiteral("left"), QJsonArray()},
                            {QStringLiteral("waiting"), *waiting},
                            {QStringLiteral("paused"), jsonTime(since)}},
                           pausedText(since) +
                               QStringLiteral(": nothing was sent. Mails that wait: %1. "
                                              "'latchkeyctl outbox resume' lets them go.")
                                   .arg(*waiting));
    return invocation.has("--unless-paused") ? ExitCode::Done : ExitCode::Refused;
}

Result<ExitCode> flush(Workplace &place, const Invocation &invocation)
{
    const auto timeout =
        invocation.number("--timeout", {.otherwise = 60, .least = 1, .greatest = 3600});
    if (!timeout)
        return fail(timeout.error());
    const auto database = place.database();
    if (!database)
        return fail(database.error());
    const auto paused = OutboxPause(**database).since();
    if (!paused)
        return fail(paused.error());
    if (*paused)
        return flushNothing(place, invocation, **paused);
    const auto report = flushOutbox(place, std::chrono::seconds(*timeout));
    if (!report)
        return fail(report.error());

    QJsonArray left;
    QString text = QStringLiteral("Mails sent: %1.").arg(report->sent);
    for (const OutboxRow &mail : report->left) {
        left.append(QJsonObject{{QStringLiteral("id"), mail.id},
                                {QStringLiteral("state"), stateWord(mail.state)},
                                {QStringLiteral("error"), mail.lastError}});
        text +=
            QStringLiteral("\nMail %1 was not: %2%3")
                .arg(mail.id)
                .arg(stateWord(mail.state),
                     mail.lastError.isEmpty() ? QString() : QStringLiteral(", ") + mail.lastError);
    }
    place.printer().answer({{QStringLiteral("sent"), report->sent},
                            {QStringLiteral("dropped"), report->dropped},
                            {QStringLiteral("left"), left},
                            {QStringLiteral("paused"), QJsonValue()}},
                           text);
    return report->left.isEmpty() ? ExitCode::Done : ExitCode::Trouble;
}

} // namespace

std::vector<Verb> outboxVerbs()
{
    return {
        {.path = "outbox list",
         .summary = "list mails, newest first, and how many wait",
         .options = {{"--waiting", nullptr, "only those, the longest due first"},
                     {"--most", "N", "at most so many (100)"},
                     {"--full", nullptr, "with whole addresses"}},
         .details = "States: pending, sending, sent, failed (given up), dropped (nobody to send "
                    "to any more).",
         .run = list},
        {.path = "outbox flush",
         .summary = "send what waits, at once",
         .options = {{"--timeout", "SECONDS", "give up waiting after so long (60)"},
                     {"--unless-paused", nullptr,
                      "while the outbox is paused, end well and say so"}},
         .details = "Exit code 3 when a mail could not be sent; it says which and why. One that "
                    "stays\n\"sending\" is another program's, or was when that ended: it falls due "
                    "again\nwithin 2 minutes. While the outbox is paused nothing is sent, and the "
                    "exit code\nis 1, or 0 with --unless-paused.",
         .run = flush},
        {.path = "outbox pause",
         .summary = "hold all mail back, whoever would send it, until it is resumed",
         .details = "Every program on this database heeds it: windows, commands and the timer. "
                    "Requests\nare taken as ever and say nothing of it; what is being sent is "
                    "finished. Links are\nmade when their mail is sent, so waiting costs them "
                    "nothing, but a mail that waits\nfor longer than its link would live (a day) "
                    "is dropped. Entered in 'latchkeyctl log'.",
         .run = pauseOutbox},
        {.path = "outbox resume",
         .summary = "let mail go out again",
         .details = "",
         .run = resumeOutbox},
    };
}

} // namespace latchkey
