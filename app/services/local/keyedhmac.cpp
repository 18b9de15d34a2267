// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/local/keyedhmac.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>

#include <algorithm>

namespace latchkey {

namespace {

constexpr size_t mostBlock = 128;
constexpr unsigned char innerPad = 0x36;
constexpr unsigned char outerPad = 0x5c;
using Block = std::array<unsigned char, mostBlock>;
using Digest = std::unique_ptr<EVP_MD, decltype(&EVP_MD_free)>;

bool update(EVP_MD_CTX *context, QByteArrayView bytes) noexcept
{
    return EVP_DigestUpdate(context, bytes.data(), static_cast<size_t>(bytes.size())) == 1;
}

/// A key longer than a block counts by its digest.
bool fillBlock(const EVP_MD *digest, QByteArrayView key, Block &block) noexcept
{
    if (key.size() > EVP_MD_get_block_size(digest))
        return EVP_Digest(key.data(), static_cast<size_t>(key.size()), block.data(), nullptr,
                          digest, nullptr) == 1;
    std::ranges::copy(key, block.begin());
    return true;
}

DigestContext padded(const EVP_MD *digest, Block block, unsigned char pad)
{
    for (unsigned char &byte : block)
        byte ^= pad;
    DigestContext context(EVP_MD_CTX_new());
    const bool done =
        context && EVP_DigestInit_ex2(context.get(), digest, nullptr) == 1 &&
        update(context.get(), QByteArrayView(block.data(), EVP_MD_get_block_size(digest)));
    OPENSSL_cleanse(block.data(), block.size());
    return done ? std::move(context) : nullptr;
}

} // namespace

void FreeDigestContext::operator()(EVP_MD_CTX *context) const noexcept
{
    EVP_MD_CTX_free(context);
}

KeyedHmac::KeyedHmac(const char *digest, QByteArrayView key) : m_work(EVP_MD_CTX_new())
{
    const Digest fetched(EVP_MD_fetch(nullptr, digest, nullptr), &EVP_MD_free);
    Block block{};
    if (fetched && fillBlock(fetched.get(), key, block)) {
        m_inner = padded(fetched.get(), block, innerPad);
        m_outer = padded(fetched.get(), block, outerPad);
        m_size = EVP_MD_get_size(fetched.get());
    }
    OPENSSL_cleanse(block.data(), block.size());
    if (!m_work || !m_inner || !m_outer)
        qFatal("OpenSSL offers no HMAC-%s", digest);
}

bool KeyedHmac::compute(QByteArrayView message, Bytes &out) const noexcept
{
    EVP_MD_CTX *const work = m_work.get();
    return EVP_MD_CTX_copy_ex(work, m_inner.get()) == 1 && update(work, message) &&
           EVP_DigestFinal_ex(work, out.data(), nullptr) == 1 &&
           EVP_MD_CTX_copy_ex(work, m_outer.get()) == 1 &&
           update(work, QByteArrayView(out.data(), m_size)) &&
           EVP_DigestFinal_ex(work, out.data(), nullptr) == 1;
}

} // namespace latchkey
