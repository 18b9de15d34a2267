// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctlkit.h"
#include "services/local/keynotice.h"

#include <sys/stat.h>

#include <array>
#include <thread>

using namespace latchkey;
using namespace latchkey::testing;

/// 'keys': once with a credential file, and once more, with the argument "keyring", against a real
/// keyring on a session bus of its own.
class TestCtlKeys : public QObject
{
    Q_OBJECT

public:
    static inline bool useKeyring = false;

private Q_SLOTS:
    void init();
    void cleanup() { m_home.reset(); }

    void listed();
    void rotated();
    void retired();
    void exportedAndImported();
    void exportWritesNothingOver();
    void importThatLosesKeysAsks();
    void importedSecret();
    void refusedSecrets_data();
    void refusedSecrets();
    void damagedRing();
    void lostAndReplaced();
    void removedKey();
    void changedBySeveralAtOnce();
    void toldToRunningPrograms();
    void changedWithoutADatabase();
    void mailPassword();

private:
    CtlAnswer run(const char *line, const QByteArray &input = {}) const
    {
        return m_home->run(line, input);
    }
    QJsonArray keys() const { return run("keys list --json").json()["keys"].toArray(); }
    QString signing() const { return keys().last()["id"].toString(); }
    QByteArray ring() const { return run("keys export --json").out; }
    CtlAnswer importRing(const QByteArray &json, const char *more = "") const
    {
        m_home->write("ring", json);
        QFile::setPermissions(m_home->path("ring"), QFile::ReadOwner | QFile::WriteOwner);
        return run(QByteArray("keys import --json --ring ring ").append(more).constData());
    }

    std::optional<CtlHome> m_home;
    QString m_service;
};

void TestCtlKeys::init()
{
    m_home.emplace();
    // The keyring outlives the home: a service of its own for each case.
    static int count = 0;
    m_service = QStringLiteral("case-%1").arg(++count);
    QStringList words{"init",       "--service-id", m_service,       "--name", "Example",
                      "--database", "test.db",      "--mail-folder", "mail"};
    if (!useKeyring)
        words << "--keys-file" << "keys";
    const CtlAnswer made = m_home->run(words);
    QVERIFY2(made.code == 0, made.err);
}

void TestCtlKeys::listed()
{
    QCOMPARE(keys().size(), 1);
    const QJsonObject key = keys().first().toObject();
    QVERIFY(key["signs"].toBool());
    QCOMPARE(key["origin"].toString(), QStringLiteral("generated"));
    QCOMPARE(key["bytes"].toInt(), 32);
    const CtlAnswer text = run("keys list");
    QVERIFY2(text.out.contains("signs and checks"), text.out);
    const QByteArray secret =
        QJsonDocument::fromJson(ring())["keys"][0]["secret"].toString().toUtf8();
    QVERIFY(secret.size() >= 43);
    QVERIFY(!text.out.contains(secret) && !run("keys list --json").out.contains(secret));
}

void TestCtlKeys::rotated()
{
    const QString before = signing();
    const QByteArray token = run("token sign", "\"robin@example.com\"\n").out;
    const CtlAnswer answer = run("keys rotate --json");
    QCOMPARE(answer.code, 0);
    QCOMPARE(answer.json()["retired"].toArray(), QJsonArray());
    QCOMPARE(keys().size(), 2);
    QVERIFY(signing() != before);
    QCOMPARE(answer.json()["signing"].toString(), signing());
    QCOMPARE(run("token verify", token).code, 0);
}

void TestCtlKeys::retired()
{
    // Both made long ago: the first has had a successor for longer than any link lives.
    QCOMPARE(importRing(R"({"latchkey_keys":1,"keys":[
        {"id":"k-00000001","created":1600000000,"origin":"generated","secret":"dpLDrTVAu4A8Ags67mbNiIcSMjTqDG5xQ8Ct1z_0Me0"},
        {"id":"k-00000002","created":1600000001,"origin":"generated","secret":"P8TM_nRYcOLA2Z9x8w_wZWyN7dQcwdfT03aw2-aF4vM"}]})",
                        "--yes")
                 .code,
             0);
    const CtlAnswer answer = run("keys rotate --json");
    QCOMPARE(answer.code, 0);
    QCOMPARE(answer.json()["retired"].toArray(), QJsonArray{"k-00000001"});
    // The second one signed until now, so links of it live.
    QCOMPARE(keys().size(), 2);
    QCOMPARE(keys().first()["id"].toString(), QStringLiteral("k-00000002"));
}

void TestCtlKeys::exportedAndImported()
{
    const QByteArray token = run("token sign", "\"robin@example.com\"\n").out;
    const CtlAnswer exported = run("keys export --to saved");
    QCOMPARE(exported.code, 0);
    QVERIFY2(exported.err.contains("in clear"), exported.err);
    struct stat facts = {};
    QCOMPARE(stat(QFile::encodeName(m_home->path("saved")).constData(), &facts), 0);
    QCOMPARE(facts.st_mode & 0777, mode_t{0600});
    QCOMPARE(m_home->read("saved"), ring());
    QVERIFY(run("keys export").err.contains("in clear"));

    QCOMPARE(run("keys new --yes").code, 0);
    QCOMPARE(run("token verify --json", token).reason(), QStringLiteral("LinkDamaged"));
    QCOMPARE(run("keys import --ring saved --yes").code, 0);
    QCOMPARE(run("token verify", token).code, 0);
}

void TestCtlKeys::exportWritesNothingOver()
{
    m_home->write("there", "something");
    const CtlAnswer answer = run("keys export --to there --json");
    QCOMPARE(answer.code, 3);
    QCOMPARE(answer.reason(), QStringLiteral("FileUnreadable"));
    QCOMPARE(m_home->read("there"), QByteArray("something"));
    QCOMPARE(run("keys export --to none/at/all").code, 3);
}

void TestCtlKeys::importThatLosesKeysAsks()
{
    const QByteArray old = ring();
    QCOMPARE(run("keys rotate").code, 0);
    QCOMPARE(importRing(ring()).code, 0); // the same keys: nothing to ask
    const CtlAnswer unsure = importRing(old);
    QCOMPARE(unsure.code, 2);
    QVERIFY2(unsure.out.contains("--yes"), unsure.out);
    QCOMPARE(keys().size(), 2);
    QCOMPARE(importRing(old, "--yes").code, 0);
    QCOMPARE(keys().size(), 1);
}

void TestCtlKeys::importedSecret()
{
    const QByteArray key = "a Flask SECRET_KEY that nobody knows";
    QCOMPARE(run("keys import", key + '\n').code, 0);
    QCOMPARE(keys().size(), 2);
    QCOMPARE(keys().first()["origin"].toString(), QStringLiteral("imported"));
    QCOMPARE(keys().first()["bytes"].toInt(), key.size());
    QVERIFY(keys().last()["signs"].toBool());
    // The same once more, and once more with its line end.
    QCOMPARE(run("keys import --json", key).reason(), QStringLiteral("KeyUnusable"));
    QCOMPARE(run("keys import --exact", key + '\n').code, 0);
    QCOMPARE(keys().size(), 3);
}

void TestCtlKeys::refusedSecrets_data()
{
    QTest::addColumn<QByteArray>("input");
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("line end") << QByteArray("\n");
    QTest::newRow("short") << QByteArray("fifteen bytes..\n");
    QTest::newRow("placeholder") << QByteArray("change-me-change-me\n");
}

void TestCtlKeys::refusedSecrets()
{
    QFETCH(const QByteArray, input);
    const CtlAnswer answer = run("keys import --json", input);
    QCOMPARE(answer.code, 1);
    QCOMPARE(answer.reason(), QStringLiteral("KeyUnusable"));
    QCOMPARE(keys().size(), 1);
}

void TestCtlKeys::damagedRing()
{
    const QByteArray good = ring();
    for (const QByteArray &bad :
         {QByteArray(), good.chopped(4), QByteArray("{}"), QByteArray(1000, '\xff'), good + good}) {
        const CtlAnswer answer = importRing(bad, "--yes");
        QCOMPARE(answer.code, 1);
        QCOMPARE(answer.reason(), QStringLiteral("KeyUnusable"));
    }
    QVERIFY(QFile::setPermissions(m_home->path("ring"),
                                  QFile::ReadOwner | QFile::WriteOwner | QFile::ReadOther));
    QCOMPARE(run("keys import --ring ring --yes --json").reason(),
             QStringLiteral("CredentialUnsafe"));
    QCOMPARE(run("keys import --ring none --yes --json").reason(),
             QStringLiteral("FileUnreadable"));
    QCOMPARE(ring(), good);
}

void TestCtlKeys::lostAndReplaced()
{
    // Another configuration of the same place, whose service has no keys there.
    QByteArray configuration = m_home->read(".config/latchkey/latchkey.toml");
    configuration.replace(m_service.toUtf8(), m_service.toUtf8() + "-lost");
    m_home->write("lost.toml", configuration);
    const CtlAnswer lost = run("--config lost.toml keys list");
    QCOMPARE(lost.code, 3);
    QVERIFY2(lost.err.contains("keys new") && lost.err.contains("every live link"), lost.err);
    const CtlAnswer unsure = run("--config lost.toml keys new");
    QCOMPARE(unsure.code, 2);
    QVERIFY2(unsure.err.contains("every live link dies"), unsure.err);
    QCOMPARE(run("--config lost.toml keys new --yes").code, 0);
    QCOMPARE(run("--config lost.toml keys list --json").json()["keys"].toArray().size(), 1);
}

void TestCtlKeys::removedKey()
{
    QCOMPARE(run("keys import", "a Flask SECRET_KEY that nobody knows").code, 0);
    const QByteArray imported = keys().first()["id"].toString().toUtf8();
    QCOMPARE(run(("keys remove --json " + imported).constData()).code, 2);
    QCOMPARE(run(("keys remove --yes " + imported).constData()).code, 0);
    QCOMPARE(keys().size(), 1);
    const CtlAnswer signer = run(("keys remove --yes --json " + signing().toUtf8()).constData());
    QCOMPARE(signer.code, 1);
    QCOMPARE(signer.reason(), QStringLiteral("KeyUnusable"));
    QCOMPARE(run("keys remove --yes k-ffffffff").code, 1);
}

// Each reads all keys and writes them back: of two that did so at once, one would lose its key.
void TestCtlKeys::changedBySeveralAtOnce()
{
    constexpr int several = 8;
    std::array<CtlAnswer, several> answers;
    {
        std::vector<std::jthread> threads;
        for (int i = 0; i < several; ++i) {
            threads.emplace_back([this, i, &answers] {
                answers[i] = i % 4 == 0
                                 ? run("keys import", "a Flask SECRET_KEY that nobody knows " +
                                                          QByteArray::number(i))
                                 : run("keys rotate");
            });
        }
    }
    for (const CtlAnswer &answer : answers)
        QVERIFY2(answer.code == 0, answer.err);
    QCOMPARE(keys().size(), 1 + several);
}

void TestCtlKeys::toldToRunningPrograms()
{
    const auto database = openDatabase(m_home->path("test.db"));
    QVERIFY(database.has_value());
    const auto idsAre = [&] {
        QStringList ids;
        for (const QJsonValue key : keys())
            ids += key["id"].toString();
        return KeyNotice(**database).read().value() == ids.join(u' ');
    };
    QCOMPARE(run("keys rotate").code, 0);
    QVERIFY(idsAre());
    const QByteArray first = keys().first()["id"].toString().toUtf8();
    QCOMPARE(run(("keys remove --yes " + first).constData()).code, 0);
    QVERIFY(idsAre());
    const QByteArray exported = ring();
    QCOMPARE(run("keys new --yes").code, 0);
    QVERIFY(idsAre());
    QCOMPARE(importRing(exported, "--yes").code, 0);
    QVERIFY(idsAre());
    QCOMPARE(run("keys import", "a Flask SECRET_KEY that nobody knows").code, 0);
    QVERIFY(idsAre());
}

void TestCtlKeys::changedWithoutADatabase()
{
    QVERIFY(QFile::remove(m_home->path("test.db")));
    const CtlAnswer answer = run("keys rotate");
    QCOMPARE(answer.code, 0);
    QVERIFY2(answer.err.contains("start them again"), answer.err);
    QCOMPARE(keys().size(), 2);
    QVERIFY(!QFile::exists(m_home->path("test.db")));
}

void TestCtlKeys::mailPassword()
{
    const CtlAnswer answer = run("keys set-mail-password", "canary-of-mail\n");
    QCOMPARE(answer.code, 0);
    QVERIFY(!(answer.out + answer.err).contains("canary"));
    QCOMPARE(keys().size(), 1);
    QCOMPARE(run("keys set-mail-password", "\n").code, 1);
    QCOMPARE(run("keys set-mail-password", "").code, 2);
    if (!useKeyring) {
        QVERIFY(m_home->read("keys").contains("smtp-password/" + m_service.toUtf8() + ' ' +
                                              QByteArray("canary-of-mail").toBase64()));
    }
}

int main(int argc, char **argv)
{
    TestCtlKeys::useKeyring = argc > 1 && qstrcmp(argv[1], "keyring") == 0;
    const int taken = TestCtlKeys::useKeyring ? 1 : 0;
    QCoreApplication application(argc, argv);
    TestCtlKeys test;
    return QTest::qExec(&test, argc - taken, argv + taken);
}
#include "test_ctlkeys.moc"
