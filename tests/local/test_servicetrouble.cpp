// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/local/servicekit.h"
#include "tests/support/patience.h"

#include <QFile>
#include <QTest>

using namespace latchkey;
using namespace latchkey::contract;
using namespace latchkey::testing;

namespace {

/// What each call of the service answers.
QList<QByteArray> answersOf(LocalHarness &harness)
{
    const Proof proof = proofOf("e30.ZkQwMQ.AAAA");
    return {reasonOf(request(harness, alice)), reasonOf(inspect(harness, proof)),
            reasonOf(reset(harness, proof, newPassword)), reasonOf(confirm(harness, proof)),
            reasonOf(take(harness.local().drain(10s)))};
}

const QList<QByteArray> allIsWell{"good", "LinkDamaged", "LinkDamaged", "LinkOtherPurpose", "good"};

QList<QByteArray> allSay(Reason reason)
{
    return QList<QByteArray>(allIsWell.size(), QByteArray(reasonName(reason).data()));
}

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void overwrite(const QString &path, const QByteArray &content)
{
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
        qFatal("cannot write %s", qPrintable(path));
    file.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner);
}

} // namespace

/// Keys or a database that are not there: every call says so, and the next one tries again.
class TestServiceTrouble : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_harness.reset(); }

    void keysThatCannotBeRead_data();
    void keysThatCannotBeRead();
    void callsThatWaitForKeysShareOneReading();
    void unusableKeysAreReadAgain_data();
    void unusableKeysAreReadAgain();
    void lostKeyEndsEveryLiveLink();
    void databaseThatCannotBeOpened_data();
    void databaseThatCannotBeOpened();
    void databaseThatFailsAtWork();
    void busyDatabaseIsWaitedForAndSaidSo();

private:
    std::unique_ptr<LocalHarness> m_harness;
};

void TestServiceTrouble::init()
{
    m_harness = std::make_unique<LocalHarness>();
    testing::moveIn(*m_harness);
}

void TestServiceTrouble::keysThatCannotBeRead_data()
{
    QTest::addColumn<Reason>("reason");
    for (const Reason reason : {Reason::KeyMissing, Reason::KeyringMissing, Reason::KeyringLocked,
                                Reason::CredentialUnsafe, Reason::FileUnreadable})
        QTest::newRow(reasonName(reason).data()) << reason;
}

void TestServiceTrouble::keysThatCannotBeRead()
{
    QFETCH(Reason, reason);
    bool locked = true;
    m_harness->readKeys = [&] {
        return readyFuture<SharedSecret>(
            locked ? Result<SharedSecret>(fail({.reason = reason, .about = QStringLiteral("key")}))
                   : share(m_harness->ring.serialise()));
    };
    QCOMPARE(answersOf(*m_harness), allSay(reason));
    QCOMPARE(take(m_harness->service().inspect(proofOf("e30.ZkQwMQ.AAAA"))).error().about,
             QStringLiteral("key"));
    QCOMPARE(m_harness->number("SELECT count(*) FROM latchkey_requests"), 0);
    locked = false;
    QCOMPARE(answersOf(*m_harness), allIsWell);
    QCOMPARE(m_harness->mailbox->count(), 1);
    // Once read they are kept, whatever becomes of the keyring.
    locked = true;
    QCOMPARE(answersOf(*m_harness).constFirst(), QByteArray("good"));
}

void TestServiceTrouble::callsThatWaitForKeysShareOneReading()
{
    int readings = 0;
    std::shared_ptr<QPromise<Result<SharedSecret>>> vault;
    m_harness->readKeys = [&] {
        ++readings;
        vault = std::make_shared<QPromise<Result<SharedSecret>>>();
        vault->start();
        return vault->future();
    };
    const auto answer = [&](Result<SharedSecret> keys) {
        vault->addResult(std::move(keys));
        vault->finish();
    };
    // Each as the person who dismissed the keyring's prompt made it.
    for (const bool cancelled : {true, false}) {
        vault = nullptr;
        const auto receipt = m_harness->service().requestReset(address(alice));
        const auto glimpse = m_harness->service().inspect(proofOf("e30.ZkQwMQ.AAAA"));
        LATCHKEY_TRY_VERIFY(vault != nullptr);
        QVERIFY(!receipt.isFinished() && !glimpse.isFinished());
        answer(cancelled ? Result<SharedSecret>(fail(Reason::KeyringLocked))
                         : share(m_harness->ring.serialise()));
        QCOMPARE(reasonOf(take(receipt)), QByteArray(cancelled ? "KeyringLocked" : "good"));
        QCOMPARE(reasonOf(take(glimpse)), QByteArray(cancelled ? "KeyringLocked" : "LinkDamaged"));
    }
    QCOMPARE(readings, 2);
}

void TestServiceTrouble::unusableKeysAreReadAgain_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("not a ring") << QByteArray("a password somebody put there");
    QTest::newRow("a ring of none") << QByteArray(R"({"version":1,"keys":[]})");
}

// Whoever mends them need not start the program again.
void TestServiceTrouble::unusableKeysAreReadAgain()
{
    QFETCH(QByteArray, text);
    bool mended = false;
    m_harness->readKeys = [&] {
        return readyFuture<SharedSecret>(mended ? share(m_harness->ring.serialise())
                                                : secret(text));
    };
    QCOMPARE(answersOf(*m_harness), allSay(Reason::KeyUnusable));
    mended = true;
    QCOMPARE(answersOf(*m_harness), allIsWell);
}

void TestServiceTrouble::lostKeyEndsEveryLiveLink()
{
    const ReceivedMail hers = askAndReceive(*m_harness, alice);
    const ReceivedMail his = askAndReceive(*m_harness, bob);
    m_harness->stop();
    const auto keys = m_harness->readKeys;
    m_harness->readKeys = [] { return readyFuture<SharedSecret>(fail(Reason::KeyMissing)); };
    // Said so, for as long as nobody has replaced it; nothing makes one unasked.
    LATCHKEY_COMPARE_REASON(inspect(*m_harness, linkProof(hers)), Reason::KeyMissing);
    LATCHKEY_COMPARE_REASON(request(*m_harness, alice), Reason::KeyMissing);
    m_harness->stop();

    m_harness->readKeys = keys;
    m_harness->ring = LocalHarness::require(KeyRing::fresh(m_harness->now()), "another ring");
    LATCHKEY_COMPARE_REASON(inspect(*m_harness, linkProof(hers)), Reason::LinkDamaged);
    LATCHKEY_COMPARE_REASON(inspect(*m_harness, linkProof(his)), Reason::LinkDamaged);
    LATCHKEY_COMPARE_REASON(inspect(*m_harness, codeProof(alice, hers.code)),
                            Reason::CodeNotAccepted);
    m_harness->advanceClock(2min);
    LATCHKEY_VERIFY_GOOD(
        reset(*m_harness, linkProof(askAndReceive(*m_harness, alice)), newPassword));
}

void TestServiceTrouble::databaseThatCannotBeOpened_data()
{
    using Break = std::function<void(const QString &)>;
    QTest::addColumn<Break>("breakIt");
    QTest::addColumn<Reason>("reason");
    const auto row = [](const char *name, Reason reason, Break breakIt) {
        QTest::newRow(name) << breakIt << reason;
    };
    row("missing", Reason::DatabaseMissing, [](const QString &path) { QFile::remove(path); });
    row("no database", Reason::DatabaseDamaged,
        [](const QString &path) { overwrite(path, "these are not rows"); });
    row("cut in half", Reason::DatabaseDamaged, [](const QString &path) {
        const QByteArray whole = contentOf(path);
        overwrite(path, whole.first(whole.size() / 2));
    });
    row("open to others", Reason::DatabaseUnsafe, [](const QString &path) {
        QFile::setPermissions(path, QFileDevice::ReadOwner | QFileDevice::WriteOwner |
                                        QFileDevice::ReadOther);
    });
    row("a symbolic link", Reason::DatabaseUnsafe, [](const QString &path) {
        QFile::rename(path, path + QStringLiteral(".elsewhere"));
        QFile::link(path + QStringLiteral(".elsewhere"), path);
    });
    row("newer than the program", Reason::DatabaseTooNew, [](const QString &path) {
        const auto sql = openDatabase(path);
        if (!sql || !(*sql)->execute("UPDATE latchkey_meta SET value = '9999'"
                                     " WHERE key = 'schema_version'"))
            qFatal("cannot change the schema's version");
    });
    row("another program's", Reason::DatabaseForeign, [](const QString &path) {
        const auto sql = openDatabase(path);
        if (!sql || !(*sql)->execute("DROP TABLE latchkey_meta"))
            qFatal("cannot drop a table");
    });
}

void TestServiceTrouble::databaseThatCannotBeOpened()
{
    using Break = std::function<void(const QString &)>;
    QFETCH(Break, breakIt);
    QFETCH(Reason, reason);
    const QString path = m_harness->options.databasePath;
    m_harness->closeConnection(); // the last one: nothing is left in a log
    const QByteArray whole = contentOf(path);
    breakIt(path);
    QCOMPARE(answersOf(*m_harness), allSay(reason));
    QCOMPARE(take(m_harness->service().inspect(proofOf("e30.ZkQwMQ.AAAA"))).error().about, path);

    QFile::remove(path);
    overwrite(path, whole);
    QCOMPARE(answersOf(*m_harness), allIsWell);
    m_harness->openConnection();
    QCOMPARE(m_harness->mailbox->count(), 1);
}

void TestServiceTrouble::databaseThatFailsAtWork()
{
    const ReceivedMail mail = askAndReceive(*m_harness, alice);
    QVERIFY(m_harness->sql().execute("ALTER TABLE latchkey_throttle RENAME TO elsewhere"));
    LATCHKEY_COMPARE_REASON(request(*m_harness, bob), Reason::DatabaseFailed);
    LATCHKEY_COMPARE_REASON(inspect(*m_harness, linkProof(mail)), Reason::DatabaseFailed);
    LATCHKEY_COMPARE_REASON(inspect(*m_harness, codeProof(alice, mail.code)),
                            Reason::DatabaseFailed);
    LATCHKEY_COMPARE_REASON(reset(*m_harness, linkProof(mail), newPassword),
                            Reason::DatabaseFailed);
    QCOMPARE(m_harness->number("SELECT count(*) FROM latchkey_requests"), 1);
    QVERIFY(m_harness->sql().execute("ALTER TABLE elsewhere RENAME TO latchkey_throttle"));
    LATCHKEY_VERIFY_GOOD(request(*m_harness, bob));
    LATCHKEY_VERIFY_GOOD(reset(*m_harness, linkProof(mail), newPassword));
}

// The five seconds of S68; another process may be at an import.
void TestServiceTrouble::busyDatabaseIsWaitedForAndSaidSo()
{
    LATCHKEY_VERIFY_GOOD(request(*m_harness, bob));
    m_harness->drain();
    QVERIFY(m_harness->sql().execute("BEGIN IMMEDIATE"));
    const auto busy = request(*m_harness, alice);
    LATCHKEY_COMPARE_REASON(busy, Reason::DatabaseBusy);
    QCOMPARE(busy.error().about, m_harness->options.databasePath);
    QVERIFY(m_harness->sql().execute("COMMIT"));
    LATCHKEY_VERIFY_GOOD(request(*m_harness, alice));
    m_harness->drain();
    QCOMPARE(m_harness->mailbox->count(), 2);
}

QTEST_GUILESS_MAIN(TestServiceTrouble)
#include "test_servicetrouble.moc"
