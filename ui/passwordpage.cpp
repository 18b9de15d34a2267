// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/passwordpage.h"

#include "recovery/passphrase.h"
#include "recovery/passwordpolicy.h"
#include "recovery/passwordstrength.h"
#include "ui/failuretext.h"
#include "ui/repairtext.h"
#include "ui/strengthtext.h"
#include "ui_passwordpage.h"

namespace latchkey {

PasswordPage::PasswordPage(QWidget *parent)
    : Page(parent), m_form(std::make_unique<Ui::PasswordPage>())
{
    m_form->setupUi(this);
    connect(m_form->changeButton, &QPushButton::clicked, this, [this] {
        Q_EMIT passwordChosen(m_form->newPasswordEdit->text(), m_form->repeatEdit->text());
    });
    connect(m_form->suggestButton, &QPushButton::clicked, this, &PasswordPage::suggest);
    connect(m_form->cancelButton, &QPushButton::clicked, this, &PasswordPage::cancelWanted);
    for (PasswordEdit *field : {m_form->newPasswordEdit, m_form->repeatEdit}) {
        connect(field, &QLineEdit::textChanged, this, &PasswordPage::follow);
        connect(field, &PasswordEdit::pasteRefused, this, [this](const Failure &failure) {
            showRefusal(failure);
            Q_EMIT announced(m_form->faultLabel->text());
        });
    }
}

PasswordPage::~PasswordPage() = default;

void PasswordPage::present(const RecoverySession &session, Instant /*now*/)
{
    const ServiceDescription &service = session.service();
    m_rules = service.passwordRules;
    m_personalWords = {service.name, service.host};
    if (const auto glimpse = session.glimpse()) {
        // Not every service says whose link it is; the host is where the password will go.
        m_form->accountLabel->setText(
            glimpse->maskedAddress.isEmpty()
                ? tr("For your account at %1 (%2)").arg(service.name, service.host)
                : tr("For %1 at %2").arg(glimpse->maskedAddress, service.name));
        m_personalWords += glimpse->maskedAddress;
    }
    m_form->repairLabel->tell(repairText(session.repairs()));
    m_form->newPasswordEdit->setLimit(m_rules.maximumBytes);
    m_form->repeatEdit->setLimit(m_rules.maximumBytes);
    m_form->repeatLabel->setVisible(m_rules.askTwice);
    m_form->repeatEdit->setVisible(m_rules.askTwice);
    m_form->equalRule->setVisible(m_rules.askTwice);
    const QString typed = m_form->newPasswordEdit->text();
    followStrength(typed);
    followRules(typed);
}

void PasswordPage::follow()
{
    tellFault({});
    const QString typed = m_form->newPasswordEdit->text();
    followStrength(typed);
    followRules(typed);
}

void PasswordPage::followStrength(const QString &typed)
{
    if (typed.isEmpty()) {
        m_form->strengthBar->setFilled(0);
        m_form->strengthLabel->setText(
            tr("A sentence that only you know is easy to keep. Spaces are welcome."));
        return;
    }
    const PasswordStrength strength = estimateStrength(typed, m_personalWords);
    const StrengthText words = strengthText(strength);
    const bool changed = words.word != m_form->strengthBar->accessibleName();
    m_form->strengthBar->setFilled(words.steps);
    m_form->strengthBar->setAccessibleName(words.word);
    m_form->strengthLabel->setText(words.joined());
    if (changed && isVisible())
        Q_EMIT announced(words.joined());
}

void PasswordPage::followRules(const QString &typed)
{
    QString excess; // what only taking something away will mend
    for (const RuleVerdict &verdict : PasswordPolicy(m_rules).judge(typed)) {
        switch (verdict.rule) {
        case PasswordRule::Length:
            followLength(verdict);
            break;
        case PasswordRule::NotTooLong:
            if (verdict.state == RuleState::Violated)
                excess = tr("At most %n byte(s)", nullptr, verdict.wanted);
            break;
        case PasswordRule::NoForbidden:
            if (verdict.state == RuleState::Violated)
                excess = tr("No control characters");
            break;
        }
    }
    m_form->excessRule->setRule(excess, false);
    m_form->excessRule->setVisible(!excess.isEmpty());
    const bool equal = !typed.isEmpty() && typed == m_form->repeatEdit->text();
    m_form->equalRule->setRule(tr("Both are the same"), equal);
}

void PasswordPage::followLength(const RuleVerdict &verdict)
{
    const bool wasMet = m_form->lengthRule->isMet();
    const bool met = verdict.state == RuleState::Met;
    // A service that demands nothing known beforehand has no rule to show.
    m_form->lengthRule->setVisible(verdict.wanted > 1);
    QString words = tr("At least %n character(s)", nullptr, verdict.wanted);
    if (!met && verdict.present > 0)
        words = tr("%1, %n more to go", "rule, then missing characters",
                   verdict.wanted - verdict.present)
                    .arg(words);
    m_form->lengthRule->setRule(words, met);
    if (met != wasMet && isVisible())
        Q_EMIT announced(m_form->lengthRule->accessibleName());
}

void PasswordPage::suggest()
{
    const Result<QString> phrase = suggestPassphrase(m_rules);
    if (!phrase) {
        tellFault(failureText(phrase.error()).joined());
        return;
    }
    for (PasswordEdit *field : {m_form->newPasswordEdit, m_form->repeatEdit}) {
        field->setText(*phrase);
        field->setRevealed(true);
    }
    m_form->newPasswordEdit->setFocus();
    m_form->newPasswordEdit->setCursorPosition(0);
    m_form->strengthLabel->setText(tr("Keep it safe before you go on: in your password manager, or "
                                      "on paper at home."));
    Q_EMIT announced(m_form->strengthLabel->text());
}

void PasswordPage::setBusy(bool busy)
{
    m_form->newPasswordEdit->setReadOnly(busy);
    m_form->repeatEdit->setReadOnly(busy);
    m_form->changeButton->setBusy(busy, tr("Saving…"));
    m_form->suggestButton->setEnabled(!busy);
    m_form->cancelButton->setEnabled(!busy);
}

PasswordEdit *PasswordPage::faultyField(Reason reason) const
{
    return reason == Reason::PasswordsDiffer ? m_form->repeatEdit : m_form->newPasswordEdit;
}

void PasswordPage::tellFault(const QString &words)
{
    m_form->faultLabel->tell(words);
    m_form->newPasswordEdit->setFault(words);
    if (words.isEmpty())
        m_form->repeatEdit->setFault({});
}

void PasswordPage::showRefusal(const Failure &failure)
{
    const QString words = failureText(failure).joined();
    tellFault({});
    m_form->faultLabel->tell(words);
    PasswordEdit *field = faultyField(failure.reason);
    field->setFault(words);
    field->setFocus();
}

void PasswordPage::leave()
{
    m_form->newPasswordEdit->forget();
    m_form->repeatEdit->forget();
    tellFault({});
}

ActionButton *PasswordPage::primaryButton() const
{
    return m_form->changeButton;
}

QWidget *PasswordPage::firstThingToDo() const
{
    return m_form->newPasswordEdit;
}

} // namespace latchkey
