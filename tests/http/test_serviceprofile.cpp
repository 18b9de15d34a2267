// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/http/serviceprofile.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRandomGenerator>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

using namespace latchkey;

namespace {

QByteArray shippedText(const QString &id)
{
    QFile file(QStringLiteral(LATCHKEY_SOURCE_DIR "/resources/services/%1.json").arg(id));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QStringList faultsOf(const QByteArray &json)
{
    QStringList texts;
    if (const auto parsed = ServiceProfile::parse(json); !parsed) {
        for (const ProfileFault &fault : parsed.error())
            texts += fault.text();
    }
    return texts;
}

} // namespace

class TestServiceProfile : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void shippedProfilesAreRight_data();
    void shippedProfilesAreRight();
    void flaskFormsIsReadWhole();
    void faultsAreTold_data();
    void faultsAreTold();
    void everyFaultIsTold();
    void syntaxHasLineAndColumn();
    void loadsByNameAndByPath();
    void noDamageIsTakenForGood();
};

void TestServiceProfile::shippedProfilesAreRight_data()
{
    QTest::addColumn<QString>("id");
    for (const QString &id : ServiceProfile::shipped())
        QTest::newRow(qPrintable(id)) << id;
}

void TestServiceProfile::shippedProfilesAreRight()
{
    QFETCH(const QString, id);
    const QByteArray text = shippedText(id);
    QCOMPARE(faultsOf(text), QStringList());
    const auto profile = ServiceProfile::load(id);
    QVERIFY(profile);
    QCOMPARE((*profile)->id, id);
    QVERIFY(!(*profile)->title.isEmpty());
}

void TestServiceProfile::flaskFormsIsReadWhole()
{
    const auto profile = ServiceProfile::load(QStringLiteral("flask-forms"));
    QVERIFY(profile);
    const Flow &request = (*profile)->request;
    QCOMPARE(request.steps.size(), size_t{2});
    QCOMPARE(request.steps[0].method, "GET");
    QCOMPARE(request.steps[0].captures.size(), size_t{1});
    const auto *form = std::get_if<FormChoice>(&request.steps[0].captures[0].from);
    QVERIFY(form && form->by == FormChoice::By::Field && form->value == u"email");
    const auto *filled = std::get_if<FilledForm>(&request.steps[1].body);
    QVERIFY(filled && filled->form == "page" && filled->fields.size() == 1);
    QCOMPARE(request.steps[1].outcomes[1].outcome, Outcome::Neutral);
    QVERIFY((*profile)->inspect.has_value());
    QCOMPARE((*profile)->set.messages.size(), size_t{2});
    QCOMPARE((*profile)->passwordRules.minimumCharacters, 1);
    QCOMPARE((*profile)->passwordRules.normalisation, PasswordForm::AsTyped);
    QCOMPARE((*profile)->linkLifetime, std::chrono::seconds(86400));
}

namespace {

/// A profile whose first steps are those of the request: one that says nothing of recognising.
QByteArray chapterText()
{
    QByteArray text = shippedText(QStringLiteral("flask-forms"));
    const qsizetype begin = text.indexOf("  \"recognise\"");
    return text.remove(begin, text.indexOf("  \"request\"") - begin);
}

} // namespace

void TestServiceProfile::faultsAreTold_data()
{
    QTest::addColumn<QByteArray>("was");
    QTest::addColumn<QByteArray>("becomes");
    QTest::addColumn<QString>("told");
    const auto row = [](const char *was, const char *becomes, const char *told) {
        QTest::newRow(told) << QByteArray(was) << QByteArray(becomes) << QString::fromUtf8(told);
    };
    row("\"title\":", "\"tilte\":",
        "/tilte: \"tilte\" is not known here; the nearest is \"title\"");
    row("\"title\": \"Flask application with HTML forms\",", "", "/: needs the member \"title\"");
    row("\"path\": \"/reset\"", "\"path\": \"reset\"",
        "/request/steps/0/path: begins with a slash");
    row("\"path\": \"/reset\"", "\"path\": 3", "/request/steps/0/path: must be a text");
    row("\"path\": \"/reset\"", "\"path\": \"/reset?x={email}\"",
        "/request/steps/0/path: what follows the ? belongs under \"query\"");
    row("\"/reset/{token}\"", "\"/reset/{token\"",
        "/inspect/steps/0/path: a brace without its other half");
    row("\"/reset/{token}\"", "\"/reset/{tokne}\"",
        "/inspect/steps/0/path: nothing gives {tokne}; the nearest is \"token\"");
    row("\"email\": \"{email}\"", "\"email\": \"{password}\"",
        "/request/steps/1/fill/fields/email: nothing gives {password}; the nearest is \"base\"");
    row("\"form\": \"page\"", "\"form\": \"pgae\"",
        "/request/steps/1/fill/form: nothing gives {pgae}; the nearest is \"page\"");
    row("\"method\": \"GET\"", "\"method\": \"DELETE\"",
        "/request/steps/0/method: \"DELETE\" is none of \"GET\", \"POST\", \"PUT\", \"PATCH\"");
    row("[302, 303]", "[302, 999]",
        "/request/steps/1/outcomes/0/status: must be a status, such as 404, \"2xx\" or [400, 422]");
    row("\"outcome\": \"weak\"", "\"outcome\": \"week\"",
        "/set/steps/1/outcomes/2/outcome: \"week\" is none of \"ok\", \"neutral\", "
        "\"weak\", \"expired\", \"used\", \"dead\", \"wrong-code\", \"disabled\", \"limited\", "
        "\"browser\", \"unavailable\"");
    row("{ \"class\": \"error\" }", "{ \"class\": \"error\", \"pointer\": \"/x\" }",
        "/set/messages/1: needs one of \"pointer\" and \"class\"");
    row("{ \"class\": \"error\" }", "{ \"pointer\": \"x\" }",
        "/set/messages/1/pointer: a JSON pointer begins with a slash");
    row("\"{base}/reset/{token}\"", "\"https://evil.example/{token}\"",
        "/links/0: a link pattern begins with {base} or latchkey://");
    row("\"steps\": [", "\"browser\": \"http://x\", \"was\": [",
        "/request/browser: begins with {base} or https://");
    row("86400", "1.5", "/link_lifetime: must be a whole number from 60 to 2678400");
    row("\"running service\"", "\"hearsay\"",
        "/checked/against: \"hearsay\" is none of \"documentation\", \"running service\"");
    row("\"field\": \"email\"", "\"feild\": \"email\"",
        "/request/steps/0/capture/page/form/feild: \"feild\" is not known here; the nearest is "
        "\"field\"");
    row("\"request\": {",
        "\"recognise\": { \"steps\": [{ \"method\": \"POST\", \"path\": \"/x\", \"outcomes\": "
        "[{ \"status\": 200, \"outcome\": \"ok\" }] }] }, \"request\": {",
        "/recognise/steps/0: only a GET without a body");
    row("\"request\": {",
        "\"recognise\": { \"steps\": [{ \"method\": \"GET\", \"path\": \"/{email}\", \"outcomes\": "
        "[{ \"status\": 200, \"outcome\": \"ok\" }] }] }, \"request\": {",
        "/recognise/steps/0/path: nothing gives {email}; the nearest is \"base\"");
    row("\"capture\": { \"page\"", "\"capture\": { \"Page\"",
        "/request/steps/0/capture/Page: names are a-z, 0-9 and _");
}

void TestServiceProfile::faultsAreTold()
{
    QFETCH(const QByteArray, was);
    QFETCH(const QByteArray, becomes);
    QFETCH(const QString, told);
    QByteArray text = chapterText();
    const qsizetype at = text.indexOf(was);
    QVERIFY(at >= 0);
    const QStringList faults = faultsOf(text.replace(at, was.size(), becomes));
    QVERIFY2(faults.contains(told), qPrintable(faults.join(u'\n')));
}

void TestServiceProfile::everyFaultIsTold()
{
    QByteArray text = chapterText();
    text.replace("\"title\":", "\"titel\":").replace("\"GET\"", "\"FETCH\"").replace("86400", "1");
    // The title twice: unknown and missing. Each GET once.
    QCOMPARE(faultsOf(text).size(), 2 + 3 + 1);
}

void TestServiceProfile::syntaxHasLineAndColumn()
{
    const auto parsed = ServiceProfile::parse("{\n  \"id\": \"x\",\n  \"title\" 3\n}");
    QVERIFY(!parsed);
    QCOMPARE(parsed.error().size(), size_t{1});
    QCOMPARE(parsed.error()[0].line, 3);
    QVERIFY(parsed.error()[0].column >= 11 && parsed.error()[0].column <= 12);
    QCOMPARE(faultsOf("").size(), 1);
    QCOMPARE(faultsOf("[]").front(), QStringLiteral("/: must be an object"));
    QCOMPARE(faultsOf(QByteArray(300000, ' ')).front(),
             QStringLiteral("/: is larger than 256 KiB"));
}

void TestServiceProfile::loadsByNameAndByPath()
{
    const auto misspelt = ServiceProfile::load(QStringLiteral("flask-froms"));
    QVERIFY(!misspelt);
    QCOMPARE(misspelt.error().reason, Reason::ConfigurationFaulty);
    QVERIFY(misspelt.error().detail.contains(QLatin1String("\"flask-forms\"")));

    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("own.json"));
    QCOMPARE(ServiceProfile::load(path).error().reason, Reason::FileUnreadable);
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(shippedText(QStringLiteral("flask-forms")).replace("flask-forms", "own"));
    file.close();
    const auto own = ServiceProfile::load(path);
    QVERIFY(own);
    QCOMPARE((*own)->id, QStringLiteral("own"));
}

// Any one member taken away or turned into another kind: told, or harmless, and never a crash.
void TestServiceProfile::noDamageIsTakenForGood()
{
    QRandomGenerator random(42);
    const QByteArray good = shippedText(QStringLiteral("flask-forms"));
    int refused = 0;
    for (int run = 0; run < 3000; ++run) {
        QByteArray text = good;
        for (int slips = random.bounded(1, 4); slips > 0; --slips) {
            const qsizetype at = random.bounded(text.size());
            switch (random.bounded(3)) {
            case 0:
                text.remove(at, random.bounded(1, 20));
                break;
            case 1:
                text[at] = static_cast<char>(random.bounded(256));
                break;
            default:
                text.insert(at, text.mid(random.bounded(text.size()), 12));
            }
        }
        const QStringList faults = faultsOf(text);
        refused += faults.isEmpty() ? 0 : 1;
        for (const QString &fault : faults)
            QVERIFY(fault.contains(QLatin1String(": ")));
    }
    QVERIFY(refused > 1500);
}

QTEST_GUILESS_MAIN(TestServiceProfile)
#include "test_serviceprofile.moc"
