// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctl/printer.h"

#include "ctl/failurewords.h"

#include <QJsonDocument>

#include <cstdio>

namespace latchkey {

namespace {

/// A name in a database or a file may hold what a terminal would obey (CWE-150).
QByteArray printable(const QString &text)
{
    QString safe = text;
    for (QChar &c : safe) {
        const bool kept = c == QLatin1Char('\n') || c == QLatin1Char('\t');
        if (!kept && (c.category() == QChar::Other_Control || c.category() == QChar::Other_Format))
            c = QChar::ReplacementCharacter;
    }
    return safe.toUtf8();
}

QByteArray withLineEnd(QByteArray text)
{
    if (!text.isEmpty() && !text.endsWith('\n'))
        text += '\n';
    return text;
}

QByteArray compact(const QJsonObject &json)
{
    return QJsonDocument(json).toJson(QJsonDocument::Compact);
}

/// The fields of an object that goes on after a list: `,"name":value}`.
QByteArray continuation(const QJsonObject &rest)
{
    return rest.isEmpty() ? QByteArrayLiteral("}") : ',' + compact(rest).mid(1);
}

QJsonObject errorOf(const Failure &failure)
{
    return {{QStringLiteral("error"),
             QJsonObject{{QStringLiteral("reason"), QString(reasonName(failure.reason))},
                         {QStringLiteral("message"), failureSentence(failure)},
                         {QStringLiteral("about"), failure.about},
                         {QStringLiteral("detail"), failure.detail}}}};
}

} // namespace

void Printer::write(const QByteArray &bytes)
{
    if (std::fwrite(bytes.constData(), 1, static_cast<size_t>(bytes.size()), stdout) !=
        static_cast<size_t>(bytes.size()))
        m_broken = true;
}

void Printer::answer(const QJsonObject &json, const QString &text)
{
    m_stage = Stage::Answered;
    write(withLineEnd(m_style == Style::Json ? compact(json) : printable(text)));
}

void Printer::beginList(const char *name)
{
    m_stage = Stage::InList;
    m_firstItem = true;
    if (m_style == Style::Json)
        write(QByteArrayLiteral("{\"") + name + QByteArrayLiteral("\":["));
}

void Printer::item(const QJsonObject &json, const QString &text)
{
    if (m_style == Style::Text) {
        write(withLineEnd(printable(text)));
        return;
    }
    write((m_firstItem ? QByteArrayLiteral("\n") : QByteArrayLiteral(",\n")) + compact(json));
    m_firstItem = false;
}

void Printer::endList(const QJsonObject &rest, const QString &text)
{
    m_stage = Stage::Answered;
    write(m_style == Style::Json ? QByteArrayLiteral("\n]") + continuation(rest) + '\n'
                                 : withLineEnd(printable(text)));
}

void Printer::secretAnswer(const Secret &secret)
{
    m_stage = Stage::Answered;
    const QByteArrayView bytes = secret.reveal();
    if (std::fwrite(bytes.data(), 1, static_cast<size_t>(bytes.size()), stdout) !=
        static_cast<size_t>(bytes.size()))
        m_broken = true;
}

void Printer::remark(const QString &text)
{
    if (m_style == Style::Json)
        return;
    const QByteArray line = withLineEnd("latchkeyctl: " + printable(text));
    (void)std::fwrite(line.constData(), 1, static_cast<size_t>(line.size()), stderr);
}

void Printer::failure(const Failure &failure)
{
    if (m_style == Style::Json) {
        if (m_stage == Stage::InList)
            endList(errorOf(failure), {});
        else if (m_stage == Stage::Nothing)
            answer(errorOf(failure), {});
        return;
    }
    (void)std::fflush(stdout);
    const QString sentence = failureSentence(failure);
    remark(sentence);
    if (!sentence.contains(failure.detail))
        remark(QStringLiteral("(%1: %2)").arg(reasonName(failure.reason), failure.detail));
}

bool Printer::flush()
{
    return std::fflush(stdout) == 0 && !m_broken;
}

} // namespace latchkey
