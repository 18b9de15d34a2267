// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctl/standardinput.h"
#include "ctl/timetext.h"
#include "ctl/verbs.h"
#include "ctl/workplace.h"
#include "services/local/timedtoken.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <limits>

namespace latchkey {

namespace {

/// Any JSON value, not only an object or an array, which is all that Qt reads by itself.
std::optional<QJsonValue> readJson(QByteArrayView text)
{
    const auto whole = QJsonDocument::fromJson('[' + text.toByteArray() + ']');
    if (!whole.isArray() || whole.array().size() != 1)
        return std::nullopt;
    return whole.array().first();
}

Result<TimedTokenSigner> signerFor(Workplace &place, const Invocation &invocation)
{
    const auto ring = place.keyRing();
    if (!ring)
        return fail(ring.error());
    const QByteArray salt =
        invocation.has("--salt") ? invocation.text("--salt").toUtf8() : recoverySalt.toByteArray();
    if (salt.isEmpty())
        return fail(Reason::UsageFaulty, QStringLiteral("--salt must not be empty."));
    return TimedTokenSigner(ring->secrets(), salt);
}

Result<ExitCode> sign(Workplace &place, const Invocation &invocation)
{
    const auto signer = signerFor(place, invocation);
    if (!signer)
        return fail(signer.error());
    const auto payload = StandardInput::line("Payload, as JSON");
    if (!payload)
        return fail(payload.error());
    if (!readJson(payload->reveal()))
        return fail(Reason::UsageFaulty, QStringLiteral("The payload is not JSON. A text needs "
                                                        "its quotes: \"name@example.com\"."));
    const MintedToken minted = signer->sign(payload->reveal(), place.now());
    place.printer().answer({{QStringLiteral("token"), QString::fromLatin1(minted.token)}},
                           QString::fromLatin1(minted.token));
    return ExitCode::Done;
}

Result<ExitCode> verify(Workplace &place, const Invocation &invocation)
{
    const auto maxAge = invocation.number(
        "--max-age", {.otherwise = -1, .least = 0, .greatest = std::numeric_limits<int>::max()});
    if (!maxAge)
        return fail(maxAge.error());
    const auto signer = signerFor(place, invocation);
    if (!signer)
        return fail(signer.error());
    const auto settings = place.configuration();
    if (!settings)
        return fail(settings.error());
    const auto token = StandardInput::line("Token");
    if (!token)
        return fail(token.error());
    const auto content = signer->verify(token->reveal());
    if (!content)
        return fail(content.error());
    const std::chrono::seconds lifetime =
        *maxAge < 0 ? (*settings)->links.lifetime : std::chrono::seconds(*maxAge);
    if (auto age = checkAge(content->issuedAt, place.now(), lifetime); !age)
        return fail(age.error());
    const QString payload = QString::fromUtf8(content->payload);
    place.printer().answer(
        {{QStringLiteral("payload"), readJson(content->payload).value_or(payload)},
         {QStringLiteral("issued_at"), jsonTime(content->issuedAt)},
         {QStringLiteral("age"), static_cast<qint64>((place.now() - content->issuedAt).count())}},
        QStringLiteral("%1\nissued %2").arg(payload, localTime(content->issuedAt)));
    return ExitCode::Done;
}

} // namespace

std::vector<Verb> tokenVerbs()
{
    const VerbOption salt{"--salt", "TEXT", "what the token is for; recover-key when left out"};
    return {
        {.path = "token sign",
         .summary = "sign a payload with this service's key, as itsdangerous would",
         .options = {salt},
         .details = "The payload is one line of JSON on standard input. The answer is a token of\n"
                    "URLSafeTimedSerializer. It opens an account if the service takes it for one "
                    "of a\nmail: for looking into problems, not for sending.",
         .run = sign},
        {.path = "token verify",
         .summary = "check a token and print what it says",
         .options = {salt,
                     {"--max-age", "SECONDS", "how old it may be; [links] lifetime when left out"}},
         .details = "The token is the first line of standard input. Looks at signature and age "
                    "alone,\nnot at whether it was used.",
         .run = verify},
    };
}

} // namespace latchkey
