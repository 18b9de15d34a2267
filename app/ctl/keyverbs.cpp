// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctl/keytransfer.h"
#include "ctl/standardinput.h"
#include "ctl/timetext.h"
#include "ctl/verbs.h"
#include "ctl/workplace.h"

#include <QJsonArray>

#include <algorithm>

namespace latchkey {

namespace {

// The greatest lifetime that a link can have, whatever is configured now.
constexpr std::chrono::seconds longestLinkLife{86400};

QString originOf(const SigningKey &key)
{
    return key.origin == KeyOrigin::Imported ? QStringLiteral("imported")
                                             : QStringLiteral("generated");
}

Result<ExitCode> list(Workplace &place, const Invocation &)
{
    const auto ring = place.keyRing();
    if (!ring)
        return fail(ring.error());
    QJsonArray keys;
    QString text;
    for (const SigningKey &key : ring->keys()) {
        const bool signs = key.id == ring->signing().id;
        keys << QJsonObject{{QStringLiteral("id"), key.id},
                            {QStringLiteral("created"), jsonTime(key.created)},
                            {QStringLiteral("origin"), originOf(key)},
                            {QStringLiteral("signs"), signs},
                            {QStringLiteral("bytes"), key.secret->size()}};
        text += QStringLiteral("%1  %2  %3  %4\n")
                    .arg(key.id, localTime(key.created), originOf(key),
                         signs ? QStringLiteral("signs and checks") : QStringLiteral("checks"));
    }
    const auto vault = place.vault();
    place.printer().answer({{QStringLiteral("keys"), keys},
                            {QStringLiteral("place"), vault ? (*vault)->place() : QString()}},
                           text);
    return ExitCode::Done;
}

Result<ExitCode> rotate(Workplace &place, const Invocation &)
{
    std::vector<SigningKey> before;
    const auto rotated = place.changeKeys([&](const Result<KeyRing> &ring) -> Result<KeyRing> {
        if (!ring)
            return ring;
        before = ring->keys();
        // First out with what no live link needs, so that a full ring has room again.
        return ring->withoutKeysReplacedBefore(place.now() - longestLinkLife).rotated(place.now());
    });
    if (!rotated)
        return fail(rotated.error());
    QJsonArray retired;
    QStringList names;
    for (const SigningKey &key : before) {
        const bool kept = std::ranges::any_of(
            rotated->keys(), [&](const SigningKey &other) { return other.id == key.id; });
        if (!kept) {
            retired << key.id;
            names << key.id;
        }
    }
    QString text = QStringLiteral("Key %1 signs from now on; older ones go on checking.")
                       .arg(rotated->signing().id);
    if (!names.isEmpty())
        text += QStringLiteral("\nRetired, because no live link needs them: %1.")
                    .arg(names.join(QStringLiteral(", ")));
    place.printer().answer(
        {{QStringLiteral("signing"), rotated->signing().id}, {QStringLiteral("retired"), retired}},
        text);
    return ExitCode::Done;
}

Result<ExitCode> makeNew(Workplace &place, const Invocation &invocation)
{
    const auto vault = place.vault();
    if (!vault)
        return fail(vault.error());
    if (auto agreed = StandardInput::agree(
            invocation.has("--yes"),
            QStringLiteral("New keys in %1 take the place of all others: every live link dies, and "
                           "its owner has to ask again.")
                .arg((*vault)->place()));
        !agreed)
        return fail(agreed.error());
    const auto fresh =
        place.changeKeys([&](const Result<KeyRing> &) { return KeyRing::fresh(place.now()); });
    if (!fresh)
        return fail(fresh.error());
    place.printer().answer(
        {{QStringLiteral("signing"), fresh->signing().id}},
        QStringLiteral("Key %1 signs from now on. Links and codes mailed before are dead; mails "
                       "that still wait get new ones.")
            .arg(fresh->signing().id));
    return ExitCode::Done;
}

Result<KeyRing> withoutKey(const KeyRing &ring, const QString &id)
{
    auto rest = ring.without(id);
    if (rest)
        return rest;
    const bool isSigning = id == ring.signing().id;
    return fail({.reason = Reason::KeyUnusable,
                 .detail = isSigning ? QStringLiteral("it signs: rotate first")
                                     : QStringLiteral("there is no key of that id"),
                 .about = id});
}

Result<ExitCode> removeKey(Workplace &place, const Invocation &invocation)
{
    const auto ring = place.keyRing();
    if (!ring)
        return fail(ring.error());
    const QString id = invocation.operand(0);
    if (auto removable = withoutKey(*ring, id); !removable)
        return fail(removable.error());
    if (auto agreed = StandardInput::agree(
            invocation.has("--yes"),
            QStringLiteral("Tokens that %1 signed will not be accepted any more.").arg(id));
        !agreed)
        return fail(agreed.error());
    const auto rest = place.changeKeys([&id](const Result<KeyRing> &present) {
        return present ? withoutKey(*present, id) : present;
    });
    if (!rest)
        return fail(rest.error());
    place.printer().answer({{QStringLiteral("removed"), id}},
                           QStringLiteral("Key %1 was removed.").arg(id));
    return ExitCode::Done;
}

Result<ExitCode> setMailPassword(Workplace &place, const Invocation &)
{
    const auto vault = place.vault();
    if (!vault)
        return fail(vault.error());
    const auto settings = place.configuration();
    if (!settings)
        return fail(settings.error());
    auto password = StandardInput::line("Password for the mail server");
    if (!password)
        return fail(password.error());
    if (password->isEmpty())
        return fail(Reason::PasswordEmpty);
    const auto written =
        Workplace::wait((*vault)->write(smtpPasswordName(**settings), share(std::move(*password))));
    if (!written)
        return fail(written.error());
    place.printer().answer({{QStringLiteral("place"), (*vault)->place()}},
                           QStringLiteral("The mail password is in %1.").arg((*vault)->place()));
    return ExitCode::Done;
}

} // namespace

std::vector<Verb> keyVerbs()
{
    return {
        {.path = "keys list", .summary = "list the signing keys, never what they are", .run = list},
        {.path = "keys rotate",
         .summary = "sign with a new key from now on",
         .details = "Older keys go on checking. Those that no live link can need any more are "
                    "retired.\nPrograms that are running take the change up by themselves, if they "
                    "can read the\nkeys where this command keeps them; a credential that systemd "
                    "has handed over is read\nagain when its unit is restarted.",
         .run = rotate},
        {.path = "keys export",
         .summary = "write all signing keys in clear",
         .options = {{"--to", "FILE", "into a new file of mode 0600, not to standard output"}},
         .details = "Whoever has them can make a link into every account. The text is what\n"
                    "'keys import --ring' reads.",
         .run = exportKeys},
        {.path = "keys import",
         .summary = "take over another application's key, or an exported key ring",
         .options = {{"--ring", "FILE", "all keys of 'keys export', instead of those here"},
                     {"--exact", nullptr, "do not leave a line end at the end of the input out"},
                     {"--yes", nullptr, "do not ask before keys that are here are given up"}},
         .details = "Standard input is a Flask SECRET_KEY, as its bytes: it checks tokens and "
                    "signs none.\n--ring FILE wants a file of mode 0600.",
         .run = importKeys},
        {.path = "keys new",
         .summary = "replace lost keys by a new one, which ends every live link",
         .options = {{"--yes", nullptr, "do not ask"}},
         .run = makeNew},
        {.path = "keys remove",
         .summary = "give up one key, such as an imported one",
         .operands = {{"ID"}},
         .options = {{"--yes", nullptr, "do not ask"}},
         .details = "IDs are in 'keys list'. The key that signs cannot be removed: rotate first.",
         .run = removeKey},
        {.path = "keys set-mail-password",
         .summary = "keep the mail server's password",
         .details = "The first line of standard input. It goes where the signing keys are.",
         .run = setMailPassword},
    };
}

} // namespace latchkey
