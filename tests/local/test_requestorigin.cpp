// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/local/eventlog.h"
#include "tests/contract/contractpeople.h"
#include "tests/local/servicekit.h"

using namespace latchkey;
using namespace latchkey::contract;
using namespace latchkey::testing;

/// From where a request was asked, and by whom: what its owner reads before they say "this was not
/// me", in the mail and on the page, whichever process mails the link.
class TestRequestOrigin : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_harness.reset(); }

    void theMailNamesWhereItWasAsked();
    void thePageAndTheLogNameItToo();
    void anOperatorIsNamed();
    void aNameIsBoundedAndPlain_data();
    void aNameIsBoundedAndPlain();
    void whatOthersWroteIsPlainToo();

private:
    RequestId askFrom(Asking asking)
    {
        RequestLedger ledger(m_harness->sql(), std::move(asking));
        return ledger.record(address(alice), {.device = QStringLiteral("d")}, m_harness->now())
            .value();
    }
    /// The mail is sent by this service, which asks from elsewhere itself.
    Letter mailed()
    {
        m_harness->options.origin = QStringLiteral("mail-server");
        m_harness->options.asker = Asker::Window;
        return m_harness->onlyLetter();
    }

    std::unique_ptr<LocalHarness> m_harness;
};

void TestRequestOrigin::init()
{
    m_harness = std::make_unique<LocalHarness>();
    m_harness->addAccount({.address = alice, .password = "an old one", .confirmed = true});
}

void TestRequestOrigin::theMailNamesWhereItWasAsked()
{
    askFrom({.by = Asker::Window, .origin = QStringLiteral("front-desk-2")});
    const Letter letter = mailed();
    QCOMPARE(letter.origin, QStringLiteral("front-desk-2"));
    QCOMPARE(letter.asker, Asker::Window);
}

void TestRequestOrigin::thePageAndTheLogNameItToo()
{
    const RequestId id = askFrom({.by = Asker::Window, .origin = QStringLiteral("front-desk-2")});
    const Letter letter = mailed();
    const Proof proof = LinkProof{.purpose = Purpose::Withdraw,
                                  .token = RecoveryLink::parse(letter.withdraw).value().token()};
    const auto seen = inspect(*m_harness, proof);
    LATCHKEY_VERIFY_GOOD(seen);
    QCOMPARE(seen->origin, QStringLiteral("front-desk-2"));
    QCOMPARE(seen->asker, Asker::Window);
    LATCHKEY_VERIFY_GOOD(withdraw(*m_harness, proof));
    const auto events = EventLog(m_harness->sql()).list(1).value();
    QCOMPARE(events[0].event, QStringLiteral("request-withdrawn"));
    QCOMPARE(events[0].detail,
             QStringLiteral("request %1, by its owner, asked 2030-03-17T17:46:40Z at the window on"
                            " \"front-desk-2\"")
                 .arg(id));
}

void TestRequestOrigin::anOperatorIsNamed()
{
    m_harness->options.asker = Asker::Operator;
    LATCHKEY_VERIFY_GOOD(request(*m_harness, alice));
    const Letter letter = m_harness->onlyLetter();
    QCOMPARE(letter.origin, QStringLiteral("desk-1"));
    QCOMPARE(letter.asker, Asker::Operator);
}

void TestRequestOrigin::aNameIsBoundedAndPlain_data()
{
    QTest::addColumn<QString>("given");
    QTest::addColumn<QString>("kept");
    QTest::newRow("nothing") << QString() << QString();
    QTest::newRow("ordinary") << QStringLiteral("desk-2") << QStringLiteral("desk-2");
    QTest::newRow("lines") << QStringLiteral("desk\r\nBcc: all\x1b[2J")
                           << QStringLiteral("desk Bcc: all [2J");
    QTest::newRow("reversed") << QString::fromUtf8("desk\u202ecod.exe")
                              << QStringLiteral("deskcod.exe");
    QTest::newRow("long") << QString(5000, u'x') << QString(100, u'x');
    QTest::newRow("long, of pairs") << QString::fromUtf8("\xF0\x9F\x94\x91").repeated(300)
                                    << QString::fromUtf8("\xF0\x9F\x94\x91").repeated(100);
    QTest::newRow("only what is not seen") << QStringLiteral("\t\n\u200b") << QString();
}

void TestRequestOrigin::aNameIsBoundedAndPlain()
{
    QFETCH(const QString, given);
    QFETCH(const QString, kept);
    const RequestId id = askFrom({.by = Asker::Window, .origin = given});
    QCOMPARE(RequestLedger(m_harness->sql()).byId(id).value()->origin, kept);
    QCOMPARE(mailed().origin, kept);
}

/// Another program may write to the file as well.
void TestRequestOrigin::whatOthersWroteIsPlainToo()
{
    const RequestId id = askFrom({.by = Asker::Window, .origin = QStringLiteral("x")});
    QVERIFY(m_harness->sql()
                .execute("UPDATE latchkey_requests SET origin = 'a' || char(27, 10) || 'b'")
                .has_value());
    QCOMPARE(RequestLedger(m_harness->sql()).byId(id).value()->origin, QStringLiteral("a b"));
}

QTEST_GUILESS_MAIN(TestRequestOrigin)
#include "test_requestorigin.moc"
