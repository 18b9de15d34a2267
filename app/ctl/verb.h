// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QByteArray>
#include <QHash>
#include <QList>
#include <QString>

#include <vector>

namespace latchkey {

class Workplace;

/// What a script is told. Stable across releases.
enum class ExitCode : quint8 {
    Done = 0,
    Refused = 1, ///< what was asked for is not so, or not allowed
    Usage = 2,   ///< the command line was not understood; nothing was done
    Trouble = 3, ///< database, keyring, mail server, files or configuration
};

enum class Needed : quint8 { Always, Optional };

struct VerbOperand
{
    const char *name; ///< "EMAIL"
    Needed needed = Needed::Always;
};

struct VerbOption
{
    const char *name;  ///< "--locale"
    const char *value; ///< what its value is called ("TAG"); null for a switch
    const char *summary;
};

/// Whether a command works with one service's settings, so that `--set` changes what it does.
enum class Settings : quint8 { Used, None };

/// The words of one command line behind the verb, checked against its declaration.
class Invocation
{
public:
    /// Whether the option stands there, with or without a value.
    bool has(const char *option) const { return m_options.contains(QByteArray(option)); }
    /// The value of an option; empty when it is not there.
    QString text(const char *option) const;
    /// The same as the name of a file, absolute.
    QString path(const char *option) const;
    /// An operand by its place, from 0; empty when it is not there.
    QString operand(qsizetype place) const;
    QString operandPath(qsizetype place) const;
    /// The whole number behind an option; `otherwise` when it is not there. UsageFaulty outside of
    /// `least` to `greatest`.
    struct Number
    {
        int otherwise = 0;
        int least = 0;
        int greatest = 0;
    };
    Result<int> number(const char *option, Number number) const;
    qsizetype operandCount() const { return m_operands.size(); }

    void setOption(const QByteArray &name, const QByteArray &value) { m_options[name] = value; }
    void addOperand(const QByteArray &operand) { m_operands << operand; }

private:
    QHash<QByteArray, QByteArray> m_options;
    QList<QByteArray> m_operands;
};

/// One command, declared once: what is read, told by `--help` and run. A verb answers through the
/// workplace's printer; a Failure is told by the frame, and decides the exit code.
struct Verb
{
    const char *path;    ///< "accounts add"
    const char *summary; ///< one line, without a full stop
    std::vector<VerbOperand> operands = {};
    std::vector<VerbOption> options = {};
    const char *details = ""; ///< more for its own help, in lines of at most 80 characters
    Settings settings = Settings::Used;
    Result<ExitCode> (*run)(Workplace &, const Invocation &);
};

} // namespace latchkey
