// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/local/base64url.h"
#include "services/local/deflate.h"
#include "services/local/timedtoken.h"
#include "services/local/tokenpayload.h"

#include <QRandomGenerator>
#include <QTest>

using namespace latchkey;

namespace {
constexpr QByteArrayView database{"AbCd-_GhIjKl"};
const QByteArray nonce = QByteArray::fromHex("000102030405060708090a0b0c0d0eff");
constexpr QByteArrayView ours{R"({"d":"AbCd-_GhIjKl","i":"AAECAwQFBgcICQoLDA0O_w"})"};
} // namespace

class TestTokenPayload : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void composesAndReadsOurs();
    void readsBareAddresses_data();
    void readsBareAddresses();
    void refusesEverythingElse_data();
    void refusesEverythingElse();
    void refusesMutantsOfOurs();
    void freshIdsAreFresh();
    void ofFreshOnesNoneIsWorthDeflating();
    void tellsAnotherDatabase();
    void doesNotTakeOtherTextsForAnotherDatabase_data();
    void doesNotTakeOtherTextsForAnotherDatabase();
};

void TestTokenPayload::composesAndReadsOurs()
{
    QCOMPARE(composeTokenPayload(database, nonce), ours.toByteArray());
    const auto payload = parseTokenPayload(ours);
    QVERIFY(payload);
    const auto *reference = std::get_if<RequestReference>(&*payload);
    QVERIFY(reference);
    QCOMPARE(reference->databaseId, database.toByteArray());
    QCOMPARE(reference->nonce, nonce);
}

void TestTokenPayload::readsBareAddresses_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QString>("text");
    const auto row = [](const char *name, const char *json, const QString &text) {
        QTest::newRow(name) << QByteArray(json) << text;
    };
    row("plain", R"("alice@example.com")", QStringLiteral("alice@example.com"));
    row("empty", R"("")", QString());
    row("UTF-8", R"("mıke@exämple.org")", QStringLiteral("mıke@exämple.org"));
    row("beyond the first plane", R"("🔑@x.y")", QStringLiteral("🔑@x.y"));
    row("every short escape", R"("\"\\\/\b\f\n\r\t")", QStringLiteral("\"\\/\b\f\n\r\t"));
    row("code units", R"("\u0061\u00E4\u00e4\u20AC")", QStringLiteral("aää€"));
    row("surrogates as escapes", R"("a\ud83d\udd11b")", QStringLiteral("a🔑b"));
    row("escaped NUL", R"("a\u0000b")", QStringLiteral("a") + QChar(0) + QStringLiteral("b"));
    row("DEL and slash bare", "\"a\x7f/\"", QStringLiteral("a\x7f/"));
    row("byte order mark kept", "\"\xEF\xBB\xBFx\"", QChar(0xfeff) + QStringLiteral("x"));
    row("an object in a string", R"("{\"d\":1}")", QStringLiteral("{\"d\":1}"));
}

void TestTokenPayload::readsBareAddresses()
{
    QFETCH(const QByteArray, json);
    QFETCH(const QString, text);
    const auto payload = parseTokenPayload(json);
    QVERIFY(payload);
    const auto *address = std::get_if<BareAddress>(&*payload);
    QVERIFY(address);
    QCOMPARE(address->text, text);
}

void TestTokenPayload::refusesEverythingElse_data()
{
    QTest::addColumn<QByteArray>("json");
    const auto row = [](const char *name, const QByteArray &json) { QTest::newRow(name) << json; };
    row("nothing", "");
    row("blank", " ");
    row("null", "null");
    row("true", "true");
    row("number", "42");
    row("NaN", "NaN");
    row("infinity", "-Infinity");
    row("huge number", "1e999");
    row("array", R"(["alice@example.com"])");
    row("array of arrays", QByteArray(5000, '[') + QByteArray(5000, ']'));
    row("empty object", "{}");
    row("object with an address", R"({"e":"alice@example.com"})");
    row("unfinished object", R"({"d":"AbCd-_GhIjKl","i":"AAECAwQFBgcICQoLDA0O_w")");
    row("members swapped", R"({"i":"AAECAwQFBgcICQoLDA0O_w","d":"AbCd-_GhIjKl"})");
    row("member twice", R"({"d":"AbCd-_GhIjKl","d":"AbCd-_GhIjKl","i":"AAECAwQFBgcICQoLDA0O_w"})");
    row("member more", R"({"d":"AbCd-_GhIjKl","i":"AAECAwQFBgcICQoLDA0O_w","x":1})");
    row("blank inside", R"({"d": "AbCd-_GhIjKl","i":"AAECAwQFBgcICQoLDA0O_w"})");
    row("blank behind", ours.toByteArray() + ' ');
    row("line end behind", ours.toByteArray() + '\n');
    row("nonce with spare bits", R"({"d":"AbCd-_GhIjKl","i":"AAECAwQFBgcICQoLDA0O_x"})");
    row("nonce too short", R"({"d":"AbCd-_GhIjKl","i":"AAECAwQFBgcICQoLDA0O"})");
    row("nonce in the other alphabet", R"({"d":"AbCd-_GhIjKl","i":"AAECAwQFBgcICQoLDA0O/w"})");
    row("database too short", R"({"d":"AbCd-_GhIjK","i":"AAECAwQFBgcICQoLDA0O_w"})");
    row("database in the other alphabet", R"({"d":"AbCd+/GhIjKl","i":"AAECAwQFBgcICQoLDA0O_w"})");
    row("database not text", R"({"d":"AbCd"",GhIjl","i":"AAECAwQFBgcICQoLDA0O_w"})");
    row("one quote", "\"");
    row("string not closed", R"("alice)");
    row("string closed by an escape", R"("alice\")");
    row("bytes behind a string", R"("alice"x)");
    row("blank before a string", R"( "alice")");
    row("two strings", R"("a""b")");
    row("single quotes", "'alice'");
    row("control character", "\"a\nb\"");
    row("NUL", QByteArray("\"a\0b\"", 5));
    row("unknown escape", R"("a\x41")");
    row("capital escape", R"("a\U0041")");
    row("short code unit", R"("a\u041")");
    row("code unit with a sign", R"("\u+041")");
    row("code unit with a prefix", R"("\u0x41")");
    row("lone high surrogate", R"("\ud83d")");
    row("lone high surrogate before text", R"("\ud83dabcdef")");
    row("two high surrogates", R"("\ud83d\ud83d")");
    row("lone low surrogate", R"("\udd11")");
    row("surrogates swapped", R"("\udd11\ud83d")");
    row("surrogate in UTF-8", "\"\xED\xA0\xBD\"");
    row("overlong UTF-8", "\"\xC0\xAF\"");
    row("cut UTF-8", "\"\xC3\"");
    row("stray continuation", "\"\x80\"");
    row("beyond Unicode", "\"\xF4\x90\x80\x80\"");
}

void TestTokenPayload::refusesEverythingElse()
{
    QFETCH(const QByteArray, json);
    const auto payload = parseTokenPayload(json);
    QVERIFY(!payload);
    QCOMPARE(payload.error().reason, Reason::LinkDamaged);
}

void TestTokenPayload::refusesMutantsOfOurs()
{
    int accepted = 0;
    for (qsizetype at = 0; at < ours.size(); ++at) {
        for (int value = 0; value < 256; ++value) {
            QByteArray mutant = ours.toByteArray();
            mutant[at] = static_cast<char>(value);
            const auto payload = parseTokenPayload(mutant);
            if (!payload || mutant == ours)
                continue;
            // Only ids and nonces vary, and each text stands for another.
            const auto *reference = std::get_if<RequestReference>(&*payload);
            QVERIFY(reference);
            QVERIFY(reference->databaseId != database || reference->nonce != nonce);
            QCOMPARE(composeTokenPayload(reference->databaseId, reference->nonce), mutant);
            ++accepted;
        }
    }
    QCOMPARE(accepted, 12 * 63 + 21 * 63 + 3); // the last letter of the nonce has two free bits
}

void TestTokenPayload::freshIdsAreFresh()
{
    QSet<QByteArray> seen;
    for (int i = 0; i < 1000; ++i) {
        const auto id = freshDatabaseId();
        const auto fresh = freshNonce();
        QVERIFY(id && fresh);
        QCOMPARE(id->size(), databaseIdSize);
        QCOMPARE(fresh->size(), nonceSize);
        const auto payload = parseTokenPayload(composeTokenPayload(*id, *fresh));
        QVERIFY(payload);
        QCOMPARE(std::get<RequestReference>(*payload).nonce, *fresh);
        seen << *id << *fresh;
    }
    QCOMPARE(seen.size(), 2000);
}

/// So that tokens signed without trying are those that itsdangerous makes.
void TestTokenPayload::ofFreshOnesNoneIsWorthDeflating()
{
    for (int i = 0; i < 1000; ++i) {
        const QByteArray json = composeTokenPayload(*freshDatabaseId(), *freshNonce());
        QVERIFY2(deflate(json).size() >= json.size() - 1, json.constData());
    }
}

void TestTokenPayload::tellsAnotherDatabase()
{
    const TimedTokenSigner tokens({share(Secret::copyOf("another database's key"))}, recoverySalt);
    for (int i = 0; i < 100; ++i) {
        const QByteArray id = freshDatabaseId().value();
        const QByteArray token =
            tokens.sign(composeTokenPayload(id, freshNonce().value()), SystemClock().now()).token;
        QVERIFY(namesOtherDatabase(token, database));
        QVERIFY(!namesOtherDatabase(token, id));
        QVERIFY(namesOtherDatabase(token.first(24), database));
    }
}

void TestTokenPayload::doesNotTakeOtherTextsForAnotherDatabase_data()
{
    QTest::addColumn<QByteArray>("token");
    const QByteArray start = base64url::encode(R"({"d":")");
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("an address") << QByteArray("ImFsaWNlQGV4YW1wbGUuY29tIg.ZVPxAA.Qx5Rpcsw2KDbiqRm");
    QTest::newRow("another object") << base64url::encode(R"({"e":"AbCd-_GhIjKl","i":)");
    QTest::newRow("compressed") << QByteArray(".eJyrVkpVslJKpAA4pFYk5hbkpOol5-cq6SjlAY0zoBA");
    QTest::newRow("cut within the id") << start + base64url::encode("AbCd-_GhIjKm").chopped(1);
    QTest::newRow("no base64 within the id") << start + "QWJDZC1fR2hJak!s";
    QTest::newRow("no id in it") << start + base64url::encode("AbCd\",\"IjKl\"");
    QTest::newRow("ours") << base64url::encode(ours);
}

void TestTokenPayload::doesNotTakeOtherTextsForAnotherDatabase()
{
    QFETCH(const QByteArray, token);
    QVERIFY(!namesOtherDatabase(token, database));
}

QTEST_APPLESS_MAIN(TestTokenPayload)
#include "test_tokenpayload.moc"
