// SPDX-License-Identifier: GPL-3.0-or-later
#include "launch/arguments.h"

#include "launch/identity.h"

#include <QCryptographicHash>
#include <QFile>
#include <QFileInfo>

namespace latchkey {

namespace {

constexpr qsizetype longestName = 30;

std::unexpected<Failure> usage(const QString &what)
{
    return fail(Reason::UsageFaulty, what);
}

/// The beginning of a word that may be told: what an option's name is made of. Neither a link
/// behind a dash nor an escape sequence reaches the terminal, or a log that keeps what we print.
QString nameOfOption(const QByteArray &word)
{
    qsizetype end = 0;
    while (end < word.size() && end < longestName &&
           (word[end] == '-' || (word[end] >= 'a' && word[end] <= 'z')))
        ++end;
    return QString::fromLatin1(word.first(end));
}

Result<void> takeLink(const QByteArray &word, Arguments &arguments)
{
    if (!arguments.link.isEmpty())
        return usage(QStringLiteral("Only one link can be opened at a time."));
    if (word.size() > longestLink)
        return usage(QStringLiteral("The link is too long to be one of ours."));
    arguments.link = plainLink(word);
    return {};
}

} // namespace

Result<Arguments> parseArguments(const QByteArrayList &words)
{
    Arguments arguments;
    bool optionsEnded = false;
    for (qsizetype i = 0; i < words.size(); ++i) {
        const QByteArray &word = words[i];
        const bool option = !optionsEnded && word.startsWith('-');
        if (!option || isOurLink(word)) {
            if (!isOurLink(word) && !isWebLink(word))
                return usage(QStringLiteral("An argument is neither an option nor a link."));
            if (auto taken = takeLink(word, arguments); !taken)
                return fail(taken.error());
        } else if (word == "--") {
            optionsEnded = true;
        } else if (word == "--help" || word == "-h") {
            arguments.answer = Arguments::Answer::Help;
        } else if (word == "--version") {
            arguments.answer = Arguments::Answer::Version;
        } else if (word == "--demo") {
            arguments.demo = true;
        } else if (word == "--dbus-activated") {
            arguments.dbusActivated = true;
        } else if (word == "--kiosk") {
            arguments.kiosk = true;
        } else if (word == "--wiped") {
            arguments.wiped = true;
        } else if (word == "--config") {
            if (i + 1 == words.size() || isOurLink(words[i + 1]))
                return usage(QStringLiteral("--config needs a file."));
            arguments.configurationPath = QFile::decodeName(words[++i]);
        } else {
            return usage(QStringLiteral("There is no option %1.").arg(nameOfOption(word)));
        }
    }
    if (arguments.demo && !arguments.configurationPath.isEmpty())
        return usage(QStringLiteral("--demo and --config exclude each other."));
    if (arguments.dbusActivated && words.size() != 1)
        return usage(QStringLiteral("--dbus-activated stands alone."));
    if (arguments.wiped && !arguments.kiosk)
        return usage(QStringLiteral("--wiped is for a kiosk."));
    if (arguments.kiosk) {
        if (auto fits = fitsKiosk(arguments); !fits)
            return fail(fits.error());
    }
    return arguments;
}

Result<void> fitsKiosk(const Arguments &arguments)
{
    if (!arguments.link.isEmpty())
        return usage(QStringLiteral("A kiosk opens no link from its arguments."));
    if (arguments.demo)
        return usage(QStringLiteral("A kiosk and --demo exclude each other."));
    if (arguments.dbusActivated)
        return usage(QStringLiteral("A kiosk is not started by the session bus."));
    return {};
}

QByteArray instanceName(const Arguments &arguments)
{
    if (arguments.demo)
        return "demo";
    if (arguments.configurationPath.isEmpty())
        return "window";
    // A path can be longer than a socket's name may be.
    constexpr qsizetype enough = 16;
    const QFileInfo file(arguments.configurationPath);
    const QString path = file.exists() ? file.canonicalFilePath() : file.absoluteFilePath();
    return "window-" + QCryptographicHash::hash(QFile::encodeName(path), QCryptographicHash::Sha256)
                           .toHex()
                           .first(enough);
}

QString usageText()
{
    return QStringLiteral(
        "Usage: latchkey [--config FILE | --demo] [LINK]\n"
        "       latchkey --kiosk [--config FILE]\n"
        "\n"
        "Gets you back into your account: asks for a reset mail, opens its link, and lets you\n"
        "choose a new password.\n"
        "\n"
        "  LINK           the link from the mail: a latchkey: link, or the service's https link\n"
        "  --config FILE  read this configuration instead of the usual one\n"
        "  --demo         a demo service with a mailbox beside the window; nothing real\n"
        "  --kiosk        full screen for a machine that strangers use; opens no LINK\n"
        "  --version      print the version and leave\n"
        "  --help         print this and leave\n");
}

} // namespace latchkey
