// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/page.h"

#include <QUrl>

#include <memory>

namespace latchkey {

namespace Ui {
class TroublePage;
}

/// The service cannot be reached or used: why, and the way on. Technical details are folded away
/// and can be copied. Counts down where a new try has to wait.
class TroublePage final : public Page
{
    Q_OBJECT

public:
    explicit TroublePage(QWidget *parent = nullptr);
    ~TroublePage() override;

    void setVenue(Venue venue) override;
    void present(const RecoverySession &session, Instant now) override;
    /// For trouble outside a session (a faulty configuration): `details` is shown folded.
    void presentFailure(const Failure &failure, const QString &details, Instant now);
    void setBusy(bool busy) override;
    void tick(Instant now) override;
    void leave() override;
    ActionButton *primaryButton() const override;
    QWidget *firstThingToDo() const override;

Q_SIGNALS:
    void retryWanted();
    void browserWanted(const QUrl &address);
    void backWanted();
    void cancelWanted();
    void closeWanted();

private:
    QString wordsOnKiosk() const;
    void showDetails(bool shown);
    void goOn();
    void copyDetails();

    std::unique_ptr<Ui::TroublePage> m_form;
    Failure m_failure;
    Venue m_venue = Venue::Desktop;
    Instant m_retryAt;
    int m_lastTold = 0;
};

} // namespace latchkey
