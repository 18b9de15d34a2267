// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/kioskidlepage.h"

#include "ui_kioskidlepage.h"

namespace latchkey {

namespace {

constexpr int toldEvery = 5; // seconds between spoken countdowns

} // namespace

KioskIdlePage::KioskIdlePage(QWidget *parent)
    : Page(parent), m_form(std::make_unique<Ui::KioskIdlePage>())
{
    m_form->setupUi(this);
    connect(m_form->moreTimeButton, &QPushButton::clicked, this, &KioskIdlePage::moreTimeWanted);
    connect(m_form->finishButton, &QPushButton::clicked, this, &KioskIdlePage::finishWanted);
}

KioskIdlePage::~KioskIdlePage() = default;

void KioskIdlePage::countDown(std::chrono::seconds left)
{
    const int seconds = static_cast<int>(left.count());
    const QString words =
        tr("In %n second(s) this visit ends, and everything that was typed here is wiped.", nullptr,
           seconds);
    m_form->leadLabel->setText(words);
    const int slot = (seconds + toldEvery - 1) / toldEvery;
    if (slot != m_lastTold)
        Q_EMIT announced(heading() + u' ' + words);
    m_lastTold = slot;
}

ActionButton *KioskIdlePage::primaryButton() const
{
    return m_form->moreTimeButton;
}

QWidget *KioskIdlePage::firstThingToDo() const
{
    return m_form->moreTimeButton;
}

} // namespace latchkey
