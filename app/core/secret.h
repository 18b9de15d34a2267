// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QString>

#include <memory>

namespace latchkey {

/// Bytes that must not be seen: a password, a token, a key. They live on OpenSSL's secure heap
/// (locked, kept out of core dumps) once `prepareSecretHeap()` has run, on the ordinary heap
/// otherwise or when the secure heap is full, and are wiped when they die. Move-only, no printing,
/// no `==`. `reveal()` is meant to be searched for; a test keeps the list of files that call it.
///
/// What cannot be promised: Qt's own copies of typed text (a line edit's undo history, QString's
/// sharing), the window system's, swap and hibernation.
class Secret
{
public:
    Secret() noexcept = default;
    ~Secret();
    Secret(Secret &&other) noexcept;
    Secret &operator=(Secret &&other) noexcept;
    Secret(const Secret &) = delete;
    Secret &operator=(const Secret &) = delete;

    /// Copies; the source stays the caller's to wipe.
    static Secret copyOf(QByteArrayView bytes);
    /// Copies and wipes the source where nobody shares it.
    static Secret taking(QByteArray &&bytes);
    /// The UTF-8 of a text, wiping what it can of the text.
    static Secret taking(QString &&text);
    /// Fresh bytes from the system's generator (RAND_priv_bytes). Internal when it fails.
    static Result<Secret> random(qsizetype size);

    QByteArrayView reveal() const noexcept { return {m_bytes, m_size}; }
    qsizetype size() const noexcept { return m_size; }
    bool isEmpty() const noexcept { return m_size == 0; }

private:
    explicit Secret(qsizetype size);

    char *m_bytes = nullptr;
    qsizetype m_size = 0;
};

/// Copyable handle, for values that travel through QFuture (a move-only result crashes Qt 6.4).
using SharedSecret = std::shared_ptr<const Secret>;

inline SharedSecret share(Secret secret)
{
    return std::make_shared<const Secret>(std::move(secret));
}

/// Time depends on the lengths alone (CRYPTO_memcmp).
bool equalInConstantTime(QByteArrayView left, QByteArrayView right) noexcept;

/// Overwrites in a way that the optimiser keeps (OPENSSL_cleanse). Shared data is left alone.
void wipe(QByteArray &bytes) noexcept;
void wipe(QString &text) noexcept;

/// Sets up the secure heap, once per process and before the first secret. False where the system
/// grants no locked memory; the program then works on without.
bool prepareSecretHeap() noexcept;

} // namespace latchkey
