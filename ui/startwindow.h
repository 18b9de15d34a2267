// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"
#include "core/failure.h"

#include "ui/choicepage.h"
#include "ui/newservicepage.h"

#include <QStringList>
#include <QWidget>

namespace latchkey {

class FindServicePage;
class PageStack;

/// Stands where no service can be shown yet: nothing is configured, the configuration has a
/// mistake, or a person has to say which of several it is.
class StartWindow final : public QWidget
{
    Q_OBJECT

public:
    explicit StartWindow(QWidget *parent = nullptr);

    /// `places`: where a configuration is looked for.
    void showWelcome(const QStringList &places);
    /// `services`: what can be chosen, in order.
    void showChoice(const QList<ListedService> &services, ChoicePage::Question question);
    /// The two steps of adding a service. The page goes with the next one that is shown.
    FindServicePage *showFindService();
    NewServicePage *showNewService(const QList<ServiceKind> &kinds);
    void showTrouble(const Failure &failure, Instant now);

Q_SIGNALS:
    void demoWanted();
    void retryWanted();
    /// By its place in the list.
    void serviceChosen(int place);
    void addWanted();
    /// By its person; not when another window takes its place.
    void closed();

protected:
    void closeEvent(QCloseEvent *event) override;
    void showEvent(QShowEvent *event) override;

private:
    void turnTo(class Page *page);

    PageStack *m_pages;
};

} // namespace latchkey
