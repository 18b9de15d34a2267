// SPDX-License-Identifier: GPL-3.0-or-later
#include "recovery/foldedreader.h"

#include "recovery/recoverylink.h"

namespace latchkey {

namespace {

// Bounds the work for each character read, and so keeps the whole search linear.
constexpr qsizetype longestFold = 80;

bool isLinkByte(char c)
{
    return c == '/' || c == ':' || RecoveryLink::isTokenByte(c);
}

} // namespace

bool FoldedReader::crossFold() noexcept
{
    bool lineEnded = false;
    bool quoted = false;
    const qsizetype limit = qMin(m_text.size(), m_at + longestFold);
    qsizetype next = m_at;
    for (; next < limit; ++next) {
        const char c = m_text[next];
        if (c == '\n' && !lineEnded)
            lineEnded = true;
        else if (c == '>' && lineEnded)
            quoted = true;
        else if (c != ' ' && c != '\t' && c != '\r')
            break;
    }
    if (next == m_at || next == limit || !isLinkByte(m_text[next]))
        return false;
    m_at = next;
    m_joinedLines = true;
    m_droppedQuotePrefix = m_droppedQuotePrefix || quoted;
    return true;
}

} // namespace latchkey
