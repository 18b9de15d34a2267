// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/local/codeminter.h"
#include "services/local/keyring.h"
#include "services/local/localoptions.h"
#include "services/local/outbox.h"
#include "services/local/timedtoken.h"

#include <map>
#include <optional>

namespace latchkey {

/// Makes the letter for a row of the outbox, at the moment when it is sent: nothing that opens
/// anything is stored before (S22). A repeated delivery of the same mint gives the same letter to
/// the byte; one that came so late that little life would be left is minted anew, which voids
/// nothing. Works in the thread of the connection.
class LetterMint
{
public:
    /// All of these outlive the mint.
    LetterMint(SqlRunner &runner, const LocalOptions &options, const KeyRing &ring,
               QByteArray databaseId);

    /// Commits the mint, then gives the letter. AccountUnavailable when there is nobody to send to
    /// any more, LinkWithdrawn when the request was voided, LinkExpired when nobody waits for it
    /// any more: the row is to be dropped then.
    Result<Letter> letterFor(const OutboxRow &row, Instant now);

private:
    Result<Recipient> recipient(const OutboxRow &row);
    Result<Mint> mintFor(const OutboxRow &row, Instant now);
    bool isFresh(const OutboxRow &row, Instant now) const;
    Result<QByteArray> payloadFor(const OutboxRow &row) const;
    Result<RecoveryLink> linkFor(const OutboxRow &row, Instant mintedAt, Purpose purpose);
    Result<void> addLink(Letter &letter, const OutboxRow &row);
    const SigningKey &keyAt(Instant mintedAt) const;
    void adoptKeyAt(Instant mintedAt);
    const TimedTokenSigner &signerFor(Instant mintedAt, Purpose purpose);
    const CodeMinter &codesFor(Instant mintedAt);

    SqlRunner &m_sql;
    const LocalOptions &m_options;
    const KeyRing &m_ring;
    QByteArray m_databaseId;
    /// What was made of the key that signed last: the next letter is nearly always signed by it
    /// too.
    SharedSecret m_key;
    std::map<Purpose, TimedTokenSigner> m_signers;
    std::optional<CodeMinter> m_codes;
};

} // namespace latchkey
