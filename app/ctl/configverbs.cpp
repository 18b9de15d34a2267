// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctl/configverbs.h"

#include "ctl/verbs.h"
#include "ctl/workplace.h"

#include <QFileInfo>

namespace latchkey {

namespace {

QString wordFor(ValueOrigin::From from)
{
    switch (from) {
    case ValueOrigin::From::Default:
        return QStringLiteral("default");
    case ValueOrigin::From::System:
        return QStringLiteral("system");
    case ValueOrigin::From::File:
        return QStringLiteral("file");
    case ValueOrigin::From::CommandLine:
        return QStringLiteral("command line");
    }
    return {};
}

/// One key with its value and where that is from.
struct Row
{
    QString key;
    std::optional<SettingValue> value; ///< nothing where it may not be shown
    ValueOrigin origin;
};

QJsonValue jsonOf(const SettingValue &value)
{
    return std::visit([](const auto &held) { return QJsonValue(held); }, value);
}

QJsonObject jsonOf(const Row &row)
{
    QJsonObject json{{QStringLiteral("key"), row.key},
                     {QStringLiteral("value"), row.value ? jsonOf(*row.value) : QJsonValue()},
                     {QStringLiteral("shown"), row.value.has_value()},
                     {QStringLiteral("from"), wordFor(row.origin.from)},
                     {QStringLiteral("locked"), row.origin.locked()}};
    if (!row.origin.path.isEmpty()) {
        json.insert(QStringLiteral("file"), row.origin.path);
        json.insert(QStringLiteral("line"), row.origin.line);
    }
    return json;
}

QString textOf(const Row &row)
{
    constexpr qsizetype width = 44;
    const ValueOrigin &origin = row.origin;
    const QString value = row.value ? tomlText(*row.value) : QStringLiteral("(not shown)");
    QString from = wordFor(origin.from);
    if (!origin.path.isEmpty())
        from = placeIn(origin.path, {.line = origin.line});
    const QString lock = origin.lockedBy == from ? QStringLiteral(", locked")
                         : origin.locked()       ? QStringLiteral(", locked by ") + origin.lockedBy
                                                 : QString();
    return (row.key + QStringLiteral(" = ") + value).leftJustified(width) + QStringLiteral(" # ") +
           from + lock;
}

enum class Extent : quint8 { Open, Full };

/// A key that is private and says something stays unsaid, unless it is asked for.
Row rowOf(const SettingKey &key, const LayeredConfiguration &layers, Extent extent)
{
    const SettingValue value = valueOf(key, layers.configuration);
    Row row{.key = key.path(),
            .value = value,
            .origin = layers.origins[static_cast<size_t>(&key - settingKeys().data())]};
    const Sensitivity most = extent == Extent::Full ? Sensitivity::Private : Sensitivity::Open;
    if (key.sensitivity > most && value != valueOf(key, Configuration()))
        row.value.reset();
    return row;
}

/// What stands beside the usual service, in files of its own.
void tellServices(Workplace &place, const QString &shown)
{
    for (const QString &file : place.serviceFiles()) {
        if (file == shown)
            continue;
        const auto read = loadConfiguration(file);
        place.printer().item(
            {{QStringLiteral("service"), read ? read->service.id : QString()},
             {QStringLiteral("file"), file},
             {QStringLiteral("faulty"), !read.has_value()}},
            QStringLiteral("# another service: %1, %2")
                .arg(read ? read->service.id : QStringLiteral("faulty (latchkeyctl config check)"),
                     file));
    }
}

Result<ExitCode> show(Workplace &place, const Invocation &invocation)
{
    const Extent extent = invocation.has("--full") ? Extent::Full : Extent::Open;
    const auto found = place.layers();
    if (!found)
        return fail(found.error());
    const LayeredConfiguration &layers = **found;
    Printer &printer = place.printer();
    printer.beginList("settings");
    for (const SettingKey &key : settingKeys()) {
        const Row row = rowOf(key, layers, extent);
        printer.item(jsonOf(row), textOf(row));
    }
    for (const auto &[name, origin] : layers.variables) {
        const Row row{.key = QStringLiteral("variables.") + name, .value = {}, .origin = origin};
        printer.item(jsonOf(row), textOf(row));
    }
    for (const OverruledValue &one : layers.overruled) {
        printer.item({{QStringLiteral("key"), one.key},
                      {QStringLiteral("overruled"), one.place},
                      {QStringLiteral("locked_by"), one.lockedBy}},
                     QStringLiteral("# ") + overruledText(one));
    }
    tellServices(place, layers.configuration.sourcePath);
    printer.endList({}, {});
    return ExitCode::Done;
}

} // namespace

std::vector<Verb> configVerbs()
{
    return {
        {.path = "config show",
         .summary = "every setting, its value, and where that comes from",
         .options = {{"--full", nullptr, "paths, addresses and hosts too"}},
         .details = "Behind # stands the file and line, and whether the key is locked. What tells "
                    "of\npeople, paths or the network is shown with --full alone; a PIN's hash "
                    "never is.",
         .run = show},
        {.path = "config check",
         .summary = "every fault of the files, with line and column",
         .details = "Looks at every file that 'config path' names. Exit code 1 when there are "
                    "faults.",
         .settings = Settings::None,
         .run = checkConfiguration},
        {.path = "config path",
         .summary = "which files are looked at, the strongest last",
         .settings = Settings::None,
         .run = listConfigurationFiles},
    };
}

} // namespace latchkey
