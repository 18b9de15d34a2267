// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/log.h"
#include "services/local/linkledger.h"
#include "services/local/resetcompletion.h"
#include "services/local/schema.h"
#include "tests/local/sqliteprobe.h"
#include "tests/local/storekit.h"

#include <QSet>
#include <QTest>

using namespace latchkey;
using namespace latchkey::testing;

class TestSchema : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void knowsItsVersion();
    void namesEachDatabase();
    void makesItselfOnce();
    void refusesEmptyDigests_data();
    void refusesEmptyDigests();
    void refusesEmptyAccounts_data();
    void refusesEmptyAccounts();
    void holdsNoPasswordHintOrQuestion();
    void neverGivesAnIdTwice();
};

void TestSchema::initTestCase()
{
    QLoggingCategory::setFilterRules(QStringLiteral("latchkey.store=false"));
}

void TestSchema::knowsItsVersion()
{
    const StoreFolder folder;
    const auto runner = folder.create();
    QCOMPARE(readSchemaVersion(*runner).value(), schemaVersion);
    QVERIFY(runner->execute("DELETE FROM latchkey_meta WHERE key = 'schema_version'").has_value());
    QCOMPARE(readSchemaVersion(*runner).value(), 0);
    QVERIFY(runner->execute("DROP TABLE latchkey_meta").has_value());
    QCOMPARE(readSchemaVersion(*runner).value(), 0);
}

void TestSchema::namesEachDatabase()
{
    QSet<QByteArray> ids;
    for (int i = 0; i < 20; ++i) {
        const StoreFolder folder;
        const auto runner = folder.create();
        const QByteArray id = readDatabaseId(*runner).value();
        QCOMPARE(id.size(), 12);
        QVERIFY(QByteArray::fromBase64Encoding(id, QByteArray::Base64UrlEncoding).decoded.size() ==
                9);
        ids << id;
    }
    QCOMPARE(ids.size(), 20);
}

void TestSchema::makesItselfOnce()
{
    const StoreFolder folder;
    const auto runner = folder.create();
    const QByteArray id = readDatabaseId(*runner).value();
    QVERIFY(!runner->transaction([&] { return createSchema(*runner); }).has_value());
    QCOMPARE(readDatabaseId(*runner).value(), id);
}

void TestSchema::refusesEmptyDigests_data()
{
    // What is empty is what an empty token would match (CVE-2013-0233).
    QTest::addColumn<QVariant>("digest");
    QTest::newRow("null") << QVariant();
    QTest::newRow("empty text") << QVariant(QStringLiteral(""));
    QTest::newRow("empty bytes") << QVariant(QByteArray(""));
    QTest::newRow("number") << QVariant(0);
    QTest::newRow("text of that length") << QVariant(QString(32, u'a'));
    QTest::newRow("too short") << QVariant(QByteArray(31, 'a'));
    QTest::newRow("too long") << QVariant(QByteArray(33, 'a'));
}

void TestSchema::refusesEmptyDigests()
{
    QFETCH(const QVariant, digest);
    const StoreFolder folder;
    const auto runner = folder.create();
    QVERIFY(!runner
                 ->insert("INSERT INTO latchkey_links (digest, account_id, purpose, issued_at)"
                          " VALUES (?, 1, 0, 1)",
                          {digest})
                 .has_value());
    LinkLedger links(*runner);
    QVERIFY(links.add(digestOf(1), {.accountId = 1, .issuedAt = start}).has_value());
    QVERIFY(!links.find(digest.toByteArray()).value().has_value());
    QCOMPARE(links.claim(digest.toByteArray(), start).value(), false);
}

void TestSchema::refusesEmptyAccounts_data()
{
    QTest::addColumn<QVariantList>("values");
    const QString mail = QStringLiteral("a@b.example");
    QTest::newRow("no address") << QVariantList{QVariant(), mail, QStringLiteral("x")};
    QTest::newRow("empty address") << QVariantList{QStringLiteral(""), mail, QStringLiteral("x")};
    QTest::newRow("no key") << QVariantList{mail, QVariant(), QStringLiteral("x")};
    QTest::newRow("empty key") << QVariantList{mail, QStringLiteral(""), QStringLiteral("x")};
    QTest::newRow("empty hash") << QVariantList{mail, mail, QStringLiteral("")};
}

void TestSchema::refusesEmptyAccounts()
{
    QFETCH(const QVariantList, values);
    const StoreFolder folder;
    const auto runner = folder.create();
    constexpr const char *insert =
        "INSERT INTO accounts (email, match_key, password_hash, created_at, updated_at)"
        " VALUES (?, ?, ?, 1, 1)";
    QVERIFY(!runner->insert(insert, values).has_value());
    const QString mail = QStringLiteral("a@b.example");
    QVERIFY(runner->insert(insert, {mail, mail, QVariant()}).has_value());
    QVERIFY(!runner->insert(insert, {QStringLiteral("A@b.example"), mail, QVariant()}).has_value());
}

void TestSchema::holdsNoPasswordHintOrQuestion()
{
    // S09, and S22: no column in which a token, a code or an address of a letter could lie.
    const StoreFolder folder;
    folder.create();
    const PlainConnection plain(folder.path());
    const QStringList columns =
        plain.column("SELECT m.name || '.' || c.name FROM sqlite_master m, pragma_table_info"
                     "(m.name) c WHERE m.type = 'table'");
    QVERIFY(columns.size() > 40);
    for (const QString &column : columns) {
        for (const char *word : {"hint", "question", "answer", "token", "plain", "recipient"})
            QVERIFY2(!column.contains(QLatin1String(word)), qPrintable(column));
    }
    QCOMPARE(columns.filter(QStringLiteral("password")),
             QStringList(QStringLiteral("accounts.password_hash")));
    QCOMPARE(columns.filter(QStringLiteral("code")),
             QStringList(QStringLiteral("latchkey_requests.code_tries")));
}

void TestSchema::neverGivesAnIdTwice()
{
    // A link is mailed, its account removed, and the next one added: were the id the same, the link
    // would set the password of somebody else.
    const StoreFolder folder;
    const auto runner = folder.create();
    const AccountId anna = addAccount(*runner, QStringLiteral("anna@example.com"));
    const LinkRow link{.accountId = anna, .issuedAt = start};
    QVERIFY(LinkLedger(*runner).add(digestOf(1), link).has_value());
    QVERIFY(AccountStore(*runner).remove(anna).has_value());
    const AccountId bert = addAccount(*runner, QStringLiteral("bert@example.com"));
    QVERIFY(bert != anna);
    QCOMPARE(reasonOf(ResetCompletion(*runner).saveNewPassword(digestOf(1), link, "hash", start)),
             Reason::AccountUnavailable);
    QVERIFY(accountOf(*runner, bert).passwordHash.isEmpty());
}

QTEST_GUILESS_MAIN(TestSchema)
#include "test_schema.moc"
