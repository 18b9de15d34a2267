// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"
#include "core/failure.h"

#include <QStringList>
#include <QWidget>

namespace latchkey {

class PageStack;

/// Stands where no service can be shown yet: nothing is configured, or the configuration has a
/// mistake.
class StartWindow final : public QWidget
{
    Q_OBJECT

public:
    explicit StartWindow(QWidget *parent = nullptr);

    /// `places`: where a configuration is looked for.
    void showWelcome(const QStringList &places);
    void showTrouble(const Failure &failure, Instant now);

Q_SIGNALS:
    void demoWanted();
    void retryWanted();
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
