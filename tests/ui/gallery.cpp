// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/exhibits.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QDir>
#include <QScreen>

#include <iostream>

using namespace latchkey;

namespace {

struct Hanging
{
    QDir folder;
    QSize size;
};

/// Once everything that waits for the first frame (drawings, icons) is there.
void takePicture(QWidget *window, const QString &file)
{
    QTest::qWait(400);
    window->grab().save(file);
}

void hang(const Hanging &hanging)
{
    for (const Exhibit &exhibit : exhibits()) {
        Stand stand;
        QWidget *window = exhibit.arrange(stand);
        window->resize(hanging.size);
        takePicture(window,
                    hanging.folder.filePath(QLatin1String(exhibit.name) + QStringLiteral(".png")));
    }
}

} // namespace

/// latchkey_gallery [--language de] [--dark] [--mirrored] [--scale 2] [--size 360x480] FOLDER
///
/// Paints every page into FOLDER/PAGE.png, to be looked at.
int main(int argc, char *argv[])
{
    QApplication application(argc, argv);
    QCommandLineParser line;
    const QCommandLineOption language(QStringLiteral("language"), {}, QStringLiteral("code"),
                                      QStringLiteral("en"));
    const QCommandLineOption dark(QStringLiteral("dark"));
    const QCommandLineOption mirrored(QStringLiteral("mirrored"));
    const QCommandLineOption scale(QStringLiteral("scale"), {}, QStringLiteral("factor"),
                                   QStringLiteral("1"));
    const QCommandLineOption size(QStringLiteral("size"), {}, QStringLiteral("WxH"),
                                  QStringLiteral("480x600"));
    line.addOptions({language, dark, mirrored, scale, size});
    line.addPositionalArgument(QStringLiteral("folder"), {});
    line.process(application);
    const QStringList sides = line.value(size).split(u'x');
    const QStringList folders = line.positionalArguments();
    if (folders.size() != 1 || sides.size() != 2 || !QDir().mkpath(folders.first())) {
        std::cerr << qPrintable(line.helpText());
        return 2;
    }

    QApplication::setStyle(QStringLiteral("Fusion"));
    QApplication::setPalette(line.isSet(dark) ? darkDesktop() : lightDesktop());
    QApplication::setEffectEnabled(Qt::UI_General, false);
    if (line.isSet(mirrored))
        QApplication::setLayoutDirection(Qt::RightToLeft);
    QFont font = QApplication::font();
    font.setPointSizeF(font.pointSizeF() * line.value(scale).toDouble());
    QApplication::setFont(font);
    const Spoken spoken(line.value(language));
    hang({.folder = QDir(folders.first()), .size = {sides[0].toInt(), sides[1].toInt()}});
    return 0;
}
