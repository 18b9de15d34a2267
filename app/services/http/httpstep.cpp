// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/http/httpstep.h"

namespace latchkey {

std::vector<QByteArray> Step::neededNames() const
{
    std::vector<QByteArray> names = path.needed();
    const auto add = [&names](const TextTemplate &text) {
        const auto more = text.needed();
        names.insert(names.end(), more.begin(), more.end());
    };
    const auto addAll = [&add](const NamedTemplates &templates) {
        for (const auto &[name, text] : templates)
            add(text);
    };
    addAll(query);
    addAll(headers);
    if (const auto *json = std::get_if<JsonBody>(&body))
        add(json->document);
    else if (const auto *form = std::get_if<FormBody>(&body))
        addAll(form->fields);
    else if (const auto *filled = std::get_if<FilledForm>(&body))
        addAll(filled->fields);
    return names;
}

} // namespace latchkey
