// SPDX-License-Identifier: GPL-3.0-or-later
// The least that a Qt Widgets program can be: the floor under every start-up time.
#include <QApplication>
#include <QWidget>

int main(int argc, char **argv)
{
    QApplication application(argc, argv);
    QWidget window;
    window.show();
    return QApplication::exec();
}
