// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

#include <optional>

namespace latchkey {

/// What a sheet has to hold, and may.
struct TemplateRules
{
    QStringList variables; ///< all that it may name
    QStringList required;  ///< what has to be shown, or the mail would be of no use
    bool hasSubject = false;
    bool isHtml = false;
    QString unescaped; ///< the one name that may stand in {{{ }}}; may be empty
};

struct SheetFault
{
    int line = 0; ///< from 1
    QString why;
};

/// The first mistake in a mustache sheet: a tag that is not closed or names what is not there, text
/// that would not be escaped, a part of another file; in HTML, anything that runs or is fetched
/// from elsewhere (S66).
std::optional<SheetFault> findFault(const QString &sheet, const TemplateRules &rules);

} // namespace latchkey
