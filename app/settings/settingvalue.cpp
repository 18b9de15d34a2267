// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/settingkeys.h"
#include "settings/textrules.h"

#include <array>

namespace latchkey {

namespace {

template <class Choice>
struct Named
{
    Choice choice;
    const char *name;
};

// Overloads, so that a field's type alone leads to the names of its choices.
constexpr auto namesOf(MailTransport)
{
    return std::array{Named<MailTransport>{MailTransport::Folder, "folder"},
                      Named<MailTransport>{MailTransport::Smtp, "smtp"}};
}

constexpr auto namesOf(MailSecurity)
{
    return std::array{Named<MailSecurity>{MailSecurity::Tls, "tls"},
                      Named<MailSecurity>{MailSecurity::StartTls, "starttls"},
                      Named<MailSecurity>{MailSecurity::ClearLoopback, "clear-loopback"}};
}

constexpr auto namesOf(KeySource)
{
    return std::array{Named<KeySource>{KeySource::Keyring, "keyring"},
                      Named<KeySource>{KeySource::CredentialFile, "credential-file"}};
}

QString typeOf(const SettingValue &value)
{
    if (std::holds_alternative<QString>(value))
        return QStringLiteral("a text");
    return std::holds_alternative<bool>(value) ? QStringLiteral("true or false")
                                               : QStringLiteral("a whole number");
}

/// Sets one field; one overload for each kind of field.
class Assigner
{
public:
    Assigner(const SettingKey &key, const SettingValue &value, Configuration &configuration)
        : m_key(key), m_value(value), m_configuration(configuration)
    {
    }

    Result<void> operator()(QString &(*field)(Configuration &)) const
    {
        return setText([&](const QString &text) { field(m_configuration) = text; });
    }

    Result<void> operator()(QUrl &(*field)(Configuration &)) const
    {
        return setText(
            [&](const QString &text) { field(m_configuration) = QUrl(text, QUrl::StrictMode); });
    }

    Result<void> operator()(int &(*field)(Configuration &)) const
    {
        return setNumber([&](qint64 number) { field(m_configuration) = static_cast<int>(number); });
    }

    template <class Period>
    Result<void> operator()(std::chrono::duration<int64_t, Period> &(*field)(Configuration &)) const
    {
        return setNumber([&](qint64 number) {
            field(m_configuration) = std::chrono::duration<int64_t, Period>(number);
        });
    }

    Result<void> operator()(bool &(*field)(Configuration &)) const
    {
        const auto *flag = std::get_if<bool>(&m_value);
        if (!flag)
            return wrongType(bool{});
        field(m_configuration) = *flag;
        return {};
    }

    template <class Choice>
    Result<void> operator()(Choice &(*field)(Configuration &)) const
    {
        const auto *text = std::get_if<QString>(&m_value);
        if (!text)
            return wrongType(QString{});
        for (const auto &named : namesOf(Choice{})) {
            if (*text == QLatin1String(named.name)) {
                field(m_configuration) = named.choice;
                return {};
            }
        }
        return faulty(QStringLiteral("must be ") + allowedValues(m_key));
    }

private:
    template <class Set>
    Result<void> setText(Set set) const
    {
        const auto *text = std::get_if<QString>(&m_value);
        if (!text)
            return wrongType(QString{});
        if (const auto *rule = std::get_if<TextRule>(&m_key.rule)) {
            if (const auto fault = faultOf(*rule, *text))
                return faulty(*fault);
        }
        if (m_key.presence == Presence::Required && text->isEmpty())
            return faulty(QStringLiteral("must not be empty"));
        set(*text);
        return {};
    }

    template <class Set>
    Result<void> setNumber(Set set) const
    {
        const auto *number = std::get_if<qint64>(&m_value);
        if (!number)
            return wrongType(qint64{});
        const auto *bounds = std::get_if<Bounds>(&m_key.rule);
        if (bounds && (*number < bounds->least || *number > bounds->greatest)) {
            return faulty(QStringLiteral("is %1, and must be %2")
                              .arg(QString::number(*number), allowedValues(m_key)));
        }
        set(*number);
        return {};
    }

    Result<void> wrongType(const SettingValue &wanted) const
    {
        return faulty(QStringLiteral("must be %1, not %2").arg(typeOf(wanted), typeOf(m_value)));
    }

    Result<void> faulty(const QString &why) const
    {
        return fail(Reason::ConfigurationFaulty, m_key.path() + QLatin1Char(' ') + why);
    }

    const SettingKey &m_key;
    const SettingValue &m_value;
    Configuration &m_configuration;
};

SettingValue toValue(const QString &text)
{
    return text;
}
SettingValue toValue(const QUrl &url)
{
    return url.toString(QUrl::FullyEncoded);
}
SettingValue toValue(int number)
{
    return qint64{number};
}
SettingValue toValue(bool flag)
{
    return flag;
}

template <class Period>
SettingValue toValue(std::chrono::duration<int64_t, Period> span)
{
    return qint64{span.count()};
}

template <class Choice>
    requires std::is_enum_v<Choice>
SettingValue toValue(Choice choice)
{
    for (const auto &named : namesOf(Choice{})) {
        if (named.choice == choice)
            return QString::fromLatin1(named.name);
    }
    return QString();
}

template <class Choice>
QString listOf()
{
    QStringList names;
    for (const auto &named : namesOf(Choice{}))
        names << QLatin1Char('"') + QLatin1String(named.name) + QLatin1Char('"');
    const QString last = names.takeLast();
    return names.join(QStringLiteral(", ")) + QStringLiteral(" or ") + last;
}

/// The end of a "\uXXXX" or the character itself, as TOML's basic strings want it.
QString escaped(QChar c)
{
    if (c == QLatin1Char('"') || c == QLatin1Char('\\'))
        return QLatin1Char('\\') + QString(c);
    if (c < QLatin1Char(' ') || c == QChar(0x7f))
        return QStringLiteral("\\u%1").arg(c.unicode(), 4, 16, QLatin1Char('0'));
    return c;
}

} // namespace

Result<void> assign(const SettingKey &key, const SettingValue &value, Configuration &configuration)
{
    return std::visit(Assigner(key, value, configuration), key.field);
}

SettingValue valueOf(const SettingKey &key, const Configuration &configuration)
{
    Configuration copy = configuration;
    return std::visit([&](auto field) { return toValue(field(copy)); }, key.field);
}

QString allowedValues(const SettingKey &key)
{
    if (const auto *bounds = std::get_if<Bounds>(&key.rule)) {
        return QStringLiteral("from %1 to %2")
            .arg(QString::number(bounds->least), QString::number(bounds->greatest));
    }
    if (const auto *rule = std::get_if<TextRule>(&key.rule))
        return describe(*rule);
    return std::visit(
        []<class Value>(Value &(*)(Configuration &)) {
            if constexpr (std::is_enum_v<Value>)
                return listOf<Value>();
            else
                return QString();
        },
        key.field);
}

QString tomlText(const SettingValue &value)
{
    if (const auto *number = std::get_if<qint64>(&value))
        return QString::number(*number);
    if (const auto *flag = std::get_if<bool>(&value))
        return *flag ? QStringLiteral("true") : QStringLiteral("false");
    QString text;
    for (const QChar c : std::get<QString>(value))
        text += escaped(c);
    return QLatin1Char('"') + text + QLatin1Char('"');
}

} // namespace latchkey
