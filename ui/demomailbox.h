// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>
#include <QList>
#include <QWidget>

#include <memory>

namespace latchkey {

namespace Ui {
class DemoMailbox;
}

/// A mail as the demo's mailbox shows it: decoded, plain text.
struct DemoMail
{
    QString subject;
    QDateTime sent;
    QString text;
};

/// The window beside the demo that shows the mails it has just sent. A click on a link in a mail
/// gives the bytes that a mail program would hand over.
class DemoMailbox final : public QWidget
{
    Q_OBJECT

public:
    explicit DemoMailbox(QWidget *parent = nullptr);
    ~DemoMailbox() override;

    /// Puts it on top of the list and opens it.
    void addMail(const DemoMail &mail);

Q_SIGNALS:
    void linkActivated(const QByteArray &link);

private:
    void showMail(int row);

    std::unique_ptr<Ui::DemoMailbox> m_form;
    QList<DemoMail> m_mails;
    QList<QByteArray> m_links;
};

} // namespace latchkey
