// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/troublepage.h"

#include "ui/diagnosis.h"
#include "ui/failuretext.h"
#include "ui_troublepage.h"

#include <QClipboard>
#include <QGuiApplication>

namespace latchkey {

namespace {

constexpr int toldEvery = 15; // seconds between spoken countdowns

} // namespace

TroublePage::TroublePage(QWidget *parent)
    : Page(parent), m_form(std::make_unique<Ui::TroublePage>())
{
    m_form->setupUi(this);
    connect(m_form->wayOnButton, &QPushButton::clicked, this, &TroublePage::goOn);
    connect(m_form->backButton, &QPushButton::clicked, this, &TroublePage::backWanted);
    connect(m_form->cancelButton, &QPushButton::clicked, this, &TroublePage::cancelWanted);
    connect(m_form->detailsButton, &QPushButton::clicked, this,
            [this] { showDetails(m_form->detailsLabel->isHidden()); });
    connect(m_form->copyButton, &QPushButton::clicked, this, &TroublePage::copyDetails);
}

TroublePage::~TroublePage() = default;

void TroublePage::setVenue(Venue venue)
{
    m_venue = venue;
    // Their only use is to be carried somewhere else.
    m_form->detailsButton->setVisible(venue == Venue::Desktop);
}

void TroublePage::present(const RecoverySession &session, Instant now)
{
    presentFailure(session.failure().value_or(Failure{}), diagnosis(session, now), now);
    const QString &desk = session.service().deskContact;
    m_form->deskLabel->tell(desk.isEmpty() ? QString() : tr("Help: %1").arg(desk));
}

void TroublePage::presentFailure(const Failure &failure, const QString &details, Instant now)
{
    m_failure = failure;
    if (m_venue == Venue::Kiosk && failure.about.startsWith(u'/'))
        m_failure.about.clear(); // where files are is nobody's business there
    m_retryAt = now + failure.span;
    m_lastTold = 0;
    const bool waits = failure.reason == Reason::TooManyTries;
    m_form->symbol->setName(waits ? QStringLiteral("clock") : QStringLiteral("trouble"));
    m_form->symbol->setTone(waits ? Symbol::Tone::Calm : Symbol::Tone::Bad);
    m_form->titleLabel->setText(failureText(failure).headline());
    m_form->detailsLabel->setText(details.trimmed());
    if (failure.reason != Reason::NeedsBrowser)
        m_form->wayOnButton->setText(tr("Try again"));
    else
        m_form->wayOnButton->setText(m_venue == Venue::Kiosk ? tr("Finish")
                                                             : tr("Open in the browser"));
    tick(now);
}

void TroublePage::tick(Instant now)
{
    Failure current = m_failure;
    const bool waits = current.reason == Reason::TooManyTries;
    if (waits)
        current.span = std::max(std::chrono::seconds::zero(), m_retryAt - now);
    const bool elsewhere = m_venue == Venue::Kiosk && current.reason == Reason::NeedsBrowser;
    const QString wayOn = elsewhere ? wordsOnKiosk() : failureText(current).wayOn;
    m_form->wayOnLabel->setText(wayOn);
    if (!waits || m_form->wayOnButton->isBusy())
        return;
    m_form->wayOnButton->setEnabled(current.span.count() == 0);
    const int slot = static_cast<int>((current.span.count() + toldEvery - 1) / toldEvery) + 1;
    if (slot != m_lastTold && isVisible())
        Q_EMIT announced(wayOn);
    m_lastTold = slot;
}

void TroublePage::setBusy(bool busy)
{
    m_form->wayOnButton->setBusy(busy, tr("Trying again…"));
    m_form->backButton->setVisible(!busy);
    m_form->cancelButton->setVisible(busy);
}

QString TroublePage::wordsOnKiosk() const
{
    // The host alone: an address may hold what belongs to this visit.
    const QString host = QUrl(m_failure.about, QUrl::StrictMode).host();
    return host.isEmpty()
               ? tr("There is none on this kiosk. Please go on with your own device.")
               : tr("There is none on this kiosk. Please go on with your own device, at %1.")
                     .arg(host);
}

void TroublePage::goOn()
{
    if (m_failure.reason == Reason::NeedsBrowser && m_venue == Venue::Kiosk)
        Q_EMIT closeWanted();
    else if (m_failure.reason == Reason::NeedsBrowser)
        Q_EMIT browserWanted(QUrl(m_failure.about, QUrl::StrictMode));
    else
        Q_EMIT retryWanted();
}

void TroublePage::showDetails(bool shown)
{
    m_form->detailsLabel->setVisible(shown);
    m_form->copyButton->setVisible(shown);
    m_form->detailsButton->setText(shown ? tr("Hide details") : tr("Show details"));
}

void TroublePage::copyDetails()
{
    QGuiApplication::clipboard()->setText(m_form->detailsLabel->text());
    m_form->copyButton->setText(tr("Copied"));
    Q_EMIT announced(tr("Copied"));
}

void TroublePage::leave()
{
    showDetails(false);
    m_form->copyButton->setText(tr("Copy details"));
}

ActionButton *TroublePage::primaryButton() const
{
    return m_form->wayOnButton;
}

QWidget *TroublePage::firstThingToDo() const
{
    if (m_form->wayOnButton->isEnabled())
        return m_form->wayOnButton;
    return m_form->backButton;
}

} // namespace latchkey
