// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QByteArray>
#include <QList>
#include <QString>

#include <map>
#include <memory>

namespace latchkey {

enum class Escape : quint8 { Nothing, Html };

/// By name; an absent fact closes its section of the template.
using SheetFacts = std::map<QString, QString>;

/// What a mustache sheet comes to where certain facts are there: fixed words, and places for facts
/// between them. Filling that is joining bytes, while the library walks the sheet word by word.
class SheetPlan
{
public:
    /// Kept by the thread for the next letter. Internal for a sheet that is no template.
    static Result<std::shared_ptr<const SheetPlan>> of(const QString &sheet,
                                                       const SheetFacts &facts, Escape escape);

    QString fill(const SheetFacts &facts) const;

private:
    struct Piece
    {
        QByteArray words;
        QString fact; ///< behind them; empty at the end
        Escape escape = Escape::Nothing;
    };

    static Result<SheetPlan> make(const QString &sheet, const SheetFacts &facts, Escape escape);

    QList<Piece> m_pieces;
    qsizetype m_room = 0; ///< that filling it takes, nearly always
};

} // namespace latchkey
