// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "recovery/recoverylink.h"
#include "recovery/tokenscan.h"

namespace latchkey {

/// A link of our form as it stands in a text.
struct LinkScan
{
    qsizetype begin = 0;
    RecoveryLink link;
    TokenScan token;

    bool withdraws() const noexcept { return link.purpose() == Purpose::Withdraw; }
};

/// The first link whose token has a token's shape, broken over lines or not; failing that the first
/// of those that come nearest to it; one that withdraws only where there is no other. Looks through
/// the text as it is, with nothing decoded.
std::optional<LinkScan> findPlainLink(QByteArrayView text);

} // namespace latchkey
