// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/vault/credentialtext.h"

#include <QtTest>

using namespace latchkey;

class TestCredentialText : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void changes_data();
    void changes();
    void finds_data();
    void finds();
    void refuses_data();
    void refuses();
    void everyByteSurvives();
};

void TestCredentialText::changes_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<QByteArray>("secret");
    QTest::addColumn<QByteArray>("expected");
    const auto row = [](const char *title, const char *text, const char *name, const char *secret,
                        const char *expected) {
        QTest::newRow(title) << QByteArray(text) << QByteArray(name) << QByteArray(secret)
                             << QByteArray(expected);
    };
    row("first", "", "a", "foo", "a Zm9v\n");
    row("added", "a Zm9v\n", "b", "bar", "a Zm9v\nb YmFy\n");
    row("added where the last line has no end", "a Zm9v", "b", "bar", "a Zm9v\nb YmFy\n");
    row("replaced in place", "a Zm9v\nb YmFy\n", "a", "bar", "a YmFy\nb YmFy\n");
    row("removed", "a Zm9v\nb YmFy\n", "a", "", "b YmFy\n");
    row("removed though absent", "a Zm9v\n", "b", "", "a Zm9v\n");
    row("comments and empty lines stay", "# keys\n\na Zm9v\n#a Zm9v\n", "a", "bar",
        "# keys\n\na YmFy\n#a Zm9v\n");
    row("a name that begins another", "a/b Zm9v\n", "a", "bar", "a/b Zm9v\na YmFy\n");
}

void TestCredentialText::changes()
{
    QFETCH(const QByteArray, text);
    QFETCH(const QByteArray, name);
    QFETCH(const QByteArray, secret);
    QFETCH(const QByteArray, expected);
    const auto parsed = CredentialText::parse(Secret::copyOf(text));
    QVERIFY(parsed);
    const Secret value = Secret::copyOf(secret);
    const Secret changed = parsed->with(name, secret.isEmpty() ? nullptr : &value);
    QCOMPARE(changed.reveal().toByteArray(), expected);
    QVERIFY(CredentialText::parse(Secret::copyOf(expected)));
}

void TestCredentialText::finds_data()
{
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<QByteArray>("expected");
    QTest::newRow("first") << QByteArray("signing-keys/a") << QByteArray("foo");
    QTest::newRow("last, without an end") << QByteArray("b") << QByteArray("bar");
    QTest::newRow("absent") << QByteArray("signing-keys") << QByteArray();
    QTest::newRow("in a comment") << QByteArray("c") << QByteArray();
    QTest::newRow("no name") << QByteArray() << QByteArray();
}

void TestCredentialText::finds()
{
    QFETCH(const QByteArray, name);
    QFETCH(const QByteArray, expected);
    const auto parsed =
        CredentialText::parse(Secret::copyOf("signing-keys/a Zm9v\n\n# c Zm9v\n#c Zm9v\nb YmFy"));
    QVERIFY(parsed);
    const auto found = parsed->find(name);
    QCOMPARE(found ? found->reveal().toByteArray() : QByteArray(), expected);
}

void TestCredentialText::refuses_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("line");
    const auto row = [](const char *title, const QByteArray &text, const char *line) {
        QTest::newRow(title) << text << QString::fromLatin1(line);
    };
    row("name alone", "a\n", "line 1:");
    row("no secret", "# x\na \n", "line 2:");
    row("blank in front", " a Zm9v\n", "line 1:");
    row("blanks alone", "a Zm9v\n  \n", "line 2:");
    row("two blanks", "a  Zm9v\n", "line 1:");
    row("blank behind", "a Zm9v \n", "line 1:");
    row("Windows line end", "a Zm9v\r\n", "line 1:");
    row("not base64", "a Zm9!\n", "line 1:");
    row("base64url", "a _-8=\n", "line 1:");
    row("cut off", "a Zm9vY\n", "line 1:");
    row("bits left over", "a Zm9=\n", "line 1:");
    row("padding missing", "a Zm8\n", "line 1:");
    row("name twice", "a Zm9v\nb Zm9v\na YmFy\n", "line 3:");
    row("name with a control character", "a\tb Zm9v\n", "line 1:");
    row("name too long", QByteArray(201, 'a') + " Zm9v\n", "line 1:");
    row("NUL", QByteArray("a Zm9v\n\0", 8), "line 2:");
    row("another program's file", "{\"a\": \"Zm9v\"}\n", "line 1:");
    row("bytes", QByteArray::fromHex("ff00fe80") + "\n", "line 1:");
}

void TestCredentialText::refuses()
{
    QFETCH(const QByteArray, text);
    QFETCH(const QString, line);
    const auto parsed = CredentialText::parse(Secret::copyOf(text));
    QVERIFY(!parsed);
    QCOMPARE(parsed.error().reason, Reason::KeyUnusable);
    QVERIFY2(parsed.error().detail.startsWith(line), qPrintable(parsed.error().detail));
    QVERIFY(!parsed.error().detail.contains(QStringLiteral("Zm9")));
}

void TestCredentialText::everyByteSurvives()
{
    QByteArray bytes;
    for (int byte = 0; byte < 256; ++byte)
        bytes += static_cast<char>(byte);
    for (qsizetype length = 1; length <= bytes.size(); ++length) {
        const auto empty = CredentialText::parse(Secret());
        QVERIFY(empty);
        const Secret value = Secret::copyOf(QByteArrayView(bytes).first(length));
        const auto parsed = CredentialText::parse(empty->with("name", &value));
        QVERIFY(parsed);
        QCOMPARE(parsed->find("name")->reveal().toByteArray(), bytes.first(length));
    }
}

QTEST_GUILESS_MAIN(TestCredentialText)
#include "test_credentialtext.moc"
