// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/startwindow.h"

#include "ui/findservicepage.h"
#include "ui/look.h"
#include "ui/pagestack.h"
#include "ui/troublepage.h"
#include "ui/welcomepage.h"

#include <QCloseEvent>
#include <QIcon>
#include <QScreen>
#include <QShortcut>
#include <QTimer>
#include <QVBoxLayout>

namespace latchkey {

namespace {

constexpr QSize smallest{360, 480};

} // namespace

StartWindow::StartWindow(QWidget *parent) : QWidget(parent), m_pages(new PageStack(this))
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_pages);
    setMinimumSize(smallest);
    resize(QSize(em(this, 30), em(this, 37.5))
               .expandedTo(smallest)
               .boundedTo(screen()->availableSize()));
    setWindowTitle(tr("Latchkey"));
}

void StartWindow::showWelcome(const QStringList &places)
{
    auto *page = new WelcomePage;
    page->showPlaces(places);
    connect(page, &WelcomePage::addWanted, this, &StartWindow::addWanted);
    connect(page, &WelcomePage::demoWanted, this, &StartWindow::demoWanted);
    turnTo(page);
}

void StartWindow::showChoice(const QList<ListedService> &services, ChoicePage::Question question)
{
    auto *page = new ChoicePage;
    page->offer(services, question);
    connect(page, &ChoicePage::addWanted, this, &StartWindow::addWanted);
    connect(page, &ChoicePage::chosen, this, &StartWindow::serviceChosen);
    turnTo(page);
}

FindServicePage *StartWindow::showFindService()
{
    auto *page = new FindServicePage;
    turnTo(page);
    return page;
}

NewServicePage *StartWindow::showNewService(const QList<ServiceKind> &kinds)
{
    auto *page = new NewServicePage;
    page->offer(kinds);
    turnTo(page);
    return page;
}

void StartWindow::showTrouble(const Failure &failure, Instant now)
{
    auto *page = new TroublePage;
    const QString details =
        reasonName(failure.reason) + u'\n' + failure.about + u'\n' + failure.detail;
    page->presentFailure(failure, details, now);
    connect(page, &TroublePage::retryWanted, this, &StartWindow::retryWanted);
    connect(page, &TroublePage::backWanted, this, &QWidget::close);
    turnTo(page);
}

void StartWindow::closeEvent(QCloseEvent *event)
{
    QWidget::closeEvent(event);
    if (event->isAccepted())
        Q_EMIT closed();
}

void StartWindow::turnTo(Page *page)
{
    QWidget *former = m_pages->currentWidget();
    m_pages->turnTo(page);
    if (former)
        former->deleteLater(); // it may be what asked for this
}

void StartWindow::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    QTimer::singleShot(0, this,
                       [this] { setWindowIcon(QIcon(QStringLiteral(":/latchkey/latchkey.svg"))); });
}

} // namespace latchkey
