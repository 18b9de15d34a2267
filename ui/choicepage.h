// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/page.h"
#include "ui/servicelist.h"

#include <memory>

namespace latchkey {

namespace Ui {
class ChoicePage;
}

/// Several services are set up: whose password is it? Nothing has been sent to any of them.
class ChoicePage final : public Page
{
    Q_OBJECT

public:
    enum class Question : quint8 {
        Service,       ///< which of those that are set up
        LinkOfSeveral, ///< from which of these the link is that was opened
        LinkOfNobody,  ///< the link is from none of them
    };

    explicit ChoicePage(QWidget *parent = nullptr);
    ~ChoicePage() override;

    void setVenue(Venue venue) override { m_venue = venue; }
    void offer(const QList<ListedService> &services, Question question);
    ActionButton *primaryButton() const override;
    QWidget *firstThingToDo() const override;

Q_SIGNALS:
    /// By its place in the list.
    void chosen(int place);
    void addWanted();

private:
    void choose();

    std::unique_ptr<Ui::ChoicePage> m_form;
    Venue m_venue = Venue::Desktop;
};

} // namespace latchkey
