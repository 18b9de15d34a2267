// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/failure.h"
#include "core/secret.h"

#include <QJsonObject>
#include <QString>

namespace latchkey {

enum class Style : quint8 { Text, Json };

/// Where answers go. In JSON style standard output gets exactly one object, whatever happens; in
/// text style answers go to standard output, and errors and remarks to standard error. Control
/// characters from outside never reach a terminal. One thread.
class Printer
{
public:
    explicit Printer(Style style) : m_style(style) {}

    Style style() const noexcept { return m_style; }

    /// The answer, once, in both styles; `text` may have several lines and needs no last line end.
    void answer(const QJsonObject &json, const QString &text);
    /// The same for what cannot be held in memory: `{"name":[` item, item … `]` and the fields of
    /// `endList`. A failure between the two closes the list first.
    void beginList(const char *name);
    void item(const QJsonObject &json, const QString &text);
    void endList(const QJsonObject &rest, const QString &text);
    /// An answer that is a secret, as it is and with nothing added. For verbs that exist to give
    /// it.
    void secretAnswer(const Secret &secret);
    /// For people alone: a warning or a hint on standard error. Silent in JSON style.
    void remark(const QString &text);
    /// `{"error":{…}}`, or "latchkeyctl: …" on standard error.
    void failure(const Failure &failure);
    /// False when standard output could not be written (a full disk, a closed pipe).
    bool flush();

private:
    enum class Stage : quint8 { Nothing, InList, Answered };

    void write(const QByteArray &bytes);

    Style m_style;
    Stage m_stage = Stage::Nothing;
    bool m_firstItem = true;
    bool m_broken = false;
};

} // namespace latchkey
