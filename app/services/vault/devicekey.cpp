// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/vault/devicekey.h"

#include "services/vault/folderlock.h"

#include <QStandardPaths>

namespace latchkey {

namespace {

// Another program makes the key, and may be waiting for somebody to type the keyring's password.
// Whoever asked can ask again.
constexpr std::chrono::milliseconds patienceWithOthers{10'000};

template <class T>
void settle(const std::shared_ptr<QPromise<Result<T>>> &promise, Result<T> result)
{
    promise->addResult(std::move(result));
    promise->finish();
}

Result<SharedSecret> checked(const Result<SharedSecret> &key, const QString &name)
{
    if (key && (*key)->size() != DeviceKey::size)
        return fail({.reason = Reason::KeyUnusable,
                     .detail = QStringLiteral("not of 32 bytes"),
                     .about = name});
    return key;
}

} // namespace

DeviceKey::DeviceKey(std::unique_ptr<Vault> keyring, QString name)
    : m_keyring(std::move(keyring)), m_name(std::move(name))
{
}

DeviceKey::~DeviceKey() = default;

Future<SharedSecret> DeviceKey::read()
{
    auto promise = std::make_shared<QPromise<Result<SharedSecret>>>();
    promise->start();
    whenDone(m_keyring->read(m_name), &m_context,
             [promise, name = m_name](const Result<SharedSecret> &key) {
                 settle(promise, checked(key, name));
             });
    return promise->future();
}

Future<SharedSecret> DeviceKey::readOrMake()
{
    auto promise = std::make_shared<QPromise<Result<SharedSecret>>>();
    promise->start();
    whenDone(read(), &m_context, [this, promise](const Result<SharedSecret> &key) {
        if (key || key.error().reason != Reason::KeyMissing)
            return settle(promise, key);
        // Two programs that found none at the same time would each write their own, and the links
        // that the first of them asked for would open nowhere.
        auto lock = std::make_shared<FolderLock>(
            QStandardPaths::writableLocation(QStandardPaths::RuntimeLocation), patienceWithOthers);
        if (!lock->isHeld())
            return settle<SharedSecret>(
                promise, fail({.reason = Reason::KeyringLocked,
                               .detail = QStringLiteral("another program is making the key"),
                               .about = m_name}));
        makeUnlessThere(promise, lock);
    });
    return promise->future();
}

void DeviceKey::makeUnlessThere(const Promise &promise, const std::shared_ptr<FolderLock> &lock)
{
    whenDone(read(), &m_context, [this, promise, lock](const Result<SharedSecret> &key) {
        if (key || key.error().reason != Reason::KeyMissing)
            return settle(promise, key);
        make(promise, lock);
    });
}

void DeviceKey::make(const Promise &promise, const std::shared_ptr<FolderLock> &lock)
{
    Result<Secret> fresh = Secret::random(size);
    if (!fresh)
        return settle<SharedSecret>(promise, fail(fresh.error()));
    const SharedSecret key = share(std::move(*fresh));
    whenDone(m_keyring->write(m_name, key), &m_context,
             [promise, lock, key](const Result<bool> &written) {
                 settle(promise, written ? Result<SharedSecret>(key) : fail(written.error()));
             });
}

} // namespace latchkey
