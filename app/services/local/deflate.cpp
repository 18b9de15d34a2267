// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/local/deflate.h"

#include <zlib.h>

namespace latchkey {

namespace {

/// Making a stream's state takes a quarter of a megabyte and clears it, page by page; making it new
/// again does not.
class Deflater
{
public:
    Deflater()
    {
        if (deflateInit(&m_stream, Z_DEFAULT_COMPRESSION) != Z_OK)
            qFatal("zlib found no memory");
    }
    ~Deflater() { deflateEnd(&m_stream); }
    Q_DISABLE_COPY_MOVE(Deflater)

    QByteArray whole(QByteArrayView bytes)
    {
        const auto size = static_cast<uLong>(bytes.size());
        QByteArray stream(static_cast<qsizetype>(deflateBound(&m_stream, size)), Qt::Uninitialized);
        // zlib only reads there, and says so only to a compiler of ZLIB_CONST.
        m_stream.next_in = reinterpret_cast<Bytef *>(const_cast<char *>(bytes.data()));
        m_stream.avail_in = static_cast<uInt>(size);
        m_stream.next_out = reinterpret_cast<Bytef *>(stream.data());
        m_stream.avail_out = static_cast<uInt>(stream.size());
        // With so much room it ends in one go, unless its state is damaged.
        if (::deflate(&m_stream, Z_FINISH) != Z_STREAM_END)
            qFatal("zlib did not end a stream");
        stream.truncate(static_cast<qsizetype>(m_stream.total_out));
        deflateReset(&m_stream);
        return stream;
    }

private:
    z_stream m_stream{};
};

} // namespace

QByteArray deflate(QByteArrayView bytes)
{
    static thread_local Deflater deflater;
    return deflater.whole(bytes);
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
