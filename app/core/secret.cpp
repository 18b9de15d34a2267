// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/secret.h"

#include <openssl/crypto.h>
#include <openssl/rand.h>

#include <cstring>

namespace latchkey {

namespace {
// Passwords, tokens and keys of one run; far below the 8 MiB that Linux lets a user lock.
constexpr size_t heapBytes = 256UL * 1024;
constexpr size_t smallestBlock = 32;
} // namespace

Secret::Secret(qsizetype size)
{
    if (size == 0)
        return;
    const auto bytes = static_cast<size_t>(size);
    m_bytes = static_cast<char *>(OPENSSL_secure_malloc(bytes));
    if (!m_bytes)
        m_bytes = static_cast<char *>(OPENSSL_malloc(bytes));
    Q_CHECK_PTR(m_bytes);
    m_size = size;
}

Secret::~Secret()
{
    // Also right for bytes that came from the ordinary heap: those it cleanses and frees.
    OPENSSL_secure_clear_free(m_bytes, static_cast<size_t>(m_size));
}

Secret::Secret(Secret &&other) noexcept
    : m_bytes(std::exchange(other.m_bytes, nullptr)), m_size(std::exchange(other.m_size, 0))
{
}

Secret &Secret::operator=(Secret &&other) noexcept
{
    if (this != &other) {
        std::swap(m_bytes, other.m_bytes);
        std::swap(m_size, other.m_size);
    }
    return *this;
}

Secret Secret::copyOf(QByteArrayView bytes)
{
    Secret secret(bytes.size());
    if (secret.m_bytes)
        std::memcpy(secret.m_bytes, bytes.data(), static_cast<size_t>(bytes.size()));
    return secret;
}

Secret Secret::taking(QByteArray &&bytes)
{
    QByteArray source = std::move(bytes);
    Secret secret = copyOf(source);
    wipe(source);
    return secret;
}

Secret Secret::taking(QString &&text)
{
    QString source = std::move(text);
    Secret secret = taking(source.toUtf8());
    wipe(source);
    return secret;
}

Result<Secret> Secret::random(qsizetype size)
{
    Secret secret(size);
    if (RAND_priv_bytes(reinterpret_cast<unsigned char *>(secret.m_bytes),
                        static_cast<int>(size)) != 1)
        return fail(Reason::Internal, QStringLiteral("the system's random generator failed"));
    return secret;
}

bool equalInConstantTime(QByteArrayView left, QByteArrayView right) noexcept
{
    return left.size() == right.size() &&
           CRYPTO_memcmp(left.data(), right.data(), static_cast<size_t>(left.size())) == 0;
}

void wipe(QByteArray &bytes) noexcept
{
    if (!bytes.isEmpty() && bytes.isDetached())
        OPENSSL_cleanse(bytes.data(), static_cast<size_t>(bytes.size()));
    bytes.clear();
}

void wipe(QString &text) noexcept
{
    if (!text.isEmpty() && text.isDetached())
        OPENSSL_cleanse(text.data(), static_cast<size_t>(text.size()) * sizeof(QChar));
    text.clear();
}

bool prepareSecretHeap() noexcept
{
    return CRYPTO_secure_malloc_initialized() == 1 ||
           CRYPTO_secure_malloc_init(heapBytes, smallestBlock) == 1;
}

} // namespace latchkey
