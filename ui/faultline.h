// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"
#include "core/failure.h"

#include <functional>
#include <optional>

namespace latchkey {

class ProofEdit;
class TextField;
class TextLabel;

/// The line under a field that says why it was refused. The words are also the field's accessible
/// description. Counts down where the refusal is only for a while.
class FaultLine
{
public:
    FaultLine(TextLabel *label, TextField *field);
    FaultLine(TextLabel *label, ProofEdit *field);

    void show(const Failure &failure);
    void clear();
    void tick(Instant now);

private:
    void tell(const QString &words);

    TextLabel *m_label;
    std::function<void(const QString &)> m_tellField;
    Failure m_failure;
    bool m_waiting = false;
    std::optional<Instant> m_until;
};

} // namespace latchkey
