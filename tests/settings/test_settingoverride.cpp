// SPDX-License-Identifier: GPL-3.0-or-later
#include "layerkit.h"
#include "settings/settingoverride.h"

#include <QtTest>

using namespace latchkey;
using namespace latchkey::testing;

class TestSettingOverride : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void faults_data();
    void faults();
    void privateKeysAreForFiles();
    void valuesOfEachKind();
    void theLastLayer();
    void locksHold();
    void allOrNone();
};

namespace {

const QByteArray service = "[service]\nid = \"a\"\nname = \"A\"\n[mail]\nfolder = \"m\"\n";

std::vector<SettingOverride> overridesOf(const QStringList &words)
{
    std::vector<SettingOverride> overrides;
    for (const QString &word : words) {
        if (auto parsed = parseOverride(word))
            overrides.push_back(*parsed);
    }
    return overrides;
}

} // namespace

void TestSettingOverride::faults_data()
{
    QTest::addColumn<QString>("word");
    QTest::addColumn<QString>("told");
    QTest::newRow("empty") << "" << "needs SECTION.KEY=VALUE";
    QTest::newRow("no value") << "retention.days" << "needs SECTION.KEY=VALUE";
    QTest::newRow("no key") << "=1" << "needs SECTION.KEY=VALUE";
    QTest::newRow("unknown") << "retention.day=1" << "The nearest is retention.days";
    QTest::newRow("no section") << "days=1" << "There is no setting days";
    QTest::newRow("bounds") << "retention.days=0" << "is 0, and must be from 1";
    QTest::newRow("no number") << "retention.days=x" << "must be a whole number";
    QTest::newRow("no flag") << "password.ask_twice=yes" << "must be true or false";
    QTest::newRow("no choice") << "mail.security=none" << "must be \"tls\"";
    QTest::newRow("http") << "service.sign_in=http://a.de" << "https";
    QTest::newRow("private") << "mail.host=a.de" << "belongs in a file";
    QTest::newRow("line end") << "service.name=a\nb" << "line end";
}

void TestSettingOverride::faults()
{
    QFETCH(const QString, word);
    QFETCH(const QString, told);
    const auto parsed = parseOverride(word);
    QVERIFY(!parsed);
    QCOMPARE(parsed.error().reason, Reason::UsageFaulty);
    QVERIFY2(parsed.error().detail.contains(told), qPrintable(parsed.error().detail));
}

void TestSettingOverride::privateKeysAreForFiles()
{
    for (const SettingKey &key : settingKeys()) {
        if (key.sensitivity != Sensitivity::Open) {
            const auto parsed = parseOverride(key.path() + QStringLiteral("=canary"));
            QVERIFY2(!parsed, qPrintable(key.path()));
            QVERIFY(!parsed.error().detail.contains(QStringLiteral("canary")));
        }
    }
}

void TestSettingOverride::valuesOfEachKind()
{
    QCOMPARE(std::get<QString>(parseOverride(u"service.name=A = \"B\"")->value),
             QStringLiteral("A = \"B\""));
    QCOMPARE(std::get<qint64>(parseOverride(u"links.lifetime=600")->value), 600);
    QCOMPARE(std::get<bool>(parseOverride(u"password.ask_twice=true")->value), true);
    QCOMPARE(std::get<QString>(parseOverride(u"service.desk_contact=")->value), QString());
}

void TestSettingOverride::theLastLayer()
{
    const SettingsHome home;
    SettingsHome::write(home.user(), service + "[retention]\ndays = 3\n");
    auto layers = loadLayers(home.user());
    QVERIFY(layers);
    QVERIFY(applyOverrides(
        overridesOf({QStringLiteral("retention.days=4"), QStringLiteral("retention.days=5")}),
        *layers));
    QCOMPARE(layers->configuration.retention.days, 5);
    QCOMPARE(originOf(*layers, u"retention.days").from, ValueOrigin::From::CommandLine);
}

void TestSettingOverride::locksHold()
{
    const SettingsHome home;
    SettingsHome::write(home.system(), "[password]\nminimum_length = 20\nask_twice = true\n");
    SettingsHome::write(home.user(), service);
    auto layers = loadLayers(home.user());
    QVERIFY(layers);
    const auto refused =
        applyOverrides(overridesOf({QStringLiteral("password.minimum_length=8")}), *layers);
    QVERIFY(!refused);
    QCOMPARE(refused.error().reason, Reason::UsageFaulty);
    QVERIFY(refused.error().detail.contains(home.system() + QStringLiteral(":2")));
    QCOMPARE(layers->configuration.password.minimumLength, 20);
    QVERIFY(applyOverrides(overridesOf({QStringLiteral("password.ask_twice=false")}), *layers));
    QCOMPARE(layers->configuration.password.askTwice, false);
}

void TestSettingOverride::allOrNone()
{
    const SettingsHome home;
    SettingsHome::write(home.user(), service);
    auto layers = loadLayers(home.user());
    QVERIFY(layers);
    const auto refused = applyOverrides(
        overridesOf({QStringLiteral("retention.days=5"), QStringLiteral("links.lifetime=300")}),
        *layers);
    QVERIFY(!refused);
    QCOMPARE(refused.error().reason, Reason::UsageFaulty);
    QVERIFY(refused.error().detail.contains(QStringLiteral("must not exceed")));
    QCOMPARE(layers->configuration.retention.days, 30);
}

QTEST_GUILESS_MAIN(TestSettingOverride)
#include "test_settingoverride.moc"
