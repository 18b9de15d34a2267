// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctl/ctl.h"

#include "ctl/commandline.h"
#include "ctl/failurewords.h"
#include "ctl/helptext.h"
#include "ctl/verbs.h"
#include "ctl/workplace.h"

#include <QLoggingCategory>

namespace latchkey {

namespace {

ExitCode refuse(Printer &printer, const Failure &failure, const QString &topic)
{
    printer.failure(failure);
    if (failure.reason == Reason::UsageFaulty) {
        printer.remark(QStringLiteral("Try 'latchkeyctl %1--help'.")
                           .arg(topic.isEmpty() ? QString() : topic + u' '));
    }
    return exitCodeOf(failure.reason);
}

ExitCode run(Printer &printer, const CommandLine &line)
{
    switch (line.answer) {
    case CommandLine::Answer::Help: {
        const QString help = helpText(line.topic, allVerbs());
        printer.answer({{QStringLiteral("help"), help}}, help);
        return ExitCode::Done;
    }
    case CommandLine::Answer::Version:
        printer.answer({{QStringLiteral("version"), QStringLiteral(LATCHKEY_VERSION)}},
                       QStringLiteral("latchkeyctl " LATCHKEY_VERSION));
        return ExitCode::Done;
    case CommandLine::Answer::Run:
        break;
    }
    Workplace place(printer, line.configurationPath, line.settings);
    const Result<ExitCode> code = line.verb->run(place, line.invocation);
    return code ? *code : refuse(printer, code.error(), line.topic);
}

} // namespace

int runCtl(const QByteArrayList &words)
{
    // What goes wrong is told once, as a sentence; QT_LOGGING_RULES brings the log back.
    QLoggingCategory::setFilterRules(QStringLiteral("latchkey.*=false"));
    Printer printer(wantsJson(words) ? Style::Json : Style::Text);
    const auto line = parseCommandLine(words, allVerbs());
    ExitCode code = line ? run(printer, *line) : refuse(printer, line.error(), line.error().about);
    if (!printer.flush())
        code = ExitCode::Trouble;
    return static_cast<int>(code);
}

} // namespace latchkey
