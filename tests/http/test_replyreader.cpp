// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/http/replyreader.h"
#include "services/http/serviceprofile.h"

#include "tests/recovery/sweep.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace latchkey;

namespace {

HttpReply reply(int status, const QByteArray &body, const QByteArray &headers = {})
{
    HttpReply made{
        .status = status, .url = QUrl(QStringLiteral("https://h.example/a/b")), .body = body};
    for (const QByteArray &line : headers.split('\n')) {
        if (const qsizetype colon = line.indexOf(':'); colon > 0)
            made.headers.emplace_back(line.left(colon), line.mid(colon + 1).trimmed());
    }
    return made;
}

/// The rows of a table as a profile writes them.
std::vector<OutcomeRow> rows(const QByteArray &table)
{
    const QByteArray step = R"({"method": "GET", "path": "/", "outcomes": )" + table + "}";
    const QByteArray flow = "{\"steps\": [" + step + "]}";
    const auto profile = ServiceProfile::parse(
        R"({"id": "x", "title": "x", "checked": {"against": "documentation", "version": "1"},
            "request": )" +
        flow + ", \"set\": " + flow + "}");
    if (!profile)
        qFatal("%s", qPrintable(profile.error().front().text()));
    return (*profile)->request.steps[0].outcomes;
}

QByteArray judged(const QByteArray &table, const HttpReply &of)
{
    static const char *names[] = {"ok",      "neutral", "weak",       "expired",
                                  "used",    "dead",    "wrong-code", "disabled",
                                  "limited", "browser", "unavailable"};
    const auto outcome = ReplyReader(of).judge(rows(table));
    return outcome ? names[static_cast<int>(*outcome)] : "none";
}

const std::chrono::sys_seconds now{std::chrono::seconds(784111777)}; // 6 November 1994 08:49:37

} // namespace

class TestReplyReader : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void tableIsReadFromTheTop_data();
    void tableIsReadFromTheTop();
    void valuesAreScalars_data();
    void valuesAreScalars();
    void deepDocumentsAreNone();
    void retryAfterIsReadInBothForms_data();
    void retryAfterIsReadInBothForms();
    void redirectParameters_data();
    void redirectParameters();
    void messagesAreOnePlainLine_data();
    void messagesAreOnePlainLine();
    void anyReplyIsJudged();
};

void TestReplyReader::tableIsReadFromTheTop_data()
{
    QTest::addColumn<QByteArray>("table");
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("expected");
    const auto row = [](const char *name, const char *table, int status, const char *body,
                        const char *expected) {
        QTest::newRow(name) << QByteArray(table) << status << QByteArray(body)
                            << QByteArray(expected);
    };
    const char *statuses = R"([{"status": 204, "outcome": "ok"},
        {"status": [400, 422], "outcome": "weak"}, {"status": "4xx", "outcome": "dead"}])";
    row("one status", statuses, 204, "", "ok");
    row("one of several", statuses, 422, "", "weak");
    row("a class", statuses, 404, "", "dead");
    row("its last", statuses, 499, "", "dead");
    row("beyond it", statuses, 500, "", "none");
    row("before it", statuses, 399, "", "none");
    row("a success that is not meant", statuses, 200, "", "none");

    const char *is = R"([{"status": 200, "pointer": "/a", "is": "1", "outcome": "ok"},
        {"status": 200, "outcome": "dead"}])";
    row("a text", is, 200, R"({"a": "1"})", "ok");
    row("a number", is, 200, R"({"a": 1})", "ok");
    row("the same number", is, 200, R"({"a": 1.0})", "ok");
    row("another", is, 200, R"({"a": 10})", "dead");
    row("nothing there", is, 200, R"({"b": "1"})", "dead");
    row("an array", is, 200, R"({"a": ["1"]})", "dead");
    row("no JSON", is, 200, "<html>", "dead");
    row("no body", is, 200, "", "dead");
    row("half a document", is, 200, R"({"a": "1")", "dead");
    row("two documents", is, 200, R"({"a": "1"}, {"a": "1"})", "dead");
    const char *truth = R"([{"status": 200, "pointer": "/a", "is": "true", "outcome": "ok"}])";
    row("a truth value", truth, 200, R"({"a": true})", "ok");
    row("a false one", truth, 200, R"({"a": false})", "none");
    const char *begins = R"([{"status": 400, "pointer": "", "begins": "WEAK", "outcome": "weak"}])";
    row("a bare text that begins so", begins, 400, R"("WEAK : at least 6")", "weak");
    row("a bare text that does not", begins, 400, R"("TOO WEAK")", "none");
    const char *present = R"([{"status": 401, "pointer": "/e", "present": false, "outcome": "ok"},
        {"status": 401, "pointer": "/e", "present": true, "outcome": "dead"}])";
    row("absent", present, 401, R"({})", "ok");
    row("absent where there is no document", present, 401, "", "ok");
    row("present", present, 401, R"({"e": []})", "dead");
    row("present, though null", present, 401, R"({"e": null})", "dead");
    const char *text = R"([{"status": 200, "text": "has <b>expired", "outcome": "expired"}])";
    row("text in the body", text, 200, "<p>It has <b>expired</b>", "expired");
    row("other text in the body", text, 200, "<p>It has expired", "none");
    const char *form = R"([{"status": 200, "form": {"field": "password"}, "outcome": "weak"}])";
    row("a form on the page", form, 200, "<form><input name=password></form>", "weak");
    row("another form", form, 200, "<form><input name=email></form>", "none");
}

void TestReplyReader::tableIsReadFromTheTop()
{
    QFETCH(const QByteArray, table);
    QFETCH(const int, status);
    QFETCH(const QByteArray, body);
    QFETCH(const QByteArray, expected);
    QCOMPARE(judged(table, reply(status, body)), expected);
}

void TestReplyReader::valuesAreScalars_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("expected");
    QTest::newRow("text") << QByteArray(R"({"v": "\u00e4\n"})") << QByteArray("\xc3\xa4\n");
    QTest::newRow("number") << QByteArray(R"({"v": 9007199254740992})")
                            << QByteArray("9007199254740992");
    QTest::newRow("truth") << QByteArray(R"({"v": false})") << QByteArray("false");
    QTest::newRow("empty") << QByteArray(R"({"v": ""})") << QByteArray("none");
    QTest::newRow("null") << QByteArray(R"({"v": null})") << QByteArray("none");
    QTest::newRow("object") << QByteArray(R"({"v": {}})") << QByteArray("none");
    QTest::newRow("absent") << QByteArray(R"({})") << QByteArray("none");
    QTest::newRow("twice: the last") << QByteArray(R"({"v": "a", "v": "b"})") << QByteArray("b");
}

void TestReplyReader::valuesAreScalars()
{
    QFETCH(const QByteArray, body);
    QFETCH(const QByteArray, expected);
    const HttpReply of = reply(200, body);
    QCOMPARE(ReplyReader(of).value(JsonPointer::parse(u"/v").value()).value_or("none"), expected);
}

void TestReplyReader::deepDocumentsAreNone()
{
    const auto nested = [](int depth) {
        return QByteArray("{\"a\":").repeated(depth) + "\"v\"" + QByteArray("}").repeated(depth);
    };
    const auto valueAt = [&](int depth) {
        const HttpReply of = reply(200, nested(depth));
        QString pointer;
        for (int i = 0; i < depth; ++i)
            pointer += QLatin1String("/a");
        return ReplyReader(of).value(JsonPointer::parse(pointer).value());
    };
    QCOMPARE(valueAt(16).value_or("none"), "v");
    QCOMPARE(valueAt(17).value_or("none"), "none");
    QCOMPARE(valueAt(5000).value_or("none"), "none");
    // Brackets in a text are none.
    const HttpReply of = reply(200, "{\"a\": \"" + QByteArray("[\\\"").repeated(100) + "\"}");
    QVERIFY(ReplyReader(of).value(JsonPointer::parse(u"/a").value()));
}

void TestReplyReader::retryAfterIsReadInBothForms_data()
{
    QTest::addColumn<QByteArray>("headers");
    QTest::addColumn<int>("seconds");
    const auto row = [](const char *headers, int seconds) {
        QTest::newRow(headers) << QByteArray(headers) << seconds;
    };
    row("", 0);
    row("Retry-After: 120", 120);
    row("retry-after:  7 ", 7);
    row("Retry-After: 0", 0);
    row("Retry-After: -5", 0);
    row("Retry-After: 99999999999999999999", 0);
    row("Retry-After: 999999", 86400);
    row("Retry-After: 1.5", 0);
    row("Retry-After: soon", 0);
    row("Retry-After: Sun, 06 Nov 1994 08:51:07 GMT", 90);
    row("Retry-After: Sun, 06 Nov 1994 08:49:37 GMT", 0);
    row("Retry-After: Sun, 06 Nov 1994 08:00:00 GMT", 0);
    row("Retry-After: Mon, 06 Nov 2094 08:51:07 GMT", 0);
    row("Retry-After: Sat, 06 Nov 2094 08:51:07 GMT", 86400);
    row("Retry-After: Sun, 06 Nov 1994 08:51:07 CET", 0);
    row("X-Retry-After: 60", 60);
    row("Retry-After: 5\nX-Retry-After: 60", 5);
}

void TestReplyReader::retryAfterIsReadInBothForms()
{
    QFETCH(const QByteArray, headers);
    QFETCH(const int, seconds);
    const HttpReply of = reply(429, {}, headers);
    QCOMPARE(ReplyReader(of).retryAfter(now).count(), seconds);
}

void TestReplyReader::redirectParameters_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("location");
    QTest::addColumn<QByteArray>("expected");
    const auto row = [](const char *name, int status, const char *location, const char *expected) {
        QTest::newRow(name) << status << QByteArray(location) << QByteArray(expected);
    };
    row("of our scheme", 302, "latchkey://reset?token=T%2B1&x=2", "T+1");
    row("in the fragment", 303, "latchkey://reset#a=1&token=T", "T");
    row("the query first", 302, "/x?token=Q#token=F", "Q");
    row("relative", 302, "c?token=T", "T");
    row("empty", 302, "/x?token=", "none");
    row("another", 302, "/x?tokens=T", "none");
    row("no redirect", 200, "/x?token=T", "none");
    row("no address", 302, "http://[", "none");
    row("nothing", 302, "", "none");
}

void TestReplyReader::redirectParameters()
{
    QFETCH(const int, status);
    QFETCH(const QByteArray, location);
    QFETCH(const QByteArray, expected);
    const HttpReply of = reply(status, {}, "Location: " + location);
    QCOMPARE(ReplyReader(of).redirectParameter(QStringLiteral("token")).value_or("none"), expected);
}

void TestReplyReader::messagesAreOnePlainLine_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char *name, const QString &text, const QString &expected) {
        QTest::newRow(name) << text << expected;
    };
    row("plain", QStringLiteral("Too short."), QStringLiteral("Too short."));
    row("lines", QStringLiteral(" a\r\n\tb \u2028c"), QStringLiteral("a b c"));
    row("tags stay text", QStringLiteral("<b>a</b>"), QStringLiteral("<b>a</b>"));
    row("controls and directions", QStringLiteral("a\u0007\u202eb\u200bc\u0000d"),
        QStringLiteral("abcd"));
    row("long", QString(300, u'x'), QString(199, u'x') + QChar(0x2026));
    row("as long as may be", QString(200, u'x'), QString(200, u'x'));
    row("nothing", QStringLiteral(" \n"), QString());
}

void TestReplyReader::messagesAreOnePlainLine()
{
    QFETCH(const QString, text);
    QFETCH(const QString, expected);
    const QJsonObject body{{QStringLiteral("m"), QJsonArray{text}}};
    const HttpReply of = reply(400, QJsonDocument(body).toJson());
    const auto pointer = [](QStringView where) -> MessageSource {
        return JsonPointer::parse(where).value();
    };
    QCOMPARE(ReplyReader(of).message({pointer(u"/none"), pointer(u"/m"), pointer(u"/*/0")}),
             expected);
    QCOMPARE(ReplyReader(of).message({QStringLiteral("error")}), QString());
}

// Whatever a service sends to whatever table: an outcome or none, and a line that can be shown.
void TestReplyReader::anyReplyIsJudged()
{
    const QStringList shipped = ServiceProfile::shipped();
    const QByteArray good =
        R"({"status":"OK","errors":[{"param":"key","message":"No."}],"a":{"b":1}})";
    for (int round = 0; round < 2000 * Sweep::stretch; ++round) {
        Sweep sweep(round);
        const auto profile = ServiceProfile::load(shipped[sweep.below(shipped.size())]).value();
        const HttpReply of =
            reply(200 + sweep.below(300), sweep.mutated(good),
                  "Location: " + sweep.mutated("https://h.example/x?token=1#a=2") +
                      "\nRetry-After: " + sweep.mutated("Sun, 06 Nov 1994 08:51:07 GMT"));
        ReplyReader reader(of);
        for (const Step &step : profile->set.steps)
            reader.judge(step.outcomes);
        QVERIFY2(reader.message(profile->set.messages).size() <= 200, inRound(round).data());
        QVERIFY2(reader.retryAfter(now).count() >= 0, inRound(round).data());
        reader.redirectParameter(QStringLiteral("token"));
    }
}

QTEST_GUILESS_MAIN(TestReplyReader)
#include "test_replyreader.moc"
