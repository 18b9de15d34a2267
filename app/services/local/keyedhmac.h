// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArrayView>

#include <array>
#include <memory>

using EVP_MD_CTX = struct evp_md_ctx_st;

namespace latchkey {

struct FreeDigestContext
{
    void operator()(EVP_MD_CTX *context) const noexcept;
};
using DigestContext = std::unique_ptr<EVP_MD_CTX, FreeDigestContext>;

/// HMAC (RFC 2104) with its key worked in once: keeps the two digest states that lie behind the
/// padded key, and each message starts from copies of them. That is what OpenSSL's own HMAC does
/// when it keeps its key; going through EVP_MAC for it costs a quarter more. The states give the
/// key away as well as the key would, and OpenSSL wipes them when they die. One thread at a time.
class KeyedHmac
{
public:
    static constexpr size_t mostBytes = 64;
    using Bytes = std::array<unsigned char, mostBytes>;

    /// `digest` is OpenSSL's name for it. Ends the program where there is none or no memory.
    KeyedHmac(const char *digest, QByteArrayView key);

    qsizetype size() const noexcept { return m_size; }
    /// The first `size()` bytes of `out`. False only when memory runs out.
    bool compute(QByteArrayView message, Bytes &out) const noexcept;

private:
    DigestContext m_inner;
    DigestContext m_outer;
    DigestContext m_work;
    qsizetype m_size = 0;
};

} // namespace latchkey
