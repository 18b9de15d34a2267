// SPDX-License-Identifier: GPL-3.0-or-later
// A bare program that shows the page that a link leads to: the widgets, and a session whose service
// says yes to anything. No settings are read, no database is opened, no signature checked.
#include "tests/ui/windowkit.h"
#include "ui/header.h"
#include "ui/pagestack.h"
#include "ui/passwordpage.h"

#include <QApplication>
#include <QVBoxLayout>

using namespace latchkey;

int main(int argc, char **argv)
{
    QApplication application(argc, argv);
    QWidget window;
    AskingService service;
    const SystemClock clock;
    RecoverySession session(service, clock);
    auto *header = new Header;
    header->setService(service.description());
    auto *pages = new PageStack;
    auto *page = new PasswordPage;
    auto *column = new QVBoxLayout(&window);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(header);
    column->addWidget(pages, 1);
    window.resize(480, 600);
    QObject::connect(&session, &RecoverySession::stageChanged, &window, [&](Stage stage) {
        if (stage != Stage::Choosing)
            return;
        page->present(session, clock.now());
        pages->turnTo(page);
        window.show();
    });
    session.openFromSystem(WindowKit::link());
    service.inspection.answer(AccountGlimpse{.maskedAddress = QStringLiteral("a•••e@example.com"),
                                             .proofExpires = clock.now() + std::chrono::hours(3)});
    return QApplication::exec();
}
