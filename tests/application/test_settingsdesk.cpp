// SPDX-License-Identifier: GPL-3.0-or-later
#include "application/language.h"
#include "application/settingsdesk.h"
#include "application/windowsettings.h"
#include "ui/linkspanel.h"
#include "ui/settingsdialog.h"

#include <QComboBox>
#include <QPushButton>
#include <QtTest>

using namespace latchkey;

class TestSettingsDesk : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void keepsTheLanguage();
    void goesBackToTheDesktops();
    void speaksTheLanguage();
    void anUnknownLanguageIsTheDesktops();
    void isOneOfItsKind();

private:
    static QComboBox *languages(const QWidget &window)
    {
        return window.findChild<QComboBox *>(QStringLiteral("languageBox"));
    }
    static void choose(QComboBox *box, const char *language)
    {
        box->setCurrentIndex(box->findData(QLatin1String(language)));
        Q_EMIT box->activated(box->currentIndex());
    }
    static QString wordForClose()
    {
        return QCoreApplication::translate("latchkey::SettingsDialog", "Close");
    }

    std::unique_ptr<QTemporaryDir> m_home;
    std::unique_ptr<SettingsDesk> m_desk;
};

void TestSettingsDesk::init()
{
    m_home = std::make_unique<QTemporaryDir>();
    qputenv("XDG_CONFIG_HOME", QFile::encodeName(m_home->path()));
    m_desk = std::make_unique<SettingsDesk>(QCoreApplication::applicationFilePath());
}

void TestSettingsDesk::cleanup()
{
    m_desk.reset();
    QLocale::setDefault(QLocale::system());
}

void TestSettingsDesk::keepsTheLanguage()
{
    QWidget window;
    m_desk->show(&window);
    QComboBox *box = languages(window);
    QVERIFY(box->currentData().toString().isEmpty());
    QVERIFY(box->findText(QStringLiteral("Deutsch")) > 0);
    choose(box, "de");
    QCOMPARE(chosenLanguage(), QStringLiteral("de"));
    QVERIFY(!window.findChild<QWidget *>(QStringLiteral("languageNoteLabel"))->isHidden());
    QWidget another;
    m_desk->show(&another);
    QCOMPARE(languages(another)->currentData().toString(), QStringLiteral("de"));
}

void TestSettingsDesk::goesBackToTheDesktops()
{
    keepLanguage(QStringLiteral("de"));
    QWidget window;
    m_desk->show(&window);
    choose(languages(window), "");
    QVERIFY(chosenLanguage().isEmpty());
}

void TestSettingsDesk::speaksTheLanguage()
{
    QCOMPARE(wordForClose(), QStringLiteral("Close"));
    {
        const Language german(QStringLiteral("de"));
        QCOMPARE(wordForClose(), QStringLiteral("Schließen"));
        QCOMPARE(QLocale().language(), QLocale::German);
    }
    QCOMPARE(wordForClose(), QStringLiteral("Close"));
}

void TestSettingsDesk::anUnknownLanguageIsTheDesktops()
{
    for (const char *nonsense : {"xx", "../../etc/passwd", "de/../en"}) {
        const Language language{QLatin1String(nonsense)};
        QCOMPARE(wordForClose(), QStringLiteral("Close"));
        QCOMPARE(QLocale(), QLocale::system());
    }
}

void TestSettingsDesk::isOneOfItsKind()
{
    QWidget window;
    m_desk->show(&window);
    m_desk->show(&window);
    QCOMPARE(window.findChildren<SettingsDialog *>().size(), 1);
    QPointer<SettingsDialog> dialog = window.findChild<SettingsDialog *>();
    QVERIFY(dialog->isVisible());
    QWidget another;
    m_desk->show(&another);
    QVERIFY(!dialog || !dialog->isVisible());
    QVERIFY(another.findChild<SettingsDialog *>()->isVisible());
    QVERIFY(!window.isAncestorOf(another.findChild<LinksPanel *>()));
}

QTEST_MAIN(TestSettingsDesk)
#include "test_settingsdesk.moc"
