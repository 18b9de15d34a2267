// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/page.h"

#include <QMap>
#include <QUrl>

#include <memory>

class QLineEdit;

namespace latchkey {

namespace Ui {
class NewServicePage;
}

/// A kind of service that can be added, and what it wants to know.
struct ServiceKind
{
    struct Variable
    {
        QString name = {};
        QString label = {}; ///< of the profile: in English
        QString fallback = {};
        bool required = false;
        bool secret = false;
    };

    QString id = {};
    QString title = {};
    QUrl address = {};  ///< where it was seen, or the address that was typed
    bool seen = false;  ///< the address answered as this kind does
    bool tried = false; ///< against a running service, and not only written from documentation
    QList<Variable> variables = {};
};

/// What a person has filled in.
struct NewService
{
    QString kind = {};
    QUrl address = {};
    QString name = {};
    QMap<QString, QString> variables = {};
};

/// The second step of adding a service: what it is, what it is called, and above all to which host
/// passwords will go.
class NewServicePage final : public Page
{
    Q_OBJECT

public:
    explicit NewServicePage(QWidget *parent = nullptr);
    ~NewServicePage() override;

    /// The kinds in the order in which they are offered; those that were seen come first.
    void offer(const QList<ServiceKind> &kinds);
    /// The service did not answer as such a service does: says so, and lets the person insist.
    void showDoubt(const QString &saw);
    void setBusy(bool busy) override;
    void showRefusal(const Failure &failure) override;
    ActionButton *primaryButton() const override;
    QWidget *firstThingToDo() const override;

Q_SIGNALS:
    /// `insisting`: after showDoubt().
    void addWanted(const latchkey::NewService &service, bool insisting);
    void backWanted();

private:
    void showKind();
    void add();
    void forgetDoubt();

    std::unique_ptr<Ui::NewServicePage> m_form;
    QList<ServiceKind> m_kinds;
    QMap<QString, QLineEdit *> m_variables;
    QString m_addText;
    bool m_doubtful = false;
};

} // namespace latchkey
