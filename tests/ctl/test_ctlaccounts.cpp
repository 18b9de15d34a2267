// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctlkit.h"

using namespace latchkey;
using namespace latchkey::testing;

/// 'accounts', 'password' and 'throttle', in one service that is made anew for each case.
class TestCtlAccounts : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_home.reset(); }

    void added();
    void addedWithPassword();
    void refusedPasswords_data();
    void refusedPasswords();
    void addedTwice();
    void shown();
    void confirmed();
    void confirmedByMail();
    void mailThatCannotGoOut();
    void disabledAndEnabled();
    void addressChanged();
    void removed();
    void unknown_data();
    void unknown();
    void listOfThousands();
    void throttleCleared();
    void databaseTrouble();

private:
    CtlAnswer run(const char *line, const QByteArray &input = {}) const
    {
        return m_home->run(line, input);
    }
    QString askOne(const char *sql) const { return m_home->ask(sql).value(0); }

    std::optional<CtlHome> m_home;
};

void TestCtlAccounts::init()
{
    m_home.emplace();
    QCOMPARE(m_home->init().code, 0);
}

void TestCtlAccounts::added()
{
    const CtlAnswer answer = run("accounts add Robin@Example.COM --locale pt-BR --json");
    QCOMPARE(answer.code, 0);
    QCOMPARE(answer.json()["email"].toString(), QStringLiteral("Robin@Example.COM"));
    QCOMPARE(m_home->lastEvent(), QStringLiteral("account-added"));
    const QJsonObject account = run("accounts show robin@example.com --json").json();
    QCOMPARE(account["status"].toString(), QStringLiteral("unconfirmed"));
    QCOMPARE(account["locale"].toString(), QStringLiteral("pt-BR"));
    QVERIFY(!account["has_password"].toBool());

    QCOMPARE(run("accounts add x@example.com --locale not_a_tag!").code, 2);
    QCOMPARE(run("accounts add nonsense").code, 1);
    QCOMPARE(askOne("SELECT count(*) FROM accounts"), QStringLiteral("1"));
}

void TestCtlAccounts::addedWithPassword()
{
    QCOMPARE(run("accounts add robin@example.com --confirmed --password-stdin",
                 "seven quiet harbours\r\n")
                 .code,
             0);
    QVERIFY(askOne("SELECT password_hash FROM accounts").startsWith("$argon2id$v=19$m=65536,t=3"));
    QCOMPARE(run("password verify robin@example.com", "seven quiet harbours\n").code, 0);
    // Another kind of blank and another spelling of a letter are the same password (RFC 8265).
    QCOMPARE(run("password verify robin@example.com", "seven\u00a0quiet harbours").code, 0);
    const CtlAnswer wrong =
        run("password verify robin@example.com --json", "seven quiet harbors\n");
    QCOMPARE(wrong.code, 1);
    QCOMPARE(wrong.json()["right"], QJsonValue(false));
    QCOMPARE(run("password verify robin@example.com", "\n").code, 1);
    QCOMPARE(run("password verify robin@example.com", "").code, 2);
}

void TestCtlAccounts::refusedPasswords_data()
{
    QTest::addColumn<QByteArray>("input");
    QTest::addColumn<QString>("reason");
    QTest::newRow("short") << QByteArray("too short\n") << "PasswordTooShort";
    QTest::newRow("empty") << QByteArray("\n") << "PasswordEmpty";
    QTest::newRow("control") << QByteArray("a bell\a in this password\n") << "PasswordForbidden";
    QTest::newRow("NUL") << QByteArray("a zero \0 in this password\n", 27) << "PasswordForbidden";
    QTest::newRow("not UTF-8") << QByteArray("\xff\xfe in this password\n") << "PasswordForbidden";
    QTest::newRow("too long") << QByteArray(40000, 'x') << "PasswordTooLong";
    QTest::newRow("endless") << QByteArray(200000, 'x') << "UsageFaulty";
}

void TestCtlAccounts::refusedPasswords()
{
    QFETCH(const QByteArray, input);
    QFETCH(const QString, reason);
    QCOMPARE(run("accounts add robin@example.com --password-stdin --json", input).reason(), reason);
    QCOMPARE(askOne("SELECT count(*) FROM accounts"), QStringLiteral("0"));
}

void TestCtlAccounts::addedTwice()
{
    QCOMPARE(run("accounts add robin@example.com").code, 0);
    const CtlAnswer again = run("accounts add ROBIN@example.com --json");
    QCOMPARE(again.code, 1);
    QCOMPARE(again.reason(), QStringLiteral("AccountExists"));
    QCOMPARE(again.error("about"), QStringLiteral("ROBIN@example.com"));
}

void TestCtlAccounts::shown()
{
    QCOMPARE(run("accounts add robin@example.com --password-stdin", "seven quiet harbours\n").code,
             0);
    const CtlAnswer text = run("accounts show robin@example.com");
    QVERIFY2(text.out.contains("password  set"), text.out);
    QVERIFY2(text.out.contains("UTC"), text.out);
    // Whoever has the hash can try passwords against it.
    QVERIFY(!text.out.contains("argon2"));
    QVERIFY(!run("accounts show robin@example.com --json").out.contains("argon2"));
}

void TestCtlAccounts::confirmed()
{
    QCOMPARE(run("accounts add robin@example.com").code, 0);
    QCOMPARE(run("accounts confirm robin@example.com").code, 0);
    QCOMPARE(m_home->lastEvent(), QStringLiteral("address-confirmed"));
    const QString since = askOne("SELECT confirmed_at FROM accounts");
    const CtlAnswer again = run("accounts confirm robin@example.com --mail --json");
    QCOMPARE(again.code, 0);
    QVERIFY(again.json()["already"].toBool());
    QCOMPARE(askOne("SELECT confirmed_at FROM accounts"), since);
    QVERIFY(!QFile::exists(m_home->path("mail")));
}

void TestCtlAccounts::confirmedByMail()
{
    QCOMPARE(run("accounts add robin@example.com").code, 0);
    const CtlAnswer answer = run("accounts confirm --mail robin@example.com --json");
    QCOMPARE(answer.code, 0);
    QCOMPARE(answer.json()["mail"].toString(), QStringLiteral("sent"));
    const QStringList mails = QDir(m_home->path("mail")).entryList(QDir::Files);
    QCOMPARE(mails.size(), 1);
    QVERIFY(m_home->read("mail/" + mails.constFirst()).contains("robin@example.com"));
    QCOMPARE(askOne("SELECT confirmed_at FROM accounts"), QString());
    QCOMPARE(askOne("SELECT purpose FROM latchkey_links"), QStringLiteral("1"));
}

void TestCtlAccounts::mailThatCannotGoOut()
{
    m_home->write("mail", "a file in the place of the folder");
    QCOMPARE(run("accounts add robin@example.com").code, 0);
    const CtlAnswer answer = run("accounts confirm --mail robin@example.com --json");
    QCOMPARE(answer.code, 3);
    QCOMPARE(answer.json()["mail"].toString(), QStringLiteral("pending"));
    QCOMPARE(answer.json()["pending"].toInt(), 1);
    QCOMPARE(askOne("SELECT count(*) FROM latchkey_outbox WHERE state = 0"), QStringLiteral("1"));
}

void TestCtlAccounts::disabledAndEnabled()
{
    QCOMPARE(run("accounts add robin@example.com").code, 0);
    QCOMPARE(run("accounts disable robin@example.com").code, 0);
    QCOMPARE(m_home->lastEvent(), QStringLiteral("account-disabled"));
    QCOMPARE(run("accounts show robin@example.com --json").json()["status"].toString(),
             QStringLiteral("disabled"));
    const CtlAnswer mail = run("accounts confirm --mail robin@example.com --json");
    QCOMPARE(mail.code, 1);
    QCOMPARE(mail.reason(), QStringLiteral("AccountUnavailable"));
    QCOMPARE(run("accounts enable robin@example.com").code, 0);
    QCOMPARE(m_home->lastEvent(), QStringLiteral("account-enabled"));
    QCOMPARE(askOne("SELECT disabled_at FROM accounts"), QString());
}

void TestCtlAccounts::addressChanged()
{
    QCOMPARE(run("accounts add robin@example.com").code, 0);
    QCOMPARE(run("accounts add sam@example.com").code, 0);
    QCOMPARE(run("accounts confirm --mail robin@example.com").code, 0);
    QCOMPARE(run("accounts confirm robin@example.com").code, 0);

    const CtlAnswer taken = run("accounts change-email robin@example.com SAM@example.com --json");
    QCOMPARE(taken.code, 1);
    QCOMPARE(taken.reason(), QStringLiteral("AccountExists"));
    QCOMPARE(taken.error("about"), QStringLiteral("SAM@example.com"));
    QCOMPARE(askOne("SELECT count(*) FROM latchkey_links WHERE voided_at IS NULL"),
             QStringLiteral("1"));
    QCOMPARE(m_home->lastEvent(), QStringLiteral("address-confirmed"));

    QCOMPARE(run("accounts change-email robin@example.com nonsense").code, 1);
    QCOMPARE(run("accounts change-email robin@example.com kim@example.com").code, 0);
    QCOMPARE(askOne("SELECT count(*) FROM latchkey_links WHERE voided_at IS NULL"),
             QStringLiteral("0"));
    QCOMPARE(run("accounts show kim@example.com --json").json()["status"].toString(),
             QStringLiteral("unconfirmed"));
    QCOMPARE(run("accounts show robin@example.com").code, 1);
    QCOMPARE(m_home->lastEvent(), QStringLiteral("email-changed"));
}

void TestCtlAccounts::removed()
{
    QCOMPARE(run("accounts add robin@example.com").code, 0);
    const CtlAnswer unsure = run("accounts remove robin@example.com", "yes\n");
    QCOMPARE(unsure.code, 2);
    QVERIFY2(unsure.err.contains("--yes"), unsure.err);
    QCOMPARE(run("accounts show robin@example.com").code, 0);
    QCOMPARE(run("accounts remove robin@example.com --yes").code, 0);
    QCOMPARE(run("accounts show robin@example.com").code, 1);
    QCOMPARE(m_home->lastEvent(), QStringLiteral("account-removed"));
}

void TestCtlAccounts::unknown_data()
{
    QTest::addColumn<QString>("verb");
    for (const char *verb :
         {"accounts show", "accounts confirm", "accounts disable", "accounts enable",
          "accounts remove --yes", "password verify", "throttle clear"})
        QTest::newRow(verb) << QString::fromLatin1(verb);
}

void TestCtlAccounts::unknown()
{
    QFETCH(const QString, verb);
    const CtlAnswer nobody =
        m_home->run(verb.split(u' ') + QStringList{"nobody@example.com", "--json"}, "x\n");
    QCOMPARE(nobody.code, 1);
    QCOMPARE(nobody.reason(), QStringLiteral("AccountUnknown"));
    QCOMPARE(nobody.error("about"), QStringLiteral("nobody@example.com"));
    const CtlAnswer nonsense =
        m_home->run(verb.split(u' ') + QStringList{"a@b@c", "--json"}, "x\n");
    QCOMPARE(nonsense.code, 1);
    QCOMPARE(nonsense.reason(), QStringLiteral("AddressInvalid"));
}

void TestCtlAccounts::listOfThousands()
{
    QByteArray csv = "email\n";
    constexpr int count = 2500; // three pages
    for (int i = 0; i < count; ++i)
        csv += "person" + QByteArray::number(i) + "@example.com\n";
    m_home->write("people.csv", csv);
    QCOMPARE(run("accounts import people.csv").code, 0);
    const CtlAnswer json = run("accounts list --json");
    QCOMPARE(json.json()["count"].toInt(), count);
    const QJsonArray accounts = json.json()["accounts"].toArray();
    QCOMPARE(accounts.size(), count);
    for (int i = 0; i < count; ++i)
        QCOMPARE(accounts[i]["email"].toString(), QStringLiteral("person%1@example.com").arg(i));
    // A line each, so that it can be read without being held.
    QCOMPARE(json.out.count('\n'), count + 2);
    QCOMPARE(run("accounts list").out.count('\n'), count);
}

void TestCtlAccounts::throttleCleared()
{
    QCOMPARE(run("accounts add robin@example.com").code, 0);
    {
        const auto runner = openDatabase(m_home->path("test.db"));
        QVERIFY(runner);
        QVERIFY((*runner)->execute("INSERT INTO latchkey_throttle (bucket, at)"
                                   " VALUES ('account:1', 1), ('account:1', 2), ('account:2', 3)"));
    }
    const CtlAnswer cleared = run("throttle clear robin@example.com --json");
    QCOMPARE(cleared.code, 0);
    QCOMPARE(cleared.json()["cleared"].toInt(), 2);
    QCOMPARE(m_home->ask("SELECT bucket FROM latchkey_throttle"), QStringList{"account:2"});
    QCOMPARE(m_home->lastEvent(), QStringLiteral("throttle-cleared"));
}

void TestCtlAccounts::databaseTrouble()
{
    QVERIFY(QFile::setPermissions(m_home->path("test.db"),
                                  QFile::ReadOwner | QFile::WriteOwner | QFile::ReadOther));
    QCOMPARE(run("accounts list --json").reason(), QStringLiteral("DatabaseUnsafe"));
    m_home->write("test.db", "not a database at all");
    QVERIFY(QFile::setPermissions(m_home->path("test.db"), QFile::ReadOwner | QFile::WriteOwner));
    const CtlAnswer damaged = run("accounts list");
    QCOMPARE(damaged.code, 3);
    QVERIFY2(damaged.err.contains(m_home->path("test.db").toUtf8()), damaged.err);
    QVERIFY(QFile::remove(m_home->path("test.db")));
    QCOMPARE(run("accounts list --json").reason(), QStringLiteral("DatabaseMissing"));
    m_home->write(".config/latchkey/latchkey.toml", "[service]\nid = \"example\nname");
    const CtlAnswer faulty = run("accounts list --json");
    QCOMPARE(faulty.code, 3);
    QCOMPARE(faulty.reason(), QStringLiteral("ConfigurationFaulty"));
    QVERIFY(faulty.error("about").contains(".toml:2:"));
}

QTEST_GUILESS_MAIN(TestCtlAccounts)
#include "test_ctlaccounts.moc"
