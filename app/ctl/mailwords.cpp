// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctl/mailwords.h"

#include "ctl/failurewords.h"

namespace latchkey {

namespace {
constexpr std::chrono::seconds patienceAtLeaving{5};
} // namespace

QString stateWord(OutboxState state)
{
    switch (state) {
    case OutboxState::Pending:
        return QStringLiteral("pending");
    case OutboxState::Sending:
        return QStringLiteral("sending");
    case OutboxState::Sent:
        return QStringLiteral("sent");
    case OutboxState::Failed:
        return QStringLiteral("failed");
    case OutboxState::Dropped:
        return QStringLiteral("dropped");
    }
    return {};
}

QString kindWord(LetterKind kind)
{
    switch (kind) {
    case LetterKind::Reset:
        return QStringLiteral("reset");
    case LetterKind::Notice:
        return QStringLiteral("notice");
    case LetterKind::Confirm:
        return QStringLiteral("confirm");
    }
    return {};
}

QString askerWord(Asker asker)
{
    switch (asker) {
    case Asker::Unknown:
        return QStringLiteral("unknown");
    case Asker::Window:
        return QStringLiteral("window");
    case Asker::Operator:
        return QStringLiteral("operator");
    }
    return {};
}

QString purposeWord(Purpose purpose)
{
    switch (purpose) {
    case Purpose::Reset:
        return QStringLiteral("reset");
    case Purpose::Confirm:
        return QStringLiteral("confirm");
    case Purpose::Withdraw:
        return QStringLiteral("withdraw");
    }
    return {};
}

void sendBeforeLeaving(Workplace &place)
{
    const auto backend = place.backend();
    if (!backend)
        return;
    const Result<int> pending = Workplace::wait((*backend)->drainOutbox(patienceAtLeaving));
    if (!pending) {
        place.printer().remark(failureSentence(pending.error()));
    } else if (*pending > 0) {
        place.printer().remark(
            QStringLiteral("Mails that wait: %1. 'latchkeyctl outbox flush' or the "
                           "next start of the program sends them.")
                .arg(*pending));
    }
}

} // namespace latchkey
