// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "settings/layers.h"

#include <QStringView>

#include <vector>

namespace latchkey {

/// A value from the command line, for one run: the last layer.
struct SettingOverride
{
    const SettingKey *key = nullptr;
    SettingValue value;
};

/// "section.key=value"; a text needs no quotes. UsageFaulty (detail: the sentence, without the
/// value) for a key that there is not, for a value that it may not have, and for a key that is
/// private: every user of the machine can read a command line.
Result<SettingOverride> parseOverride(QStringView word);

/// All of them or none. UsageFaulty where the system locks a key, and where the values do not go
/// together with the rest.
Result<void> applyOverrides(const std::vector<SettingOverride> &overrides,
                            LayeredConfiguration &layers);

} // namespace latchkey
