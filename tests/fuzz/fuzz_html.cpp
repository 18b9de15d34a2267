// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/http/htmlform.h"

#include "tests/fuzz/fuzz.h"

using namespace latchkey;

/// A page: its forms and its texts by class.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    using fuzz::require;
    const HtmlPage page(fuzz::bytesOf(data, size));
    require(page.textOfClass(QStringLiteral("error")).size() <= 2000, "a text that is too long");
    using By = FormChoice::By;
    for (const auto &[by, value] : {std::pair(By::Id, "a"), std::pair(By::Name, "a"),
                                    std::pair(By::Action, "/r"), std::pair(By::Field, "f")}) {
        const auto form = page.form({by, QString::fromLatin1(value)});
        if (!form)
            continue;
        require(form->method == "GET" || form->method == "POST", "another method");
        require(form->fields.size() <= 200, "more fields than a form may have");
        require(by != By::Field || form->hasField(QString::fromLatin1(value)), "not that form");
    }
    return 0;
}
