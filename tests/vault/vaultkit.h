// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/vault/vault.h"

#include <QtTest>

namespace latchkey {

/// Lets the event loop run until the answer is there; TimedOut after half a minute.
template <class T>
Result<T> answerOf(const Future<T> &future)
{
    if (!QTest::qWaitFor([&future] { return future.isFinished(); }, 30000))
        return fail(Reason::TimedOut);
    if (future.resultCount() == 0)
        return fail(Reason::Cancelled);
    return future.result();
}

template <class T>
Reason reasonOf(const Future<T> &future)
{
    const Result<T> answer = answerOf(future);
    return answer ? Reason::Internal : answer.error().reason;
}

inline SharedSecret secretOf(const QByteArray &bytes)
{
    return share(Secret::copyOf(bytes));
}

inline QByteArray bytesOf(const Result<SharedSecret> &secret)
{
    return secret
               ? (*secret)->reveal().toByteArray()
               : QByteArray("no secret: ") + QByteArray(reasonName(secret.error().reason).data());
}

} // namespace latchkey
