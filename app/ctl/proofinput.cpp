// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctl/proofinput.h"

#include "ctl/accountnamed.h"
#include "ctl/standardinput.h"

#include <QStringList>

namespace latchkey {

namespace {

Result<ProofInput> fromCode(const RecoveryCode &code, Repairs repairs, const QString &codeAddress)
{
    if (codeAddress.isEmpty())
        return fail(Reason::UsageFaulty, QStringLiteral("A code needs the address that it was sent "
                                                        "to: --email EMAIL."));
    const auto address = addressNamed(codeAddress);
    if (!address)
        return fail(address.error());
    return ProofInput{.proof = CodeProof{*address, code}, .repairs = repairs};
}

} // namespace

Result<ProofInput> readProof(const ServiceDescription &service, const QString &codeAddress)
{
    const auto line = StandardInput::line("Link or code");
    if (!line)
        return fail(line.error());
    QString text = QString::fromUtf8(line->reveal());
    const auto found = findLink(text);
    wipe(text);
    if (!found)
        return fail(found.error());
    if (const auto *code = std::get_if<RecoveryCode>(&found->what))
        return fromCode(*code, found->repairs, codeAddress);
    if (const auto *bare = std::get_if<BareToken>(&found->what))
        return ProofInput{.proof = LinkProof{Purpose::Reset, bare->token},
                          .repairs = found->repairs,
                          .isBareToken = true};
    const auto &link = std::get<RecoveryLink>(found->what);
    if (link.serviceId() != service.id)
        return fail({.reason = Reason::LinkOtherService, .about = link.serviceId()});
    return ProofInput{.proof = LinkProof{link.purpose(), link.token()}, .repairs = found->repairs};
}

QString repairWords(Repairs repairs)
{
    struct Word
    {
        Repair repair;
        const char *text;
    };
    static constexpr Word words[] = {
        {Repair::CutFromText, "taken out of other text"},
        {Repair::Punctuation, "punctuation taken off"},
        {Repair::JoinedLines, "lines joined"},
        {Repair::QuotedPrintable, "quoted-printable decoded"},
        {Repair::Unwrapped, "taken out of a redirecting link"},
        {Repair::Entities, "entities decoded"},
        {Repair::QuotePrefix, "quote marks taken off"},
    };
    QStringList told;
    for (const Word &word : words) {
        if (repairs.testFlag(word.repair))
            told << QString::fromLatin1(word.text);
    }
    return told.join(QStringLiteral(", "));
}

} // namespace latchkey
