// SPDX-License-Identifier: GPL-3.0-or-later
#include "recovery/linkfinder.h"

#include "tests/fuzz/fuzz.h"

#include <algorithm>

using namespace latchkey;

namespace {

const LinkForms &forms()
{
    static const LinkForms made = [] {
        LinkForms forms{.code = CodeForm{.length = 6, .digitsOnly = true}};
        const QUrl base(QStringLiteral("https://h.example/app"));
        for (const char *pattern :
             {"{base}/reset/{token}", "{base}/confirm/{uid}/{token}",
              "{base}/r?id={user}&t={token}", "latchkey://reset?token={token}&email={email?}",
              "{base}/_/#/auth/{token}", "latchkey://reset#access_token={access}"})
            forms.patterns.push_back(
                LinkPattern::parse(QString::fromLatin1(pattern), base).value());
        return forms;
    }();
    return made;
}

void checkParts(const LinkParts &parts)
{
    using fuzz::require;
    require(!parts.empty(), "a link without parts");
    for (const LinkPart &part : parts) {
        const QByteArrayView value = part.value->reveal();
        require(!value.isEmpty() && value.size() <= 2048, "a part that is empty or too long");
        require(std::none_of(value.begin(), value.end(), [](char c) { return c >= 0 && c < ' '; }),
                "a control character in a part");
    }
}

void check(const Finding &finding)
{
    using fuzz::require;
    if (const auto *ours = std::get_if<RecoveryLink>(&finding.what)) {
        const auto again = RecoveryLink::parse(ours->text());
        require(again && again->text() == ours->text(), "a link that does not read as itself");
    } else if (const auto *bare = std::get_if<BareToken>(&finding.what)) {
        require(RecoveryLink::isToken(bare->token->reveal()), "a token that is none");
    } else if (const auto *foreign = std::get_if<ForeignLink>(&finding.what)) {
        checkParts(foreign->parts);
    } else if (const auto *code = std::get_if<ForeignCode>(&finding.what)) {
        require(code->text->size() == 6, "a code of another length");
    }
}

} // namespace

/// What was pasted, and what was opened.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    using fuzz::require;
    const QByteArray bytes = fuzz::bytesOf(data, size);
    if (const auto opened = readLink(bytes, forms()); opened) {
        check(*opened);
        const auto *ours = std::get_if<RecoveryLink>(&opened->what);
        const auto pasted = findLink(QString::fromUtf8(bytes), forms());
        require(!ours || (pasted && std::holds_alternative<RecoveryLink>(pasted->what)),
                "a link that opens and is not found when pasted");
    }
    if (const auto found = findLink(QString::fromUtf8(bytes), forms()))
        check(*found);
    else
        require(found.error().reason == Reason::LinkNotFound ||
                    found.error().reason == Reason::LinkMalformed,
                "another reason");
    return 0;
}
