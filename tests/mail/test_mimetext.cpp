// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/mail/mimetext.h"

#include "mailkit.h"

#include <QRandomGenerator>

using namespace latchkey;

namespace {

QString randomText(QRandomGenerator &random, qsizetype longest)
{
    struct Range
    {
        char32_t low;
        char32_t high;
    };
    constexpr Range ranges[] = {{.low = 0x20, .high = 0x7e},
                                {.low = 0x01, .high = 0x1f}, // with CR, LF and tab
                                {.low = 0xa0, .high = 0x2ff},
                                {.low = 0x4e00, .high = 0x9fff},
                                {.low = 0x1f300, .high = 0x1faff}};
    QString text;
    for (qsizetype left = random.bounded(static_cast<int>(longest)); left > 0; --left) {
        const Range range = ranges[random.bounded(8) < 4 ? 0 : random.bounded(5)];
        const char32_t point = random.bounded(range.low, range.high + 1);
        text += QChar::fromUcs4(point);
    }
    return text;
}

qsizetype longestLineOf(const QByteArray &text)
{
    qsizetype longest = 0;
    for (const QByteArray &line : text.split('\n'))
        longest = qMax(longest, line.size() - (line.endsWith('\r') ? 1 : 0));
    return longest;
}

} // namespace

class TestMimeText : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void plainHeaderStaysAsItIs();
    void encodedWordsBreakBetweenCharacters_data();
    void encodedWordsBreakBetweenCharacters();
    void headersAreReadBackByPython();
    void noTextBeginsAHeader();
    void nameOfAMailbox_data();
    void nameOfAMailbox();
    void oneAddress_data();
    void oneAddress();
    void notOneAddress_data();
    void notOneAddress();
    void date();
    void quotedPrintableVectors_data();
    void quotedPrintableVectors();
    void quotedPrintableIsReadBackByPython();
    void partEncoding_data();
    void partEncoding();
};

void TestMimeText::plainHeaderStaysAsItIs()
{
    QCOMPARE(headerText(QStringLiteral("Choose a new password: \"a\" & <b>")),
             QByteArray("Choose a new password: \"a\" & <b>"));
}

void TestMimeText::encodedWordsBreakBetweenCharacters_data()
{
    QTest::addColumn<QString>("text");
    // Each pad moves the border of the word through the bytes of a character.
    for (int pad = 0; pad < 8; ++pad) {
        const QString start(pad, QLatin1Char('a'));
        QTest::addRow("two bytes, %d", pad) << start + QString(80, QChar(0xe4));
        QTest::addRow("three bytes, %d", pad) << start + QString(80, QChar(0x4e00));
        QTest::addRow("four bytes, %d", pad) << start + QStringLiteral("🔑").repeated(40);
    }
    QTest::newRow("one character") << QStringLiteral("ä");
    QTest::newRow("long ASCII") << QString(2000, QLatin1Char('x'));
    QTest::newRow("looks encoded") << QStringLiteral("=?UTF-8?B?aGFja2Vk?=");
    QTest::newRow("looks encoded inside") << QStringLiteral("Acme =?utf-8?q?hacked?= Mail");
}

void TestMimeText::encodedWordsBreakBetweenCharacters()
{
    QFETCH(const QString, text);
    const QByteArray header = "Subject: " + headerText(text);
    QByteArray decoded;
    for (QByteArray line : header.mid(9).split('\n')) {
        line = line.trimmed();
        QVERIFY(line.size() <= 75);
        QVERIFY2(line.startsWith("=?UTF-8?B?") && line.endsWith("?="), line.constData());
        const QByteArray word = QByteArray::fromBase64(line.mid(10).chopped(2));
        QVERIFY2(QUtf8StringView(word).isValidUtf8(), word.toHex().constData());
        decoded += word;
    }
    QCOMPARE(QString::fromUtf8(decoded), text);
    QVERIFY(longestLineOf(header) <= 76);
}

void TestMimeText::headersAreReadBackByPython()
{
    QRandomGenerator random(20261124);
    QByteArray input;
    QStringList texts;
    for (int i = 0; i < 2000; ++i) {
        texts += randomText(random, 300);
        // Blanks at the ends are the header's own.
        texts.last() = texts.last().trimmed();
        input += (i > 0 ? QByteArray(1, '\0') : QByteArray()) + headerText(texts.last());
    }
    const QList<QByteArray> lines = askPeer({QStringLiteral("words")}, input);
    QCOMPARE(lines.size(), texts.size());
    for (qsizetype i = 0; i < texts.size(); ++i) {
        const QJsonObject facts = QJsonDocument::fromJson(lines[i]).object();
        QCOMPARE(facts[QStringLiteral("keys")].toArray().size(), 1);
        QString expected = texts[i];
        for (QChar &c : expected) {
            if (c < QLatin1Char(' ') || c == QChar(0x7f))
                c = QLatin1Char(' ');
        }
        QCOMPARE(facts[QStringLiteral("text")].toString().trimmed(), expected.trimmed());
    }
}

void TestMimeText::noTextBeginsAHeader()
{
    QStringList texts{QStringLiteral("\r\n\r\nbody"), QStringLiteral("a\r\n")};
    for (const char16_t *end : {u"\r\n", u"\n", u"\r", u"\r\n ", u"\n\n", u"\v", u"\f", u"\x1c",
                                u"\x1e", u"\u0085", u"\u2028", u"\u2029"}) {
        const QString evil = QString::fromUtf16(end) + QStringLiteral("Bcc: eve@example.org");
        texts += {QStringLiteral("a") + evil, QStringLiteral("ä") + evil};
    }
    QByteArrayList values;
    for (const QString &text : texts) {
        values += {headerText(text), mailbox(text, "a@b.example"),
                   mailbox(QStringLiteral("\"") + text, "a@b.example")};
    }
    for (const QByteArray &value : values) {
        // What there is of line ends folds: a blank follows.
        for (qsizetype at = value.indexOf('\n'); at >= 0; at = value.indexOf('\n', at + 1))
            QVERIFY(value.mid(at - 1, 3) == "\r\n ");
        QCOMPARE(value.count('\r'), value.count('\n'));
    }
    const QList<QByteArray> lines =
        askPeer({QStringLiteral("words")}, values.join(QByteArrayView("\0", 1)));
    QCOMPARE(lines.size(), values.size());
    for (const QByteArray &line : lines) {
        const QJsonObject facts = QJsonDocument::fromJson(line).object();
        QCOMPARE(facts[QStringLiteral("keys")].toArray().size(), 1);
    }
}

void TestMimeText::nameOfAMailbox_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("expected");
    QTest::newRow("none") << QString() << QByteArray("<a@b.example>");
    QTest::newRow("plain") << QStringLiteral("Acme") << QByteArray("\"Acme\" <a@b.example>");
    QTest::newRow("quotes") << QStringLiteral(R"(A "b" \c)")
                            << QByteArray(R"("A \"b\" \\c" <a@b.example>)");
    QTest::newRow("an address") << QStringLiteral("x@y>, <z@y")
                                << QByteArray("\"x@y>, <z@y\" <a@b.example>");
    QTest::newRow("umlaut") << QStringLiteral("Öl")
                            << QByteArray("=?UTF-8?B?w5Zs?=\r\n <a@b.example>");
    QTest::newRow("looks encoded")
        << QStringLiteral("=?x?q?y?=") << QByteArray("=?UTF-8?B?PT94P3E/eT89?=\r\n <a@b.example>");
}

void TestMimeText::nameOfAMailbox()
{
    QFETCH(const QString, name);
    QFETCH(const QByteArray, expected);
    QCOMPARE(mailbox(name, "a@b.example"), expected);
}

void TestMimeText::oneAddress_data()
{
    QTest::addColumn<QString>("address");
    QTest::addColumn<QByteArray>("expected");
    QTest::newRow("plain") << QStringLiteral("Alice+tag@Example.com")
                           << QByteArray("Alice+tag@example.com");
    QTest::newRow("one label") << QStringLiteral("root@mailhost") << QByteArray("root@mailhost");
    QTest::newRow("domain") << QStringLiteral("a@exämple.org")
                            << QByteArray("a@xn--exmple-cua.org");
    QTest::newRow("local part") << QStringLiteral("jürgen@example.org")
                                << QByteArray("j\xc3\xbcrgen@example.org");
    QTest::newRow("odd, and allowed") << QStringLiteral("!#$%&'*/=?^`{|}~@example.org")
                                      << QByteArray("!#$%&'*/=?^`{|}~@example.org");
}

void TestMimeText::oneAddress()
{
    QFETCH(const QString, address);
    QFETCH(const QByteArray, expected);
    QCOMPARE(wireAddress(address), expected);
}

void TestMimeText::notOneAddress_data()
{
    QTest::addColumn<QString>("address");
    int number = 0;
    for (const char *address : {"",
                                "a",
                                "@",
                                "a@",
                                "@b.example",
                                "a@b@c.example",
                                "a@b.example,c@d.example",
                                "a@b.example;c@d.example",
                                "a@b.example c@d.example",
                                " a@b.example",
                                "a@b.example ",
                                "<a@b.example>",
                                "A <a@b.example>",
                                "a@b.example>",
                                "a(x)@b.example",
                                "\"a\"@b.example",
                                "a\\@b.example",
                                "a@[127.0.0.1]",
                                "a:b@c.example",
                                "a@b.example\r\nRCPT TO:<c@d.example>",
                                "a@b.example\n",
                                "a\t@b.example",
                                "a\x7f@b.example",
                                "a@b\xc2\xa0.example",
                                "a\xe2\x80\xae@b.example",
                                "a\xe2\x80\x8b@b.example",
                                "a\xe2\x80\xa8@b.example"})
        QTest::addRow("%d: %s", ++number, QByteArray(address).toPercentEncoding("@").constData())
            << QString::fromUtf8(address);
    QTest::newRow("NUL") << QStringLiteral("a@b.example").replace(1, 0, QChar(0));
    QTest::newRow("half a surrogate") << QChar(0xd83d) + QStringLiteral("@b.example");
    QTest::newRow("too long") << QString(250, QLatin1Char('a')) + QStringLiteral("@b.example");
}

void TestMimeText::notOneAddress()
{
    QFETCH(const QString, address);
    QCOMPARE(wireAddress(address), QByteArray());
}

void TestMimeText::date()
{
    QCOMPARE(mailDate(0), QByteArray("Thu, 01 Jan 1970 00:00:00 +0000"));
    QCOMPARE(mailDate(1'795'537'261), QByteArray("Tue, 24 Nov 2026 16:21:01 +0000"));
}

void TestMimeText::quotedPrintableVectors_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("expected");
    QTest::newRow("equals") << QByteArray("a=b") << QByteArray("a=3Db");
    QTest::newRow("umlaut") << QByteArray("\xc3\xa4") << QByteArray("=C3=A4");
    QTest::newRow("blank at the end")
        << QByteArray("a \nb\t\nc") << QByteArray("a=20\r\nb=09\r\nc");
    QTest::newRow("line ends") << QByteArray("a\n\nb\n") << QByteArray("a\r\n\r\nb\r\n");
    QTest::newRow("bare CR") << QByteArray("a\rb") << QByteArray("a=0Db");
    QTest::newRow("76 fit not, 75 do") << QByteArray(76, 'x') << QByteArray(75, 'x') + "=\r\nx";
    QTest::newRow("75") << QByteArray(75, 'x') << QByteArray(75, 'x');
    QTest::newRow("no escape is cut")
        << QByteArray(74, 'x') + "==" << QByteArray(74, 'x') + "=\r\n=3D=3D";
}

void TestMimeText::quotedPrintableVectors()
{
    QFETCH(const QByteArray, text);
    QFETCH(const QByteArray, expected);
    QCOMPARE(quotedPrintable(text), expected);
}

void TestMimeText::quotedPrintableIsReadBackByPython()
{
    QRandomGenerator random(7);
    QByteArray input;
    QByteArrayList texts;
    for (int i = 0; i < 2000; ++i) {
        texts += randomText(random, 400).remove(QLatin1Char('\r')).toUtf8();
        const QByteArray encoded = quotedPrintable(texts.last());
        QVERIFY(longestLineOf(encoded) <= 76);
        QVERIFY(std::ranges::all_of(encoded, [](char c) {
            return (c >= ' ' && c < 0x7f) || c == '\r' || c == '\n' || c == '\t';
        }));
        input += encoded.toHex() + '\n';
    }
    const QList<QByteArray> lines = askPeer({QStringLiteral("qp")}, input);
    QCOMPARE(lines.size(), texts.size());
    for (qsizetype i = 0; i < texts.size(); ++i)
        QCOMPARE(QByteArray::fromHex(lines[i]).replace("\r\n", "\n"), texts[i]);
}

void TestMimeText::partEncoding_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QByteArray>("encoding");
    QTest::newRow("plain") << QStringLiteral("a\n.\nFrom b\n") << QByteArray("7bit");
    QTest::newRow("900 columns") << QString(900, QLatin1Char('x')) << QByteArray("7bit");
    QTest::newRow("901 columns") << QString(901, QLatin1Char('x'))
                                 << QByteArray("quoted-printable");
    QTest::newRow("5,000 columns")
        << QString(5000, QLatin1Char('x')) << QByteArray("quoted-printable");
    QTest::newRow("umlaut") << QStringLiteral("ä") << QByteArray("quoted-printable");
    QTest::newRow("bare CR") << QStringLiteral("a\r.\rb") << QByteArray("quoted-printable");
    QTest::newRow("CR LF") << QStringLiteral("a\r\nb") << QByteArray("quoted-printable");
    QTest::newRow("NUL") << QStringLiteral("a").append(QChar(0)) << QByteArray("quoted-printable");
}

void TestMimeText::partEncoding()
{
    QFETCH(const QString, text);
    QFETCH(const QByteArray, encoding);
    const QByteArray part = textPart("text/plain", text);
    QVERIFY2(part.contains("\r\nContent-Transfer-Encoding: " + encoding + "\r\n\r\n"),
             part.constData());
    QVERIFY(longestLineOf(part) <= 998);
    QByteArray unended = part;
    unended.replace("\r\n", "");
    QVERIFY(!unended.contains('\r') && !unended.contains('\n') && !unended.contains('\0'));
}

QTEST_GUILESS_MAIN(TestMimeText)
#include "test_mimetext.moc"
