// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctl/commandline.h"

#include "core/nearestname.h"

#include <QDir>
#include <QFile>

#include <algorithm>

namespace latchkey {

namespace {

/// As much of a word as a message repeats.
QString shown(const QByteArray &word)
{
    constexpr qsizetype longest = 40;
    const QString text = QString::fromUtf8(word);
    return text.size() <= longest ? text : text.left(longest) + QStringLiteral("…");
}

bool hasOption(const Verb &verb, const char *name)
{
    return std::ranges::any_of(verb.options,
                               [&](const VerbOption &one) { return qstrcmp(one.name, name) == 0; });
}

class Parser
{
public:
    Parser(const QByteArrayList &words, const std::vector<Verb> &verbs)
        : m_words(words), m_verbs(verbs)
    {
    }

    Result<CommandLine> parse();

private:
    struct Option
    {
        QByteArray name;
        QByteArray value;
        bool hasValue = false;
    };

    std::unexpected<Failure> usage(const QString &what) const;
    Result<void> takeOption(const QByteArray &word);
    Result<void> takeConfiguration(const Option &option);
    Result<void> takeSetting(const Option &option);
    Result<void> takeVerbOption(Option option);
    Result<QByteArray> valueOf(const Option &option, const char *kind);
    Result<void> takeWord(const QByteArray &word);
    void settleVerb();
    Result<void> checkWhole();
    std::unexpected<Failure> unknownWord(const QByteArray &word) const;
    bool isBeginning(const QString &path) const;
    QStringList nextWords() const;

    const QByteArrayList &m_words;
    const std::vector<Verb> &m_verbs;
    qsizetype m_at = 0;
    bool m_optionsEnded = false;
    bool m_settled = false; ///< what follows are operands
    CommandLine m_line;
};

std::unexpected<Failure> Parser::usage(const QString &what) const
{
    return fail({.reason = Reason::UsageFaulty, .detail = what, .about = m_line.topic});
}

bool Parser::isBeginning(const QString &path) const
{
    return std::ranges::any_of(m_verbs, [&](const Verb &verb) {
        const QLatin1String whole(verb.path);
        return whole == path ||
               (whole.startsWith(path) && whole.mid(path.size()).startsWith(QLatin1Char(' ')));
    });
}

/// What may stand behind the words of the topic.
QStringList Parser::nextWords() const
{
    const qsizetype depth = m_line.topic.isEmpty() ? 0 : m_line.topic.count(QLatin1Char(' ')) + 1;
    const QString prefix = m_line.topic.isEmpty() ? QString() : m_line.topic + QLatin1Char(' ');
    QStringList words;
    for (const Verb &verb : m_verbs) {
        const QString path = QLatin1String(verb.path);
        const QString word = path.section(QLatin1Char(' '), depth, depth);
        if (path.startsWith(prefix) && !word.isEmpty() && !words.contains(word))
            words << word;
    }
    return words;
}

std::unexpected<Failure> Parser::unknownWord(const QByteArray &word) const
{
    const QString nearest = nearestName(QString::fromUtf8(word), nextWords());
    const QString whole = m_line.topic.isEmpty() ? nearest : m_line.topic + u' ' + nearest;
    const QString typed = m_line.topic.isEmpty() ? shown(word) : m_line.topic + u' ' + shown(word);
    return usage(
        QStringLiteral("There is no command '%1'. The nearest is '%2'.").arg(typed, whole));
}

Result<void> Parser::takeWord(const QByteArray &word)
{
    if (!m_settled) {
        const QString text = QString::fromUtf8(word);
        const QString longer = m_line.topic.isEmpty() ? text : m_line.topic + u' ' + text;
        if (isBeginning(longer)) {
            m_line.topic = longer;
            settleVerb();
            return {};
        }
        if (!m_line.verb)
            return unknownWord(word);
        m_settled = true;
    }
    if (m_line.invocation.operandCount() == static_cast<qsizetype>(m_line.verb->operands.size()))
        // Not repeated: it may be a link or a password that belongs elsewhere.
        return usage(QStringLiteral("'%1' was given one argument too many; links, codes and "
                                    "passwords come from standard input.")
                         .arg(m_line.topic));
    m_line.invocation.addOperand(word);
    return {};
}

void Parser::settleVerb()
{
    const auto exact = std::ranges::find_if(
        m_verbs, [&](const Verb &verb) { return m_line.topic == QLatin1String(verb.path); });
    m_line.verb = exact == m_verbs.end() ? nullptr : &*exact;
}

Result<QByteArray> Parser::valueOf(const Option &option, const char *kind)
{
    if (option.hasValue)
        return option.value;
    if (m_at == m_words.size() || m_words[m_at].startsWith("--")) {
        return usage(QStringLiteral("%1 needs a value: %1 %2.")
                         .arg(shown(option.name), QLatin1String(kind)));
    }
    return m_words[m_at++];
}

Result<void> Parser::takeVerbOption(Option option)
{
    if (!m_line.verb)
        return usage(QStringLiteral("%1 must stand behind a command.").arg(shown(option.name)));
    m_settled = true;
    const auto &known = m_line.verb->options;
    const auto found =
        std::ranges::find_if(known, [&](const VerbOption &one) { return option.name == one.name; });
    if (found == known.end()) {
        QStringList names;
        for (const VerbOption &one : known)
            names << QLatin1String(one.name);
        names << QStringLiteral("--json") << QStringLiteral("--config") << QStringLiteral("--set")
              << QStringLiteral("--help") << QStringLiteral("--version");
        return usage(QStringLiteral("'%1' has no option %2. The nearest is %3.")
                         .arg(m_line.topic, shown(option.name),
                              nearestName(QString::fromUtf8(option.name), names)));
    }
    if (m_line.invocation.has(found->name))
        return usage(QStringLiteral("%1 stands there twice.").arg(shown(option.name)));
    if (found->value) {
        auto value = valueOf(option, found->value);
        if (!value)
            return fail(value.error());
        option.value = *value;
    } else if (option.hasValue) {
        return usage(QStringLiteral("%1 takes no value.").arg(shown(option.name)));
    }
    m_line.invocation.setOption(option.name, option.value);
    return {};
}

Result<void> Parser::takeConfiguration(const Option &option)
{
    const auto value = valueOf(option, "FILE");
    if (!value)
        return fail(value.error());
    if (value->isEmpty())
        return usage(QStringLiteral("--config needs a file."));
    m_line.configurationPath = QDir::current().absoluteFilePath(QFile::decodeName(*value));
    return {};
}

Result<void> Parser::takeSetting(const Option &option)
{
    const auto value = valueOf(option, "SECTION.KEY=VALUE");
    if (!value)
        return fail(value.error());
    auto setting = parseOverride(QString::fromUtf8(*value));
    if (!setting)
        return usage(setting.error().detail);
    m_line.settings.push_back(std::move(*setting));
    return {};
}

Result<void> Parser::takeOption(const QByteArray &word)
{
    const qsizetype equals = word.indexOf('=');
    const Option option{.name = equals < 0 ? word : word.first(equals),
                        .value = equals < 0 ? QByteArray() : word.mid(equals + 1),
                        .hasValue = equals >= 0};
    if (option.name == "--config")
        return takeConfiguration(option);
    // A command's own option of the same name comes first.
    if (option.name == "--set" && !(m_line.verb && hasOption(*m_line.verb, "--set")))
        return takeSetting(option);
    if (word == "--json")
        return {};
    if (word == "--help" || word == "-h")
        m_line.answer = CommandLine::Answer::Help;
    else if (word == "--version")
        m_line.answer = CommandLine::Answer::Version;
    else
        return takeVerbOption(option);
    return {};
}

Result<void> Parser::checkWhole()
{
    if (m_line.answer != CommandLine::Answer::Run)
        return {};
    if (!m_line.verb) {
        const QString choice = nextWords().join(QStringLiteral(", "));
        return usage(m_line.topic.isEmpty()
                         ? QStringLiteral("A command is missing: one of %1.").arg(choice)
                         : QStringLiteral("'%1' needs one of %2.").arg(m_line.topic, choice));
    }
    if (!m_line.settings.empty() && m_line.verb->settings == Settings::None)
        return usage(QStringLiteral("'%1' takes no --set.").arg(m_line.topic));
    const auto given = static_cast<size_t>(m_line.invocation.operandCount());
    const auto &operands = m_line.verb->operands;
    if (given < operands.size() && operands[given].needed == Needed::Always) {
        return usage(QStringLiteral("'%1' needs %2.")
                         .arg(m_line.topic, QLatin1String(operands[given].name)));
    }
    return {};
}

Result<CommandLine> Parser::parse()
{
    while (m_at < m_words.size()) {
        const QByteArray &word = m_words[m_at++];
        if (word == "--" && !m_optionsEnded) {
            m_optionsEnded = true;
            continue;
        }
        const bool isOption = !m_optionsEnded && word.size() > 1 && word.startsWith('-');
        if (auto taken = isOption ? takeOption(word) : takeWord(word); !taken)
            return fail(taken.error());
    }
    if (auto whole = checkWhole(); !whole)
        return fail(whole.error());
    return std::move(m_line);
}

} // namespace

bool wantsJson(const QByteArrayList &words)
{
    const auto end = std::ranges::find(words, QByteArrayLiteral("--"));
    return std::find(words.begin(), end, QByteArrayLiteral("--json")) != end;
}

Result<CommandLine> parseCommandLine(const QByteArrayList &words, const std::vector<Verb> &verbs)
{
    return Parser(words, verbs).parse();
}

} // namespace latchkey
