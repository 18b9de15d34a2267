// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/tomlparser.h"

#include <algorithm>
#include <optional>
#include <string_view>

namespace latchkey {

void throwBrokenPrecondition()
{
    throw BrokenPrecondition{};
}

namespace {

constexpr int mostDots = 2000;

std::string_view viewOf(QByteArrayView text)
{
    return {text.data(), static_cast<size_t>(text.size())};
}

bool breaksPrecondition(QByteArrayView text)
{
    try {
        const toml::table whole = toml::parse(viewOf(text));
    } catch (const toml::parse_error &) {
        return false;
    } catch (const BrokenPrecondition &) {
        return true;
    }
    return false;
}

/// Line and column of a byte, in characters, as the parser counts.
toml::source_position placeOf(QByteArrayView text, qsizetype byte)
{
    // From within a character of several bytes to its first.
    while (byte > 0 && (text[byte] & 0xc0) == 0x80)
        --byte;
    const QByteArrayView before = text.first(byte);
    const QString line = QString::fromUtf8(before.sliced(before.lastIndexOf('\n') + 1));
    return {.line = static_cast<toml::source_index>(std::ranges::count(before, '\n') + 1),
            .column = static_cast<toml::source_index>(line.size() + 1)};
}

/// The parser takes its position with it when it goes, so the shortest beginning of the text that
/// does the same shows where it was.
qsizetype findBreach(QByteArrayView text)
{
    qsizetype harmless = 0;
    qsizetype broken = text.size();
    while (broken - harmless > 1) {
        const qsizetype middle = harmless + (broken - harmless) / 2;
        (breaksPrecondition(text.first(middle)) ? broken : harmless) = middle;
    }
    return harmless;
}

/// Each dot of a key is a table inside a table and the parser descends into all of them by calling
/// itself, so their number is the stack it takes. Our own files hold a few dozen, in host names and
/// paths. Comments are left out of the count.
std::optional<qsizetype> findDotTooMany(QByteArrayView text)
{
    int dots = 0;
    bool blankSoFar = true;
    bool inComment = false;
    for (qsizetype at = 0; at < text.size(); ++at) {
        const char c = text[at];
        inComment = c != '\n' && (inComment || (blankSoFar && c == '#'));
        blankSoFar = c == '\n' || (blankSoFar && (c == ' ' || c == '\t'));
        if (!inComment && c == '.' && ++dots > mostDots)
            return at;
    }
    return std::nullopt;
}

} // namespace

std::expected<toml::table, SyntaxFault> parseToml(QByteArrayView text)
{
    if (const auto dot = findDotTooMany(text))
        return std::unexpected(SyntaxFault{placeOf(text, *dot), QStringLiteral("too many dots")});
    try {
        return toml::parse(viewOf(text));
    } catch (const toml::parse_error &error) {
        return std::unexpected(
            SyntaxFault{error.source().begin, QString::fromUtf8(error.description())});
    } catch (const BrokenPrecondition &) {
        return std::unexpected(SyntaxFault{placeOf(text, findBreach(text)),
                                           QStringLiteral("this character cannot stand here")});
    }
}

} // namespace latchkey
