// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/local/goodproof.h"
#include "services/local/keyring.h"
#include "services/local/localoptions.h"

#include <optional>

namespace latchkey {

/// Says whether a typed code belongs to a live request of an address. Every wrong, late or unknown
/// one gets the same answer after the same work (RFC 8628 5.1).
class CodeJudge
{
public:
    CodeJudge(SqlRunner &runner, const LocalOptions &options, const KeyRing &ring);

    /// TooManyTries (this device), ClockWentBack, or CodeNotAccepted. The try is counted, and that
    /// is committed, before anything is compared, and taken back when the code was right: a person
    /// may look, be refused a weak password and save without using up tries.
    Result<GoodProof> judge(const CodeProof &proof, Instant now);

private:
    Result<void> countTry(AccountId account, Instant now);
    Result<void> takeTryBack(AccountId account, Instant now);
    std::optional<LiveMint> match(const QList<LiveMint> &mints, const RecoveryCode &code,
                                  Instant now) const;
    Instant oldestMint(Instant now) const;

    SqlRunner &m_sql;
    const LocalOptions &m_options;
    const KeyRing &m_ring;
};

} // namespace latchkey
