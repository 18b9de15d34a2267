// SPDX-License-Identifier: GPL-3.0-or-later
#include "application/pinmatch.h"

#include "services/local/passwordhash.h"

#include <QThreadPool>

namespace latchkey {

Future<bool> computePinMatch(const QString &pinHash, const SharedSecret &pin)
{
    auto promise = std::make_shared<QPromise<Result<bool>>>();
    promise->start();
    QThreadPool::globalInstance()->start([promise, stored = pinHash.toUtf8(), pin] {
        promise->addResult(verifyPassword(*pin, stored));
        promise->finish();
    });
    return promise->future();
}

} // namespace latchkey
