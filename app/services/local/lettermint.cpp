// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/local/lettermint.h"

#include "services/local/linkledger.h"
#include "services/local/tokenpayload.h"

#include <QUrl>

#include <algorithm>

namespace latchkey {

namespace {

constexpr qsizetype messageIdBytes = 16;
// RFC 5321 4.5.4.1: four to five days. A notice tells of something that has happened, so it does
// not go stale as a link does.
constexpr std::chrono::days noticeLifetime{5};

Purpose purposeOf(LetterKind kind)
{
    return kind == LetterKind::Confirm ? Purpose::Confirm : Purpose::Reset;
}

QByteArrayView saltOf(Purpose purpose)
{
    switch (purpose) {
    case Purpose::Reset:
        return recoverySalt;
    case Purpose::Confirm:
        return confirmSalt;
    case Purpose::Withdraw:
        return withdrawSalt;
    }
    return recoverySalt;
}

Result<QByteArray> freshMessageId(const QString &domain)
{
    const Result<Secret> id = Secret::random(messageIdBytes);
    if (!id)
        return fail(id.error());
    const QByteArray right = QUrl::toAce(domain);
    return id->reveal().toByteArray().toHex() + '@' +
           (right.isEmpty() ? QByteArrayLiteral("latchkey.invalid") : right);
}

} // namespace

LetterMint::LetterMint(SqlRunner &runner, const LocalOptions &options, const KeyRing &ring,
                       QByteArray databaseId)
    : m_sql(runner), m_options(options), m_ring(ring), m_databaseId(std::move(databaseId))
{
}

/// The key that signed at that time, so that a repeated delivery has the same bytes although a
/// newer key has come since, be it in the same second: that one signs from the next second on.
const SigningKey &LetterMint::keyAt(Instant mintedAt) const
{
    const auto &keys = m_ring.keys();
    const auto older = std::find_if(keys.rbegin(), keys.rend(), [mintedAt](const SigningKey &key) {
        return key.origin == KeyOrigin::Generated && key.created < mintedAt;
    });
    if (older != keys.rend())
        return *older;
    return *std::find_if(keys.begin(), keys.end(),
                         [](const SigningKey &key) { return key.origin == KeyOrigin::Generated; });
}

void LetterMint::adoptKeyAt(Instant mintedAt)
{
    const SigningKey &key = keyAt(mintedAt);
    if (m_key == key.secret)
        return;
    m_key = key.secret;
    m_signers.clear();
    m_codes.emplace(key);
}

const TimedTokenSigner &LetterMint::signerFor(Instant mintedAt, Purpose purpose)
{
    adoptKeyAt(mintedAt);
    auto signer = m_signers.find(purpose);
    if (signer == m_signers.end())
        signer = m_signers.emplace(purpose, TimedTokenSigner({m_key}, saltOf(purpose))).first;
    return signer->second;
}

const CodeMinter &LetterMint::codesFor(Instant mintedAt)
{
    adoptKeyAt(mintedAt);
    return *m_codes;
}

Result<Recipient> LetterMint::recipient(const OutboxRow &row)
{
    auto found = AccountStore(m_sql).recipient(row.entry.account.value_or(-1));
    if (!found)
        return fail(found.error());
    // Only a letter that asks for confirmation may go to an unconfirmed address, and only an
    // operator can cause one.
    const bool confirming = row.entry.kind == LetterKind::Confirm;
    if (!*found || (!confirming && !(*found)->confirmed))
        return fail(Reason::AccountUnavailable);
    return std::move(**found);
}

/// A mint is used again while nine tenths of the link's life are left (S64) and, as the code has
/// far less of it, half of the code's.
bool LetterMint::isFresh(const OutboxRow &row, Instant now) const
{
    if (!row.mintedAt)
        return false;
    const auto age = now - *row.mintedAt;
    if (row.entry.kind == LetterKind::Notice)
        return true;
    const bool linkFresh = age * 10 <= m_options.description.linkLifetime;
    const bool codeFresh =
        row.entry.kind == LetterKind::Confirm || age * 2 <= m_options.description.codeLifetime;
    return linkFresh && codeFresh;
}

Result<QByteArray> LetterMint::payloadFor(const OutboxRow &row) const
{
    if (row.nonce.size() != nonceSize)
        return fail(Reason::LinkWithdrawn, QStringLiteral("its request is gone"));
    return composeTokenPayload(m_databaseId, row.nonce);
}

Result<Mint> LetterMint::mintFor(const OutboxRow &row, Instant now)
{
    const bool fresh = isFresh(row, now);
    Mint mint{.mintedAt = fresh ? *row.mintedAt : now, .messageId = row.messageId};
    if (!fresh) {
        Result<QByteArray> id = freshMessageId(m_options.messageDomain);
        if (!id)
            return fail(id.error());
        mint.messageId = std::move(*id);
    }
    if (row.entry.kind != LetterKind::Notice) {
        const Result<QByteArray> payload = payloadFor(row);
        if (!payload)
            return fail(payload.error());
        mint.linkDigest =
            signerFor(mint.mintedAt, purposeOf(row.entry.kind)).digestOf(*payload, mint.mintedAt);
    }
    // Also for a mint that is used again: this is where a request that was voided since is found.
    if (auto committed = Outbox(m_sql).markMinted(row, mint); !committed)
        return fail(committed.error());
    return mint;
}

Result<RecoveryLink> LetterMint::linkFor(const OutboxRow &row, Instant mintedAt, Purpose purpose)
{
    const Result<QByteArray> payload = payloadFor(row);
    if (!payload)
        return fail(payload.error());
    MintedToken token = signerFor(mintedAt, purpose).sign(*payload, mintedAt, Compression::Never);
    Result<RecoveryLink> link =
        RecoveryLink::compose(purpose, m_options.description.id, token.token);
    wipe(token.token);
    if (!link)
        return fail(Reason::Internal, QStringLiteral("a token of ours that makes no link"));
    return link;
}

Result<void> LetterMint::addLink(Letter &letter, const OutboxRow &row)
{
    const Result<RecoveryLink> link = linkFor(row, letter.minted, purposeOf(row.entry.kind));
    if (!link)
        return fail(link.error());
    letter.link = link->text();
    if (!m_options.bridge.isEmpty())
        letter.bridge = link->bridgeText(m_options.bridge);
    letter.linkExpires = letter.minted + m_options.description.linkLifetime;
    if (row.entry.kind == LetterKind::Reset) {
        const Result<RecoveryLink> withdraw = linkFor(row, letter.minted, Purpose::Withdraw);
        if (!withdraw)
            return fail(withdraw.error());
        letter.withdraw = withdraw->text();
        if (!m_options.bridge.isEmpty())
            letter.withdrawBridge = withdraw->bridgeText(m_options.bridge);
    }
    // A code can be typed anywhere.
    if (row.entry.kind == LetterKind::Reset && row.reach == LinkReach::Anywhere) {
        letter.code =
            codesFor(letter.minted).codeFor(row.entry.request.value_or(0), letter.minted).grouped();
        letter.codeExpires = letter.minted + m_options.description.codeLifetime;
    }
    return {};
}

Result<Letter> LetterMint::letterFor(const OutboxRow &row, Instant now)
{
    const bool notice = row.entry.kind == LetterKind::Notice;
    const std::chrono::seconds patience =
        notice ? noticeLifetime : m_options.description.linkLifetime;
    if (now - row.createdAt > patience)
        return fail(Reason::LinkExpired, QStringLiteral("waited for too long"));
    const Result<Recipient> person = recipient(row);
    if (!person)
        return fail(person.error());
    const Result<Mint> mint = mintFor(row, now);
    if (!mint)
        return fail(mint.error());
    Letter letter{
        .kind = row.entry.kind,
        .recipient = person->email,
        .language = person->locale.isEmpty() ? m_options.language : person->locale,
        .serviceName = m_options.description.name,
        .deskContact = m_options.description.deskContact,
        // A notice tells of what was done in this process, or the one before it on this machine.
        .origin = notice ? m_options.origin : row.origin,
        .asker = row.asker,
        .messageId = mint->messageId,
        .requested = row.requestedAt,
        .minted = mint->mintedAt,
        .linkExpires = {},
        .codeExpires = {},
        .link = {},
        .bridge = {},
        .withdraw = {},
        .withdrawBridge = {},
        .code = {},
        .reach = row.reach,
        .demo = m_options.description.demo,
    };
    if (!notice) {
        if (auto added = addLink(letter, row); !added)
            return fail(added.error());
    }
    return letter;
}

} // namespace latchkey
