// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/configurationreader.h"

#include "core/nearestname.h"
#include "settings/consistency.h"
#include "settings/settingkeys.h"
#include "settings/textrules.h"
#include "settings/tomlparser.h"

#include <QDir>
#include <QFileInfo>

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

namespace latchkey {

namespace {

constexpr qsizetype longestName = 40;
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

QString named(const char *name)
{
    return QLatin1Char('"') + QLatin1String(name) + QLatin1Char('"');
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

/// One file's way into a Configuration.
class Reader
{
public:
    explicit Reader(const QString &path) : m_path(path), m_folder(QFileInfo(path).absolutePath()) {}

    Result<Configuration> read(QByteArrayView text);

private:
    Result<void> readSection(const toml::key &name, const toml::node &node);
    Result<void> readKey(const SettingKey &key, const toml::node &node);
    Result<void> readVariable(const toml::key &name, const toml::node &node);
    Result<void> checkRequired(const toml::table &root) const;
    Result<SettingValue> valueIn(const SettingKey &key, const toml::node &node) const;

    std::unexpected<Failure> unknownSection(const toml::key &name) const;
    std::unexpected<Failure> unknownKey(const QString &section, const toml::key &name) const;
    std::unexpected<Failure> faulty(const toml::source_position &where, const QString &why) const;

    QString m_path;
    QString m_folder;
    Configuration m_configuration;
};

Result<Configuration> Reader::read(QByteArrayView text)
{
    const auto root = parseToml(text);
    if (!root)
        return faulty(root.error().where, root.error().why);
    for (const auto &[name, node] : inFileOrder(*root)) {
        if (auto done = readSection(*name, *node); !done)
            return fail(done.error());
    }
    if (auto complete = checkRequired(*root); !complete)
        return fail(complete.error());

    const Inconsistency inconsistency = findInconsistency(m_configuration);
    if (!inconsistency.why.isEmpty()) {
        const toml::node *place = root->get(inconsistency.section);
        return faulty(place ? place->source().begin : toml::source_position{1, 1},
                      inconsistency.why);
    }
    m_configuration.sourcePath = m_path;
    return std::move(m_configuration);
}

Result<void> Reader::readSection(const toml::key &name, const toml::node &node)
{
    const QString section =
        QString::fromUtf8(name.str().data(), static_cast<qsizetype>(name.str().size()));
    if (!sectionNames().contains(section))
        return unknownSection(name);
    const toml::table *table = node.as_table();
    if (!table) {
        return faulty(name.source().begin,
                      QStringLiteral("%1 is a section: its keys stand under [%2]")
                          .arg(quoted(name), section));
    }
    for (const auto &[keyName, value] : inFileOrder(*table)) {
        if (section == variablesSection) {
            if (auto done = readVariable(*keyName, *value); !done)
                return done;
            continue;
        }
        const SettingKey *key = findKey(name, *keyName);
        if (!key)
            return unknownKey(section, *keyName);
        if (auto done = readKey(*key, *value); !done)
            return done;
    }
    return {};
}

Result<void> Reader::readKey(const SettingKey &key, const toml::node &node)
{
    auto value = valueIn(key, node);
    if (!value)
        return fail(value.error());
    if (auto assigned = assign(key, *value, m_configuration); !assigned)
        return faulty(node.source().begin, assigned.error().detail);
    auto *text = std::get_if<QString>(&*value);
    if (!text || !key.isFilePath() || text->isEmpty())
        return {};
    return assign(key, QDir::cleanPath(QDir(m_folder).filePath(*text)), m_configuration);
}

Result<void> Reader::readVariable(const toml::key &name, const toml::node &node)
{
    const auto *text = node.as_string();
    if (!text) {
        return faulty(node.source().begin,
                      QStringLiteral("the variable %1 must be a text").arg(quoted(name)));
    }
    const QString value = QString::fromStdString(text->get());
    if (const auto fault = faultOf(TextRule::Line, value))
        return faulty(node.source().begin, quoted(name) + QLatin1Char(' ') + *fault);
    m_configuration.remote.variables.insert_or_assign(
        QString::fromUtf8(name.str().data(), static_cast<qsizetype>(name.str().size())), value);
    return {};
}

Result<SettingValue> Reader::valueIn(const SettingKey &key, const toml::node &node) const
{
    if (const auto *text = node.as_string())
        return QString::fromStdString(text->get());
    if (const auto *number = node.as_integer())
        return qint64{number->get()};
    if (const auto *flag = node.as_boolean())
        return flag->get();
    return faulty(node.source().begin,
                  QStringLiteral("%1 must be one value: a text, a whole number, true or false")
                      .arg(key.path()));
}

Result<void> Reader::checkRequired(const toml::table &root) const
{
    for (const SettingKey &key : settingKeys()) {
        if (key.presence == Presence::Optional)
            continue;
        const toml::node *section = root.get(key.section);
        if (section && section->as_table()->contains(key.name))
            continue;
        return faulty(section ? section->source().begin : toml::source_position{1, 1},
                      QStringLiteral("[%1] needs the key %2")
                          .arg(QLatin1String(key.section), named(key.name)));
    }
    return {};
}

std::unexpected<Failure> Reader::unknownSection(const toml::key &name) const
{
    for (const SettingKey &key : settingKeys()) {
        if (name.str() == key.name) {
            return faulty(name.source().begin, QStringLiteral("%1 belongs under [%2]")
                                                   .arg(quoted(name), QLatin1String(key.section)));
        }
    }
    const QString typed =
        QString::fromUtf8(name.str().data(), static_cast<qsizetype>(name.str().size()));
    return faulty(name.source().begin, QStringLiteral("unknown section %1; the nearest is [%2]")
                                           .arg(quoted(name), nearestName(typed, sectionNames())));
}

std::unexpected<Failure> Reader::unknownKey(const QString &section, const toml::key &name) const
{
    QStringList siblings;
    for (const SettingKey &key : settingKeys()) {
        if (section == QLatin1String(key.section)) {
            siblings << QLatin1String(key.name);
        } else if (name.str() == key.name) {
            return faulty(name.source().begin,
                          QStringLiteral("%1 belongs under [%2], not [%3]")
                              .arg(quoted(name), QLatin1String(key.section), section));
        }
    }
    const QString typed =
        QString::fromUtf8(name.str().data(), static_cast<qsizetype>(name.str().size()));
    return faulty(name.source().begin,
                  QStringLiteral("unknown key %1 in [%2]; the nearest is \"%3\"")
                      .arg(quoted(name), section, nearestName(typed, siblings)));
}

std::unexpected<Failure> Reader::faulty(const toml::source_position &where,
                                        const QString &why) const
{
    return fail(
        {.reason = Reason::ConfigurationFaulty,
         .detail = why,
         .about = QStringLiteral("%1:%2:%3")
                      .arg(m_path, QString::number(where.line), QString::number(where.column))});
}

} // namespace

Result<Configuration> readConfiguration(QByteArrayView text, const QString &path)
{
    return Reader(path).read(text);
}

} // namespace latchkey
