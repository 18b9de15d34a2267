// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/mail/lettertext.h"

#include "mailkit.h"

#include <QDir>
#include <QTemporaryDir>

using namespace latchkey;

/// An administrator's own words in the place of the program's.
class TestMailTemplates : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void eachFileReplacesItsOwn();
    void bringsALanguageOfItsOwn();
    void theProgramsOwnHaveNoMistake();
    void mistakesAreToldWithTheirLine_data();
    void mistakesAreToldWithTheirLine();
    void aMistakeSendsTheProgramsWords();
    void aLanguageIsNoPath();

private:
    void write(const QString &name, const QString &text) const
    {
        QVERIFY(QFileInfo(m_folder->filePath(name)).dir().mkpath(QStringLiteral(".")));
        QVERIFY(writeFile(m_folder->filePath(name), text.toUtf8()));
    }
    MailTemplates templates() const { return MailTemplates(m_folder->path()); }
    static Letter letter(const QString &language)
    {
        Letter letter = sampleLetter();
        letter.language = language;
        return letter;
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    const QString m_text =
        QStringLiteral("Subject: Way in to {{service}}\n\nHere: {{link}} until {{link_expires}}, "
                       "or {{code}}\n{{#desk}}Ask {{desk}}{{/desk}}\n");
    const QString m_html =
        QStringLiteral("<p>{{service}} <a href=\"{{link}}\">in</a> until {{link_expires}}</p>");
};

void TestMailTemplates::eachFileReplacesItsOwn()
{
    write(QStringLiteral("en/reset.txt"), m_text);
    const auto text = composeText(letter(QStringLiteral("en")), templates());
    QCOMPARE(text->subject, QStringLiteral("Way in to Acme Webmail"));
    QVERIFY(text->plain.startsWith(QStringLiteral("Here: ") + QString::fromLatin1(sampleLink)));
    QVERIFY2(text->html.contains(QLatin1String("Somebody asked")), "that one was left alone");
    QVERIFY(text->html.contains(QLatin1String("<title>Way in to Acme Webmail</title>")));
    // Other kinds and other languages as ever.
    QCOMPARE(composeText(letter(QStringLiteral("de")), templates())->subject,
             composeText(letter(QStringLiteral("de")))->subject);
    QCOMPARE(composeText(sampleLetter(LetterKind::Notice), templates())->plain,
             composeText(sampleLetter(LetterKind::Notice))->plain);

    write(
        QStringLiteral("layout.html"),
        QStringLiteral("<html lang=\"{{language}}\"><title>{{subject}}</title>{{{body}}}</html>"));
    write(QStringLiteral("en/reset.html"), m_html);
    const auto own = composeText(letter(QStringLiteral("en")), templates());
    QVERIFY2(own->html.startsWith(QLatin1String("<html lang=\"en\"><title>Way in")),
             qPrintable(own->html));
    QVERIFY(own->html.contains(QLatin1String("\">in</a>")));
}

void TestMailTemplates::bringsALanguageOfItsOwn()
{
    write(QStringLiteral("fr/reset.txt"), m_text);
    write(QStringLiteral("fr/reset.html"), m_html);
    const auto text = composeText(letter(QStringLiteral("fr-CA")), templates());
    QCOMPARE(text->subject, QStringLiteral("Way in to Acme Webmail"));
    QVERIFY(text->plain.contains(QLatin1String("novembre")));
    QVERIFY(templates().languages().contains(QStringLiteral("fr")));
    // What it does not have comes in English, as without it.
    Letter notice = sampleLetter(LetterKind::Notice);
    notice.language = QStringLiteral("fr");
    QCOMPARE(composeText(notice, templates())->subject, composeText(notice)->subject);
}

void TestMailTemplates::theProgramsOwnHaveNoMistake()
{
    // Read by the rules of everybody's: an empty folder adds nothing.
    const QStringList all = templates().languages();
    QCOMPARE(QSet<QString>(all.begin(), all.end()),
             (QSet<QString>{QStringLiteral("en"), QStringLiteral("de")}));
    for (const QString &language : all) {
        for (const LetterKind kind : {LetterKind::Reset, LetterKind::Notice, LetterKind::Confirm}) {
            for (const TemplateFault &fault : templates().faults(kind, language))
                QFAIL(qPrintable(fault.path + u' ' + fault.why));
        }
    }
}

void TestMailTemplates::mistakesAreToldWithTheirLine_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<QString>("sheet");
    QTest::addColumn<int>("line");
    QTest::addColumn<QString>("why");
    const auto text = [this](const char *name, const QString &more, const char *why, int line = 6) {
        QTest::newRow(name) << QStringLiteral("en/reset.txt") << m_text + u'\n' + more << line
                            << QString::fromUtf8(why);
    };
    const auto html = [this](const char *name, const QString &more, const char *why) {
        QTest::newRow(name) << QStringLiteral("en/reset.html") << m_html + u'\n' + more << 2
                            << QString::fromUtf8(why);
    };
    text("no such name", QStringLiteral("{{password}}"), "nothing named \"password\"");
    text("no such section", QStringLiteral("{{#hash}}x{{/hash}}"), "nothing named \"hash\"");
    text("open tag", QStringLiteral("{{service"), "not closed");
    text("open section", QStringLiteral("{{#desk}}x"), "section desk is not closed");
    text("closed twice", QStringLiteral("{{/desk}}"), "closes nothing");
    text("another file", QStringLiteral("{{> other}}"), "not allowed");
    text("other brackets", QStringLiteral("{{=<% %>=}}"), "not allowed");
    text("unescaped", QStringLiteral("{{{service}}}"), "two braces");
    text("unescaped otherwise", QStringLiteral("{{&origin}}"), "two braces");
    text("two line ends, then a name", QStringLiteral("\n\n{{key}}"), "nothing named \"key\"", 8);
    html("script", QStringLiteral("<script>x()</script>"), "runs nothing");
    html("picture of another place", QStringLiteral("<img src=\"https://a.example/x.png\">"),
         "fetches nothing");
    html("handler", QStringLiteral("<p onclick=\"x()\">"), "runs nothing");
    html("style of another place", QStringLiteral("<p style=\"background:url(//a.example)\">"),
         "fetches nothing");
    html("script for a link", QStringLiteral("<a href=\"javascript:x()\">"), "runs nothing");
    const auto whole = [](const char *name, const char *file, const QString &sheet,
                          const char *why) {
        QTest::newRow(name) << QString::fromLatin1(file) << sheet << 1 << QString::fromUtf8(why);
    };
    whole("no subject", "en/reset.txt", QStringLiteral("{{service}} {{link}}"), "Subject");
    whole("no blank line", "en/reset.txt", QStringLiteral("Subject: x\n{{link}}"), "Subject");
    whole("the code where another is not", "en/reset.txt",
          QStringLiteral("Subject: x\n\n{{service}} {{link}} {{link_expires}}"
                         " {{^code}}{{code}}{{/code}}"),
          "{{code}} is missing");
    whole("the code only beside a desk", "en/reset.txt",
          QStringLiteral("Subject: x\n\n{{service}} {{link}} {{link_expires}}"
                         " {{#code}}{{#desk}}{{code}}{{/desk}}{{/code}}"),
          "{{code}} is missing");
    whole("no link", "en/reset.txt",
          QStringLiteral("Subject: x\n\n{{service}} {{link_expires}} {{code}}"),
          "{{link}} is missing");
    whole("a link that may not be there", "en/reset.txt",
          QStringLiteral("Subject: x\n\n{{service}} {{link_expires}} {{code}} "
                         "{{#desk}}{{link}}{{/desk}}"),
          "{{link}} is missing");
    whole("no code", "en/reset.txt",
          QStringLiteral("Subject: x\n\n{{service}} {{link_expires}} {{link}}"),
          "{{code}} is missing");
    whole("empty", "en/reset.html", QString(), "missing, empty");
    whole("no body", "layout.html", QStringLiteral("<html>{{subject}}</html>"),
          "{{body}} is missing");
    whole("layout with a link", "layout.html", QStringLiteral("{{{body}}}{{link}}"),
          "nothing named \"link\"");
    whole("too long", "en/reset.html", QString(70'000, u'x'), "64 KiB");
}

void TestMailTemplates::mistakesAreToldWithTheirLine()
{
    QFETCH(const QString, file);
    QFETCH(const QString, sheet);
    QFETCH(const int, line);
    QFETCH(const QString, why);
    write(file, sheet);
    const auto faults = templates().faults(LetterKind::Reset, QStringLiteral("en"));
    QCOMPARE(faults.size(), 1);
    QCOMPARE(faults.constFirst().path, m_folder->filePath(file));
    QVERIFY2(faults.constFirst().why.contains(why), qPrintable(faults.constFirst().why));
    QCOMPARE(faults.constFirst().line, line);
    aMistakeSendsTheProgramsWords();
}

// Never a broken mail: one wrong sheet, and all of that letter is the program's.
void TestMailTemplates::aMistakeSendsTheProgramsWords()
{
    write(QStringLiteral("en/reset.html"), QStringLiteral("{{password}}"));
    const auto mine = composeText(letter(QStringLiteral("en")), templates());
    const auto own = composeText(letter(QStringLiteral("en")));
    QVERIFY(mine);
    QCOMPARE(mine->subject, own->subject);
    QCOMPARE(mine->plain, own->plain);
    QCOMPARE(mine->html, own->html);
}

void TestMailTemplates::aLanguageIsNoPath()
{
    const QTemporaryDir elsewhere;
    for (const QString &language :
         {QStringLiteral("../x"), elsewhere.path(), QStringLiteral(".."), QString()}) {
        const auto text = composeText(letter(language), templates());
        QCOMPARE(text->plain, composeText(letter(QStringLiteral("en")))->plain);
    }
}

QTEST_GUILESS_MAIN(TestMailTemplates)
#include "test_mailtemplates.moc"
