// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/judgingpage.h"

#include "ui_judgingpage.h"

namespace latchkey {

namespace {

constexpr std::chrono::milliseconds unnoticed{300};

} // namespace

JudgingPage::JudgingPage(QWidget *parent)
    : Page(parent), m_form(std::make_unique<Ui::JudgingPage>())
{
    m_form->setupUi(this);
    m_form->titleLabel->setAlignment(Qt::AlignHCenter);
    m_moment.setSingleShot(true);
    m_moment.setInterval(unnoticed);
    connect(&m_moment, &QTimer::timeout, this, [this] { setContentsVisible(true); });
    connect(m_form->cancelButton, &QPushButton::clicked, this, &JudgingPage::cancelWanted);
    setContentsVisible(false);
}

JudgingPage::~JudgingPage() = default;

void JudgingPage::present(const RecoverySession & /*session*/, Instant /*now*/)
{
    m_moment.start();
}

void JudgingPage::leave()
{
    m_moment.stop();
    setContentsVisible(false);
}

void JudgingPage::setContentsVisible(bool visible)
{
    m_form->spinner->setVisible(visible);
    m_form->titleLabel->setVisible(visible);
    m_form->cancelButton->setVisible(visible);
    if (!visible || !isVisible())
        return;
    m_form->cancelButton->setFocus();
    Q_EMIT announced(heading());
}

QWidget *JudgingPage::firstThingToDo() const
{
    return m_form->cancelButton;
}

} // namespace latchkey
