// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/local/weaksecrets.h"

#include "core/secret.h"

#include <algorithm>
#include <array>
#include <functional>
#include <string_view>

namespace latchkey {

namespace {

using namespace std::string_view_literals;

// From the quick starts and templates of Flask, Django, Rails, Laravel, Express and JWT libraries.
// In lower case, letters only.
constexpr auto placeholders = std::to_array({
    "secret"sv,
    "secretkey"sv,
    "mysecret"sv,
    "mysecretkey"sv,
    "thesecretkey"sv,
    "asecretkey"sv,
    "supersecret"sv,
    "supersecretkey"sv,
    "mysupersecretkey"sv,
    "averysecretkey"sv,
    "verysecret"sv,
    "verysecretkey"sv,
    "topsecret"sv,
    "topsecretkey"sv,
    "secretsecret"sv,
    "thisisasecret"sv,
    "thisisasecretkey"sv,
    "thisissecret"sv,
    "itsasecret"sv,
    "yoursecret"sv,
    "yoursecretkey"sv,
    "yoursecretkeyhere"sv,
    "insertsecretkeyhere"sv,
    "enteryoursecretkeyhere"sv,
    "putyoursecretkeyhere"sv,
    "secretkeyhere"sv,
    "somesecretkey"sv,
    "randomsecretkey"sv,
    "arandomstring"sv,
    "somerandomstring"sv,
    "replaceme"sv,
    "replacewithyoursecretkey"sv,
    "changeme"sv,
    "pleasechangeme"sv,
    "changethis"sv,
    "changethiskey"sv,
    "changethissecret"sv,
    "changethissecretkey"sv,
    "changemeinproduction"sv,
    "changethisinproduction"sv,
    "changeit"sv,
    "tobechanged"sv,
    "dev"sv,
    "devkey"sv,
    "devsecret"sv,
    "devsecretkey"sv,
    "developmentkey"sv,
    "developmentsecretkey"sv,
    "development"sv,
    "test"sv,
    "testkey"sv,
    "testsecret"sv,
    "testsecretkey"sv,
    "testing"sv,
    "notsecret"sv,
    "notasecret"sv,
    "notsosecret"sv,
    "insecure"sv,
    "insecurekey"sv,
    "djangoinsecure"sv,
    "hardtoguess"sv,
    "hardtoguessstring"sv,
    "youwillneverguess"sv,
    "youllneverguess"sv,
    "neverguess"sv,
    "mysecuritypasswordsalt"sv,
    "password"sv,
    "passwordsalt"sv,
    "key"sv,
    "keyboardcat"sv,
    "shhhhh"sv,
    "letmein"sv,
    "qwertyuiop"sv,
    "abcdefghijklmnop"sv,
    "abcdefghijklmnopqrstuvwxyz"sv,
    "default"sv,
    "defaultsecretkey"sv,
    "example"sv,
    "examplekey"sv,
    "examplesecretkey"sv,
    "placeholder"sv,
    "todo"sv,
    "admin"sv,
    "flask"sv,
    "flasksecretkey"sv,
    "djangosecretkey"sv,
    "jwtsecret"sv,
    "jwtsecretkey"sv,
    "appsecret"sv,
    "appsecretkey"sv,
    "sessionsecret"sv,
    "sessionsecretkey"sv,
    "latchkey"sv,
});

// Keys that documentation prints in full, and what marks a template's own.
constexpr auto published = std::to_array({
    "_5#y2L\"F4Q8z\n\xec]/"sv,
    "192b9bdd22ab9ed4d12e236c78afcb9a393ec15f71bbf5dc987d54727823bcbf"sv,
    "0123456789abcdef0123456789abcdef"sv,
});
constexpr QByteArrayView templateMark{"django-insecure-"};

QByteArrayView viewOf(std::string_view text) noexcept
{
    return {text.data(), static_cast<qsizetype>(text.size())};
}

/// Letters only, in lower case.
QByteArray skeletonOf(QByteArrayView secret)
{
    QByteArray letters;
    letters.reserve(secret.size());
    for (const char c : secret) {
        if (c >= 'A' && c <= 'Z')
            letters.append(static_cast<char>(c - 'A' + 'a'));
        else if (c >= 'a' && c <= 'z')
            letters.append(c);
    }
    return letters;
}

/// Whether the whole is one piece over and over: "xxxx", "0123012301230123".
bool isRepetition(QByteArrayView text, qsizetype longestPiece) noexcept
{
    for (qsizetype piece = 1; piece <= std::min(longestPiece, text.size() / 2); ++piece) {
        if (text.sliced(piece) == text.first(text.size() - piece))
            return true;
    }
    return false;
}

bool isRun(QByteArrayView text) noexcept
{
    const auto follows = [](char left, char right) {
        return right - left == 1 || (left == '9' && right == '0');
    };
    return std::ranges::adjacent_find(text, std::not_fn(follows)) == text.end();
}

bool isListed(QByteArrayView letters) noexcept
{
    return std::ranges::any_of(placeholders, [&](std::string_view placeholder) {
        const QByteArrayView word = viewOf(placeholder);
        // Also where it is repeated to reach some length.
        return letters.startsWith(word) &&
               letters.sliced(word.size()) == letters.first(letters.size() - word.size());
    });
}

bool hasOnlyText(QByteArrayView secret) noexcept
{
    return std::ranges::all_of(secret, [](char c) { return c >= ' ' && c <= '~'; });
}

/// "Secret-Key_123": digits and punctuation aside, a word of the list. What is left of a random
/// text without its digits is no word.
bool isTextPlaceholder(QByteArrayView secret)
{
    QByteArray letters = skeletonOf(secret);
    const bool listed = !letters.isEmpty() && isListed(letters);
    wipe(letters);
    return listed;
}

} // namespace

bool isPlaceholderSecret(QByteArrayView secret)
{
    constexpr qsizetype longestPiece = 8;
    if (secret.isEmpty() || isRepetition(secret, longestPiece) || isRun(secret))
        return true;
    if (secret.startsWith(templateMark) ||
        std::ranges::any_of(published, [&](std::string_view key) { return viewOf(key) == secret; }))
        return true;
    return hasOnlyText(secret) && isTextPlaceholder(secret);
}

} // namespace latchkey
