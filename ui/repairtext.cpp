// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/repairtext.h"

#include <QCoreApplication>
#include <QStringList>

namespace latchkey {

namespace {

class Words
{
    Q_DECLARE_TR_FUNCTIONS(latchkey::RepairText)

public:
    static QString of(Repair repair)
    {
        switch (repair) {
        case Repair::CutFromText:
            return tr("taken out of the text around it");
        case Repair::Punctuation:
            return tr("freed from a stuck punctuation mark");
        case Repair::JoinedLines:
            return tr("joined from several lines");
        case Repair::QuotedPrintable:
            return tr("freed from the mail's encoding");
        case Repair::Unwrapped:
            return tr("unwrapped from a protective link");
        case Repair::Entities:
            return tr("freed from web encoding");
        case Repair::QuotePrefix:
            return tr("freed from quotation marks of a forwarded mail");
        }
        return {};
    }
    static QString sentence(const QStringList &parts)
    {
        return tr("What you pasted was repaired: %1.")
            .arg(parts.join(tr(", ", "between list items")));
    }
};

} // namespace

QString repairText(Repairs repairs)
{
    constexpr Repair all[] = {Repair::CutFromText,     Repair::QuotePrefix, Repair::JoinedLines,
                              Repair::QuotedPrintable, Repair::Unwrapped,   Repair::Entities,
                              Repair::Punctuation};
    QStringList parts;
    for (const Repair repair : all) {
        if (repairs.testFlag(repair))
            parts += Words::of(repair);
    }
    return parts.isEmpty() ? QString() : Words::sentence(parts);
}

} // namespace latchkey
