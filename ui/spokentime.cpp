// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/spokentime.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>

#include <algorithm>

namespace latchkey {

namespace {

enum class Unit : quint8 { Seconds, Minutes, Hours, Days };

struct Amount
{
    int count;
    Unit unit;
};

/// 90 seconds are still seconds, 90 minutes minutes: "2 hours" for 90 minutes would be a bad guess.
Amount amountOf(std::chrono::seconds span)
{
    const auto seconds = std::max<std::int64_t>(1, std::abs(span.count()));
    const auto in = [seconds](int unit) {
        return static_cast<int>(std::min<std::int64_t>((seconds + unit / 2) / unit, 100000));
    };
    if (seconds < 100)
        return {in(1), Unit::Seconds};
    if (seconds < 100L * 60)
        return {in(60), Unit::Minutes};
    if (seconds < 48L * 3600)
        return {in(3600), Unit::Hours};
    return {in(86400), Unit::Days};
}

class SpokenTime
{
    Q_DECLARE_TR_FUNCTIONS(latchkey::SpokenTime)

public:
    static QString span(Amount amount)
    {
        switch (amount.unit) {
        case Unit::Seconds:
            return tr("%n second(s)", "how long", amount.count);
        case Unit::Minutes:
            return tr("%n minute(s)", "how long", amount.count);
        case Unit::Hours:
            return tr("%n hour(s)", "how long", amount.count);
        case Unit::Days:
            return tr("%n day(s)", "how long", amount.count);
        }
        return {};
    }

    static QString ago(Amount amount)
    {
        switch (amount.unit) {
        case Unit::Seconds:
            return tr("%n second(s) ago", nullptr, amount.count);
        case Unit::Minutes:
            return tr("%n minute(s) ago", nullptr, amount.count);
        case Unit::Hours:
            return tr("%n hour(s) ago", nullptr, amount.count);
        case Unit::Days:
            return tr("%n day(s) ago", nullptr, amount.count);
        }
        return {};
    }

    static QString in(Amount amount)
    {
        switch (amount.unit) {
        case Unit::Seconds:
            return tr("in %n second(s)", nullptr, amount.count);
        case Unit::Minutes:
            return tr("in %n minute(s)", nullptr, amount.count);
        case Unit::Hours:
            return tr("in %n hour(s)", nullptr, amount.count);
        case Unit::Days:
            return tr("in %n day(s)", nullptr, amount.count);
        }
        return {};
    }

    static QString moment(const QDateTime &when, const QDate &today)
    {
        const QLocale locale;
        // The C locale has no short one: to the second.
        const QString format = locale.language() == QLocale::C
                                   ? QStringLiteral("HH:mm")
                                   : locale.timeFormat(QLocale::ShortFormat);
        const QString time =
            locale.toString(when.time(), format) + u' ' + when.timeZoneAbbreviation();
        if (when.date() == today)
            return tr("today at %1").arg(time);
        if (when.date() == today.addDays(1))
            return tr("tomorrow at %1").arg(time);
        const QString date = locale.toString(when.date(), QLocale::LongFormat);
        return tr("%1 at %2", "date and time").arg(date, time);
    }
};

QDateTime localTime(Instant instant)
{
    return QDateTime::fromSecsSinceEpoch(instant.time_since_epoch().count()).toLocalTime();
}

} // namespace

QString spokenSpan(std::chrono::seconds span)
{
    return SpokenTime::span(amountOf(span));
}

QString spokenAgo(std::chrono::seconds span)
{
    return SpokenTime::ago(amountOf(span));
}

QString spokenIn(std::chrono::seconds span)
{
    return SpokenTime::in(amountOf(span));
}

QString spokenTime(Instant when, Instant now)
{
    return SpokenTime::moment(localTime(when), localTime(now).date());
}

} // namespace latchkey
