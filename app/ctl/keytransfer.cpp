// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctl/keytransfer.h"

#include "ctl/standardinput.h"
#include "ctl/workplace.h"
#include "services/vault/privatefile.h"

#include <QFileInfo>

#include <algorithm>

namespace latchkey {

namespace {

constexpr auto exportWarning =
    "These are the keys in clear. Whoever reads them can make a link into every account.";

/// Whether a ring lacks a key that another has, by what it is and not by its name.
bool lacksKeyOf(const KeyRing &ring, const KeyRing &other)
{
    return std::ranges::any_of(other.keys(), [&](const SigningKey &key) {
        return std::ranges::none_of(ring.keys(), [&](const SigningKey &held) {
            return equalInConstantTime(held.secret->reveal(), key.secret->reveal());
        });
    });
}

Result<KeyRing> readRing(const QString &path)
{
    const auto bytes = readPrivateFile(path, PrivateTo::Owner);
    if (!bytes)
        return fail(bytes.error());
    if (!*bytes) {
        return fail({.reason = Reason::FileUnreadable,
                     .detail = QStringLiteral("no such file"),
                     .about = path});
    }
    auto ring = KeyRing::parse((*bytes)->reveal());
    if (!ring)
        return fail({.reason = ring.error().reason, .detail = ring.error().detail, .about = path});
    return ring;
}

Result<ExitCode> told(Workplace &place, const Result<KeyRing> &stored, const QString &text)
{
    if (!stored)
        return fail(stored.error());
    place.printer().answer({{QStringLiteral("signing"), stored->signing().id},
                            {QStringLiteral("keys"), static_cast<qint64>(stored->keys().size())}},
                           text);
    return ExitCode::Done;
}

Result<ExitCode> importRing(Workplace &place, const Invocation &invocation)
{
    const auto ring = readRing(invocation.path("--ring"));
    if (!ring)
        return fail(ring.error());
    const auto present = place.keyRing();
    const bool nothingToLose = !present && (present.error().reason == Reason::KeyMissing ||
                                            present.error().reason == Reason::KeyUnusable);
    if (!present && !nothingToLose)
        return fail(present.error());
    if (present && lacksKeyOf(*ring, *present)) {
        if (auto agreed = StandardInput::agree(
                invocation.has("--yes"),
                QStringLiteral("Some of the keys that are here are not among the imported ones: "
                               "live links that they signed will die."));
            !agreed)
            return fail(agreed.error());
    }
    const auto stored = place.changeKeys([&](const Result<KeyRing> &now) -> Result<KeyRing> {
        // Whoever agreed to the loss of keys agreed to the loss of these.
        const bool asSeen = present && now ? now->holdsSameKeysAs(*present) : !present && !now;
        if (!asSeen)
            return fail(Reason::KeyUnusable,
                        QStringLiteral("they were changed at the same time: look at 'keys list'"));
        return *ring;
    });
    return told(place, stored,
                QStringLiteral("%1 keys were imported; %2 signs.")
                    .arg(ring->keys().size())
                    .arg(ring->signing().id));
}

Result<ExitCode> importSecret(Workplace &place, const Invocation &invocation)
{
    if (const auto present = place.keyRing(); !present)
        return fail(present.error());
    const auto given = StandardInput::everything("The other application's key, then Ctrl+D");
    if (!given)
        return fail(given.error());
    QByteArrayView bytes = given->reveal();
    // What `echo` and an editor add. A key of random bytes may well end in one: hence --exact.
    if (!invocation.has("--exact") && bytes.endsWith('\n')) {
        bytes.chop(1);
        if (bytes.endsWith('\r'))
            bytes.chop(1);
        place.printer().remark(QStringLiteral("The line end at the end is not part of the key."));
    }
    const auto stored = place.changeKeys([&](const Result<KeyRing> &present) {
        return present ? present->withImported(Secret::copyOf(bytes), place.now()) : present;
    });
    return told(place, stored,
                QStringLiteral("The key was imported; it checks tokens and signs none."));
}

} // namespace

Result<ExitCode> exportKeys(Workplace &place, const Invocation &invocation)
{
    const auto ring = place.keyRing();
    if (!ring)
        return fail(ring.error());
    const Secret text = ring->serialise();
    if (!invocation.has("--to")) {
        place.printer().remark(QString::fromLatin1(exportWarning));
        place.printer().secretAnswer(text);
        return ExitCode::Done;
    }
    const QString path = invocation.path("--to");
    if (auto written = createPrivateFile(path, text.reveal()); !written)
        return fail(written.error());
    place.printer().remark(QString::fromLatin1(exportWarning));
    place.printer().answer({{QStringLiteral("file"), path}},
                           QStringLiteral("The keys are in %1.").arg(path));
    return ExitCode::Done;
}

Result<ExitCode> importKeys(Workplace &place, const Invocation &invocation)
{
    return invocation.has("--ring") ? importRing(place, invocation)
                                    : importSecret(place, invocation);
}

} // namespace latchkey
