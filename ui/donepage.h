// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/page.h"

#include <QUrl>

#include <memory>

namespace latchkey {

namespace Ui {
class DonePage;
}

/// What has happened: a password was changed, or an address confirmed.
class DonePage final : public Page
{
    Q_OBJECT

public:
    explicit DonePage(QWidget *parent = nullptr);
    ~DonePage() override;

    void setVenue(Venue venue) override;
    void present(const RecoverySession &session, Instant now) override;
    ActionButton *primaryButton() const override;
    QWidget *firstThingToDo() const override;

Q_SIGNALS:
    void signInWanted(const QUrl &address);
    void closeWanted();

private:
    void presentReset(const RecoverySession &session);
    void presentConfirmed(const RecoverySession &session);
    void presentWithdrawn(const RecoverySession &session);

    std::unique_ptr<Ui::DonePage> m_form;
    QUrl m_signIn;
    Venue m_venue = Venue::Desktop;
};

} // namespace latchkey
