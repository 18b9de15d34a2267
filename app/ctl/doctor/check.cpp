// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctl/doctor/check.h"

#include "ctl/failurewords.h"

namespace latchkey {

Observation faultOf(const Failure &failure)
{
    QString what = failureSentence(failure);
    if (!failure.detail.isEmpty())
        what += QStringLiteral(" (%1)").arg(failure.detail);
    if (what.endsWith(u'.'))
        what.chop(1);
    return fault(what, {});
}

const std::vector<Check> &checks()
{
    static const std::vector<Check> all{
        {"who you are", examineOwner}, {"settings", examineSettings}, {"database", examineDatabase},
        {"access", examineAccess},     {"keys", examineKeys},         {"mail", examineMail},
        {"outbox", examineOutbox},     {"clock", examineClock},       {"links", examineScheme},
        {"log", examineLog},
    };
    return all;
}

} // namespace latchkey
