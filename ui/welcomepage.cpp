// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/welcomepage.h"

#include "ui_welcomepage.h"

#include <QClipboard>
#include <QGuiApplication>

namespace latchkey {

WelcomePage::WelcomePage(QWidget *parent)
    : Page(parent), m_form(std::make_unique<Ui::WelcomePage>())
{
    m_form->setupUi(this);
    connect(m_form->tryButton, &QPushButton::clicked, this, &WelcomePage::demoWanted);
    connect(m_form->addButton, &QPushButton::clicked, this, &WelcomePage::addWanted);
    connect(m_form->copyPlaceButton, &QPushButton::clicked, this, [this] {
        QGuiApplication::clipboard()->setText(m_firstPlace);
        m_form->copyPlaceButton->setText(tr("Copied"));
        Q_EMIT announced(tr("Copied"));
    });
}

WelcomePage::~WelcomePage() = default;

void WelcomePage::showPlaces(const QStringList &paths)
{
    m_firstPlace = paths.value(0);
    m_form->placesLabel->setText(tr("Put a configuration in one of these places:") + u'\n' +
                                 paths.join(u'\n'));
    m_form->copyPlaceButton->setVisible(!paths.isEmpty());
}

ActionButton *WelcomePage::primaryButton() const
{
    return m_form->tryButton;
}

QWidget *WelcomePage::firstThingToDo() const
{
    return m_form->tryButton;
}

} // namespace latchkey
