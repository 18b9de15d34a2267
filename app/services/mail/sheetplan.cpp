// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/mail/sheetplan.h"

#include "core/secret.h"

#include <kainjow/mustache.hpp>

#include <algorithm>
#include <ranges>
#include <vector>

namespace latchkey {

namespace {

using kainjow::mustache::data;
using kainjow::mustache::mustache;

// A fact's name between these stands for its value; what comes of the "&" behind it tells whether
// the place escapes.
constexpr char opening = '\x01';
constexpr char closing = '\x02';
const std::string escapable = "&";
const QByteArray escapedMark = "&amp;";
constexpr qsizetype roomForFacts = 2048; // a guess: no more than what is usual

/// A plan and what it is for. There are few, and two sheets mostly differ in their size: to compare
/// takes less than to hash one.
struct Kept
{
    QString sheet;
    Escape escape = Escape::Nothing;
    QStringList names;
    std::shared_ptr<const SheetPlan> plan;
};

std::string escaped(const QByteArray &value)
{
    return kainjow::mustache::html_escape<std::string>(value.toStdString());
}

} // namespace

Result<SheetPlan> SheetPlan::make(const QString &sheet, const SheetFacts &facts, Escape escape)
{
    QString words = sheet;
    words.remove(QLatin1Char(opening)).remove(QLatin1Char(closing));
    mustache parsed(words.toStdString());
    if (!parsed.is_valid())
        return fail(Reason::Internal, QString::fromStdString(parsed.error_message()));
    if (escape == Escape::Nothing)
        parsed.set_custom_escape([](const std::string &value) { return value; });
    data places;
    for (const auto &[name, value] : facts)
        places.set(name.toStdString(), opening + name.toStdString() + escapable + closing);
    const QByteArray filled = QByteArray::fromStdString(parsed.render(places));

    SheetPlan plan;
    qsizetype from = 0;
    for (qsizetype at = filled.indexOf(opening); at >= 0; at = filled.indexOf(opening, from)) {
        const qsizetype end = filled.indexOf(closing, at);
        QByteArray name = filled.sliced(at + 1, end - at - 1);
        const bool isEscaped = escape == Escape::Html && name.endsWith(escapedMark);
        name.chop(isEscaped ? escapedMark.size() : static_cast<qsizetype>(escapable.size()));
        plan.m_pieces << Piece{.words = filled.sliced(from, at - from),
                               .fact = QString::fromUtf8(name),
                               .escape = isEscaped ? Escape::Html : Escape::Nothing};
        from = end + 1;
    }
    plan.m_pieces << Piece{.words = filled.sliced(from), .fact = {}};
    plan.m_room = filled.size() + roomForFacts;
    return plan;
}

Result<std::shared_ptr<const SheetPlan>> SheetPlan::of(const QString &sheet,
                                                       const SheetFacts &facts, Escape escape)
{
    // Kinds by languages by what is known, and old versions of them.
    constexpr size_t kept = 64;
    thread_local std::vector<Kept> plans;
    const auto isFor = [&](const Kept &plan) {
        return plan.escape == escape && plan.sheet == sheet &&
               std::ranges::equal(plan.names, facts | std::views::keys);
    };
    if (const auto found = std::ranges::find_if(plans, isFor); found != plans.end())
        return found->plan;
    Result<SheetPlan> made = make(sheet, facts, escape);
    if (!made)
        return fail(made.error());
    if (plans.size() >= kept)
        plans.clear();
    const auto names = facts | std::views::keys;
    plans.push_back({.sheet = sheet,
                     .escape = escape,
                     .names = QStringList(names.begin(), names.end()),
                     .plan = std::make_shared<const SheetPlan>(std::move(*made))});
    return plans.back().plan;
}

QString SheetPlan::fill(const SheetFacts &facts) const
{
    QByteArray filled;
    filled.reserve(m_room);
    for (const Piece &piece : m_pieces) {
        filled += piece.words;
        const auto fact = facts.find(piece.fact);
        if (fact == facts.end())
            continue;
        QByteArray value = fact->second.toUtf8();
        if (piece.escape == Escape::Html)
            filled += QByteArray::fromStdString(escaped(value));
        else
            filled += value;
        wipe(value);
    }
    QString result = QString::fromUtf8(filled);
    wipe(filled);
    return result;
}

} // namespace latchkey
