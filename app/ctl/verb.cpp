// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctl/verb.h"

#include <QDir>
#include <QFile>

namespace latchkey {

namespace {

/// From the folder we were called in, so that a later message names the place wherever it is read.
QString absolute(const QByteArray &name)
{
    return name.isEmpty() ? QString() : QDir::current().absoluteFilePath(QFile::decodeName(name));
}

} // namespace

QString Invocation::text(const char *option) const
{
    return QString::fromUtf8(m_options.value(QByteArray(option)));
}

QString Invocation::operand(qsizetype place) const
{
    return QString::fromUtf8(m_operands.value(place));
}

QString Invocation::path(const char *option) const
{
    return absolute(m_options.value(QByteArray(option)));
}

QString Invocation::operandPath(qsizetype place) const
{
    return absolute(m_operands.value(place));
}

Result<int> Invocation::number(const char *option, Number number) const
{
    if (!has(option))
        return number.otherwise;
    bool isNumber = false;
    const int value = text(option).toInt(&isNumber);
    if (!isNumber || value < number.least || value > number.greatest) {
        return fail(Reason::UsageFaulty, QStringLiteral("%1 needs a whole number from %2 to %3.")
                                             .arg(QLatin1String(option))
                                             .arg(number.least)
                                             .arg(number.greatest));
    }
    return value;
}

} // namespace latchkey
