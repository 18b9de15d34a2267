// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctl/helptext.h"

#include <algorithm>

namespace latchkey {

namespace {

struct Line
{
    QString left;
    QString right;
};

QString table(const QList<Line> &lines)
{
    qsizetype width = 0;
    for (const Line &line : lines)
        width = std::max(width, line.left.size());
    QString text;
    for (const Line &line : lines)
        text += QStringLiteral("  %1  %2\n").arg(line.left.leftJustified(width), line.right);
    return text;
}

QString synopsis(const Verb &verb)
{
    QString text = QLatin1String(verb.path);
    for (const VerbOperand &operand : verb.operands) {
        text += QString(operand.needed == Needed::Always ? QStringLiteral(" %1")
                                                         : QStringLiteral(" [%1]"))
                    .arg(QLatin1String(operand.name));
    }
    return text;
}

QString globalOptions(Settings settings)
{
    QList<Line> lines{
        {QStringLiteral("--json"),
         QStringLiteral("answer with one JSON object on standard output, errors too")},
        {QStringLiteral("--config FILE"),
         QStringLiteral("use this configuration instead of the user's")}};
    if (settings == Settings::Used) {
        lines << Line{QStringLiteral("--set SECTION.KEY=VALUE"),
                      QStringLiteral("a setting for this run alone, unless the system locks it")};
    }
    lines << Line{QStringLiteral("--help"), QStringLiteral("print this and leave")}
          << Line{QStringLiteral("--version"), QStringLiteral("print the version and leave")};
    return QStringLiteral("\nOptions everywhere:\n") + table(lines);
}

QString exitCodes()
{
    return QStringLiteral("\nExit codes: 0 done, 1 refused, 2 usage, 3 trouble outside (database, "
                          "keyring,\nmail server, files, configuration). Passwords, tokens and "
                          "keys are read from\nstandard input, never from arguments.\n");
}

QString helpOf(const Verb &verb)
{
    QString text =
        QStringLiteral("Usage: latchkeyctl %1%2\n\n%3.\n")
            .arg(synopsis(verb), verb.options.empty() ? QString() : QStringLiteral(" [OPTIONS]"),
                 QLatin1String(verb.summary));
    text[text.indexOf(QLatin1String("\n\n")) + 2] =
        text[text.indexOf(QLatin1String("\n\n")) + 2].toUpper();
    if (*verb.details != '\0')
        text += QStringLiteral("\n%1\n").arg(QString::fromUtf8(verb.details));
    QList<Line> options;
    for (const VerbOption &option : verb.options) {
        const QString left = option.value ? QStringLiteral("%1 %2").arg(QLatin1String(option.name),
                                                                        QLatin1String(option.value))
                                          : QString(QLatin1String(option.name));
        options << Line{left, QString::fromUtf8(option.summary)};
    }
    if (!options.isEmpty())
        text += QStringLiteral("\nOptions:\n") + table(options);
    return text;
}

} // namespace

QString helpText(const QString &topic, const std::vector<Verb> &verbs)
{
    const auto exact = std::ranges::find_if(
        verbs, [&](const Verb &verb) { return topic == QLatin1String(verb.path); });
    QList<Line> commands;
    for (const Verb &verb : verbs) {
        if (topic.isEmpty() || QLatin1String(verb.path).startsWith(topic + u' '))
            commands << Line{synopsis(verb), QString::fromUtf8(verb.summary)};
    }

    QString text;
    if (exact != verbs.end())
        text = helpOf(*exact);
    else if (topic.isEmpty())
        text = QStringLiteral(
            "Usage: latchkeyctl [--json] [--config FILE] [--set SECTION.KEY=VALUE] COMMAND …\n\n"
            "Looks after a Latchkey service, from a shell or a script.\n");
    else
        text = QStringLiteral("Usage: latchkeyctl %1 COMMAND …\n").arg(topic);
    if (!commands.isEmpty())
        text += QStringLiteral("\nCommands:\n") + table(commands);
    text += globalOptions(exact != verbs.end() ? exact->settings : Settings::Used);
    if (topic.isEmpty()) {
        text += exitCodes() +
                QStringLiteral("\n'latchkeyctl COMMAND --help' says more about a command.\n");
    }
    return text;
}

} // namespace latchkey
