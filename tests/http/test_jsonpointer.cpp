// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/http/jsonpointer.h"

#include "tests/recovery/sweep.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRandomGenerator>
#include <QTest>

using namespace latchkey;

class TestJsonPointer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void standardsExamples_data();
    void standardsExamples();
    void firstOfAny();
    void faultsAreTold_data();
    void faultsAreTold();
    void everyPlaceIsFound();
    void anyTextIsReadOrRefused();
};

// RFC 6901 5.
void TestJsonPointer::standardsExamples_data()
{
    QTest::addColumn<QString>("pointer");
    QTest::addColumn<QByteArray>("expected"); // in an array of its own; empty: nothing there
    const auto row = [](const char *pointer, const char *expected) {
        QTest::newRow(pointer) << QString::fromUtf8(pointer) << QByteArray(expected);
    };
    row("/foo", R"([["bar","baz"]])");
    row("/foo/0", R"(["bar"])");
    row("/", "[0]");
    row("/a~1b", "[1]");
    row("/c%d", "[2]");
    row("/e^f", "[3]");
    row("/g|h", "[4]");
    row("/i\\j", "[5]");
    row("/k\"l", "[6]");
    row("/ ", "[7]");
    row("/m~0n", "[8]");
    row("/null", "[null]");
    row("/foo/2", "");
    row("/foo/00", "");
    row("/foo/-", "");
    row("/foo/-1", "");
    row("/foo/+1", "");
    row("/foo/4294967296", "");
    row("/foo/bar", "");
    row("/nothing", "");
    row("/a~1b/deeper", "");
}

void TestJsonPointer::standardsExamples()
{
    QFETCH(const QString, pointer);
    QFETCH(const QByteArray, expected);
    const QJsonObject document =
        QJsonDocument::fromJson(
            R"({"foo":["bar","baz"],"":0,"a/b":1,"c%d":2,"e^f":3,"g|h":4,"i\\j":5,"k\"l":6," ":7,
            "m~n":8,"null":null})")
            .object();
    const auto found = JsonPointer::parse(pointer)->in(document);
    QCOMPARE(found ? QJsonDocument(QJsonArray{*found}).toJson(QJsonDocument::Compact)
                   : QByteArray(),
             expected);
    QCOMPARE(JsonPointer::parse(u"")->in(document).value(), QJsonValue(document));
}

void TestJsonPointer::firstOfAny()
{
    const QJsonObject document =
        QJsonDocument::fromJson(R"({"errors":{"null":["no"]},"list":[{"m":"a"},{"m":"b"}],"e":[]})")
            .object();
    QCOMPARE(JsonPointer::parse(u"/errors/*/0")->in(document).value(),
             QJsonValue(QLatin1String("no")));
    QCOMPARE(JsonPointer::parse(u"/list/*/m")->in(document).value(),
             QJsonValue(QLatin1String("a")));
    QVERIFY(!JsonPointer::parse(u"/e/*")->in(document));
    QVERIFY(!JsonPointer::parse(u"/list/0/m/*")->in(document));
}

void TestJsonPointer::faultsAreTold_data()
{
    QTest::addColumn<QString>("pointer");
    for (const char *pointer : {"a", "a/b", "/~", "/~2", "/x~", "/a/~~0"})
        QTest::newRow(pointer) << QString::fromUtf8(pointer);
}

void TestJsonPointer::faultsAreTold()
{
    QFETCH(const QString, pointer);
    const auto parsed = JsonPointer::parse(pointer);
    QVERIFY(!parsed);
    QCOMPARE(parsed.error().reason, Reason::UsageFaulty);
}

// Whatever its names, a member is found by the pointer that its path makes, which reads as itself.
void TestJsonPointer::everyPlaceIsFound()
{
    QRandomGenerator random(6901);
    const QString letters = QStringLiteral("~/01ab\"\\ \u00e4");
    for (int run = 0; run < 2000; ++run) {
        JsonPointer pointer;
        QStringList names;
        for (int depth = random.bounded(1, 6); depth > 0; --depth) {
            QString name;
            for (int length = random.bounded(0, 5); length > 0; --length)
                name += letters[random.bounded(letters.size())];
            names += name;
            pointer = pointer.child(name);
        }
        QJsonValue document = run;
        for (auto name = names.rbegin(); name != names.rend(); ++name)
            document = QJsonObject{{*name, document}};
        const auto parsed = JsonPointer::parse(pointer.text());
        QVERIFY2(parsed && *parsed == pointer, qPrintable(pointer.text()));
        QCOMPARE(parsed->in(document).value(), QJsonValue(run));
    }
}

// A text that is taken is written back as it was, and asking by it never leaves the document.
void TestJsonPointer::anyTextIsReadOrRefused()
{
    const QJsonObject document =
        QJsonDocument::fromJson(R"({"":{"0":[[],[1,{"*":2}]],"~":"x"},"a":null,"01":true})")
            .object();
    int taken = 0;
    for (int round = 0; round < 20'000 * Sweep::stretch; ++round) {
        Sweep sweep(round);
        const QByteArray letters = sweep.below(8) == 0 ? sweep.bytes(8) : QByteArray("///~01*a-");
        const QString text = QString::fromUtf8(sweep.word(sweep.below(12), letters));
        const auto pointer = JsonPointer::parse(text);
        const bool begins = text.isEmpty() || text.front() == u'/';
        QVERIFY2(begins || !pointer, inRound(round).data());
        if (!pointer)
            continue;
        ++taken;
        QVERIFY2(pointer->text() == text, inRound(round).data());
        if (const auto found = pointer->in(document); found && text != QString())
            QVERIFY2(found != QJsonValue(document), inRound(round).data());
    }
    QVERIFY(taken > 1000);
}

QTEST_GUILESS_MAIN(TestJsonPointer)
#include "test_jsonpointer.moc"
