// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/look.h"

#include <QApplication>
#include <QPalette>
#include <QTest>

using namespace latchkey;

class TestLook : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void contrastIsThatOfWcag();
    void coloursStandOut_data();
    void coloursStandOut();
};

void TestLook::contrastIsThatOfWcag()
{
    QCOMPARE(qRound(contrast(Qt::black, Qt::white) * 100), 2100);
    QCOMPARE(qRound(contrast(Qt::white, Qt::white) * 100), 100);
    // The grey that is known as the lightest one readable on white.
    QCOMPARE(qRound(contrast(QColor(0x76, 0x76, 0x76), Qt::white) * 100), 454);
}

void TestLook::coloursStandOut_data()
{
    QTest::addColumn<QColor>("base");
    QTest::addColumn<QColor>("text");
    QTest::addColumn<QColor>("highlight");
    const QColor highlights[] = {
        QColor(0x30, 0x8c, 0xc6), QColor(0xff, 0xe0, 0x00), Qt::black, Qt::white,
        QColor(0x80, 0x80, 0x80), QColor(0xe9, 0x54, 0x20)};
    const QColor grounds[] = {Qt::white, QColor(0xef, 0xef, 0xef), QColor(0x1e, 0x20, 0x23),
                              Qt::black, QColor(0x2d, 0x2d, 0x40)};
    for (const QColor &ground : grounds) {
        for (const QColor &highlight : highlights) {
            const bool light = ground.lightness() > 127;
            QTest::addRow("%s on %s", qPrintable(highlight.name()), qPrintable(ground.name()))
                << ground << QColor(light ? Qt::black : Qt::white) << highlight;
        }
    }
}

void TestLook::coloursStandOut()
{
    QFETCH(const QColor, base);
    QFETCH(const QColor, text);
    QFETCH(const QColor, highlight);
    QPalette palette;
    palette.setColor(QPalette::Base, base);
    palette.setColor(QPalette::Text, text);
    palette.setColor(QPalette::Highlight, highlight);
    const Look look = Look::of(palette);
    QVERIFY(contrast(look.text, look.ground) >= 7.0);
    QVERIFY(contrast(look.quiet, look.ground) >= 4.5);
    QVERIFY(contrast(look.link, look.ground) >= 4.5);
    QVERIFY(contrast(look.onAccent, look.accent) >= 4.5);
    QVERIFY(contrast(look.accent, look.ground) >= 3.0);
    QVERIFY(contrast(look.edge, look.ground) >= 3.0);
    QVERIFY(contrast(look.good, look.ground) >= 4.5);
    QVERIFY(contrast(look.fair, look.ground) >= 4.5);
    QVERIFY(contrast(look.bad, look.ground) >= 4.5);
    QVERIFY(contrast(look.text, look.accentSoft) >= 4.5);
}

QTEST_MAIN(TestLook)
#include "test_look.moc"
