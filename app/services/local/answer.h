// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/async.h"

#include <memory>

namespace latchkey {

/// The giving end of a `Future`, to be handed from thread to thread. If every copy dies without an
/// answer, as when a thread ends with work left, the future is cancelled and finished: nobody waits
/// for ever.
template <class T>
class Answer
{
public:
    Answer() : m_promise(std::make_shared<QPromise<Result<T>>>()) { m_promise->start(); }

    Future<T> future() const { return m_promise->future(); }

    /// Once.
    void give(Result<T> result) const
    {
        m_promise->addResult(std::move(result));
        m_promise->finish();
    }

private:
    std::shared_ptr<QPromise<Result<T>>> m_promise;
};

} // namespace latchkey
