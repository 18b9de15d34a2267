// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/vault/credentialtext.h"

#include <QByteArrayList>

#include <algorithm>

namespace latchkey {

namespace {

constexpr qsizetype longestName = 200;

struct Line
{
    QByteArrayView whole;  ///< without its end
    QByteArrayView name;   ///< empty: a comment or an empty line
    QByteArrayView base64; ///< what follows the first blank
};

/// Calls `visit(Line)` for each line, until it returns false.
template <class Visit>
void eachLine(QByteArrayView text, Visit visit)
{
    while (!text.isEmpty()) {
        const qsizetype end = text.indexOf('\n');
        const QByteArrayView whole = end < 0 ? text : text.first(end);
        text = end < 0 ? QByteArrayView() : text.sliced(end + 1);
        Line line{.whole = whole, .name = {}, .base64 = {}};
        if (!whole.isEmpty() && whole.front() != '#') {
            const qsizetype blank = whole.indexOf(' ');
            line.name = blank < 0 ? whole : whole.first(blank);
            line.base64 = blank < 0 ? QByteArrayView() : whole.sliced(blank + 1);
        }
        if (!visit(line))
            return;
    }
}

/// Strictly: QByteArray alone would take a cut-off end and bits that are left over.
std::optional<Secret> decoded(QByteArrayView base64)
{
    // Not a copy: the bytes stay where they are, on the secure heap.
    const auto given = QByteArray::fromRawData(base64.data(), base64.size());
    auto result = QByteArray::fromBase64Encoding(given, QByteArray::AbortOnBase64DecodingErrors);
    QByteArray encoded = result.decoded.toBase64();
    const bool isExact = result && !result.decoded.isEmpty() && encoded == given;
    wipe(encoded);
    Secret secret = Secret::taking(std::move(result.decoded));
    if (!isExact)
        return std::nullopt;
    return secret;
}

void appendLine(QByteArray &text, QByteArrayView name, const Secret &secret)
{
    const QByteArrayView bytes = secret.reveal();
    QByteArray encoded = QByteArray::fromRawData(bytes.data(), bytes.size()).toBase64();
    text.append(name).append(' ').append(encoded).append('\n');
    wipe(encoded);
}

} // namespace

bool CredentialText::isName(QByteArrayView name) noexcept
{
    return !name.isEmpty() && name.size() <= longestName && name.front() != '#' &&
           std::all_of(name.begin(), name.end(), [](char c) { return c > ' ' && c < 0x7f; });
}

Result<CredentialText> CredentialText::parse(Secret text)
{
    QByteArrayList names;
    int number = 0;
    const char *fault = nullptr;
    eachLine(text.reveal(), [&](const Line &line) {
        ++number;
        if (line.name.isEmpty() && line.base64.isEmpty() &&
            (line.whole.isEmpty() || line.whole.front() == '#'))
            return true;
        if (!isName(line.name) || !decoded(line.base64))
            fault = "not a name, a blank and base64";
        else if (names.contains(line.name.toByteArray()))
            fault = "a name that was there before";
        names << line.name.toByteArray();
        return fault == nullptr;
    });
    if (fault) {
        return fail(
            Reason::KeyUnusable,
            QStringLiteral("line %1: %2").arg(QString::number(number), QLatin1String(fault)));
    }
    return CredentialText(std::move(text));
}

std::optional<Secret> CredentialText::find(QByteArrayView name) const
{
    std::optional<Secret> found;
    eachLine(m_text.reveal(), [&](const Line &line) {
        if (line.name == name)
            found = decoded(line.base64);
        return line.name != name;
    });
    return found;
}

Secret CredentialText::with(QByteArrayView name, const Secret *secret) const
{
    // Room for all of it at once: a growing array would leave copies behind.
    QByteArray text;
    text.reserve(m_text.size() + name.size() + (secret ? secret->size() * 2 : 0) + 8);
    bool placed = false;
    eachLine(m_text.reveal(), [&](const Line &line) {
        if (line.name != name) {
            text.append(line.whole).append('\n');
        } else if (secret) {
            appendLine(text, name, *secret);
            placed = true;
        }
        return true;
    });
    if (secret && !placed)
        appendLine(text, name, *secret);
    return Secret::taking(std::move(text));
}

} // namespace latchkey
