// SPDX-License-Identifier: GPL-3.0-or-later
#include "application/linksdesk.h"
#include "launch/entrance.h"
#include "launch/identity.h"
#include "tests/support/patience.h"
#include "ui/linkspanel.h"

#include <QDir>
#include <QLabel>
#include <QPushButton>
#include <QtTest>

using namespace latchkey;

/// The panel over the real registration of an empty home, and the test link on its real way:
/// xdg-open, the program, its hand-over, and back.
class TestLinksDesk : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void repairsAndComesBack();
    void aRivalSwallowsTheLink();
    void otherHellosAreNobodysBusiness();

private:
    void makeDesk(std::chrono::milliseconds patience = LinksDesk::usualPatience);
    void showDesk();
    LinksPanel *panel() const { return m_panel.get(); }
    QPushButton *button(const char *name) const
    {
        return panel()->findChild<QPushButton *>(QLatin1String(name));
    }
    QString textOf(const char *name) const
    {
        return panel()->findChild<QLabel *>(QLatin1String(name))->text();
    }

    std::unique_ptr<LinkInbox> m_inbox;
    std::unique_ptr<Entrance> m_entrance;
    std::unique_ptr<LinksDesk> m_desk;
    std::unique_ptr<LinksPanel> m_panel;
    QByteArrayList m_links;
};

void TestLinksDesk::init()
{
    m_inbox = std::make_unique<LinkInbox>();
    m_entrance = std::make_unique<Entrance>("window", *m_inbox);
    m_entrance->enter(claimInstance("window", {}), {});
    m_links.clear();
    makeDesk();
    connect(m_inbox.get(), &LinkInbox::arrived, this, [this] {
        while (const auto message = m_inbox->take()) {
            if (!m_desk->takeHello(message->link))
                m_links += message->link;
        }
    });
    showDesk();
}

void TestLinksDesk::makeDesk(std::chrono::milliseconds patience)
{
    m_desk = std::make_unique<LinksDesk>(
        QFileInfo(QStringLiteral(LATCHKEY_BINARY_DIR "/bin/latchkey")).canonicalFilePath(),
        patience);
}

void TestLinksDesk::showDesk()
{
    m_panel = std::make_unique<LinksPanel>();
    m_desk->attend(*m_panel);
    m_panel->show();
}

void TestLinksDesk::cleanup()
{
    m_panel.reset();
    m_desk.reset();
    m_entrance.reset();
    QDir(QDir::homePath() + QStringLiteral("/.local")).removeRecursively();
    QFile::remove(QDir::homePath() + QStringLiteral("/.config/mimeapps.list"));
}

void TestLinksDesk::repairsAndComesBack()
{
    QVERIFY(!button("testButton")->isEnabled());
    button("repairButton")->click();
    QVERIFY(button("repairButton")->isHidden());
    const QString before = textOf("openerLabel");
    button("testButton")->click();
    const QString waiting = textOf("resultLabel");
    QVERIFY(!waiting.isEmpty() && !button("testButton")->isEnabled());
    LATCHKEY_TRY_VERIFY(button("testButton")->isEnabled());
    LinksPanel expected;
    expected.showCameBack();
    QCOMPARE(textOf("resultLabel"),
             expected.findChild<QLabel *>(QStringLiteral("resultLabel"))->text());
    QCOMPARE(textOf("openerLabel"), before);
    QVERIFY(m_links.isEmpty());
}

void TestLinksDesk::aRivalSwallowsTheLink()
{
    const QString applications = QDir::homePath() + QStringLiteral("/.local/share/applications");
    QVERIFY(QDir().mkpath(applications));
    QFile rival(applications + QStringLiteral("/rival.desktop"));
    QVERIFY(rival.open(QIODevice::WriteOnly));
    const QString trace = QDir::homePath() + QStringLiteral("/rival-was-here");
    rival.write("[Desktop Entry]\nType=Application\nName=Rival\nExec=touch " + trace.toUtf8() +
                " %u\n");
    rival.close();
    QFile list(QDir::homePath() + QStringLiteral("/.config/mimeapps.list"));
    QVERIFY(QDir().mkpath(QDir::homePath() + QStringLiteral("/.config")));
    QVERIFY(list.open(QIODevice::WriteOnly));
    for (const QByteArrayView scheme : {linkScheme, twinScheme})
        list.write("[Default Applications]\nx-scheme-handler/" + scheme.toByteArray() +
                   "=rival.desktop\n");
    list.close();
    // A short wait: the rival's trace says that nothing would come after a long one either.
    makeDesk(std::chrono::milliseconds(300));
    showDesk();
    QVERIFY(textOf("openerLabel").contains(QLatin1String("Rival (")));
    QVERIFY(!button("repairButton")->isHidden());
    button("testButton")->click();
    LATCHKEY_TRY_VERIFY(button("testButton")->isEnabled());
    QVERIFY(textOf("resultLabel").contains(QLatin1String("Rival (")));
    LATCHKEY_TRY_VERIFY(QFile::exists(trace));
}

void TestLinksDesk::otherHellosAreNobodysBusiness()
{
    QVERIFY(m_desk->takeHello(helloLink("0123456789abcdef0123456789abcdef")));
    QVERIFY(textOf("resultLabel").isEmpty());
    QVERIFY(!m_desk->takeHello("latchkey://reset/acme/x"));
}

QTEST_MAIN(TestLinksDesk)
#include "test_linksdesk.moc"
