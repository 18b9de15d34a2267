// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QFuture>
#include <QFutureWatcher>
#include <QPromise>

namespace latchkey {

/// What an interface returns for work that takes time. `T` must be copyable: a move-only result
/// crashes QPromise with a context in Qt 6.4.
template <class T>
using Future = QFuture<Result<T>>;

template <class T>
Future<T> readyFuture(Result<T> result)
{
    QPromise<Result<T>> promise;
    promise.start();
    promise.addResult(std::move(result));
    promise.finish();
    return promise.future();
}

/// Calls `receive(Result<T>)` once, in the thread of `context`, after control has returned to its
/// event loop, and never if `context` dies first. QFuture::then() promises none of the three in
/// Qt 6.4: it runs at once on a ready future and aborts when its context is gone.
template <class T, class Receive>
void whenDone(const Future<T> &future, QObject *context, Receive receive)
{
    auto *watcher = new QFutureWatcher<Result<T>>(context);
    QObject::connect(watcher, &QFutureWatcherBase::finished, context,
                     [watcher, receive = std::move(receive)]() mutable {
                         watcher->deleteLater();
                         if (watcher->future().resultCount() > 0)
                             receive(watcher->future().result());
                         else
                             receive(Result<T>(fail(Reason::Cancelled)));
                     });
    watcher->setFuture(future);
}

} // namespace latchkey
