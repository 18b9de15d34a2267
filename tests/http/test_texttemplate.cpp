// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/http/texttemplate.h"

#include "tests/recovery/sweep.h"

#include <QJsonDocument>
#include <QRandomGenerator>
#include <QTest>
#include <QUrl>
#include <QUrlQuery>

using namespace latchkey;

namespace {

Variables variables(std::initializer_list<std::pair<const char *, QByteArray>> list)
{
    Variables made;
    for (const auto &[name, value] : list)
        made.emplace(name, share(Secret::copyOf(value)));
    return made;
}

QByteArray filled(const QString &text, const Variables &with, Escape escape)
{
    const auto parsed = TextTemplate::parse(text);
    const auto result = parsed ? parsed->fill(with, escape) : fail(parsed.error());
    return result ? result->reveal().toByteArray()
                  : "!" + QByteArray(reasonName(result.error().reason).data());
}

/// Any bytes that are UTF-8, with those often that could break out of a place.
QString anyText(QRandomGenerator &random)
{
    const QString dangerous = QStringLiteral("\"\\/?#&=%+{}<>' \r\n\t\x01\x7f:;,@");
    QString text;
    for (int length = random.bounded(0, 24); length > 0; --length) {
        text += random.bounded(2) == 0 ? dangerous[random.bounded(dangerous.size())]
                                       : QChar(random.bounded(1, 0xd7ff));
    }
    return text;
}

} // namespace

class TestTextTemplate : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void fills_data();
    void fills();
    void faultsAreTold_data();
    void faultsAreTold();
    void namesAreTold();
    void noValueLeavesItsUrl();
    void noValueLeavesItsJson();
    void noValueAddsAHeader();
    void anyTextIsReadOrRefused();
    void bracesComeBack();
};

void TestTextTemplate::fills_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<Escape>("escape");
    QTest::addColumn<QByteArray>("expected");
    const auto row = [](const char *text, Escape escape, const char *expected) {
        QTest::newRow(text) << QString::fromUtf8(text) << escape << QByteArray(expected);
    };
    row("", Escape::Nothing, "");
    row("plain", Escape::Url, "plain");
    row("/reset/{token}", Escape::Url, "/reset/a%2Fb%3Fc");
    row("latchkey://{token}", Escape::Form, "latchkey%3A%2F%2Fa%2Fb%3Fc");
    row("{token}{token}", Escape::Nothing, "a/b?ca/b?c");
    row("{{{token}}}", Escape::Nothing, "{a/b?c}");
    row("}}{{", Escape::Nothing, "}{");
    row("Bearer {token}", Escape::Header, "Bearer a/b?c");
    row("[{missing?}]", Escape::Nothing, "[]");
    row("{missing}", Escape::Nothing, "!ConfigurationFaulty");
    row("{line}", Escape::Header, "!ConfigurationFaulty");
    row("{line}", Escape::Json, "x\\u000D\\u000Ay\\\"\\\\");
}

void TestTextTemplate::fills()
{
    QFETCH(const QString, text);
    QFETCH(const Escape, escape);
    QFETCH(const QByteArray, expected);
    const Variables with = variables({{"token", "a/b?c"}, {"line", "x\r\ny\"\\"}});
    QCOMPARE(filled(text, with, escape), expected);
}

void TestTextTemplate::faultsAreTold_data()
{
    QTest::addColumn<QString>("text");
    for (const char *text :
         {"{", "}", "{a", "a}", "{}", "{?}", "{A}", "{1}", "{a b}", "{{a}", "{a?b}"})
        QTest::newRow(text) << QString::fromUtf8(text);
}

void TestTextTemplate::faultsAreTold()
{
    QFETCH(const QString, text);
    QVERIFY(!TextTemplate::parse(text));
    QVERIFY(!TextTemplate::parseJson(QJsonObject{{QStringLiteral("a"), QJsonArray{text}}}));
}

void TestTextTemplate::namesAreTold()
{
    const auto parsed = TextTemplate::parse(u"{a}-{b?}-{{c}}-{a}");
    QCOMPARE(parsed->needed(), (std::vector<QByteArray>{"a", "a"}));
    QCOMPARE(parsed->mentioned(), (std::vector<QByteArray>{"a", "b", "a"}));
}

void TestTextTemplate::noValueLeavesItsUrl()
{
    QRandomGenerator random(3986);
    for (int run = 0; run < 5000; ++run) {
        const QString value = anyText(random);
        const Variables with = variables({{"v", value.toUtf8()}});
        const QUrl path(QString::fromUtf8("https://h.example/a/" +
                                          filled(QStringLiteral("{v}"), with, Escape::Url) + "/z"),
                        QUrl::StrictMode);
        QVERIFY(path.isValid());
        QCOMPARE(path.host(), QStringLiteral("h.example"));
        QCOMPARE(path.path(QUrl::FullyEncoded).count(u'/'), 3);
        QVERIFY(!path.hasQuery() && !path.hasFragment());
        const QUrlQuery query(QString::fromUtf8(
            "k=" + filled(QStringLiteral("{v}"), with, Escape::Form) + "&last=1"));
        QCOMPARE(query.queryItems().size(), 2);
        QCOMPARE(query.queryItemValue(QStringLiteral("k"), QUrl::FullyDecoded), value);
    }
}

void TestTextTemplate::noValueLeavesItsJson()
{
    QRandomGenerator random(8259);
    for (int run = 0; run < 5000; ++run) {
        const QString value = anyText(random);
        // Other members beside it, of each kind, and braces in a literal.
        const QJsonObject form{{QStringLiteral("p\""), QStringLiteral("<{v}>")},
                               {QStringLiteral("list"), QJsonArray{QStringLiteral("{v}"), 1, true}},
                               {QStringLiteral("none"), QJsonValue::Null},
                               {QStringLiteral("o"), QJsonObject{}},
                               {QStringLiteral("b"), QStringLiteral("{{\"}}\n")}};
        const auto json =
            TextTemplate::parseJson(form)->fill(variables({{"v", value.toUtf8()}}), Escape::Json);
        const QJsonDocument document = QJsonDocument::fromJson(json->reveal().toByteArray());
        const QJsonObject expected{{QStringLiteral("p\""), u'<' + value + u'>'},
                                   {QStringLiteral("list"), QJsonArray{value, 1, true}},
                                   {QStringLiteral("none"), QJsonValue::Null},
                                   {QStringLiteral("o"), QJsonObject{}},
                                   {QStringLiteral("b"), QStringLiteral("{\"}\n")}};
        QCOMPARE(document.object(), expected);
    }
}

void TestTextTemplate::noValueAddsAHeader()
{
    QRandomGenerator random(9110);
    for (int run = 0; run < 5000; ++run) {
        const QByteArray value = anyText(random).toUtf8();
        const QByteArray header =
            filled(QStringLiteral("x {v}"), variables({{"v", value}}), Escape::Header);
        if (header == "!ConfigurationFaulty")
            continue;
        QVERIFY(!header.contains('\r') && !header.contains('\n') && !header.contains('\0'));
        QCOMPARE(header, "x " + value);
    }
}

// What is taken needs names that are names, and with them it can be filled in, whatever the values.
void TestTextTemplate::anyTextIsReadOrRefused()
{
    int taken = 0;
    for (int round = 0; round < 20'000 * Sweep::stretch; ++round) {
        Sweep sweep(round);
        const QByteArray letters = sweep.below(8) == 0 ? sweep.bytes(8) : QByteArray("{{}}ab_1?");
        const QString text = QString::fromUtf8(sweep.word(sweep.below(12), letters));
        const auto parsed = TextTemplate::parse(text);
        QCOMPARE(TextTemplate::parseJson(text).has_value(), parsed.has_value());
        if (!parsed)
            continue;
        ++taken;
        Variables values;
        for (const QByteArray &name : parsed->mentioned()) {
            QVERIFY2(TextTemplate::isName(name), inRound(round).data());
            values.emplace(name, share(Secret::copyOf(sweep.bytes(sweep.below(5)))));
        }
        for (const Escape escape : {Escape::Nothing, Escape::Url, Escape::Form, Escape::Json})
            QVERIFY2(parsed->fill(values, escape), inRound(round).data());
        QCOMPARE(parsed->fill({}, Escape::Nothing).has_value(), parsed->needed().empty());
    }
    QVERIFY(taken > 1000);
}

void TestTextTemplate::bracesComeBack()
{
    QRandomGenerator random(1980);
    for (int run = 0; run < 5000; ++run) {
        const QString value = anyText(random);
        QString doubled = value;
        doubled.replace(u'{', QLatin1String("{{")).replace(u'}', QLatin1String("}}"));
        QCOMPARE(filled(doubled, {}, Escape::Nothing), value.toUtf8());
    }
}

QTEST_GUILESS_MAIN(TestTextTemplate)
#include "test_texttemplate.moc"
