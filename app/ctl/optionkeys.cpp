// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctl/optionkeys.h"

#include "settings/settingkeys.h"

#include <algorithm>

namespace latchkey {

namespace {

const SettingKey *keyOf(const char *path)
{
    const auto keys = settingKeys();
    const auto found = std::ranges::find_if(
        keys, [&](const SettingKey &key) { return key.path() == QLatin1String(path); });
    return found == keys.end() ? nullptr : &*found;
}

Result<SettingValue> valueFor(const Invocation &invocation, const OptionKey &pair,
                              const SettingKey &key)
{
    if (key.isFilePath())
        return invocation.path(pair.option);
    if (std::holds_alternative<Bounds>(key.rule)) {
        const auto bounds = std::get<Bounds>(key.rule);
        const auto number =
            invocation.number(pair.option, {.least = static_cast<int>(bounds.least),
                                            .greatest = static_cast<int>(bounds.greatest)});
        if (!number)
            return fail(number.error());
        return static_cast<qint64>(*number);
    }
    return invocation.text(pair.option);
}

} // namespace

Result<void> takeOption(const Invocation &invocation, const OptionKey &pair, Configuration &chosen)
{
    if (!invocation.has(pair.option))
        return {};
    const SettingKey *key = keyOf(pair.key);
    if (!key)
        return fail(Reason::Internal, QLatin1String(pair.key));
    const auto value = valueFor(invocation, pair, *key);
    if (!value)
        return fail(value.error());
    if (auto set = assign(*key, *value, chosen); !set) {
        return fail(Reason::UsageFaulty,
                    QStringLiteral("%1: %2.").arg(QLatin1String(pair.option), set.error().detail));
    }
    return {};
}

} // namespace latchkey
