// SPDX-License-Identifier: GPL-3.0-or-later
#include "launch/arguments.h"

#include <QTest>

#include <algorithm>

using namespace latchkey;

namespace {

const QByteArray goodLink = "latchkey://reset/acme/ImFsaWNlIg.ZVPxAA.Qx5Rpcsw2KDbiqRmadq8kRkD68E";

// What QCoreApplication, QGuiApplication, QApplication and the xcb plugin take, in Qt 6.4.
constexpr const char *qtOptions[] = {
    "-platform",
    "-platformpluginpath",
    "-platformtheme",
    "-plugin",
    "-qwindowgeometry",
    "-qwindowicon",
    "-qwindowtitle",
    "-reverse",
    "-session",
    "-display",
    "-geometry",
    "-fontengine",
    "-dialogs",
    "-style",
    "-stylesheet",
    "-widgetcount",
    "-qmljsdebugger",
    "-testability",
    "-nograb",
    "-dograb",
    "-name",
    "-title",
    "-icon",
    "-sync",
    "-visual",
    "-ncols",
    "-cmap",
    "-fn",
    "-font",
    "-bg",
    "-fg",
    "-im",
    "-inputstyle",
    "-graphicssystem",
    "-noxim",
    "-button",
};

} // namespace

class TestArguments : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void good_data();
    void good();
    void bad_data();
    void bad();
    void linkThatNamesAnOptionIsALink_data();
    void linkThatNamesAnOptionIsALink();
    void longestLink();
    void refusalRepeatsNoLink_data();
    void refusalRepeatsNoLink();
    void usageNamesEveryOption();
};

void TestArguments::good_data()
{
    QTest::addColumn<QByteArrayList>("words");
    QTest::addColumn<QByteArray>("expected"); // answer, demo, configuration, link

    const auto row = [](const char *name, const QByteArrayList &words, const QByteArray &expected) {
        QTest::newRow(name) << words << expected;
    };
    row("nothing", {}, "window no  ");
    row("link", {goodLink}, "window no  " + goodLink);
    row("link in capitals", {"LATCHKEY://reset/a/b"}, "window no  LATCHKEY://reset/a/b");
    row("mixed case", {"LatchKey:x"}, "window no  LatchKey:x");
    row("scheme alone", {"latchkey:"}, "window no  latchkey:");
    row("link with blanks", {"latchkey: a b"}, "window no  latchkey: a b");
    row("link of bytes", {"latchkey:\xff\x01"}, "window no  latchkey:\xff\x01");
    row("link of the web", {"https://a.example/reset?t=x"},
        "window no  https://a.example/reset?t=x");
    row("web link behind the end of options", {"--", "HTTP://localhost/x"},
        "window no  HTTP://localhost/x");
    row("help", {"--help"}, "help no  ");
    row("short help", {"-h"}, "help no  ");
    row("version", {"--version"}, "version no  ");
    row("demo", {"--demo"}, "window yes  ");
    row("demo and link", {"--demo", goodLink}, "window yes  " + goodLink);
    row("link and demo", {goodLink, "--demo"}, "window yes  " + goodLink);
    row("configuration", {"--config", "a.toml"}, "window no a.toml ");
    row("configuration and link", {"--config", "a.toml", goodLink}, "window no a.toml " + goodLink);
    row("link and configuration", {goodLink, "--config", "a.toml"}, "window no a.toml " + goodLink);
    row("configuration that begins with a dash", {"--config", "-x"}, "window no -x ");
    row("two configurations: the last", {"--config", "a", "--config", "b"}, "window no b ");
    row("end of options", {"--"}, "window no  ");
    row("link behind the end of options", {"--", goodLink}, "window no  " + goodLink);
    row("kiosk", {"--kiosk"}, "kiosk no  ");
    row("kiosk and configuration", {"--config", "a", "--kiosk"}, "kiosk no a ");
    row("kiosk after a visit", {"--kiosk", "--wiped"}, "kiosk no  ");
    row("demo, end, link", {"--demo", "--", goodLink}, "window yes  " + goodLink);
}

void TestArguments::good()
{
    QFETCH(const QByteArrayList, words);
    QFETCH(const QByteArray, expected);
    const Result<Arguments> arguments = parseArguments(words);
    QVERIFY2(arguments, arguments ? "" : qPrintable(arguments.error().detail));
    constexpr const char *answers[] = {"window", "help", "version"};
    const QByteArray found =
        QByteArray(arguments->kiosk ? "kiosk" : answers[static_cast<int>(arguments->answer)]) +
        (arguments->demo ? " yes " : " no ") + arguments->configurationPath.toUtf8() + ' ' +
        arguments->link;
    QCOMPARE(found, expected);
}

void TestArguments::bad_data()
{
    QTest::addColumn<QByteArrayList>("words");
    for (const QByteArray option : qtOptions) {
        const QByteArray twice = '-' + option;
        QTest::addRow("%s", option.constData()) << QByteArrayList{option};
        QTest::addRow("%s value", option.constData()) << QByteArrayList{option, "value"};
        QTest::addRow("%s=value", option.constData()) << QByteArrayList{option + "=value"};
        QTest::addRow("%s value, link", option.constData())
            << QByteArrayList{option, "value", goodLink};
        QTest::addRow("goodLink, %s value", option.constData())
            << QByteArrayList{goodLink, option, "value"};
        QTest::addRow("-- %s", option.constData()) << QByteArrayList{"--", option, goodLink};
        QTest::addRow("%s", twice.constData()) << QByteArrayList{twice, goodLink};
    }
    const QByteArrayList shapes[] = {
        {""},
        {"-"},
        {" "},
        {"x"},
        {"x", goodLink},
        {goodLink, "x"},
        {goodLink, ""},
        {goodLink, goodLink},
        {goodLink, "--", goodLink},
        {"--", "--demo"},
        {"--", "--"},
        {" " + goodLink},
        {"'" + goodLink + "'"},
        {"<" + goodLink + ">"},
        {"-" + goodLink},
        {"--" + goodLink},
        {"latchkey"},
        {"latchkey//reset/a/b"},
        {"ftp://latchkey:1/"},
        {"https:/example.com/latchkey:"},
        {"file:///etc/passwd"},
        {"javascript:latchkey:"},
        {"xlatchkey:"},
        {"--config"},
        {"--config", goodLink},
        {"--config=file"},
        // Files alone say how a link is treated.
        {"--set"},
        {"--set", "password.minimum_length=8"},
        {"--set=password.minimum_length=8"},
        {"--set", "password.minimum_length=8", goodLink},
        {goodLink, "--set", "password.minimum_length=8"},
        {"--set", goodLink},
        {"password.minimum_length=8", goodLink},
        {"--demo=yes"},
        {"--demo", "--config", "a"},
        {"--config", "a", "--demo"},
        {"--kiosk", goodLink},
        {goodLink, "--kiosk"},
        {"--kiosk", "https://a.example/reset?t=x"},
        {"--kiosk", "--demo"},
        {"--kiosk", "--dbus-activated"},
        {"--kiosk", "kiosk"},
        {"--wiped"},
        {"--Demo"},
        {"--dem"},
        {"-demo"},
        {"-help"},
        {"--help=x"},
        {"-?"},
        {"/?"},
        {"@file"},
        {"\xff\xfe"},
        {"-\x1b]0;title\x07"},
    };
    int number = 0;
    for (const QByteArrayList &words : shapes) {
        QTest::addRow("shape %d: %s", ++number, words.join(' ').toPercentEncoding().constData())
            << words;
    }
}

void TestArguments::bad()
{
    QFETCH(const QByteArrayList, words);
    const Result<Arguments> arguments = parseArguments(words);
    QVERIFY(!arguments);
    QCOMPARE(arguments.error().reason, Reason::UsageFaulty);
    const QString told = arguments.error().detail;
    QVERIFY(!told.isEmpty());
    // What the words brought along does not reach the terminal.
    QVERIFY(std::ranges::all_of(told, [](QChar c) { return c.isPrint() && c < QChar(0x7f); }));
}

void TestArguments::linkThatNamesAnOptionIsALink_data()
{
    QTest::addColumn<QByteArray>("word");
    for (const QByteArray option : qtOptions)
        QTest::newRow(option.constData())
            << "latchkey:" + option + "=/tmp/evil " + option + " /tmp";
    QTest::newRow("settings") << QByteArray("latchkey: --config /tmp/evil --set mail.port=1");
    QTest::newRow("settings as a query") << QByteArray("latchkey://reset/a/b?--set=mail.port=1");
}

void TestArguments::linkThatNamesAnOptionIsALink()
{
    QFETCH(const QByteArray, word);
    const Result<Arguments> arguments = parseArguments({"--demo", word});
    QVERIFY(arguments);
    // All of it, as one operand: whoever judges links refuses it.
    QCOMPARE(arguments->link, word);
    QVERIFY(arguments->configurationPath.isEmpty());
}

void TestArguments::longestLink()
{
    const QByteArray fits = "latchkey:" + QByteArray(4096 - 9, 'x');
    QVERIFY(parseArguments({fits}));
    const Result<Arguments> tooLong = parseArguments({fits + 'x'});
    QVERIFY(!tooLong);
    QVERIFY(tooLong.error().detail.size() < 100);
}

void TestArguments::refusalRepeatsNoLink_data()
{
    QTest::addColumn<QByteArrayList>("words");
    QTest::newRow("two") << QByteArrayList{goodLink, goodLink};
    QTest::newRow("behind a dash") << QByteArrayList{'-' + goodLink};
    QTest::newRow("behind two dashes") << QByteArrayList{"--" + goodLink};
    QTest::newRow("as a value") << QByteArrayList{"--link=" + goodLink};
    QTest::newRow("token as a value") << QByteArrayList{"--t=ImFsaWNlIg.ZVPxAA.Qx5Rpcsw2KDb"};
    QTest::newRow("quoted") << QByteArrayList{'"' + goodLink + '"'};
    QTest::newRow("as a configuration") << QByteArrayList{"--config", goodLink};
    QTest::newRow("too long") << QByteArrayList{goodLink + QByteArray(5000, 'x')};
}

void TestArguments::refusalRepeatsNoLink()
{
    QFETCH(const QByteArrayList, words);
    const Result<Arguments> arguments = parseArguments(words);
    QVERIFY(!arguments);
    const QString told = arguments.error().detail + arguments.error().about;
    QVERIFY2(!told.contains(QLatin1String("ImFsa")), qPrintable(told));
    QVERIFY2(!told.contains(QLatin1String("acme")), qPrintable(told));
}

void TestArguments::usageNamesEveryOption()
{
    for (const char *option : {"--config", "--demo", "--kiosk", "--version", "--help", "LINK"})
        QVERIFY(usageText().contains(QLatin1String(option)));
}

QTEST_GUILESS_MAIN(TestArguments)
#include "test_arguments.moc"
