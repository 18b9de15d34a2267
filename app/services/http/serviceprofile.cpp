// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/http/serviceprofile.h"

#include "services/http/jsonreader.h"
#include "services/http/profilenames.h"
#include "services/http/stepreader.h"

#include <QDir>
#include <QFile>
#include <QJsonDocument>

#include <algorithm>

namespace latchkey {

namespace {

constexpr qint64 largestProfile = 256LL * 1024;
const QString shippedFolder = QStringLiteral(":/services/");

OperatorVariable readVariable(const QString &name, const QJsonValue &value, const JsonPointer &at,
                              ProfileFaults &faults)
{
    JsonReader reader(value, at,
                      {QStringLiteral("label"), QStringLiteral("default"),
                       QStringLiteral("required"), QStringLiteral("secret")},
                      faults);
    if (!TextTemplate::isName(name.toUtf8()))
        reader.fault(at, QStringLiteral("names are a-z, 0-9 and _"));
    OperatorVariable variable{.name = name.toUtf8(),
                              .label = reader.requiredText("label"),
                              .fallback = reader.text("default"),
                              .required = reader.flag("required"),
                              .secret = reader.flag("secret")};
    if (variable.secret && !variable.fallback.isEmpty())
        reader.fault("default", QStringLiteral("a secret has none"));
    return variable;
}

void readVariables(const JsonReader &profile, ProfileContent &content)
{
    const QJsonObject variables = profile.value("variables").toObject();
    if (profile.has("variables") && !profile.value("variables").isObject())
        profile.fault("variables", QStringLiteral("must be an object"));
    for (auto entry = variables.begin(); entry != variables.end(); ++entry) {
        content.variables.push_back(readVariable(entry.key(), entry.value(),
                                                 profile.place("variables").child(entry.key()),
                                                 profile.faults()));
    }
}

void readChecked(const JsonReader &profile, ProfileContent &content)
{
    JsonReader checked(profile.value("checked"), profile.place("checked"),
                       {QStringLiteral("against"), QStringLiteral("version")}, profile.faults());
    static const QStringList ways = {QStringLiteral("documentation"),
                                     QStringLiteral("running service")};
    content.ranAgainstReal = checked.oneOf("against", ways) == 1;
    content.checkedVersion = checked.requiredText("version");
}

void readPassword(const JsonReader &profile, ProfileContent &content)
{
    // Without a word from the profile nothing is demanded that the service might not.
    content.passwordRules = {.minimumCharacters = 1, .normalisation = PasswordForm::AsTyped};
    if (!profile.has("password"))
        return;
    JsonReader password(
        profile.value("password"), profile.place("password"),
        {QStringLiteral("minimum"), QStringLiteral("maximum_bytes"), QStringLiteral("sent")},
        profile.faults());
    static const QStringList forms = {QStringLiteral("opaque-string"), QStringLiteral("typed"),
                                      QStringLiteral("nfc"), QStringLiteral("nfkd")};
    PasswordRules &rules = content.passwordRules;
    rules.minimumCharacters = password.number("minimum", 1, 128, 1);
    rules.maximumBytes = password.number("maximum_bytes", 8, 4096, rules.maximumBytes);
    if (password.has("sent"))
        rules.normalisation = static_cast<PasswordForm>(std::max(password.oneOf("sent", forms), 0));
}

void readCode(const JsonReader &profile, ProfileContent &content)
{
    if (!profile.has("code"))
        return;
    JsonReader code(profile.value("code"), profile.place("code"),
                    {QStringLiteral("length"), QStringLiteral("characters")}, profile.faults());
    static const QStringList kinds = {QStringLiteral("digits"),
                                      QStringLiteral("letters and digits")};
    content.code = CodeForm{.length = code.number("length", 4, 32, 6),
                            .digitsOnly = code.oneOf("characters", kinds) == 0};
}

QStringList readTexts(JsonReader &profile, const char *member)
{
    QStringList texts;
    const QJsonArray array = profile.array(member);
    for (qsizetype at = 0; at < array.size(); ++at) {
        if (!array[at].isString())
            profile.fault(profile.place(member).child(at), QStringLiteral("must be a text"));
        texts += array[at].toString();
    }
    return texts;
}

/// Anybody's address is asked these things: nothing that changes anything.
Flow readRecognise(const JsonReader &profile, ProfileFaults &faults)
{
    const JsonPointer at = profile.place("recognise");
    Flow flow = readFlow(profile.value("recognise"), at, faults);
    for (size_t i = 0; i < flow.steps.size(); ++i) {
        if (flow.steps[i].method != "GET" || flow.steps[i].body.index() != 0)
            profile.fault(at.child(QStringLiteral("steps")).child(static_cast<qsizetype>(i)),
                          QStringLiteral("only a GET without a body"));
    }
    return flow;
}

ProfileContent readContent(const QJsonValue &document, ProfileFaults &faults)
{
    static const QStringList members = QStringLiteral("$schema id title docs remarks checked "
                                                      "variables headers recognise usual_path "
                                                      "request inspect set carry "
                                                      "links code password link_lifetime")
                                           .split(u' ');
    JsonReader profile(document, {}, members, faults);
    ProfileContent content;
    content.id = profile.requiredText("id");
    content.title = profile.requiredText("title");
    profile.text("docs");
    readTexts(profile, "remarks");
    readChecked(profile, content);
    readVariables(profile, content);
    content.headers = profile.templates("headers");
    if (profile.has("recognise"))
        content.recognise = readRecognise(profile, faults);
    content.usualPath = profile.text("usual_path");
    content.request = readFlow(profile.value("request"), profile.place("request"), faults);
    if (profile.has("inspect"))
        content.inspect = readFlow(profile.value("inspect"), profile.place("inspect"), faults);
    content.set = readFlow(profile.value("set"), profile.place("set"), faults);
    for (const QString &name : readTexts(profile, "carry"))
        content.carry.push_back(name.toUtf8());
    content.links = readTexts(profile, "links");
    readCode(profile, content);
    readPassword(profile, content);
    constexpr int month = 31 * 86400;
    content.linkLifetime = std::chrono::seconds(profile.number("link_lifetime", 60, month, 86400));
    checkNames(content, faults);
    return content;
}

ProfileFault syntaxFault(const QByteArray &json, const QJsonParseError &error)
{
    const qsizetype at = std::clamp<qsizetype>(error.offset, 0, json.size());
    const QByteArray before = json.first(at);
    const QByteArray line = before.sliced(before.lastIndexOf('\n') + 1);
    return {.why = error.errorString(),
            .line = static_cast<int>(before.count('\n')) + 1,
            .column = static_cast<int>(QString::fromUtf8(line).size()) + 1};
}

} // namespace

QString ProfileFault::text() const
{
    if (line > 0)
        return QStringLiteral("%1:%2: %3").arg(QString::number(line), QString::number(column), why);
    return (pointer.isEmpty() ? QStringLiteral("/") : pointer) + QStringLiteral(": ") + why;
}

std::expected<ServiceProfile, ProfileFaults> ServiceProfile::parse(const QByteArray &json)
{
    if (json.size() > largestProfile) {
        return std::unexpected(ProfileFaults{
            {.pointer = {}, .why = QStringLiteral("is larger than 256 KiB"), .line = 0}});
    }
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(json, &error);
    if (error.error != QJsonParseError::NoError)
        return std::unexpected(ProfileFaults{syntaxFault(json, error)});
    ProfileFaults faults;
    const QJsonValue root =
        document.isObject() ? QJsonValue(document.object()) : QJsonValue(document.array());
    auto content = std::make_shared<const ProfileContent>(readContent(root, faults));
    if (!faults.empty())
        return std::unexpected(std::move(faults));
    return ServiceProfile(std::move(content));
}

Result<ServiceProfile> ServiceProfile::load(const QString &idOrPath)
{
    const bool isPath = idOrPath.contains(u'/');
    if (!isPath && !shipped().contains(idOrPath)) {
        return fail({.reason = Reason::ConfigurationFaulty,
                     .detail = QStringLiteral("there is no profile \"%1\"").arg(idOrPath) +
                               nearestHint(idOrPath, shipped()),
                     .about = idOrPath});
    }
    QFile file(isPath ? idOrPath : shippedFolder + idOrPath + QStringLiteral(".json"));
    if (!file.open(QIODevice::ReadOnly)) {
        return fail(
            {.reason = Reason::FileUnreadable, .detail = file.errorString(), .about = idOrPath});
    }
    auto profile = parse(file.read(largestProfile + 1));
    if (!profile) {
        return fail({.reason = Reason::ConfigurationFaulty,
                     .detail = profile.error().front().text(),
                     .about = idOrPath});
    }
    return std::move(*profile);
}

QStringList ServiceProfile::shipped()
{
    QStringList ids;
    for (const QString &name : QDir(shippedFolder).entryList({QStringLiteral("*.json")}))
        ids += name.chopped(5);
    return ids;
}

} // namespace latchkey
