// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/local/csvreader.h"

#include <utility>

namespace latchkey {

namespace {
constexpr qint64 chunkSize = 256LL * 1024;
}

bool CsvReader::peek(char *c)
{
    if (m_at == m_chunk.size() && !refill())
        return false;
    *c = m_chunk.at(m_at);
    return true;
}

bool CsvReader::refill()
{
    m_chunk.resize(chunkSize);
    const qint64 got = m_device.read(m_chunk.data(), chunkSize);
    // Not the end: a file that breaks off must not pass for one that is all there.
    m_broken = m_broken || got < 0;
    m_chunk.resize(qMax<qint64>(got, 0));
    m_at = 0;
    if (!std::exchange(m_begun, true) && m_chunk.startsWith("\xEF\xBB\xBF"))
        m_at = 3;
    return m_at < m_chunk.size();
}

bool CsvReader::take(char *c)
{
    if (!peek(c))
        return false;
    ++m_at;
    ++m_recordSize;
    if (*c == '\n')
        ++m_line;
    return true;
}

Failure CsvReader::unreadable() const
{
    return {.reason = Reason::FileUnreadable,
            .detail = QStringLiteral("cannot be read further: ") + m_device.errorString(),
            .about = QString::number(m_line)};
}

std::unexpected<Failure> CsvReader::faulty(const char *why) const
{
    return fail(Failure{.reason = Reason::FileFaulty,
                        .detail = QString::fromLatin1(why),
                        .about = QString::number(m_recordLine)});
}

/// The rest of a field after its opening quote. True when another field follows.
Result<bool> CsvReader::readQuoted(QByteArray *field)
{
    for (char c = 0; take(&c);) {
        if (m_recordSize > longestRecord)
            return faulty("the record is too long, or a quote is not closed");
        if (c != '"') {
            *field += c;
            continue;
        }
        char next = 0;
        if (!take(&next) || next == '\n')
            return false;
        if (next == '"')
            *field += '"';
        else if (next == ',')
            return true;
        else if (next == '\r' && (!take(&next) || next == '\n'))
            return false;
        else
            return faulty("text after a closing quote");
    }
    return faulty("a quote is not closed");
}

Result<bool> CsvReader::readField(QByteArray *field)
{
    char c = 0;
    if (peek(&c) && c == '"') {
        take(&c);
        return readQuoted(field);
    }
    while (take(&c)) {
        if (m_recordSize > longestRecord)
            return faulty("the record is too long");
        if (c == ',')
            return true;
        if (c == '\n') {
            if (field->endsWith('\r'))
                field->chop(1);
            return false;
        }
        *field += c;
    }
    if (field->endsWith('\r'))
        field->chop(1);
    return false;
}

Result<std::vector<QByteArray>> CsvReader::next()
{
    std::vector<QByteArray> fields;
    char c = 0;
    // Blank lines say nothing.
    while (peek(&c) && (c == '\n' || c == '\r'))
        take(&c);
    m_recordLine = m_line;
    m_recordSize = 0;
    if (!peek(&c)) {
        if (m_broken)
            return fail(unreadable());
        return fields;
    }
    while (true) {
        QByteArray field;
        const auto more = readField(&field);
        if (m_broken)
            return fail(unreadable());
        if (!more)
            return fail(more.error());
        fields.push_back(std::move(field));
        if (!*more)
            return fields;
    }
}

} // namespace latchkey
