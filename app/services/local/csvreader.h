// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QByteArray>
#include <QIODevice>

#include <vector>

namespace latchkey {

/// Reads records of RFC 4180 from a device, one at a time: quoted fields with commas, line ends and
/// doubled quotes, CRLF or LF, a byte order mark at the start. Holds one chunk and one record.
class CsvReader
{
public:
    static constexpr qsizetype longestRecord = 64LL * 1024;

    explicit CsvReader(QIODevice &device) : m_device(device) {}

    /// The next record's fields, valid until the next call; empty at the end. FileFaulty (about:
    /// the line) for an open quote, text behind a closing quote, or a record that is too long;
    /// FileUnreadable when the device fails.
    Result<std::vector<QByteArray>> next();
    /// Where the record that `next` gave begins, from 1.
    qint64 line() const noexcept { return m_recordLine; }

private:
    bool refill();
    bool peek(char *c);
    bool take(char *c);
    Result<bool> readField(QByteArray *field);
    Result<bool> readQuoted(QByteArray *field);
    std::unexpected<Failure> faulty(const char *why) const;
    Failure unreadable() const;

    QIODevice &m_device;
    QByteArray m_chunk;
    qsizetype m_at = 0;
    qint64 m_line = 1;
    qint64 m_recordLine = 0;
    qsizetype m_recordSize = 0;
    bool m_begun = false;
    bool m_broken = false;
};

} // namespace latchkey
