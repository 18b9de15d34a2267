// SPDX-License-Identifier: GPL-3.0-or-later
#include "application/keyedmailer.h"

#include <future>

namespace latchkey {

namespace {

Failure asMailFailure(const Failure &why)
{
    const bool missing = why.reason == Reason::KeyMissing;
    return {.reason = missing ? Reason::MailMisconfigured : Reason::MailDelayed,
            .detail =
                QStringLiteral("the mail password: %1 %2").arg(reasonName(why.reason), why.detail),
            .about = why.about};
}

} // namespace

KeyedMailer::KeyedMailer(ReadPassword read, MakeMailer make, std::chrono::milliseconds patience)
    : m_read(std::move(read)), m_make(std::move(make)), m_patience(patience),
      m_vaultThread(new QObject)
{
}

KeyedMailer::~KeyedMailer()
{
    m_vaultThread->deleteLater();
}

Result<Mailer *> KeyedMailer::mailer()
{
    const std::lock_guard lock(m_mutex);
    if (!m_mailer) {
        Result<SharedSecret> secret = password();
        if (!secret)
            return fail(asMailFailure(secret.error()));
        Result<std::unique_ptr<Mailer>> made = m_make(std::move(*secret));
        if (!made)
            return fail(made.error());
        m_mailer = std::move(*made);
    }
    return m_mailer.get();
}

Result<void> KeyedMailer::send(const Letter &letter)
{
    const Result<Mailer *> ready = mailer();
    return ready ? (*ready)->send(letter) : fail(ready.error());
}

Result<SharedSecret> KeyedMailer::password()
{
    // Shared, because an answer may come after we have stopped waiting for it.
    auto promise = std::make_shared<std::promise<Result<SharedSecret>>>();
    auto answer = promise->get_future();
    QObject *context = m_vaultThread;
    QMetaObject::invokeMethod(context, [context, promise, read = m_read] {
        whenDone(read(), context,
                 [promise](Result<SharedSecret> secret) { promise->set_value(std::move(secret)); });
    });
    if (answer.wait_for(m_patience) != std::future_status::ready)
        return fail(Reason::KeyringLocked, QStringLiteral("no answer in time"));
    return answer.get();
}

} // namespace latchkey
