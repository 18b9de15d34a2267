// SPDX-License-Identifier: GPL-3.0-or-later
#include "application/kioskvisit.h"

#include "application/backendloader.h"
#include "application/composition.h"
#include "application/deferredservice.h"
#include "core/log.h"
#include "ui/mainwindow.h"

#include <QTimer>

#include <algorithm>

namespace latchkey {

namespace {

constexpr std::chrono::seconds patienceForSaving{20};
constexpr std::chrono::seconds patienceForMail{3};

bool isSaving(Stage stage)
{
    return stage == Stage::Saving || stage == Stage::SavingConfirm ||
           stage == Stage::SavingWithdrawal;
}

bool wantsKeys(const Configuration &configuration)
{
    if (!configuration.isRemote())
        return true;
    const auto profile = loadProfile(configuration);
    return profile && std::ranges::any_of((*profile)->variables, &OperatorVariable::secret);
}

} // namespace

Result<void> fitsKiosk(const KnownService &service)
{
    const auto unfit = [&service](const QString &why) {
        return fail({.reason = Reason::ConfigurationFaulty, .detail = why, .about = service.path});
    };
    if (service.configuration.keys.source != KeySource::CredentialFile &&
        wantsKeys(service.configuration))
        return unfit(QStringLiteral("a kiosk takes its keys from a credential file: set "
                                    "keys.source = \"credential-file\""));
    if (service.configuration.links.bindToDevice)
        return unfit(QStringLiteral("a kiosk has no keyring that could bind a link to a visitor: "
                                    "leave links.bind_to_device out"));
    return {};
}

KioskVisit::KioskVisit(const KnownService &service, const Clock &clock, QObject *parent)
    : QObject(parent), m_clock(clock), m_configuration(service.configuration),
      m_service(std::make_unique<DeferredService>(service.description)),
      m_session(std::make_unique<RecoverySession>(*m_service, clock))
{
}

KioskVisit::~KioskVisit() = default;

QWidget *KioskVisit::makePages()
{
    auto *pages = new MainWindow(*m_session, m_clock, nullptr, Venue::Kiosk);
    // Their wish for a browser has no receiver here.
    connect(pages, &MainWindow::closeRequested, this, &KioskVisit::finishWanted);
    return pages;
}

void KioskVisit::loadBackEnd()
{
    auto backend = loadBackend(m_configuration, m_clock);
    if (!backend) {
        qCCritical(logWindow) << "no back end:" << backend.error().detail;
        m_service->giveUp(backend.error());
        return;
    }
    m_backend = std::move(*backend);
    m_service->provide(m_backend->service());
}

void KioskVisit::end()
{
    QTimer::singleShot(patienceForSaving + patienceForMail, this, &KioskVisit::tellEnd);
    if (!isSaving(m_session->stage())) {
        sendMail();
        return;
    }
    // What was asked for last is not torn off: whether it was saved should not hang on a second.
    connect(m_session.get(), &RecoverySession::stageChanged, this, [this](Stage stage) {
        if (!isSaving(stage))
            sendMail();
    });
}

void KioskVisit::sendMail()
{
    if (!m_backend) {
        tellEnd();
        return;
    }
    // What is still waiting then, the next run sends.
    whenDone(m_backend->drainOutbox(patienceForMail), this, [this](Result<int>) { tellEnd(); });
}

void KioskVisit::tellEnd()
{
    if (std::exchange(m_ended, true))
        return;
    Q_EMIT ended();
}

} // namespace latchkey
