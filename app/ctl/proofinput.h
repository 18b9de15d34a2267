// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ctl/workplace.h"
#include "recovery/linkfinder.h"

namespace latchkey {

/// What an operator gave as proof: found in a line of anything, as the window's paste field does.
struct ProofInput
{
    Proof proof;
    Repairs repairs = {};
    bool isBareToken = false; ///< which does not say what it is for
};

/// Reads the first line of standard input. LinkNotFound, LinkMalformed, LinkOtherService (about:
/// its id), and UsageFaulty for a code without the address that it was sent to.
Result<ProofInput> readProof(const ServiceDescription &service, const QString &codeAddress);

/// The repairs in words; empty when there were none.
QString repairWords(Repairs repairs);

} // namespace latchkey
