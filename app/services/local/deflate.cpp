// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/local/deflate.h"

#include <zlib.h>

namespace latchkey {

QByteArray deflate(QByteArrayView bytes)
{
    uLongf size = compressBound(static_cast<uLong>(bytes.size()));
    QByteArray stream(static_cast<qsizetype>(size), Qt::Uninitialized);
    const int outcome =
        compress(reinterpret_cast<Bytef *>(stream.data()), &size,
                 reinterpret_cast<const Bytef *>(bytes.data()), static_cast<uLong>(bytes.size()));
    if (outcome != Z_OK)
        qFatal("zlib found no memory"); // its one way to fail with a buffer of that size
    stream.truncate(static_cast<qsizetype>(size));
    return stream;
}

std::optional<QByteArray> inflateBounded(QByteArrayView stream, qsizetype most)
{
    QByteArray bytes(most, Qt::Uninitialized);
    auto written = static_cast<uLongf>(most);
    auto read = static_cast<uLong>(stream.size());
    // Z_BUF_ERROR both for too much and for a stream without its end.
    const int outcome = uncompress2(reinterpret_cast<Bytef *>(bytes.data()), &written,
                                    reinterpret_cast<const Bytef *>(stream.data()), &read);
    if (outcome != Z_OK || read != static_cast<uLong>(stream.size()))
        return std::nullopt;
    bytes.truncate(static_cast<qsizetype>(written));
    bytes.squeeze();
    return bytes;
}

} // namespace latchkey
