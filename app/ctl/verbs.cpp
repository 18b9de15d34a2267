// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctl/verbs.h"

namespace latchkey {

const std::vector<Verb> &allVerbs()
{
    static const std::vector<Verb> verbs = [] {
        std::vector<Verb> all;
        for (const auto nounVerbs :
             {initVerbs, configVerbs, serviceVerbs, accountVerbs, requestVerbs, recoveryVerbs,
              outboxVerbs, mailVerbs, logVerbs, throttleVerbs, passwordVerbs, keyVerbs, kioskVerbs,
              tokenVerbs, backupVerbs, pruneVerbs, doctorVerbs}) {
            for (Verb &verb : nounVerbs())
                all.push_back(std::move(verb));
        }
        return all;
    }();
    return verbs;
}

} // namespace latchkey
