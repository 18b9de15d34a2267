// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "recovery/recoveryservice.h"
#include "ui/venue.h"

#include <QWidget>

#include <memory>

namespace latchkey {

namespace Ui {
class Header;
}

/// Whose password is about to be typed: the service's icon, name and host. At its end the one
/// button for everything else.
class Header final : public QWidget
{
    Q_OBJECT

public:
    explicit Header(QWidget *parent = nullptr);
    ~Header() override;

    void setService(const ServiceDescription &service);
    /// On a kiosk there is no menu.
    void setVenue(Venue venue);
    /// The menu leads to the choice of a service, where others can be added.
    void offerOtherServices() { m_offersServices = true; }

Q_SIGNALS:
    void aboutWanted();
    void settingsWanted();
    void servicesWanted();
    void diagnosisWanted();

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void fit();
    void nameService();
    void openMenu();

    std::unique_ptr<Ui::Header> m_form;
    QString m_name;
    bool m_demo = false;
    bool m_offersServices = false;
};

} // namespace latchkey
