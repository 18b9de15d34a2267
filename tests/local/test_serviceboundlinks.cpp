// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/local/codeminter.h"
#include "services/local/hkdf.h"
#include "services/local/linkbinding.h"
#include "services/local/resetcompletion.h"
#include "tests/contract/contractpeople.h"
#include "tests/local/servicekit.h"

using namespace latchkey;
using namespace latchkey::contract;
using namespace latchkey::testing;

namespace {

/// What a keyring says to one user, and how often it was asked.
struct Keyring
{
    SharedSecret key;
    std::optional<Failure> trouble;
    int looked = 0;
    int made = 0;

    Future<SharedSecret> read()
    {
        ++looked;
        if (trouble)
            return readyFuture<SharedSecret>(fail(*trouble));
        if (!key)
            return readyFuture<SharedSecret>(fail(Reason::KeyMissing));
        return readyFuture<SharedSecret>(key);
    }
    Future<SharedSecret> readOrMake()
    {
        if (!key && !trouble) {
            key = share(Secret::random(32).value());
            ++made;
        }
        return read();
    }
};

} // namespace

/// Links that are bound to whoever asked, each user by a service of their own over one database.
class TestServiceBoundLinks : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void itsMailCarriesNoCode();
    void opensForWhoAsked();
    void opensForNobodyElse_data();
    void opensForNobodyElse();
    void isRefusedInTheTransactionAsWell();
    void noCodeOpensIt();
    void everyLiveRequestOpens();
    void staysBoundWhenThePolicyEnds();
    void isWithdrawnAnywhere();
    void theDesksLinkOpensAnywhere();
    void aConfirmationOpensAnywhere();
    void noOtherLinkLeadsToTheKeyring();
    void withoutAKeyringNothingIsAsked_data();
    void withoutAKeyringNothingIsAsked();
    void aLockedKeyringIsNotAnotherUser();
    void everyAddressCostsTheSame();
    void theDatabaseSaysNothingOfTheKey();

private:
    std::unique_ptr<LocalService> serviceOf(Keyring &keyring, LinkReach reach)
    {
        m_harness->options.description.reach = reach;
        return std::make_unique<LocalService>(
            m_harness->options,
            LocalParts{.clock = m_harness->clock,
                       .mailer = std::make_unique<RecordingMailer>(m_harness->mailbox),
                       .readKeys = m_harness->readKeys,
                       .readDeviceKey = [&keyring] { return keyring.read(); },
                       .readOrMakeDeviceKey = [&keyring] { return keyring.readOrMake(); }});
    }
    Letter ask(LocalService &service, const QString &who = alice)
    {
        m_harness->clock.advance(2min);
        const auto asked = take(service.requestReset(address(who)));
        if (!asked)
            qFatal("%s", contract::reasonOf(asked).constData());
        (void)take(service.drain(patience));
        return m_harness->mailbox->last();
    }
    static Proof proofIn(const QByteArray &link)
    {
        const RecoveryLink parsed = RecoveryLink::parse(link).value();
        return LinkProof{.purpose = parsed.purpose(), .token = parsed.token()};
    }
    QByteArray look(LocalService &service, const Letter &letter)
    {
        return contract::reasonOf(take(service.inspect(proofIn(letter.link))));
    }
    QByteArray save(LocalService &service, const Letter &letter)
    {
        return contract::reasonOf(
            take(service.resetPassword(proofIn(letter.link), secret(newPassword))));
    }

    std::unique_ptr<LocalHarness> m_harness;
    Keyring m_hers;
    Keyring m_thiefs;
    std::unique_ptr<LocalService> m_her;
    std::unique_ptr<LocalService> m_thief;
};

void TestServiceBoundLinks::init()
{
    m_harness = std::make_unique<LocalHarness>();
    moveIn(*m_harness);
    m_hers = {};
    m_thiefs = {};
    m_her = serviceOf(m_hers, LinkReach::AskingDevice);
    m_thief = serviceOf(m_thiefs, LinkReach::AskingDevice);
}

void TestServiceBoundLinks::cleanup()
{
    m_her.reset();
    m_thief.reset();
    m_harness.reset();
}

void TestServiceBoundLinks::itsMailCarriesNoCode()
{
    const Letter letter = ask(*m_her);
    QVERIFY(!letter.link.isEmpty());
    QVERIFY(!letter.withdraw.isEmpty());
    QVERIFY(letter.code.isEmpty());
    QCOMPARE(letter.reach, LinkReach::AskingDevice);
    const AccountId id = m_harness->account(alice).id;
    QCOMPARE(RequestLedger(m_harness->sql()).ofAccount(id, 1)->constFirst().reach,
             LinkReach::AskingDevice);
}

void TestServiceBoundLinks::opensForWhoAsked()
{
    const Letter letter = ask(*m_her);
    QCOMPARE(look(*m_her, letter), "good");
    // Another process of the same user.
    const auto second = serviceOf(m_hers, LinkReach::AskingDevice);
    QCOMPARE(look(*second, letter), "good");
    QCOMPARE(save(*second, letter), "good");
    QVERIFY(m_harness->verifyPassword(alice, newPassword));
    QCOMPARE(look(*m_her, letter), "LinkUsed");
}

void TestServiceBoundLinks::opensForNobodyElse_data()
{
    QTest::addColumn<bool>("hasAKey");
    QTest::newRow("who never asked here") << false;
    QTest::newRow("who has a key of their own") << true;
}

void TestServiceBoundLinks::opensForNobodyElse()
{
    QFETCH(const bool, hasAKey);
    if (hasAKey)
        ask(*m_thief, bob);
    const Letter letter = ask(*m_her);
    const QByteArray before = m_harness->storedAccount(alice);
    for (int time = 0; time < 20; ++time) {
        QCOMPARE(look(*m_thief, letter), "LinkBoundElsewhere");
        QCOMPARE(save(*m_thief, letter), "LinkBoundElsewhere");
    }
    // Nor with a service that was told of no binding at all.
    QCOMPARE(contract::reasonOf(inspect(*m_harness, proofIn(letter.link))), "LinkBoundElsewhere");
    QCOMPARE(m_harness->storedAccount(alice), before);
    QVERIFY(m_harness->verifyPassword(alice, oldPassword));
    QCOMPARE(save(*m_her, letter), "good");
}

/// Whatever the judge said: a proof that was good at another door, or before.
void TestServiceBoundLinks::isRefusedInTheTransactionAsWell()
{
    const Letter letter = ask(*m_her);
    const AccountId id = m_harness->account(alice).id;
    const auto row = m_harness->sql().row(
        "SELECT digest, request_id FROM latchkey_links WHERE account_id = ?", {id});
    const QByteArray digest = (**row)[0].toByteArray();
    const LinkRow link = LinkLedger(m_harness->sql()).find(digest).value().value();
    for (const SharedSecret &key :
         {SharedSecret(), share(Secret::random(32).value()), share(Secret::copyOf("short"))}) {
        const auto saved = ResetCompletion(m_harness->sql(), key)
                               .saveNewPassword(digest, link, "$hash", m_harness->now());
        LATCHKEY_COMPARE_REASON(saved, Reason::LinkBoundElsewhere);
    }
    // Nothing of it was spent.
    QCOMPARE(look(*m_her, letter), "good");
    LATCHKEY_VERIFY_GOOD(ResetCompletion(m_harness->sql(), m_hers.key)
                             .saveNewPassword(digest, link, "$hash", m_harness->now()));
}

/// The code that its mail would carry, were it not bound: whoever has the keys of the service can
/// make it.
void TestServiceBoundLinks::noCodeOpensIt()
{
    const Letter letter = ask(*m_her);
    const qint64 request = m_harness->number("SELECT max(id) FROM latchkey_requests");
    const RecoveryCode code =
        CodeMinter(m_harness->ring.keys().back()).codeFor(request, letter.minted);
    LATCHKEY_COMPARE_REASON(take(m_her->inspect(CodeProof{address(alice), code})),
                            Reason::CodeNotAccepted);
}

void TestServiceBoundLinks::everyLiveRequestOpens()
{
    const Letter first = ask(*m_her);
    const Letter second = ask(*m_her);
    const Letter others = ask(*m_her, bob);
    for (const Letter &letter : {first, second, others})
        QCOMPARE(look(*m_her, letter), "good");
    QCOMPARE(m_hers.made, 1);
    QCOMPARE(save(*m_her, second), "good");
    QCOMPARE(save(*m_her, others), "good");
}

void TestServiceBoundLinks::staysBoundWhenThePolicyEnds()
{
    const Letter letter = ask(*m_her);
    const auto hers = serviceOf(m_hers, LinkReach::Anywhere);
    const auto thiefs = serviceOf(m_thiefs, LinkReach::Anywhere);
    QCOMPARE(look(*thiefs, letter), "LinkBoundElsewhere");
    QCOMPARE(save(*thiefs, letter), "LinkBoundElsewhere");
    QCOMPARE(save(*hers, letter), "good");
}

void TestServiceBoundLinks::isWithdrawnAnywhere()
{
    const Letter letter = ask(*m_her);
    const int before = m_thiefs.looked;
    const auto seen = take(m_thief->inspect(proofIn(letter.withdraw)));
    LATCHKEY_VERIFY_GOOD(seen);
    QCOMPARE(seen->origin, QStringLiteral("desk-1"));
    LATCHKEY_VERIFY_GOOD(take(m_thief->withdraw(proofIn(letter.withdraw))));
    QCOMPARE(m_thiefs.looked, before);
    QCOMPARE(look(*m_her, letter), "LinkWithdrawn");
}

void TestServiceBoundLinks::theDesksLinkOpensAnywhere()
{
    m_harness->options.asker = Asker::Operator;
    const auto desk = serviceOf(m_hers, LinkReach::Anywhere);
    const Letter letter = ask(*desk);
    QCOMPARE(m_hers.made, 0);
    QVERIFY(!letter.code.isEmpty());
    QCOMPARE(letter.reach, LinkReach::Anywhere);
    // Its code is typed where the policy is on.
    LATCHKEY_VERIFY_GOOD(take(m_her->inspect(codeProof(alice, letter.code))));
    QCOMPARE(save(*m_thief, letter), "good");
}

void TestServiceBoundLinks::aConfirmationOpensAnywhere()
{
    m_harness->clock.advance(2min);
    const RequestId id = RequestLedger(m_harness->sql(), {.by = Asker::Operator,
                                                          .origin = {},
                                                          .deviceKey = secret(QByteArray(32, 'k'))})
                             .recordConfirmation(m_harness->account(unconfirmed), m_harness->now())
                             .value();
    QCOMPARE(RequestLedger(m_harness->sql()).byId(id).value()->reach, LinkReach::Anywhere);
    (void)take(m_thief->drain(patience));
    LATCHKEY_VERIFY_GOOD(take(m_thief->confirmAddress(proofIn(m_harness->mailbox->last().link))));
    QCOMPARE(m_thiefs.looked, 0);
}

/// A locked one would ask for its password: not for a link that anybody can mail.
void TestServiceBoundLinks::noOtherLinkLeadsToTheKeyring()
{
    const auto free = serviceOf(m_thiefs, LinkReach::Anywhere);
    const Letter unbound = ask(*free);
    const Letter bound = ask(*m_her);
    const int before = m_hers.looked;
    QCOMPARE(look(*m_her, unbound), "good");
    QByteArray damaged = bound.link;
    damaged[damaged.size() - 20] = damaged[damaged.size() - 20] == 'x' ? 'y' : 'x';
    QCOMPARE(contract::reasonOf(take(m_her->inspect(proofIn(damaged)))), "LinkDamaged");
    (void)take(m_her->inspect(codeProof(alice, QStringLiteral("BCDF-GHJK"))));
    (void)take(m_her->inspect(proofIn(bound.withdraw)));
    (void)take(m_her->confirmAddress(proofIn(bound.link)));
    QCOMPARE(m_hers.looked, before);
    QCOMPARE(look(*m_her, bound), "good");
    QCOMPARE(m_hers.looked, before + 1);
    // Nor for one that is dead anyway.
    m_harness->clock.advance(25h);
    QCOMPARE(look(*m_her, bound), "LinkExpired");
    QCOMPARE(m_hers.looked, before + 1);
}

void TestServiceBoundLinks::withoutAKeyringNothingIsAsked_data()
{
    QTest::addColumn<Reason>("trouble");
    QTest::newRow("none") << Reason::KeyringMissing;
    QTest::newRow("locked") << Reason::KeyringLocked;
    QTest::newRow("a key of another size") << Reason::KeyUnusable;
}

void TestServiceBoundLinks::withoutAKeyringNothingIsAsked()
{
    QFETCH(const Reason, trouble);
    m_hers.trouble = Failure{.reason = trouble};
    for (const QString &who : {alice, nobody}) {
        const auto asked = take(m_her->requestReset(address(who)));
        LATCHKEY_COMPARE_REASON(asked, Reason::DeviceKeyUnavailable);
        QVERIFY(asked.error().detail.startsWith(reasonName(trouble)));
    }
    QCOMPARE(m_harness->number("SELECT count(*) FROM latchkey_requests"), 0);
    QCOMPARE(m_harness->number("SELECT count(*) FROM latchkey_outbox"), 0);
    QCOMPARE(m_harness->number("SELECT count(*) FROM latchkey_throttle"), 0);
    m_hers.trouble.reset();
    QCOMPARE(look(*m_her, ask(*m_her)), "good");
}

void TestServiceBoundLinks::aLockedKeyringIsNotAnotherUser()
{
    const Letter letter = ask(*m_her);
    m_hers.trouble = Failure{.reason = Reason::KeyringLocked};
    QCOMPARE(look(*m_her, letter), "DeviceKeyUnavailable");
    QCOMPARE(save(*m_her, letter), "DeviceKeyUnavailable");
    m_hers.trouble.reset();
    QCOMPARE(save(*m_her, letter), "good");
}

/// The keyring is asked before anybody looks at the address, and each request has a binding of its
/// own, whoever it is for (S01, S02).
void TestServiceBoundLinks::everyAddressCostsTheSame()
{
    for (const QString &who : {alice, nobody, unconfirmed, disabled, alice}) {
        const int before = m_hers.looked;
        LATCHKEY_VERIFY_GOOD(take(m_her->requestReset(address(who))));
        QCOMPARE(m_hers.looked, before + 1);
    }
    QCOMPARE(m_hers.made, 1);
    QCOMPARE(m_harness->number("SELECT count(DISTINCT binding) FROM latchkey_requests"), 5);
    QCOMPARE(m_harness->number("SELECT count(*) FROM latchkey_requests"
                               " WHERE length(binding) = 32"),
             5);
}

void TestServiceBoundLinks::theDatabaseSaysNothingOfTheKey()
{
    ask(*m_her);
    const QByteArray key = m_hers.key->reveal().toByteArray();
    const QByteArray nonce =
        (**m_harness->sql().row("SELECT nonce FROM latchkey_requests"))[0].toByteArray();
    const QByteArray verifier =
        hmacSha256(key, QByteArray("latchkey bound link ") + nonce).reveal().toByteArray();
    m_her.reset();
    QByteArray files;
    for (const char *suffix : {"", "-wal", "-shm"}) {
        QFile file(m_harness->options.databasePath + QLatin1String(suffix));
        if (file.open(QIODevice::ReadOnly))
            files += file.readAll();
    }
    QVERIFY(files.contains(LinkBinding::of(m_hers.key, nonce)));
    QVERIFY(!files.contains(key));
    QVERIFY(!files.contains(verifier));
}

QTEST_GUILESS_MAIN(TestServiceBoundLinks)
#include "test_serviceboundlinks.moc"
