// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctl/commandline.h"
#include "ctl/verbs.h"
#include "ctlkit.h"

using namespace latchkey;
using namespace latchkey::testing;

/// What is understood, what is not, and how that is told; with the real program and its real verbs.
class TestCtlCommandLine : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void notUnderstood_data();
    void notUnderstood();
    void nonsense_data();
    void nonsense();
    void everyVerbHasHelp();
    void helpOfEverything();
    void version();
    void globalOptionsAnywhere();
    void valuesAndOperands();
    void numbers();
    void closedOutput();
    void linksNoWindow();
};

void TestCtlCommandLine::notUnderstood_data()
{
    QTest::addColumn<QStringList>("words");
    QTest::addColumn<QString>("told");

    QTest::newRow("nothing") << QStringList() << "A command is missing";
    QTest::newRow("unknown noun") << QStringList{"acounts"} << "The nearest is 'accounts'";
    QTest::newRow("noun alone") << QStringList{"accounts"} << "'accounts' needs one of add, import";
    QTest::newRow("unknown verb") << QStringList{"accounts", "lisst"}
                                  << "The nearest is 'accounts list'";
    QTest::newRow("operand missing")
        << QStringList{"accounts", "show"} << "'accounts show' needs EMAIL";
    QTest::newRow("second operand missing")
        << QStringList{"accounts", "change-email", "a@b.example"} << "needs NEW";
    QTest::newRow("too many") << QStringList{"accounts", "list", "x"} << "one argument too many";
    QTest::newRow("unknown option") << QStringList{"accounts", "add", "a@b.example", "--confirm"}
                                    << "The nearest is --confirmed";
    QTest::newRow("short option") << QStringList{"accounts", "list", "-x"} << "no option -x";
    QTest::newRow("option first") << QStringList{"--confirmed", "accounts", "add"}
                                  << "must stand behind a command";
    QTest::newRow("no value") << QStringList{"accounts", "add", "a@b.example", "--locale"}
                              << "--locale needs a value: --locale TAG";
    QTest::newRow("option for a value")
        << QStringList{"accounts", "add", "a@b.example", "--locale", "--confirmed"}
        << "--locale needs a value";
    QTest::newRow("value for a switch")
        << QStringList{"accounts", "add", "a@b.example", "--confirmed=yes"}
        << "--confirmed takes no value";
    QTest::newRow("twice") << QStringList{"accounts", "add", "a@b.example", "--confirmed",
                                          "--confirmed"}
                           << "--confirmed stands there twice";
    QTest::newRow("no configuration named") << QStringList{"--config="} << "--config needs a file";
    QTest::newRow("help of nothing") << QStringList{"nothing", "--help"} << "no command 'nothing'";
    QTest::newRow("behind --") << QStringList{"--", "--help"} << "no command '--help'";
}

void TestCtlCommandLine::notUnderstood()
{
    QFETCH(const QStringList, words);
    QFETCH(const QString, told);
    const CtlHome home;

    const CtlAnswer text = home.run(words);
    QCOMPARE(text.code, 2);
    QCOMPARE(text.out, QByteArray());
    QVERIFY2(text.err.contains(told.toUtf8()), text.err);
    QVERIFY2(text.err.startsWith("latchkeyctl: "), text.err);
    QVERIFY2(text.err.contains("--help'."), text.err);

    const CtlAnswer json = home.run(QStringList{"--json"} + words);
    QCOMPARE(json.code, 2);
    QCOMPARE(json.err, QByteArray());
    QCOMPARE(json.reason(), QStringLiteral("UsageFaulty"));
    QVERIFY2(json.error("message").contains(told), json.out);
    QCOMPARE(home.everything(), QStringList());
}

void TestCtlCommandLine::nonsense_data()
{
    QTest::addColumn<QByteArrayList>("words");
    QTest::newRow("not UTF-8") << QByteArrayList{"accounts", "show", "\xff\xfe@\xc3"};
    QTest::newRow("terminal codes") << QByteArrayList{"accounts", "show", "\033[31m\033]0;x\a"};
    QTest::newRow("as a command") << QByteArrayList{"\033[2J"};
    QTest::newRow("long") << QByteArrayList{QByteArray(100000, 'x')};
    QTest::newRow("empty words") << QByteArrayList{"", "", ""};
    QTest::newRow("places of arg()") << QByteArrayList{"accounts", "show", "%1%2%3"};
    QTest::newRow("a link") << QByteArrayList{"latchkey://reset/example/abc"};
}

void TestCtlCommandLine::nonsense()
{
    QFETCH(const QByteArrayList, words);
    const CtlHome home;
    QStringList arguments;
    for (const QByteArray &word : words)
        arguments << QFile::decodeName(word);
    const CtlAnswer answer = home.run(arguments);
    QVERIFY(answer.code == 1 || answer.code == 2);
    QVERIFY2(!answer.err.contains('\033') && !answer.err.contains('\a'), answer.err);
    const CtlAnswer json = home.run(arguments + QStringList{"--json"});
    QVERIFY2(!json.reason().isEmpty(), json.out);
}

void TestCtlCommandLine::everyVerbHasHelp()
{
    const CtlHome home;
    for (const Verb &verb : allVerbs()) {
        const QString path = QLatin1String(verb.path);
        const CtlAnswer answer = home.run(path.split(u' ') + QStringList{"--help"});
        QCOMPARE(answer.code, 0);
        QVERIFY2(answer.out.startsWith("Usage: latchkeyctl " + path.toUtf8()), answer.out);
        for (const VerbOption &option : verb.options)
            QVERIFY2(answer.out.contains(option.name), answer.out);
        for (const QByteArray &line : answer.out.split('\n'))
            QVERIFY2(line.size() <= 100, line);
        QCOMPARE(answer.err, QByteArray());
    }
}

void TestCtlCommandLine::helpOfEverything()
{
    const CtlHome home;
    const CtlAnswer whole = home.run("--help");
    QCOMPARE(whole.code, 0);
    for (const Verb &verb : allVerbs())
        QVERIFY2(whole.out.contains(verb.path), whole.out);
    const CtlAnswer noun = home.run("accounts --help");
    QCOMPARE(noun.code, 0);
    QVERIFY(noun.out.contains("accounts import FILE"));
    QVERIFY(!noun.out.contains("keys"));
    QCOMPARE(home.run("--json --help").json()["help"].toString().toUtf8(), whole.out);
}

void TestCtlCommandLine::version()
{
    const CtlHome home;
    QCOMPARE(home.run("--version").out, QByteArray("latchkeyctl " LATCHKEY_VERSION "\n"));
    QCOMPARE(home.run("--version --json").json()["version"].toString(),
             QStringLiteral(LATCHKEY_VERSION));
}

void TestCtlCommandLine::globalOptionsAnywhere()
{
    const auto parse = [](const QByteArrayList &words) {
        return parseCommandLine(words, allVerbs());
    };
    for (const QByteArrayList &words :
         {QByteArrayList{"--config", "/a/b", "accounts", "show", "x"},
          QByteArrayList{"accounts", "--config", "/a/b", "--json", "show", "x"},
          QByteArrayList{"accounts", "show", "x", "--config=/a/b"}}) {
        const auto line = parse(words);
        QVERIFY(line);
        QCOMPARE(line->configurationPath, QStringLiteral("/a/b"));
        QCOMPARE(line->topic, QStringLiteral("accounts show"));
        QCOMPARE(line->invocation.operand(0), QStringLiteral("x"));
    }
    QVERIFY(wantsJson({"accounts", "--json"}));
    QVERIFY(!wantsJson({"accounts", "--", "--json"}));
}

void TestCtlCommandLine::valuesAndOperands()
{
    const auto line =
        parseCommandLine({"accounts", "add", "--locale=de", "--", "--confirmed"}, allVerbs());
    QVERIFY(line);
    QCOMPARE(line->invocation.text("--locale"), QStringLiteral("de"));
    QVERIFY(!line->invocation.has("--confirmed"));
    QCOMPARE(line->invocation.operand(0), QStringLiteral("--confirmed"));
    QCOMPARE(line->invocation.operand(1), QString());
    const auto dashed = parseCommandLine({"accounts", "add", "x", "--locale=--x"}, allVerbs());
    QCOMPARE(dashed->invocation.text("--locale"), QStringLiteral("--x"));
}

void TestCtlCommandLine::numbers()
{
    const auto ageOf = [](const QByteArray &value) {
        return parseCommandLine({"token", "verify", "--max-age", value}, allVerbs())
            ->invocation.number("--max-age", {.otherwise = 7, .least = 1, .greatest = 100});
    };
    QCOMPARE(ageOf("100").value(), 100);
    for (const char *bad : {"0", "101", "-5", "1.5", "ten", "", "99999999999999999999"})
        QCOMPARE(ageOf(bad).error().reason, Reason::UsageFaulty);
    const auto without = parseCommandLine({"token", "verify"}, allVerbs());
    QCOMPARE(without->invocation.number("--max-age", {.otherwise = 7}).value(), 7);
}

void TestCtlCommandLine::closedOutput()
{
    // A script must not take half an answer for a whole one.
    QProcess shell;
    shell.start(QStringLiteral("/bin/sh"),
                {QStringLiteral("-c"),
                 QStringLiteral(LATCHKEY_BINARY_DIR "/bin/latchkeyctl --help >/dev/full")});
    QVERIFY(shell.waitForFinished());
    QCOMPARE(shell.exitCode(), 3);
}

void TestCtlCommandLine::linksNoWindow()
{
    QProcess ldd;
    ldd.start(QStringLiteral("ldd"), {QStringLiteral(LATCHKEY_BINARY_DIR "/bin/latchkeyctl")});
    QVERIFY(ldd.waitForFinished());
    const QByteArray libraries = ldd.readAllStandardOutput();
    QVERIFY2(libraries.contains("libQt6Core"), libraries);
    QVERIFY2(!libraries.contains("libQt6Gui") && !libraries.contains("libQt6Widgets"), libraries);
}

QTEST_GUILESS_MAIN(TestCtlCommandLine)
#include "test_ctlcommandline.moc"
