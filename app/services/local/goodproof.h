// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/local/linkledger.h"

namespace latchkey {

/// A proof that holds at this moment, and what it gives a right to. Whether it still does when it
/// is used is for the transaction that spends it to say.
struct GoodProof
{
    QByteArray digest; ///< names the link's row
    LinkRow link;
    QString maskedAddress;
    Instant expires;
    bool mayBeMailed = false;    ///< so a notice will go out
    SharedSecret deviceKey = {}; ///< shown with it; null where nobody had to
};

} // namespace latchkey
