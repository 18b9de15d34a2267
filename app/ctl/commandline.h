// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ctl/verb.h"
#include "settings/settingoverride.h"

#include <QByteArrayList>

namespace latchkey {

/// What one command line asks for.
struct CommandLine
{
    enum class Answer : quint8 { Run, Help, Version };

    Answer answer = Answer::Run;
    QString configurationPath;             ///< `--config`; empty: the usual places
    std::vector<SettingOverride> settings; ///< `--set`
    QString topic;              ///< whose help: a noun, a verb's path, or empty for all of it
    const Verb *verb = nullptr; ///< not null when it is to be run
    Invocation invocation;
};

/// Whether the answer, errors included, is to be JSON. Asked before anything else is understood.
bool wantsJson(const QByteArrayList &words);

/// Reads the words behind the program's name. Global options may stand anywhere, a verb's own
/// behind it; "--" ends the options; a value is the next word or stands behind "=", and may begin
/// with a dash only there. UsageFaulty (detail: the sentence; about: the topic of the help that
/// says more).
Result<CommandLine> parseCommandLine(const QByteArrayList &words, const std::vector<Verb> &verbs);

} // namespace latchkey
