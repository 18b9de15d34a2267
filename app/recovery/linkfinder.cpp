// SPDX-License-Identifier: GPL-3.0-or-later
#include "recovery/linkfinder.h"

#include "recovery/foreignscan.h"
#include "recovery/linkscan.h"
#include "recovery/textrepair.h"
#include "recovery/tokenscan.h"

#include <algorithm>

namespace latchkey {

namespace {

constexpr qsizetype longestText = 1024LL * 1024;

/// Bytes that may hold a token, wiped when they go.
class Text
{
public:
    explicit Text(QByteArray bytes) noexcept : m_bytes(std::move(bytes)) {}
    ~Text() { wipe(m_bytes); }
    Text(Text &&other) noexcept : m_bytes(std::exchange(other.m_bytes, {})) {}
    Text &operator=(Text &&other) noexcept
    {
        m_bytes.swap(other.m_bytes);
        return *this;
    }
    Text(const Text &) = delete;
    Text &operator=(const Text &) = delete;

    QByteArrayView view() const { return m_bytes; }

private:
    QByteArray m_bytes;
};

bool isBlank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/// Whether the word that ends at the end of this text is another link, which leads to ours.
bool isWrapped(QByteArrayView before)
{
    constexpr qsizetype longestWrapper = 2048;
    const QByteArrayView near = before.last(qMin(longestWrapper, before.size()));
    const auto word = std::find_if(near.rbegin(), near.rend(), [](char c) {
        return isBlank(c) || QByteArrayView("<>\"'(").contains(c);
    });
    const QByteArrayView wrapper = near.sliced(near.rend() - word);
    return wrapper.startsWith("http://") || wrapper.startsWith("https://");
}

/// What stood around a finding, told as repairs.
Repairs surroundings(QByteArrayView before, QByteArrayView after)
{
    if (isWrapped(before))
        return Repair::Unwrapped;
    const auto isMark = [](char c) {
        return isBlank(c) || QByteArrayView(".,;:!?<>()[]{}\"'`*_-|").contains(c);
    };
    if (!std::all_of(before.begin(), before.end(), isMark) ||
        !std::all_of(after.begin(), after.end(), isMark))
        return Repair::CutFromText;
    const auto isQuote = [](char c) { return isBlank(c) || c == '>'; };
    const bool quoted = before.contains('>') && std::all_of(before.begin(), before.end(), isQuote);
    Repairs repairs;
    repairs.setFlag(Repair::QuotePrefix, quoted);
    repairs.setFlag(Repair::Punctuation,
                    (!quoted && !before.trimmed().isEmpty()) || !after.trimmed().isEmpty());
    return repairs;
}

Repairs repairsOf(const TokenScan &scan, QByteArrayView text, qsizetype begin)
{
    Repairs repairs = surroundings(text.first(begin), text.sliced(scan.end.position()));
    if (scan.end.joinedLines())
        repairs |= Repair::JoinedLines;
    if (scan.end.droppedQuotePrefix())
        repairs |= Repair::QuotePrefix;
    if (scan.fit == TokenFit::Trimmed && !repairs.testFlag(Repair::Unwrapped))
        repairs |= Repair::Punctuation;
    return repairs;
}

/// What a search found in one form of the text.
struct Candidate
{
    Finding finding;
    TokenFit fit = TokenFit::Opaque;
    bool withdraws = false; ///< meant only where there is no other link

    bool isBest() const noexcept { return fit == TokenFit::Exact && !withdraws; }
    bool isBetterThan(const Candidate &other) const noexcept
    {
        return withdraws != other.withdraws ? other.withdraws : fit > other.fit;
    }
};
using Search = std::optional<Candidate> (*)(QByteArrayView text);

std::optional<Candidate> searchLink(QByteArrayView text)
{
    auto found = findPlainLink(text);
    if (!found)
        return std::nullopt;
    const Repairs repairs = repairsOf(found->token, text, found->begin);
    const bool withdraws = found->withdraws();
    return Candidate{{std::move(found->link), repairs}, found->token.fit, withdraws};
}

std::optional<Candidate> searchToken(QByteArrayView text)
{
    auto bare = findBareToken(text);
    if (!bare)
        return std::nullopt;
    const Repairs repairs = repairsOf(bare->scan, text, bare->begin);
    return Candidate{{BareToken{share(std::move(bare->scan.token))}, repairs}, bare->scan.fit};
}

/// Keeps the better of two; the earlier one where they are alike.
void improve(std::optional<Candidate> &best, std::optional<Candidate> other, Repairs done)
{
    if (!other || (best && !other->isBetterThan(*best)))
        return;
    other->finding.repairs |= done;
    // Unwrapping says it all: a wrapper is always written in some web encoding.
    if (other->finding.repairs.testFlag(Repair::Unwrapped))
        other->finding.repairs.setFlag(Repair::Entities, false);
    best = std::move(other);
}

/// Undoes one kind of damage after the other until the whole thing appears. What was decoded once
/// may need the next: a quoted-printable part holds an entity holds a percent sign.
std::optional<Candidate> repairAndSearch(QByteArray original, Search search)
{
    struct Step
    {
        QByteArray (*decode)(QByteArrayView);
        Repair repair;
        bool aside; ///< the next step goes on from the text before this one
    };
    static constexpr Step steps[] = {
        {decodeQuotedPrintable, Repair::QuotedPrintable, false},
        {decodeEntities, Repair::Entities, false},
        {decodeUrlDefense, Repair::Unwrapped, true},
        {decodePercent, Repair::Entities, false},
        {decodePercent, Repair::Entities, false}, // a wrapper around a wrapper
    };
    Text text(std::move(original));
    std::optional<Candidate> best = search(text.view());
    Repairs done;
    for (const Step &step : steps) {
        if (best && best->isBest())
            break;
        Text decoded(step.decode(text.view()));
        if (decoded.view().isEmpty())
            continue;
        improve(best, search(decoded.view()), done | step.repair);
        if (step.aside)
            continue;
        done |= step.repair;
        text = std::move(decoded);
    }
    return best;
}

/// The same in the text itself and in the encoded parts of a mail's source.
std::optional<Candidate> searchEverywhere(const QByteArray &text, Search search)
{
    std::optional<Candidate> best = repairAndSearch(text, search);
    if (best && best->isBest())
        return best;
    for (QByteArray &part : decodeBase64Blocks(text))
        improve(best, repairAndSearch(std::move(part), search),
                Repair::CutFromText | Repair::QuotedPrintable);
    return best;
}

/// A link in the service's own form. It has no shape by which damage would show, so what was
/// encoded for the mail is decoded first wherever the text shows that it was.
std::optional<Finding> searchForeignIn(QByteArray original, const LinkForms &forms)
{
    Text text(std::move(original));
    Repairs done;
    const auto decode = [&](QByteArray (*decoder)(QByteArrayView), Repair repair) {
        Text decoded(decoder(text.view()));
        if (decoded.view().isEmpty())
            return false;
        text = std::move(decoded);
        done |= repair;
        return true;
    };
    decode(decodeQuotedPrintable, Repair::QuotedPrintable);
    decode(decodeEntities, Repair::Entities);
    for (int wrappers = 0; wrappers < 3; ++wrappers) {
        if (auto scan = findForeignLink(text.view(), forms.patterns)) {
            Repairs repairs =
                done | surroundings(text.view().first(scan->begin), text.view().sliced(scan->end));
            repairs.setFlag(Repair::JoinedLines, scan->joinedLines);
            if (repairs.testFlag(Repair::Unwrapped))
                repairs.setFlag(Repair::Entities, false);
            return Finding{ForeignLink{std::move(scan->parts)}, repairs};
        }
        if (!decode(decodePercent, Repair::Entities))
            break;
    }
    return std::nullopt;
}

std::optional<Finding> searchForeign(const QByteArray &text, const LinkForms &forms)
{
    if (forms.patterns.empty())
        return std::nullopt;
    if (auto found = searchForeignIn(text, forms))
        return found;
    for (QByteArray &part : decodeBase64Blocks(text)) {
        if (auto found = searchForeignIn(std::move(part), forms)) {
            found->repairs |= Repair::CutFromText | Repair::QuotedPrintable;
            return found;
        }
    }
    return std::nullopt;
}

bool isPrintedLetter(QChar c)
{
    return c >= u'A' && c <= u'Z' && RecoveryCode::alphabet.contains(c.toLatin1());
}

/// "WDJB-MJHT" as a word of its own. Only as we print it: without the dash or in small letters
/// eight consonants ("http-html") are a word too easily.
std::optional<Finding> searchCode(QStringView text)
{
    constexpr qsizetype half = RecoveryCode::length / 2;
    constexpr qsizetype printed = RecoveryCode::length + 1;
    const auto isWordPart = [](QChar c) {
        return c.isLetterOrNumber() || c.category() == QChar::Punctuation_Dash || c == u'_';
    };
    for (qsizetype at = 0; at + printed <= text.size(); ++at) {
        if (text[at + half].category() != QChar::Punctuation_Dash)
            continue;
        const QStringView word = text.sliced(at, printed);
        const QStringView before = text.first(at);
        const QStringView after = text.sliced(at + printed);
        if (!std::all_of(word.begin(), word.begin() + half, isPrintedLetter) ||
            !std::all_of(word.begin() + half + 1, word.end(), isPrintedLetter) ||
            (!before.isEmpty() && isWordPart(before.back())) ||
            (!after.isEmpty() && isWordPart(after.front())))
            continue;
        auto code = RecoveryCode::parse(word);
        if (code)
            return Finding{std::move(*code), surroundings(before.toUtf8(), after.toUtf8())};
    }
    return std::nullopt;
}

/// The pasted text less what cannot be seen: soft hyphens and zero-width blanks, which mail
/// programs put into long words so that these may break.
QString visible(QStringView pasted)
{
    QString text;
    text.reserve(pasted.size());
    for (const QChar c : pasted) {
        if (c == QChar::LineSeparator || c == QChar::ParagraphSeparator)
            text += u'\n';
        else if (c == QChar::Nbsp)
            text += u' ';
        else if (c.category() != QChar::Other_Format)
            text += c;
    }
    return text;
}

/// Whether a link to a bridge page begins here, of which the rest is missing.
bool holdsPageLink(QByteArrayView text)
{
    const auto holds = [text](QByteArrayView head) { return text.indexOf(head) >= 0; };
    return holds("https://") && (holds("#reset/") || holds("#confirm/") || holds("#withdraw/"));
}

/// Says what is missing in the first thing that begins like a link of ours.
Failure whyNone(QByteArrayView text)
{
    const qsizetype begin = text.toByteArray().toLower().indexOf("latchkey:");
    if (begin < 0 && holdsPageLink(text)) {
        const QString missing = QStringLiteral("token");
        return {.reason = Reason::LinkMalformed, .detail = missing, .about = missing};
    }
    if (begin < 0)
        return {.reason = Reason::LinkNotFound};
    const QByteArrayView rest = text.sliced(begin);
    const auto end = std::find_if(rest.begin(), rest.end(), isBlank);
    const auto link = RecoveryLink::parse(rest.first(end - rest.begin()));
    const QString missing = link ? QString() : link.error().detail;
    return {.reason = Reason::LinkMalformed, .detail = missing, .about = missing};
}

Result<Finding> findIn(const QString &text, const LinkForms &forms)
{
    if (auto code = RecoveryCode::parse(text))
        return Finding{std::move(*code), {}};
    const Text bytes(text.toUtf8());
    const QByteArray raw = QByteArray::fromRawData(bytes.view().data(), bytes.view().size());
    if (auto link = searchEverywhere(raw, searchLink))
        return std::move(link->finding);
    if (auto foreign = searchForeign(raw, forms))
        return std::move(*foreign);
    if (auto token = searchEverywhere(raw, searchToken))
        return std::move(token->finding);
    if (auto code = searchCode(text))
        return std::move(*code);
    if (auto code = forms.code ? findForeignCode(text, *forms.code) : std::nullopt)
        return Finding{std::move(*code), {}};
    return fail(whyNone(bytes.view()));
}

} // namespace

Result<Finding> findLink(QStringView pasted, const LinkForms &forms)
{
    QString text = visible(pasted.first(qMin(pasted.size(), longestText)).trimmed());
    Result<Finding> finding = findIn(text, forms);
    wipe(text);
    return finding;
}

Result<Finding> readLink(QByteArrayView link, const LinkForms &forms)
{
    auto ours = RecoveryLink::parse(link);
    if (ours)
        return Finding{std::move(*ours), {}};
    for (const LinkPattern &pattern : forms.patterns) {
        if (auto parts = pattern.match(link))
            return Finding{ForeignLink{std::move(*parts)}, {}};
    }
    if (!RecoveryLink::hasScheme(link)) {
        return fail({.reason = Reason::LinkOtherService,
                     .about = QUrl(QString::fromUtf8(link)).host(QUrl::PrettyDecoded)});
    }
    return fail(ours.error());
}

} // namespace latchkey
