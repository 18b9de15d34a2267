// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QByteArray>
#include <QByteArrayList>
#include <QString>

namespace latchkey {

/// What the command line asks the window program for.
struct Arguments
{
    enum class Answer : quint8 { Window, Help, Version };

    Answer answer = Answer::Window;
    bool demo = false;
    bool dbusActivated = false; ///< by the session bus, which says later what for; not in `--help`
    bool kiosk = false;
    bool wiped = false;        ///< a kiosk's start after a visit; not in `--help`
    QString configurationPath; ///< empty: the usual places
    QByteArray link;           ///< one operand, as the operating system gave it; may be empty
};

/// The words behind the program's name. Ours alone: Qt never sees them, so that a link cannot name
/// `-platformpluginpath` (CVE-2019-12828). What begins with our scheme is a link wherever it
/// stands, a link of the web only where an operand may, anything else beginning with a dash must be
/// one of our own options. UsageFaulty (detail: the sentence; it repeats no link).
Result<Arguments> parseArguments(const QByteArrayList &words);

/// UsageFaulty with the sentence when a kiosk is not started this way: it opens no link from
/// outside, and runs beside no demo and no session bus.
Result<void> fitsKiosk(const Arguments &arguments);

/// What `--help` prints. In English like every message of a command line here: no translation is
/// loaded before there is an application.
QString usageText();

/// Which instance such a start belongs to: the usual one, the demo's, or that of a configuration
/// file named on the command line. Links from outside reach the usual one.
QByteArray instanceName(const Arguments &arguments);

} // namespace latchkey
