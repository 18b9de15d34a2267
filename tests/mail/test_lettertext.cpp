// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/mail/lettertext.h"

#include "mailkit.h"

#include <QDirIterator>
#include <QRegularExpression>
#include <QSet>

#include <ctime>

using namespace latchkey;

namespace {

constexpr LetterKind kinds[] = {LetterKind::Reset, LetterKind::Notice, LetterKind::Confirm};

} // namespace

class TestLetterText : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void everyKindInEveryLanguage_data();
    void everyKindInEveryLanguage();
    void language_data();
    void language();
    void timesHaveTheirZone_data();
    void timesHaveTheirZone();
    void absentFactsLeaveNoTrace();
    void hostileNamesAreEscaped_data();
    void hostileNamesAreEscaped();
    void namesKeepTheirLetters_data();
    void namesKeepTheirLetters();
    void bridgeStandsInBoth();
    void whoDidNotAskMaySaySo();
    void demoSaysSo();
    void templatesNameOnlyWhatALetterHas();
    void nothingButTheMailsOwnLinkOpensAnything();
    void boundLetterSaysWhereItWorks();
    void anOperatorIsNamed();
    void codeIsNoLinkAndNoNumber_data();
    void codeIsNoLinkAndNoNumber();
};

void TestLetterText::initTestCase()
{
    qputenv("TZ", "Europe/Berlin");
    tzset();
}

void TestLetterText::everyKindInEveryLanguage_data()
{
    QTest::addColumn<int>("kind");
    QTest::addColumn<QString>("language");
    QTest::addColumn<QString>("subject");
    const auto row = [](LetterKind kind, const char *language, const QString &subject) {
        QTest::addRow("%d %s", static_cast<int>(kind), language)
            << static_cast<int>(kind) << QString::fromLatin1(language) << subject;
    };
    row(LetterKind::Reset, "en", QStringLiteral("Choose a new password for Acme Webmail"));
    row(LetterKind::Reset, "de", QStringLiteral("Neues Passwort für Acme Webmail wählen"));
    row(LetterKind::Notice, "en", QStringLiteral("Your password at Acme Webmail was changed"));
    row(LetterKind::Notice, "de", QStringLiteral("Ihr Passwort bei Acme Webmail wurde geändert"));
    row(LetterKind::Confirm, "en", QStringLiteral("Confirm your address for Acme Webmail"));
    row(LetterKind::Confirm, "de", QStringLiteral("Bestätigen Sie Ihre Adresse für Acme Webmail"));
}

void TestLetterText::everyKindInEveryLanguage()
{
    QFETCH(const int, kind);
    QFETCH(const QString, language);
    QFETCH(const QString, subject);
    Letter letter = sampleLetter(static_cast<LetterKind>(kind));
    letter.language = language;
    const Result<LetterText> text = composeText(letter);
    QVERIFY(text);
    QCOMPARE(text->subject, subject);
    QVERIFY(text->html.contains(QStringLiteral("<html lang=\"%1\">").arg(language)));
    QVERIFY(text->html.contains(QStringLiteral("<title>%1</title>").arg(subject)));
    for (const QString &body : {text->plain, text->html}) {
        QVERIFY(body.contains(letter.serviceName));
        QVERIFY(body.contains(letter.deskContact));
        QVERIFY(body.contains(QString::fromLatin1(letter.link)));
        QVERIFY(body.contains(QStringLiteral("17:20")));
        QVERIFY2(!body.contains(QLatin1String("{{")), qPrintable(body));
    }
    if (letter.kind != LetterKind::Confirm) // only an operator asks for a confirmation
        QVERIFY(text->plain.contains(letter.origin));
    QVERIFY(!text->plain.startsWith(QLatin1Char('\n')));
    QVERIFY2(!text->plain.contains(QLatin1String("\n\n\n")), qPrintable(text->plain));
}

void TestLetterText::language_data()
{
    QTest::addColumn<QString>("asked");
    QTest::addColumn<QString>("got");
    const auto row = [](const char *asked, const char *got) {
        QTest::newRow(asked) << QString::fromUtf8(asked) << QString::fromLatin1(got);
    };
    row("", "en");
    row("en", "en");
    row("en-GB", "en");
    row("de", "de");
    row("de-AT", "de");
    row("de_CH", "de");
    row("DE", "de");
    row("de-Latn-AT", "de");
    row("fr", "en");
    row("fr-CA", "en");
    row("tlh", "en");
    // A language is a name in our resources, not a path.
    row("../de", "en");
    row("/de", "en");
    row("de/../de", "en");
    row("..", "en");
    row("-", "en");
    row("_de", "en");
}

void TestLetterText::language()
{
    QFETCH(const QString, asked);
    QFETCH(const QString, got);
    Letter letter = sampleLetter();
    letter.language = asked;
    const Result<LetterText> text = composeText(letter);
    QVERIFY(text);
    QVERIFY(text->html.contains(QStringLiteral("<html lang=\"%1\">").arg(got)));
    const QString date = got == QLatin1String("de") ? QStringLiteral("Dienstag, 24. November 2026")
                                                    : QStringLiteral("Tuesday, November 24, 2026");
    QVERIFY2(text->plain.contains(date + QStringLiteral(", 17:20 (UTC+01:00)")),
             qPrintable(text->plain));
}

void TestLetterText::timesHaveTheirZone_data()
{
    QTest::addColumn<qint64>("asked");
    QTest::addColumn<QString>("words");
    QTest::newRow("winter") << qint64{1'795'537'200}
                            << QStringLiteral("Tuesday, November 24, 2026, 17:20 (UTC+01:00)");
    QTest::newRow("summer") << qint64{1'782'907'200}
                            << QStringLiteral("Wednesday, July 1, 2026, 14:00 (UTC+02:00)");
    // The hour that comes twice is told apart by its zone alone.
    QTest::newRow("before the clock is set back")
        << qint64{1'792'888'200} << QStringLiteral("Sunday, October 25, 2026, 02:30 (UTC+02:00)");
    QTest::newRow("after the clock is set back")
        << qint64{1'792'891'800} << QStringLiteral("Sunday, October 25, 2026, 02:30 (UTC+01:00)");
    QTest::newRow("beyond 2038") << qint64{4'102'444'800}
                                 << QStringLiteral("Friday, January 1, 2100, 01:00 (UTC+01:00)");
}

void TestLetterText::timesHaveTheirZone()
{
    QFETCH(const qint64, asked);
    QFETCH(const QString, words);
    Letter letter = sampleLetter();
    letter.requested = Instant(std::chrono::seconds(asked));
    const Result<LetterText> text = composeText(letter);
    QVERIFY2(text->plain.contains(words), qPrintable(text->plain));
    QVERIFY(text->html.contains(words));
}

void TestLetterText::absentFactsLeaveNoTrace()
{
    for (const LetterKind kind : kinds) {
        for (const char *language : {"en", "de"}) {
            Letter letter = sampleLetter(kind);
            letter.language = QString::fromLatin1(language);
            letter.origin.clear();
            letter.deskContact.clear();
            const Result<LetterText> text = composeText(letter);
            QVERIFY(text);
            for (const QString &body : {text->plain, text->html}) {
                QVERIFY(!body.contains(QLatin1String("computer \"")));
                QVERIFY(!body.contains(QStringLiteral("Computer „")));
                QVERIFY(!body.contains(QLatin1String("Questions")));
                QVERIFY(!body.contains(QLatin1String("Fragen")));
                QVERIFY(!body.contains(QLatin1String("withdraw")));
                QVERIFY(!body.contains(QStringLiteral("zurückziehen")));
                QVERIFY(!body.contains(QLatin1String(": .")));
            }
        }
    }
}

void TestLetterText::hostileNamesAreEscaped_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("inText");
    QTest::addColumn<QString>("inHtml");
    QTest::newRow("tags") << QStringLiteral("<img src=x>") << QStringLiteral("<img src=x>")
                          << QStringLiteral("&lt;img src=x&gt;");
    QTest::newRow("ampersand and quotes")
        << QStringLiteral("A&B \"c\" 'd'") << QStringLiteral("A&B \"c\" 'd'")
        << QStringLiteral("A&amp;B &quot;c&quot; &apos;d&apos;");
    QTest::newRow("line ends") << QStringLiteral("a\r\n\r\nb\u2028c\u0085d")
                               << QStringLiteral("a b c d") << QStringLiteral("a b c d");
    QTest::newRow("written backwards")
        << QStringLiteral("a\u202etxt.exe\u2066b") << QStringLiteral("atxt.exeb")
        << QStringLiteral("atxt.exeb");
    QTest::newRow("unseen") << QStringLiteral("a\u200bb\U000E0041c\x07") << QStringLiteral("abc")
                            << QStringLiteral("abc");
    QTest::newRow("a template") << QStringLiteral("{{code}} {{{code}}} {{#demo}}")
                                << QStringLiteral("{{code}} {{{code}}} {{#demo}}")
                                << QStringLiteral("{{code}} {{{code}}} {{#demo}}");
}

void TestLetterText::hostileNamesAreEscaped()
{
    QFETCH(const QString, name);
    QFETCH(const QString, inText);
    QFETCH(const QString, inHtml);
    for (const LetterKind kind : kinds) {
        Letter letter = sampleLetter(kind);
        letter.serviceName = name;
        letter.origin = name;
        letter.deskContact = name;
        const Result<LetterText> text = composeText(letter);
        QVERIFY(text);
        QVERIFY2(text->subject.contains(inText), qPrintable(text->subject));
        QVERIFY(!text->subject.contains(QLatin1Char('\n')));
        QVERIFY2(text->plain.contains(inText), qPrintable(text->plain));
        QVERIFY2(text->html.contains(inHtml), qPrintable(text->html));
        QVERIFY(!text->html.contains(QLatin1String("<img")));
    }
}

void TestLetterText::namesKeepTheirLetters_data()
{
    QTest::addColumn<QString>("name");
    QTest::newRow("umlauts") << QStringLiteral("Bäckerei Öz");
    QTest::newRow("beyond the first plane") << QStringLiteral("Keys 🔑 & 𝔄");
    QTest::newRow("Persian, with its joiner") << QStringLiteral("می\u200cخواهم");
    QTest::newRow("Hebrew") << QStringLiteral("שלום");
    QTest::newRow("combining") << QStringLiteral("e\u0301");
}

void TestLetterText::namesKeepTheirLetters()
{
    QFETCH(const QString, name);
    Letter letter = sampleLetter();
    letter.serviceName = name;
    const Result<LetterText> text = composeText(letter);
    QVERIFY2(text->subject.contains(name), qPrintable(text->subject));
    QVERIFY(text->plain.contains(name));
}

void TestLetterText::bridgeStandsInBoth()
{
    for (const LetterKind kind : {LetterKind::Reset, LetterKind::Confirm}) {
        for (const char *language : {"en", "de"}) {
            Letter letter = sampleLetter(kind);
            letter.language = QString::fromLatin1(language);
            QVERIFY(!composeText(letter)->html.contains(QLatin1String("class=\"button\"")));
            letter.bridge = "https://acme.example/#reset/acme/abc.def.ghi";
            const Result<LetterText> text = composeText(letter);
            const QString bridge = QString::fromLatin1(letter.bridge);
            QVERIFY2(text->plain.contains(u'\n' + bridge + u'\n'), qPrintable(text->plain));
            QVERIFY2(text->html.contains(QStringLiteral("href=\"%1\"").arg(bridge)),
                     qPrintable(text->html));
            for (const QString &body : {text->plain, text->html})
                QVERIFY(body.contains(QString::fromLatin1(letter.link)));
            QVERIFY2(!text->plain.contains(QLatin1String("\n\n\n")), qPrintable(text->plain));
        }
    }
}

void TestLetterText::whoDidNotAskMaySaySo()
{
    for (const char *language : {"en", "de"}) {
        Letter letter = sampleLetter();
        letter.language = QString::fromLatin1(language);
        letter.withdraw = "latchkey://withdraw/acme/abc.def.ghi";
        letter.withdrawBridge = "https://acme.example/#withdraw/acme/abc.def.ghi";
        const Result<LetterText> text = composeText(letter);
        for (const QByteArray &link : {letter.withdraw, letter.withdrawBridge}) {
            const QString word = QString::fromLatin1(link);
            QVERIFY2(text->plain.contains(u'\n' + word + u'\n'), qPrintable(text->plain));
            QVERIFY(text->html.contains(QStringLiteral("href=\"%1\"").arg(word)));
        }
        // The way in comes first, for whoever copies the mail as a whole.
        QVERIFY(text->plain.indexOf(QString::fromLatin1(letter.link)) <
                text->plain.indexOf(QString::fromLatin1(letter.withdraw)));
        QVERIFY2(!text->plain.contains(QLatin1String("\n\n\n")), qPrintable(text->plain));
        // Who reads it on a phone has the desk.
        QVERIFY(text->plain.trimmed().endsWith(letter.deskContact));
        letter.withdrawBridge.clear();
        QVERIFY2(!composeText(letter)->plain.contains(QLatin1String("\n\n\n")),
                 qPrintable(composeText(letter)->plain));
        QVERIFY(!composeText(letter)->html.contains(QLatin1String("https:")));
    }
}

void TestLetterText::demoSaysSo()
{
    Letter letter = sampleLetter();
    QVERIFY(!composeText(letter)->plain.contains(QLatin1String("demonstration")));
    letter.demo = true;
    QVERIFY(composeText(letter)->plain.startsWith(QLatin1String("This is a demonstration")));
    QVERIFY(composeText(letter)->html.contains(QLatin1String("demonstration")));
    letter.language = QStringLiteral("de");
    QVERIFY(composeText(letter)->plain.startsWith(QStringLiteral("Dies ist eine Vorführung")));
}

/// P29: what a template could name, somebody could mail.
void TestLetterText::templatesNameOnlyWhatALetterHas()
{
    const QStringList facts =
        letterVariables() + QStringList{QStringLiteral("subject"), QStringLiteral("body")};
    const QRegularExpression name(QStringLiteral(R"(\{\{[{#/^&]?\s*([a-z_]+))"));
    int files = 0;
    for (QDirIterator each(QStringLiteral(":/mail"), QDir::Files, QDirIterator::Subdirectories);
         each.hasNext(); ++files) {
        const QString text = QString::fromUtf8(readFile(each.next()));
        QVERIFY(!text.isEmpty());
        for (auto found = name.globalMatch(text); found.hasNext();) {
            const QString fact = found.next().captured(1);
            QVERIFY2(facts.contains(fact), qPrintable(each.filePath() + QLatin1Char(' ') + fact));
        }
    }
    QCOMPARE(files, 13);
}

/// Every value there is, by its name: who adds one has to say here what it gives away.
void TestLetterText::nothingButTheMailsOwnLinkOpensAnything()
{
    Letter letter = sampleLetter();
    letter.bridge = "https://acme.example/#reset/acme/a.b.c";
    letter.withdraw = "latchkey://withdraw/acme/a.b.c";
    letter.withdrawBridge = "https://acme.example/#withdraw/acme/a.b.c";
    letter.demo = true;
    letter.asker = Asker::Operator;
    letter.reach = LinkReach::AskingDevice;
    const auto facts = letterFacts(letter, QLocale(QStringLiteral("en")));
    QStringList names;
    for (const auto &fact : facts)
        names << fact.first;
    QStringList listed = letterVariables();
    listed.sort();
    QCOMPARE(names, listed);
    const QSet<QString> opening{
        QStringLiteral("link"),      QStringLiteral("bridge"),          QStringLiteral("code"),
        QStringLiteral("withdraw"),  QStringLiteral("withdraw_bridge"), QStringLiteral("code_left"),
        QStringLiteral("code_right")};
    const QSet<QString> plain{QStringLiteral("service"),      QStringLiteral("language"),
                              QStringLiteral("requested"),    QStringLiteral("origin"),
                              QStringLiteral("desk"),         QStringLiteral("demo"),
                              QStringLiteral("operator"),     QStringLiteral("bound"),
                              QStringLiteral("link_expires"), QStringLiteral("code_expires")};
    QCOMPARE(QSet<QString>(names.begin(), names.end()), opening + plain);
    const QString code = letter.code;
    for (const auto &[name, value] : facts) {
        QVERIFY2(opening.contains(name) ||
                     (!value.contains(QLatin1String("a.b.c")) && !value.contains(code)),
                 qPrintable(name));
    }
    QCOMPARE(facts.at(QStringLiteral("link")), QString::fromLatin1(letter.link));
    QCOMPARE(facts.at(QStringLiteral("code_left")) + u'-' + facts.at(QStringLiteral("code_right")),
             code);
}

void TestLetterText::boundLetterSaysWhereItWorks()
{
    for (const auto &[language, where, elsewhere, code] :
         {std::tuple{"en", "only on the computer where it was asked", "has Acme", "ype this code"},
          std::tuple{"de", "nur an dem Computer", "eingerichtet", "Code"}}) {
        Letter letter = sampleLetter();
        letter.language = QLatin1String(language);
        const Result<LetterText> free = composeText(letter);
        letter.reach = LinkReach::AskingDevice;
        letter.code.clear();
        const Result<LetterText> bound = composeText(letter);
        for (const auto &[unbound, text] :
             {std::pair{free->plain, bound->plain}, std::pair{free->html, bound->html}}) {
            QVERIFY2(text.contains(QLatin1String(where)), qPrintable(text));
            QVERIFY(!unbound.contains(QLatin1String(where)));
            QVERIFY2(!text.contains(QLatin1String(elsewhere)), qPrintable(text));
            QVERIFY2(!text.contains(QLatin1String(code)), qPrintable(text));
            QVERIFY(unbound.contains(QLatin1String(code)));
            QVERIFY(text.contains(QString::fromLatin1(letter.link)));
            QVERIFY2(!text.contains(QLatin1String("\n\n\n")), qPrintable(text));
        }
    }
}

void TestLetterText::anOperatorIsNamed()
{
    Letter letter = sampleLetter();
    QVERIFY(composeText(letter)->plain.contains(QLatin1String("Somebody asked for")));
    letter.asker = Asker::Operator;
    for (const QString &text : {composeText(letter)->plain, composeText(letter)->html})
        QVERIFY2(text.contains(QLatin1String("Somebody who looks after accounts asked for")),
                 qPrintable(text));
    letter.language = QStringLiteral("de");
    QVERIFY(composeText(letter)->plain.contains(QLatin1String("Jemand, der Konten betreut, hat")));
}

void TestLetterText::codeIsNoLinkAndNoNumber_data()
{
    QTest::addColumn<QString>("language");
    QTest::newRow("English") << QStringLiteral("en");
    QTest::newRow("German") << QStringLiteral("de");
}

/// What mail programs look for when they make links, and what breaks a code that is copied.
void TestLetterText::codeIsNoLinkAndNoNumber()
{
    QFETCH(const QString, language);
    Letter letter = sampleLetter();
    letter.language = language;
    const Result<LetterText> text = composeText(letter);
    // Alone on its line, indented, so that nothing is joined to it and no program reflows it.
    QVERIFY2(text->plain.contains(QStringLiteral("\n\n    %1\n\n").arg(letter.code)),
             qPrintable(text->plain));
    QCOMPARE(text->plain.count(letter.code), 1);
    // In the HTML two halves with the dash between them: one word to whoever copies it, and none of
    // the patterns of a date, a telephone number or a parcel for whoever looks for these.
    const QString halves =
        QStringLiteral("<p class=\"code\"><span>WDJB</span>-<span>MJHT</span></p>");
    QCOMPARE(text->html.count(halves), 1);
    QVERIFY(!text->html.contains(letter.code));
    const qsizetype at = text->html.indexOf(halves);
    QCOMPARE(text->html.first(at).count(QLatin1String("<a ")),
             text->html.first(at).count(QLatin1String("</a>")));
    QVERIFY(text->html.contains(QLatin1String("name=\"format-detection\" content=\"telephone=no")));
    QVERIFY(text->html.contains(QLatin1String("a[x-apple-data-detectors]")));
    QVERIFY(text->html.contains(QLatin1String("white-space: nowrap")));
    QVERIFY(!text->html.contains(QLatin1String("tel:")));
    // As it goes out, whatever encoding it got.
    const Result<RenderedMail> mail = renderMail(letter, sampleSender());
    QVERIFY(mail->bytes.contains("<span>WDJB</span>-<span>MJHT</span>"));
    QVERIFY(mail->bytes.contains("\r\n    WDJB-MJHT\r\n"));
}

QTEST_GUILESS_MAIN(TestLetterText)
#include "test_lettertext.moc"
