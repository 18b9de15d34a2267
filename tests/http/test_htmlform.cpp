// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/http/htmlform.h"

#include "tests/recovery/sweep.h"
#include "tests/support/cputimer.h"

#include <QTest>

using namespace latchkey;
using namespace std::chrono_literals;

namespace {

/// "METHOD action: a=1 b=" of the form with the field `f`, or "none".
QByteArray described(const QByteArray &html)
{
    const auto form = HtmlPage(html).form({FormChoice::By::Field, QStringLiteral("f")});
    if (!form)
        return "none";
    QByteArray text = form->method + ' ' + form->action.toUtf8() + ':';
    for (const auto &[name, value] : form->fields)
        text += ' ' + name + '=' + value;
    return text;
}

} // namespace

class TestHtmlForm : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void formsAreRead_data();
    void formsAreRead();
    void formsAreToldApart();
    void textsAreFoundByClass_data();
    void textsAreFoundByClass();
    void hostilePagesCostTheirLength_data();
    void hostilePagesCostTheirLength();
    void anyBytesAreRead();
};

void TestHtmlForm::formsAreRead_data()
{
    QTest::addColumn<QByteArray>("html");
    QTest::addColumn<QByteArray>("expected");
    const auto row = [](const char *name, const char *html, const char *expected) {
        QTest::newRow(name) << QByteArray(html) << QByteArray(expected);
    };
    row("plain", "<form method=post action=/r><input name=f></form>", "POST /r: f=");
    row("no method, no action", "<form><input name=f value=1></form>", "GET : f=1");
    row("another method", "<form method=dialog><input name=f></form>", "GET : f=");
    row("capitals", "<FORM METHOD='Post' ACTION=' /R '><INPUT NAME='f' VALUE='A'></FORM>",
        "POST /R: f=A");
    row("hidden, in order",
        "<form><input type=hidden name=csrf value='a&amp;b&quot;'><p><input name=f></p></form>",
        "GET : csrf=a&b\" f=");
    row("unquoted entities", "<form action='/a?x=1&amp;y=2'><input name=f></form>",
        "GET /a?x=1&y=2: f=");
    row("buttons stay out",
        "<form><input name=f><input type=submit name=go value=1><button name=b>x</button>"
        "<input type=image name=i><input type=file name=u><input type=reset name=r></form>",
        "GET : f=");
    row("boxes as they are ticked",
        "<form><input name=f><input type=checkbox name=a><input type=checkbox name=b checked>"
        "<input type=radio name=c value=1><input type=radio name=c value=2 checked></form>",
        "GET : f= b=on c=2");
    row("disabled and nameless stay out",
        "<form><input name=f><input name=d disabled value=1><input value=2></form>", "GET : f=");
    row("what follows is outside", "<form><input name=f></form><input name=after value=1>",
        "GET : f=");
    row("the one that has it", "<form action=a><input name=x></form><form action=b><input name=f>",
        "GET b: f=");
    row("not closed", "<form action=a><input name=f", "GET a: f=");
    row("a comment is none", "<!-- <form><input name=f></form> -->", "none");
    row("a script is none", "<script>'<form><input name=f></form>'</script>", "none");
    row("umlauts", "<form><input name=f value='p\xc3\xa4ss'></form>", "GET : f=p\xc3\xa4ss");
    row("empty", "", "none");
    row("no HTML", "{\"a\": 1}", "none");
}

void TestHtmlForm::formsAreRead()
{
    QFETCH(const QByteArray, html);
    QFETCH(const QByteArray, expected);
    QCOMPARE(described(html), expected);
}

void TestHtmlForm::formsAreToldApart()
{
    const HtmlPage page("<form id=a name=n action=/x><input name=one></form>"
                        "<form id=b name=m action=/y><input name=two></form>");
    const auto idOf = [&page](FormChoice::By by, const char *value) {
        const auto form = page.form({by, QString::fromUtf8(value)});
        return form ? form->id : QString();
    };
    QCOMPARE(idOf(FormChoice::By::Id, "b"), QStringLiteral("b"));
    QCOMPARE(idOf(FormChoice::By::Name, "m"), QStringLiteral("b"));
    QCOMPARE(idOf(FormChoice::By::Action, "/y"), QStringLiteral("b"));
    QCOMPARE(idOf(FormChoice::By::Field, "two"), QStringLiteral("b"));
    QCOMPARE(idOf(FormChoice::By::Field, "one"), QStringLiteral("a"));
    QCOMPARE(idOf(FormChoice::By::Field, "three"), QString());
    QCOMPARE(idOf(FormChoice::By::Id, "B"), QString());
}

void TestHtmlForm::textsAreFoundByClass_data()
{
    QTest::addColumn<QByteArray>("html");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char *name, const char *html, const char *expected) {
        QTest::newRow(name) << QByteArray(html) << QString::fromUtf8(expected);
    };
    row("plain", "<p class=error>No.</p>", "No.");
    row("among others", "<p class='a error b'>No.</p>", "No.");
    row("not a part of a name", "<p class=errors>No.</p>", "");
    row("with tags in it", "<ul class=error><li>One <b>two</b></li>\n <li>three</li></ul>",
        "One two three");
    row("the same tag in it", "<div class=error><div>One</div> two</div> three", "One two");
    row("the first that holds any", "<p class=error> </p><p class=error>Yes</p>", "Yes");
    row("entities", "<p class=error>a &lt;b&gt; &amp; c</p>", "a <b> & c");
    row("a script's is nobody's", "<p class=error><script>alert(1)</script>No.</p>", "No.");
    row("never closed", "<p class=error>No", "No");
}

void TestHtmlForm::textsAreFoundByClass()
{
    QFETCH(const QByteArray, html);
    QFETCH(const QString, expected);
    QCOMPARE(HtmlPage(html).textOfClass(QStringLiteral("error")), expected);
}

void TestHtmlForm::hostilePagesCostTheirLength_data()
{
    QTest::addColumn<QByteArray>("again");
    for (const char *again :
         {"<a><b><i>", "<p class=error>", "<form><input name=f>", "<input name=a>", "<", "&#1;",
          "<table><tr><td><form>", "<!--", "<![CDATA[", "<script>", "<font class=error></p>",
          "<select><option>", "<p class='error error error'>x"})
        QTest::newRow(again) << QByteArray(again);
}

void TestHtmlForm::hostilePagesCostTheirLength()
{
    QFETCH(const QByteArray, again);
    const QByteArray page = again.repeated(64 * 1024 / again.size());
    const CpuTimer timer;
    const HtmlPage read(page);
    QVERIFY(read.textOfClass(QStringLiteral("error")).size() <= 2000);
    if (const auto form = read.form({FormChoice::By::Field, QStringLiteral("a")}))
        QVERIFY(form->fields.size() <= 200);
    // A page of ours takes a thousandth of it.
    QVERIFY(timer.elapsed() < 60s);
}

void TestHtmlForm::anyBytesAreRead()
{
    const QByteArray good = "<html><form id=a action='/r' method=post><input type=hidden name=csrf "
                            "value='a&amp;b'><input name=f></form><p class='error x'>No.</p>";
    for (int round = 0; round < 2000 * Sweep::stretch; ++round) {
        Sweep sweep(round);
        const HtmlPage page(sweep.below(8) == 0 ? sweep.bytes(sweep.below(400))
                                                : sweep.mutated(good));
        QVERIFY2(page.textOfClass(QStringLiteral("error")).size() <= 2000, inRound(round).data());
        if (const auto form = page.form({FormChoice::By::Field, QStringLiteral("f")})) {
            QVERIFY2(form->method == "GET" || form->method == "POST", inRound(round).data());
            QVERIFY2(form->hasField(QStringLiteral("f")), inRound(round).data());
        }
    }
}

QTEST_GUILESS_MAIN(TestHtmlForm)
#include "test_htmlform.moc"
