// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/log.h"
#include "services/local/accountstore.h"
#include "tests/local/storekit.h"

#include <QTest>

using namespace latchkey;
using namespace latchkey::testing;

class TestAccountStore : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void givesBackWhatItTook();
    void findsByWhatTwoAddressesAreComparedBy_data();
    void findsByWhatTwoAddressesAreComparedBy();
    void takesEachAddressOnce();
    void listsInPages();
    void confirmsAndDisables();
    void knowsWhomAMailGoesTo();
    void changesAnAddress();
    void setsAPassword();
    void removes();
    void saysWhenTheRowIsGone();
    void saysAmbiguous();

private:
    AccountStore store() const { return AccountStore(*m_runner); }

    std::unique_ptr<StoreFolder> m_folder;
    std::unique_ptr<SqlRunner> m_runner;
};

void TestAccountStore::init()
{
    QLoggingCategory::setFilterRules(QStringLiteral("latchkey.store=false"));
    m_folder = std::make_unique<StoreFolder>();
    m_runner = m_folder->create();
}

void TestAccountStore::cleanup()
{
    m_runner.reset();
    m_folder.reset();
}

void TestAccountStore::givesBackWhatItTook()
{
    const AccountId id = store()
                             .add({.address = address(QStringLiteral("Änne@Müller.example")),
                                   .passwordHash = "$argon2id$…",
                                   .confirmed = true,
                                   .locale = QStringLiteral("de")},
                                  start)
                             .value();
    const Account account = accountOf(*m_runner, id);
    QCOMPARE(account.id, id);
    QCOMPARE(account.email, QStringLiteral("Änne@Müller.example"));
    QCOMPARE(account.passwordHash, QByteArray("$argon2id$…"));
    QCOMPARE(account.confirmedAt, std::optional(start));
    QVERIFY(!account.disabledAt);
    QCOMPARE(account.locale, QStringLiteral("de"));
    QCOMPARE(account.sessionGeneration, 0);
    QCOMPARE(account.createdAt, start);
    QCOMPARE(account.updatedAt, start);
    QVERIFY(account.mayBeMailed());

    const Account bare =
        accountOf(*m_runner, addAccount(*m_runner, QStringLiteral("b@example.com"), false));
    QVERIFY(bare.passwordHash.isEmpty());
    QVERIFY(!bare.confirmedAt);
    QVERIFY(!bare.mayBeMailed());
    QCOMPARE(bare.locale, QString());
}

void TestAccountStore::findsByWhatTwoAddressesAreComparedBy_data()
{
    QTest::addColumn<QString>("stored");
    QTest::addColumn<QString>("typed");
    QTest::addColumn<bool>("same");
    const auto row = [](const char *name, const char *stored, const char *typed, bool same) {
        QTest::newRow(name) << QString::fromUtf8(stored) << QString::fromUtf8(typed) << same;
    };
    row("as it is", "mike@example.org", "mike@example.org", true);
    row("case", "Mike@Example.ORG", "mIKE@example.org", true);
    row("blanks around", "mike@example.org", "  mike@example.org\t", true);
    row("A-labels", "mike@exämple.org", "mike@xn--exmple-cua.org", true);
    row("dotless i", "mike@example.org", "mıke@example.org", false);
    row("Kelvin sign", "mike@example.org", "mi\u212Ae@example.org", false);
    row("long s", "sam@example.org", "\u017Fam@example.org", false);
    row("dotted capital", "ines@example.org", "\u0130nes@example.org", false);
    row("sharp s", "strasse@example.org", "straße@example.org", false);
    row("ligature", "fine@example.org", "\uFB01ne@example.org", false);
    row("full width", "a@example.org", "\uFF41@example.org", false);
    row("umlaut case", "Ä@example.org", "ä@example.org", false);
    row("tag", "mike@example.org", "mike+x@example.org", false);
    row("wildcard", "mike@example.org", "mik_@example.org", false);
    row("percent", "mike@example.org", "%@example.org", false);
}

void TestAccountStore::findsByWhatTwoAddressesAreComparedBy()
{
    QFETCH(const QString, stored);
    QFETCH(const QString, typed);
    QFETCH(const bool, same);
    const AccountId id = addAccount(*m_runner, stored);
    const auto found = store().find(address(typed)).value();
    QCOMPARE(found.has_value(), same);
    if (found) {
        QCOMPARE(found->id, id);
        // The mail goes to what was stored, never to what was typed (S03).
        QCOMPARE(found->email, stored);
    }
}

void TestAccountStore::takesEachAddressOnce()
{
    addAccount(*m_runner, QStringLiteral("anna@example.com"));
    const NewAccount again{.address = address(QStringLiteral("ANNA@example.com")),
                           .passwordHash = {},
                           .confirmed = false,
                           .locale = {}};
    QCOMPARE(reasonOf(store().add(again, start)), Reason::AccountExists);
    QCOMPARE(store().count().value(), 1);
}

void TestAccountStore::listsInPages()
{
    for (int i = 0; i < 7; ++i)
        addAccount(*m_runner, QStringLiteral("p%1@example.com").arg(i));
    QStringList seen;
    AccountId after = 0;
    for (QList<Account> page = store().list(after, 3).value(); !page.isEmpty();
         page = store().list(after, 3).value()) {
        QVERIFY(page.size() <= 3);
        for (const Account &account : std::as_const(page))
            seen << account.email;
        after = page.constLast().id;
    }
    QCOMPARE(seen.size(), 7);
    QCOMPARE(seen.constFirst(), QStringLiteral("p0@example.com"));
    QCOMPARE(seen.constLast(), QStringLiteral("p6@example.com"));
    QCOMPARE(store().count().value(), 7);
}

void TestAccountStore::confirmsAndDisables()
{
    const AccountId id = addAccount(*m_runner, QStringLiteral("anna@example.com"), false);
    const AccountId other = addAccount(*m_runner, QStringLiteral("bert@example.com"), false);
    QVERIFY(store().setConfirmed(id, true, start).has_value());
    QVERIFY(accountOf(*m_runner, id).mayBeMailed());
    QVERIFY(store().setDisabled(id, true, start).has_value());
    QCOMPARE(accountOf(*m_runner, id).disabledAt, std::optional(start));
    QVERIFY(!accountOf(*m_runner, id).mayBeMailed());
    QVERIFY(store().setDisabled(id, false, start).has_value());
    QVERIFY(accountOf(*m_runner, id).mayBeMailed());
    QVERIFY(store().setConfirmed(id, false, start).has_value());
    QVERIFY(!accountOf(*m_runner, id).mayBeMailed());
    QVERIFY(!accountOf(*m_runner, other).confirmedAt);
}

void TestAccountStore::knowsWhomAMailGoesTo()
{
    const AccountId id = addAccount(*m_runner, QStringLiteral("anna@example.com"), false);
    const auto unconfirmed = store().recipient(id);
    QVERIFY(unconfirmed && *unconfirmed);
    QCOMPARE((*unconfirmed)->email, QStringLiteral("anna@example.com"));
    QVERIFY(!(*unconfirmed)->confirmed);
    QVERIFY(store().setConfirmed(id, true, start).has_value());
    QVERIFY(store().recipient(id).value()->confirmed);
    QVERIFY(store().setDisabled(id, true, start).has_value());
    QVERIFY(!store().recipient(id).value());
    QVERIFY(!store().recipient(id + 1).value());
}

void TestAccountStore::changesAnAddress()
{
    const AccountId id = addAccount(*m_runner, QStringLiteral("anna@example.com"));
    addAccount(*m_runner, QStringLiteral("bert@example.com"));
    QCOMPARE(reasonOf(store().changeEmail(id, address(QStringLiteral("Bert@example.com")), start)),
             Reason::AccountExists);
    QVERIFY(
        store().changeEmail(id, address(QStringLiteral("Anna@new.example")), start).has_value());
    const Account account = accountOf(*m_runner, id);
    QCOMPARE(account.email, QStringLiteral("Anna@new.example"));
    QVERIFY(!account.confirmedAt);
    QCOMPARE(account.linksVoidBefore, start);
    QVERIFY(store().find(address(QStringLiteral("anna@new.example"))).value().has_value());
    QVERIFY(!store().find(address(QStringLiteral("anna@example.com"))).value().has_value());
}

void TestAccountStore::setsAPassword()
{
    const AccountId id = addAccount(*m_runner, QStringLiteral("anna@example.com"));
    for (int times = 1; times <= 2; ++times) {
        const Instant now = start + std::chrono::seconds(times);
        QVERIFY(store().setPassword(id, QByteArray("hash") + char('0' + times), now).has_value());
        const Account account = accountOf(*m_runner, id);
        QCOMPARE(account.passwordHash, QByteArray("hash") + char('0' + times));
        QCOMPARE(account.sessionGeneration, times);
        QCOMPARE(account.linksVoidBefore, now);
        QCOMPARE(account.updatedAt, now);
        QVERIFY(account.confirmedAt.has_value());
    }
}

void TestAccountStore::removes()
{
    const AccountId id = addAccount(*m_runner, QStringLiteral("anna@example.com"));
    addAccount(*m_runner, QStringLiteral("bert@example.com"));
    QVERIFY(store().remove(id).has_value());
    QVERIFY(!store().byId(id).value().has_value());
    QCOMPARE(store().count().value(), 1);
}

void TestAccountStore::saysWhenTheRowIsGone()
{
    constexpr AccountId gone = 77;
    QCOMPARE(reasonOf(store().setPassword(gone, "hash", start)), Reason::AccountUnavailable);
    QCOMPARE(reasonOf(store().setConfirmed(gone, true, start)), Reason::AccountUnavailable);
    QCOMPARE(reasonOf(store().setDisabled(gone, true, start)), Reason::AccountUnavailable);
    QCOMPARE(reasonOf(store().remove(gone)), Reason::AccountUnavailable);
    QCOMPARE(
        reasonOf(store().changeEmail(gone, address(QStringLiteral("anna@example.com")), start)),
        Reason::AccountUnavailable);
}

void TestAccountStore::saysAmbiguous()
{
    // Only another application's table can be so; ours forbids it.
    QVERIFY(m_runner->execute("DROP INDEX accounts_by_key").has_value());
    addAccount(*m_runner, QStringLiteral("anna@example.com"));
    addAccount(*m_runner, QStringLiteral("Anna@example.com"));
    QCOMPARE(reasonOf(store().find(address(QStringLiteral("anna@example.com")))),
             Reason::AccountAmbiguous);
}

QTEST_GUILESS_MAIN(TestAccountStore)
#include "test_accountstore.moc"
