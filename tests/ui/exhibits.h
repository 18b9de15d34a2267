// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/ui/windowkit.h"
#include "ui/aboutdialog.h"
#include "ui/demomailbox.h"
#include "ui/settingsdialog.h"
#include "ui/startwindow.h"

#include <QList>

namespace latchkey {

/// Room for one window at a time, of whichever kind.
struct Stand
{
    WindowKit kit;
    std::unique_ptr<StartWindow> start;
    std::unique_ptr<DemoMailbox> mailbox;
    std::unique_ptr<SettingsDialog> settings;
    std::unique_ptr<AboutDialog> about;
};

/// One page as a person can meet it. `arrange` walks the real window there, through its session,
/// and gives that window back, shown.
struct Exhibit
{
    const char *name;
    QWidget *(*arrange)(Stand &stand);
};

/// Every page of the program, and the states in which it looks different.
const QList<Exhibit> &exhibits();

/// Light or dark colours, as a desktop gives them. The program has none of its own.
QPalette lightDesktop();
QPalette darkDesktop();

} // namespace latchkey
