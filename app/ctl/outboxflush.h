// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ctl/workplace.h"
#include "services/local/outbox.h"

namespace latchkey {

struct FlushReport
{
    int sent = 0;
    int dropped = 0;       ///< nobody was to get them any more
    QList<OutboxRow> left; ///< given up, put off, or still being sent
};

/// Makes every mail that waits due now and sends until none is, or for so long.
Result<FlushReport> flushOutbox(Workplace &place, std::chrono::seconds atMost);

} // namespace latchkey
