// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/patience.h"
#include "ui/passwordedit.h"

#include <QApplication>
#include <QClipboard>
#include <QDropEvent>
#include <QMenu>
#include <QMimeData>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

using namespace latchkey;

Q_DECLARE_METATYPE(latchkey::Reason)

/// A password field in a real window, under real keys.
class TestPasswordEdit : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_edit.reset(); }
    void masksUntilAsked();
    void revealIsNamedAndReachedByKeys();
    void forgettingWipesTheBuffer();
    void forgettingLeavesNoUndo();
    void maskedTextCannotBeCopied_data();
    void maskedTextCannotBeCopied();
    void takesNoDrops();
    void pastes_data();
    void pastes();
    void pastesFromItsMenu();
    void readOnlyTakesNoPaste();
    void inputMethodsMayNotLearn();

private:
    QToolButton *reveal() const
    {
        return m_edit->findChild<QToolButton *>(QStringLiteral("revealButton"));
    }

    std::unique_ptr<PasswordEdit> m_edit;
};

void TestPasswordEdit::init()
{
    QApplication::clipboard()->clear();
    m_edit = std::make_unique<PasswordEdit>();
    m_edit->show();
    QApplication::setActiveWindow(m_edit.get());
    QVERIFY(QTest::qWaitForWindowExposed(m_edit.get(), patienceOfTests));
    m_edit->setFocus();
}

void TestPasswordEdit::masksUntilAsked()
{
    QTest::keyClicks(m_edit.get(), QStringLiteral("correct horse"));
    QCOMPARE(m_edit->text(), QStringLiteral("correct horse"));
    QVERIFY(!m_edit->displayText().contains(QLatin1String("horse")));
    QTest::mouseClick(reveal(), Qt::LeftButton);
    QVERIFY(m_edit->isRevealed());
    QCOMPARE(m_edit->displayText(), QStringLiteral("correct horse"));
    QTest::mouseClick(reveal(), Qt::LeftButton);
    QVERIFY(!m_edit->displayText().contains(QLatin1String("horse")));
}

void TestPasswordEdit::revealIsNamedAndReachedByKeys()
{
    const QString before = reveal()->accessibleName();
    QVERIFY(!before.isEmpty());
    QTest::keyClick(m_edit.get(), Qt::Key_Tab);
    LATCHKEY_TRY_VERIFY(reveal()->hasFocus());
    QTest::keyClick(reveal(), Qt::Key_Space);
    QVERIFY(m_edit->isRevealed());
    QVERIFY(reveal()->accessibleName() != before);
}

void TestPasswordEdit::forgettingWipesTheBuffer()
{
    m_edit->setRevealed(true);
    QTest::keyClicks(m_edit.get(), QStringLiteral("correct horse battery"));
    const QString held = m_edit->text(); // shares the very buffer of the field
    m_edit->forget();
    QVERIFY(m_edit->text().isEmpty());
    QVERIFY(!m_edit->isRevealed());
    QCOMPARE(held, QString(held.size(), QChar(u'\0')));
}

void TestPasswordEdit::forgettingLeavesNoUndo()
{
    QTest::keyClicks(m_edit.get(), QStringLiteral("secret"));
    m_edit->forget();
    QVERIFY(!m_edit->isUndoAvailable());
    QVERIFY(!m_edit->isRedoAvailable());
    m_edit->setRevealed(true);
    QTest::keySequence(m_edit.get(), QKeySequence::Undo);
    QVERIFY(m_edit->text().isEmpty());
}

void TestPasswordEdit::maskedTextCannotBeCopied_data()
{
    QTest::addColumn<QKeySequence::StandardKey>("key");
    QTest::addRow("copy") << QKeySequence::Copy;
    QTest::addRow("cut") << QKeySequence::Cut;
}

void TestPasswordEdit::maskedTextCannotBeCopied()
{
    QFETCH(const QKeySequence::StandardKey, key);
    m_edit->setText(QStringLiteral("correct horse"));
    m_edit->selectAll();
    QTest::keySequence(m_edit.get(), QKeySequence(key));
    QVERIFY(QApplication::clipboard()->text().isEmpty());
    QVERIFY(
        !QApplication::clipboard()->text(QClipboard::Selection).contains(QLatin1String("horse")));
}

void TestPasswordEdit::takesNoDrops()
{
    QVERIFY(!m_edit->acceptDrops());
    QVERIFY(!m_edit->dragEnabled());
    QMimeData data;
    data.setText(QStringLiteral("dropped"));
    QDropEvent drop(QPointF(5, 5), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(m_edit.get(), &drop);
    QVERIFY(m_edit->text().isEmpty());
}

void TestPasswordEdit::pastes_data()
{
    QTest::addColumn<QString>("pasted");
    QTest::addColumn<QString>("kept");
    QTest::addColumn<QList<Reason>>("refusals");
    const QList<Reason> none;
    QTest::addRow("plain") << QStringLiteral("abc") << QStringLiteral("abc") << none;
    QTest::addRow("the end of its line")
        << QStringLiteral("abc\r\n") << QStringLiteral("abc") << none;
    QTest::addRow("at the limit") << QString(20, u'a') << QString(20, u'a') << none;
    QTest::addRow("one too long") << QString(21, u'a') << QString()
                                  << QList<Reason>{Reason::PasswordTooLong};
    QTest::addRow("too long in bytes")
        << QString(11, u'ä') << QString() << QList<Reason>{Reason::PasswordTooLong};
    QTest::addRow("beyond what Qt keeps")
        << QString(40'000, u'a') << QString() << QList<Reason>{Reason::PasswordTooLong};
    QTest::addRow("two lines") << QStringLiteral("ab\ncd") << QString()
                               << QList<Reason>{Reason::PasswordForbidden};
}

void TestPasswordEdit::pastes()
{
    QFETCH(const QString, pasted);
    QFETCH(const QString, kept);
    QFETCH(const QList<Reason>, refusals);
    m_edit->setLimit(20);
    QList<Reason> refused;
    connect(m_edit.get(), &PasswordEdit::pasteRefused, this,
            [&refused](const Failure &failure) { refused += failure.reason; });
    QApplication::clipboard()->setText(pasted);
    QTest::keySequence(m_edit.get(), QKeySequence::Paste);
    QCOMPARE(m_edit->text(), kept);
    QCOMPARE(refused, refusals);
}

void TestPasswordEdit::pastesFromItsMenu()
{
    m_edit->setLimit(4);
    QSignalSpy refused(m_edit.get(), &PasswordEdit::pasteRefused);
    QApplication::clipboard()->setText(QStringLiteral("too long"));
    QContextMenuEvent wish(QContextMenuEvent::Keyboard, QPoint(5, 5),
                           m_edit->mapToGlobal(QPoint(5, 5)));
    QApplication::sendEvent(m_edit.get(), &wish);
    auto *menu = m_edit->findChild<QMenu *>();
    QVERIFY(menu);
    auto *paste = menu->findChild<QAction *>(QStringLiteral("pasteAction"));
    QVERIFY(paste);
    paste->trigger();
    QCOMPARE(refused.count(), 1);
    QVERIFY(m_edit->text().isEmpty());
}

void TestPasswordEdit::readOnlyTakesNoPaste()
{
    m_edit->setReadOnly(true);
    QApplication::clipboard()->setText(QStringLiteral("abc"));
    QTest::keySequence(m_edit.get(), QKeySequence::Paste);
    QVERIFY(m_edit->text().isEmpty());
}

void TestPasswordEdit::inputMethodsMayNotLearn()
{
    for (const bool revealed : {false, true}) {
        m_edit->setRevealed(revealed);
        QVERIFY(m_edit->inputMethodHints().testFlag(Qt::ImhSensitiveData));
        QVERIFY(m_edit->inputMethodHints().testFlag(Qt::ImhNoPredictiveText));
    }
}

QTEST_MAIN(TestPasswordEdit)
#include "test_passwordedit.moc"
