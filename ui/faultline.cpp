// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/faultline.h"

#include "ui/failuretext.h"
#include "ui/proofedit.h"
#include "ui/textfield.h"
#include "ui/textlabel.h"

#include <algorithm>

namespace latchkey {

FaultLine::FaultLine(TextLabel *label, TextField *field)
    : m_label(label), m_tellField([field](const QString &words) { field->setFault(words); })
{
}

FaultLine::FaultLine(TextLabel *label, ProofEdit *field)
    : m_label(label), m_tellField([field](const QString &words) { field->setFault(words); })
{
}

void FaultLine::show(const Failure &failure)
{
    m_failure = failure;
    m_waiting = failure.reason == Reason::TooManyTries;
    m_until.reset();
    tell(failureText(failure).joined());
}

void FaultLine::clear()
{
    m_waiting = false;
    tell({});
}

void FaultLine::tick(Instant now)
{
    if (!m_waiting)
        return;
    if (!m_until)
        m_until = now + m_failure.span;
    Failure current = m_failure;
    current.span = std::max(std::chrono::seconds::zero(), *m_until - now);
    tell(failureText(current).joined());
}

void FaultLine::tell(const QString &words)
{
    m_label->tell(words);
    m_tellField(words);
}

} // namespace latchkey
