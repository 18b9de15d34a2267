// SPDX-License-Identifier: GPL-3.0-or-later
// A bare program that shows the same first page, pixel for pixel: the widgets and nothing behind
// them. No settings are read, no session and no service made, no link looked at, nothing hardened.
#include "ui/askpage.h"
#include "ui/header.h"
#include "ui/pagestack.h"

#include <QApplication>
#include <QVBoxLayout>

int main(int argc, char **argv)
{
    QApplication application(argc, argv);
    QWidget window;
    latchkey::ServiceDescription service;
    service.name = QStringLiteral("Example Accounts");
    service.host = QStringLiteral("on this computer");
    auto *header = new latchkey::Header;
    header->setService(service);
    auto *pages = new latchkey::PageStack;
    auto *page = new latchkey::AskPage;
    auto *column = new QVBoxLayout(&window);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(header);
    column->addWidget(pages, 1);
    pages->turnTo(page);
    window.setWindowTitle(QStringLiteral("Example Accounts: account recovery"));
    window.resize(480, 600);
    window.show();
    return QApplication::exec();
}
