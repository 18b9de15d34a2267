// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/async.h"
#include "core/secret.h"
#include "services/mail/mailer.h"

#include <QObject>

#include <chrono>
#include <functional>
#include <memory>
#include <mutex>

namespace latchkey {

/// A mailer whose password is in a vault: asked for when the first letter is to go out, and again
/// after that failed, so that nobody meets a keyring's prompt who sends nothing. Made in the thread
/// where the vault works, which runs an event loop; sends in others, of which one asks and the rest
/// wait for its answer.
class KeyedMailer final : public Mailer
{
public:
    using ReadPassword = std::function<Future<SharedSecret>()>;
    using MakeMailer = std::function<Result<std::unique_ptr<Mailer>>(SharedSecret)>;

    /// Somebody may have to type the keyring's own password first.
    static constexpr std::chrono::milliseconds usualPatience{120'000};

    KeyedMailer(ReadPassword read, MakeMailer make,
                std::chrono::milliseconds patience = usualPatience);
    ~KeyedMailer() override;

    /// MailDelayed while the vault does not answer; MailMisconfigured when it has no password.
    Result<void> send(const Letter &letter) override;

private:
    Result<Mailer *> mailer();
    Result<SharedSecret> password();

    ReadPassword m_read;
    MakeMailer m_make;
    std::chrono::milliseconds m_patience; ///< with the vault
    QObject *m_vaultThread;               ///< lives there, and is deleted there
    std::mutex m_mutex;                   ///< of the mailer, until it is there
    std::unique_ptr<Mailer> m_mailer;
};

} // namespace latchkey
