// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArrayView>

namespace latchkey {

/// Reads a text as though no mail program had broken its lines. Copies are cheap and are how a
/// reader goes back. The text outlives it.
class FoldedReader
{
public:
    FoldedReader(QByteArrayView text, qsizetype at) noexcept : m_text(text), m_at(at) {}

    /// The character at hand; NUL at the end of the text.
    char peek() const noexcept { return m_at < m_text.size() ? m_text[m_at] : '\0'; }
    void advance() noexcept { ++m_at; }
    /// Passes over one line end with the blanks around it and the ">" that a forwarding program put
    /// before the next line, or over blanks that a text field made of a line end. False, and where
    /// it was, when no fold is here or nothing that a link is made of follows it.
    bool crossFold() noexcept;

    qsizetype position() const noexcept { return m_at; }
    bool joinedLines() const noexcept { return m_joinedLines; }
    bool droppedQuotePrefix() const noexcept { return m_droppedQuotePrefix; }

private:
    QByteArrayView m_text;
    qsizetype m_at;
    bool m_joinedLines = false;
    bool m_droppedQuotePrefix = false;
};

} // namespace latchkey
