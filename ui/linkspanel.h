// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include <memory>

namespace latchkey {

namespace Ui {
class LinksPanel;
}

/// Who opens the links in mails on this account; offers to make it this program, and to test it
/// with a harmless link. Knows nothing of how either is done.
class LinksPanel final : public QWidget
{
    Q_OBJECT

public:
    enum class Opener : quint8 { ThisProgram, Nobody, Another };

    explicit LinksPanel(QWidget *parent = nullptr);
    ~LinksPanel() override;

    /// `rival`: the other program's name and place.
    void showOpener(Opener opener, const QString &rival = {});
    void showTesting();
    void showCameBack();
    /// The link of the test came nowhere; `program` opened it, if that is known.
    void showLost(const QString &program);
    void showNotWritten(const QString &path);

Q_SIGNALS:
    void repairWanted();
    void testWanted();

private:
    void tell(const QString &words);

    std::unique_ptr<Ui::LinksPanel> m_form;
};

} // namespace latchkey
