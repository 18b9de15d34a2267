// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/manualclock.h"
#include "tests/support/patience.h"
#include "ui/mainwindow.h"

#include <QPromise>
#include <QTest>
#include <QTranslator>

#include <deque>

namespace latchkey {

/// Questions that a test answers when it likes.
template <class T>
class Question
{
public:
    Future<T> ask()
    {
        auto promise = std::make_shared<QPromise<Result<T>>>();
        promise->start();
        m_open.push_back(promise);
        ++asked;
        return promise->future();
    }
    /// Answers the oldest open question.
    void answer(Result<T> result)
    {
        m_open.front()->addResult(std::move(result));
        m_open.front()->finish();
        m_open.pop_front();
    }
    bool isOpen() const { return !m_open.empty(); }

    int asked = 0;

private:
    std::deque<std::shared_ptr<QPromise<Result<T>>>> m_open;
};

/// A service whose answers are the test's.
class AskingService final : public RecoveryService
{
public:
    AskingService()
    {
        m_description.id = QStringLiteral("acme");
        m_description.name = QStringLiteral("Acme Webmail");
        m_description.host = QStringLiteral("mail.acme.example");
        m_description.deskContact = QStringLiteral("desk@acme.example");
    }

    const ServiceDescription &description() const override { return m_description; }
    Future<RequestReceipt> requestReset(const EmailAddress &) override { return request.ask(); }
    Future<AccountGlimpse> inspect(const Proof &) override { return inspection.ask(); }
    Future<ResetOutcome> resetPassword(const Proof &, SharedSecret password) override
    {
        const QByteArrayView bytes = password->reveal();
        saved = QString::fromUtf8(bytes.data(), bytes.size());
        return reset.ask();
    }
    Future<AccountGlimpse> confirmAddress(const Proof &) override { return confirmation.ask(); }
    Future<AccountGlimpse> withdraw(const Proof &) override { return withdrawal.ask(); }

    ServiceDescription m_description;
    Question<RequestReceipt> request;
    Question<AccountGlimpse> inspection;
    Question<ResetOutcome> reset;
    Question<AccountGlimpse> confirmation;
    Question<AccountGlimpse> withdrawal;
    QString saved;
};

/// The real window over a real session; only the service behind it is the test's.
class WindowKit
{
public:
    static constexpr Instant start{std::chrono::seconds(1'900'000'000)};

    void open()
    {
        session = std::make_unique<RecoverySession>(service, clock);
        window = std::make_unique<MainWindow>(*session, clock);
        show();
    }
    void show()
    {
        window->show();
        window->activateWindow();
        window->raise();
        QVERIFY(QTest::qWaitForWindowExposed(window.get(), patienceOfTests));
        QApplication::setActiveWindow(window.get());
        LATCHKEY_TRY_VERIFY(window->isActiveWindow());
    }

    /// A widget of the page that is up; null when it is hidden.
    template <class T = QWidget>
    T *find(const char *name) const
    {
        for (T *each : window->findChildren<T *>(QLatin1String(name))) {
            if (each->isVisible())
                return each;
        }
        return nullptr;
    }
    void press(const char *name) const
    {
        auto *widget = find(name);
        QVERIFY2(widget, name);
        QTest::mouseClick(widget, Qt::LeftButton);
    }
    void key(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier) const
    {
        QTest::keyClick(QApplication::focusWidget() ? QApplication::focusWidget() : window.get(),
                        key, modifiers);
    }
    void type(const QString &text) const { QTest::keyClicks(QApplication::focusWidget(), text); }
    QString focusName() const
    {
        return QApplication::focusWidget() ? QApplication::focusWidget()->objectName() : QString();
    }
    QString announced() const
    {
        return window->findChild<QWidget *>(QStringLiteral("liveLabel"))->accessibleName();
    }

    static QByteArray link(const char *verb = "reset", const char *serviceId = "acme")
    {
        return QByteArray("latchkey://") + verb + '/' + serviceId +
               "/eyJpZCI6IjEyMzQ1Njc4OTAifQ.ZkQwMQ.abcDEF_123-4567890abcdefghi";
    }
    RequestReceipt receipt() const
    {
        return {.linkExpires = clock.now() + std::chrono::hours(24),
                .resendAfter = std::chrono::seconds(60)};
    }
    AccountGlimpse glimpse() const
    {
        return {.maskedAddress = QStringLiteral("a•••e@example.com"),
                .proofExpires = clock.now() + std::chrono::hours(3)};
    }

    /// From the start to the new-password form, by a link.
    void reachChoosing()
    {
        session->openFromSystem(link());
        service.inspection.answer(glimpse());
        LATCHKEY_TRY_COMPARE(session->stage(), Stage::Choosing);
    }
    void reachWaiting()
    {
        session->requestReset(QStringLiteral("alice@example.com"));
        service.request.answer(receipt());
        LATCHKEY_TRY_COMPARE(session->stage(), Stage::Waiting);
    }

    ManualClock clock{start};
    AskingService service;
    std::unique_ptr<RecoverySession> session;
    std::unique_ptr<MainWindow> window;
};

/// The program's own words in a language, while it lives.
class Spoken
{
public:
    explicit Spoken(const QString &language)
    {
        if (m_translator.load(QStringLiteral(":/i18n/latchkey_%1.qm").arg(language)))
            QCoreApplication::installTranslator(&m_translator);
        QLocale::setDefault(QLocale(language));
    }
    ~Spoken()
    {
        QCoreApplication::removeTranslator(&m_translator);
        QLocale::setDefault(QLocale::c());
    }
    Spoken(const Spoken &) = delete;
    Spoken &operator=(const Spoken &) = delete;

private:
    QTranslator m_translator;
};

} // namespace latchkey
