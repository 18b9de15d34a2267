// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/vault/vault.h"

#include <QObject>

#include <memory>

namespace latchkey {

class FolderLock;

/// The key of one user on one machine that binds the links of requests made there: 32 bytes in that
/// user's keyring, under one name for a service, made when the first such request is. One for all
/// requests: it never grows, and nothing has to be cleared away when a request is over. It is read
/// when it is needed and kept nowhere else. One thread, with an event loop; when this dies, calls
/// under way end as cancelled.
class DeviceKey
{
public:
    static constexpr qsizetype size = 32;

    DeviceKey(std::unique_ptr<Vault> keyring, QString name);
    ~DeviceKey();
    Q_DISABLE_COPY_MOVE(DeviceKey)

    /// KeyMissing where none was made yet, which asks nobody for a password; what Vault says;
    /// KeyUnusable for one of another size.
    Future<SharedSecret> read();
    /// The same, made where there is none. Programs that do so at the same time get the same one.
    Future<SharedSecret> readOrMake();

private:
    using Promise = std::shared_ptr<QPromise<Result<SharedSecret>>>;
    void makeUnlessThere(const Promise &promise, const std::shared_ptr<FolderLock> &lock);
    void make(const Promise &promise, const std::shared_ptr<FolderLock> &lock);

    std::unique_ptr<Vault> m_keyring;
    QString m_name;
    QObject m_context; ///< ends our continuations with us
};

} // namespace latchkey
