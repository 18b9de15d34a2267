// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "recovery/passwordrules.h"
#include "ui/page.h"

#include <memory>

namespace latchkey {

namespace Ui {
class PasswordPage;
}

/// The new-password form. The rules are known before typing and ticked off while typing. A refusal
/// keeps what was typed; leaving the page wipes it. Only the button (or Enter) saves.
class PasswordPage final : public Page
{
    Q_OBJECT

public:
    explicit PasswordPage(QWidget *parent = nullptr);
    ~PasswordPage() override;

    void present(const RecoverySession &session, Instant now) override;
    void setBusy(bool busy) override;
    void showRefusal(const Failure &failure) override;
    void leave() override;
    ActionButton *primaryButton() const override;
    QWidget *firstThingToDo() const override;

Q_SIGNALS:
    /// `repeated` is empty where the rules do not ask twice. Both are wiped when the page is left.
    void passwordChosen(const QString &typed, const QString &repeated);
    void cancelWanted();

private:
    void follow();
    void followStrength(const QString &typed);
    void followRules(const QString &typed);
    void followLength(const struct RuleVerdict &verdict);
    void suggest();
    void tellFault(const QString &words);
    class PasswordEdit *faultyField(Reason reason) const;

    std::unique_ptr<Ui::PasswordPage> m_form;
    PasswordRules m_rules;
    QStringList m_personalWords;
};

} // namespace latchkey
