// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/settingoverride.h"

#include "core/nearestname.h"
#include "settings/consistency.h"

namespace latchkey {

namespace {

std::unexpected<Failure> usage(const QString &what)
{
    return fail(Reason::UsageFaulty, what);
}

std::unexpected<Failure> unknownKey(QStringView path)
{
    constexpr qsizetype longest = 40;
    QStringList known;
    for (const SettingKey &key : settingKeys()) {
        if (key.sensitivity == Sensitivity::Open)
            known << key.path();
    }
    return usage(
        QStringLiteral("There is no setting %1. The nearest is %2.")
            .arg(path.left(longest).toString(), nearestName(path.left(longest).toString(), known)));
}

/// A word as the key's type wants it; as a text where it is none, which `assign` then refuses.
SettingValue valueFrom(const QString &word, const SettingKey &key)
{
    const SettingValue kind = valueOf(key, Configuration());
    bool isNumber = false;
    const qint64 number = word.toLongLong(&isNumber);
    if (std::holds_alternative<qint64>(kind) && isNumber)
        return number;
    if (std::holds_alternative<bool>(kind) && word == QLatin1String("true"))
        return true;
    if (std::holds_alternative<bool>(kind) && word == QLatin1String("false"))
        return false;
    return word;
}

} // namespace

Result<SettingOverride> parseOverride(QStringView word)
{
    const qsizetype equals = word.indexOf(QLatin1Char('='));
    if (equals <= 0)
        return usage(QStringLiteral("--set needs SECTION.KEY=VALUE."));
    const SettingKey *key = findSettingKey(word.first(equals));
    if (!key)
        return unknownKey(word.first(equals));
    if (key->sensitivity != Sensitivity::Open) {
        return usage(QStringLiteral("%1 belongs in a file: every user of this machine can read a "
                                    "command line.")
                         .arg(key->path()));
    }
    SettingOverride taken{.key = key, .value = valueFrom(word.sliced(equals + 1).toString(), *key)};
    Configuration scratch;
    if (const auto assigned = assign(*key, taken.value, scratch); !assigned)
        return usage(QStringLiteral("--set: %1.").arg(assigned.error().detail));
    return taken;
}

Result<void> applyOverrides(const std::vector<SettingOverride> &overrides,
                            LayeredConfiguration &layers)
{
    LayeredConfiguration changed = layers;
    for (const SettingOverride &one : overrides) {
        ValueOrigin &origin = changed.origins[static_cast<size_t>(one.key - settingKeys().data())];
        if (origin.locked()) {
            return usage(QStringLiteral("%1 is locked by the system's settings (%2).")
                             .arg(one.key->path(), origin.lockedBy));
        }
        if (auto assigned = assign(*one.key, one.value, changed.configuration); !assigned)
            return assigned;
        origin = {.from = ValueOrigin::From::CommandLine};
    }
    if (const Inconsistency found = findInconsistency(changed.configuration); !found.why.isEmpty())
        return usage(QStringLiteral("--set: %1.").arg(found.why));
    layers = std::move(changed);
    return {};
}

} // namespace latchkey
