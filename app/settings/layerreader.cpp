// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/layer.h"

#include "core/nearestname.h"
#include "settings/settingkeys.h"
#include "settings/textrules.h"
#include "settings/tomlparser.h"

#include <QDir>
#include <QFileInfo>

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

namespace latchkey {

namespace {

constexpr qsizetype longestName = 40;
/// Of a file that is no configuration at all nobody reads more.
constexpr qsizetype mostFaults = 100;
/// Its names are those of the service's profile, which only that knows.
constexpr QLatin1String variablesSection("variables");

/// A name out of the file, fit to stand in a message.
QString quoted(std::string_view name)
{
    QString text = QString::fromUtf8(name.data(), static_cast<qsizetype>(name.size()));
    for (QChar &c : text) {
        if (!c.isPrint())
            c = QChar::ReplacementCharacter;
    }
    if (text.size() > longestName)
        text = text.left(longestName) + QStringLiteral("...");
    return QLatin1Char('"') + text + QLatin1Char('"');
}

const SettingKey *findKey(std::string_view section, std::string_view name)
{
    for (const SettingKey &key : settingKeys()) {
        if (section == key.section && name == key.name)
            return &key;
    }
    return nullptr;
}

QStringList sectionNames()
{
    QStringList names;
    for (const SettingKey &key : settingKeys()) {
        if (!names.contains(QLatin1String(key.section)))
            names << QLatin1String(key.section);
    }
    return names << variablesSection;
}

/// In a TOML table keys are sorted by name; a reader of the message goes from top to bottom.
std::vector<std::pair<const toml::key *, const toml::node *>> inFileOrder(const toml::table &table)
{
    std::vector<std::pair<const toml::key *, const toml::node *>> entries;
    for (auto &&[name, node] : table)
        entries.emplace_back(&name, &node);
    std::stable_sort(entries.begin(), entries.end(), [](const auto &left, const auto &right) {
        return left.first->source().begin < right.first->source().begin;
    });
    return entries;
}

FilePosition positionOf(const toml::source_position &where)
{
    return {.line = static_cast<int>(where.line), .column = static_cast<int>(where.column)};
}

QString textOf(std::string_view text)
{
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

/// One file's way into a layer.
class Reader
{
public:
    explicit Reader(const QString &path) : m_folder(QFileInfo(path).absolutePath())
    {
        m_reading.layer.path = path;
    }

    LayerReading read(QByteArrayView text);

private:
    void readSection(const toml::key &name, const toml::node &node);
    void readKey(const SettingKey &key, const toml::node &node);
    void readVariable(const toml::key &name, const toml::node &node);
    std::optional<SettingValue> valueIn(const SettingKey &key, const toml::node &node);

    void tellUnknownSection(const toml::key &name);
    void tellUnknownKey(const QString &section, const toml::key &name);
    void tell(const toml::source_position &where, const QString &why);

    QString m_folder;
    Configuration m_scratch; ///< what a value is tried on
    LayerReading m_reading;
};

LayerReading Reader::read(QByteArrayView text)
{
    const auto root = parseToml(text);
    if (!root) {
        tell(root.error().where, root.error().why);
        return std::move(m_reading);
    }
    for (const auto &[name, node] : inFileOrder(*root)) {
        if (m_reading.faults.size() < mostFaults)
            readSection(*name, *node);
    }
    return std::move(m_reading);
}

void Reader::readSection(const toml::key &name, const toml::node &node)
{
    const QString section = textOf(name.str());
    if (!sectionNames().contains(section)) {
        tellUnknownSection(name);
        return;
    }
    const toml::table *table = node.as_table();
    if (!table) {
        tell(name.source().begin, QStringLiteral("%1 is a section: its keys stand under [%2]")
                                      .arg(quoted(name), section));
        return;
    }
    m_reading.layer.sections.emplace(section, positionOf(table->source().begin));
    for (const auto &[keyName, value] : inFileOrder(*table)) {
        if (m_reading.faults.size() >= mostFaults)
            return;
        if (section == variablesSection)
            readVariable(*keyName, *value);
        else if (const SettingKey *key = findKey(name, *keyName))
            readKey(*key, *value);
        else
            tellUnknownKey(section, *keyName);
    }
}

void Reader::readKey(const SettingKey &key, const toml::node &node)
{
    auto value = valueIn(key, node);
    if (!value)
        return;
    if (auto assigned = assign(key, *value, m_scratch); !assigned) {
        tell(node.source().begin, assigned.error().detail);
        return;
    }
    auto *text = std::get_if<QString>(&*value);
    if (text && key.isFilePath() && !text->isEmpty()) {
        *text = QDir::cleanPath(QDir(m_folder).filePath(*text));
        if (auto assigned = assign(key, *value, m_scratch); !assigned) {
            tell(node.source().begin, assigned.error().detail);
            return;
        }
    }
    m_reading.layer.values.push_back(
        {.key = &key, .value = std::move(*value), .position = positionOf(node.source().begin)});
}

void Reader::readVariable(const toml::key &name, const toml::node &node)
{
    const auto *text = node.as_string();
    if (!text) {
        tell(node.source().begin,
             QStringLiteral("the variable %1 must be a text").arg(quoted(name)));
        return;
    }
    QString value = QString::fromStdString(text->get());
    if (const auto fault = faultOf(TextRule::Line, value)) {
        tell(node.source().begin, quoted(name) + QLatin1Char(' ') + *fault);
        return;
    }
    m_reading.layer.variables.insert_or_assign(
        textOf(name.str()),
        Layer::Variable{.value = std::move(value), .position = positionOf(node.source().begin)});
}

std::optional<SettingValue> Reader::valueIn(const SettingKey &key, const toml::node &node)
{
    if (const auto *text = node.as_string())
        return QString::fromStdString(text->get());
    if (const auto *number = node.as_integer())
        return qint64{number->get()};
    if (const auto *flag = node.as_boolean())
        return flag->get();
    tell(node.source().begin,
         QStringLiteral("%1 must be one value: a text, a whole number, true or false")
             .arg(key.path()));
    return std::nullopt;
}

void Reader::tellUnknownSection(const toml::key &name)
{
    for (const SettingKey &key : settingKeys()) {
        if (name.str() == key.name) {
            tell(name.source().begin, QStringLiteral("%1 belongs under [%2]")
                                          .arg(quoted(name), QLatin1String(key.section)));
            return;
        }
    }
    tell(name.source().begin,
         QStringLiteral("unknown section %1; the nearest is [%2]")
             .arg(quoted(name), nearestName(textOf(name.str()), sectionNames())));
}

void Reader::tellUnknownKey(const QString &section, const toml::key &name)
{
    QStringList siblings;
    for (const SettingKey &key : settingKeys()) {
        if (section == QLatin1String(key.section)) {
            siblings << QLatin1String(key.name);
        } else if (name.str() == key.name) {
            tell(name.source().begin, QStringLiteral("%1 belongs under [%2], not [%3]")
                                          .arg(quoted(name), QLatin1String(key.section), section));
            return;
        }
    }
    tell(name.source().begin,
         QStringLiteral("unknown key %1 in [%2]; the nearest is \"%3\"")
             .arg(quoted(name), section, nearestName(textOf(name.str()), siblings)));
}

void Reader::tell(const toml::source_position &where, const QString &why)
{
    m_reading.faults << faultAt(m_reading.layer.path, positionOf(where), why);
}

} // namespace

LayerReading readLayer(QByteArrayView text, const QString &path)
{
    return Reader(path).read(text);
}

} // namespace latchkey
