// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "recovery/linkfinder.h"

#include <QByteArrayView>

#include <optional>

namespace latchkey {

/// A link in a service's own form, as it stands in a text.
struct ForeignScan
{
    qsizetype begin = 0;
    qsizetype end = 0;
    LinkParts parts;
    bool joinedLines = false;
};

/// The first link that one of the patterns fits, less the marks of a sentence that stick to its
/// end. One that was broken over lines is joined only where the text holds nothing else.
std::optional<ForeignScan> findForeignLink(QByteArrayView text,
                                           const std::vector<LinkPattern> &patterns);

/// A code of this form: all of the text but blanks and dashes, or, of digits only, the first such
/// number in it.
std::optional<ForeignCode> findForeignCode(QStringView text, const CodeForm &form);

} // namespace latchkey
