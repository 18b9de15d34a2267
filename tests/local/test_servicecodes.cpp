// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/local/codejudge.h"
#include "tests/local/servicekit.h"

#include <QTest>

#include <atomic>
#include <csignal>

#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace latchkey;
using namespace latchkey::contract;
using namespace latchkey::testing;

namespace {

std::atomic<int> comparisons{0};
std::atomic<bool> dieComparing{false};

} // namespace

/// Stands in front of OpenSSL's: counts what the program compares in constant time, and is the
/// moment at which a test pulls the plug.
extern "C" int CRYPTO_memcmp(const void *left, const void *right, size_t length)
{
    if (dieComparing)
        kill(getpid(), SIGKILL);
    ++comparisons;
    const auto *a = static_cast<const volatile unsigned char *>(left);
    const auto *b = static_cast<const volatile unsigned char *>(right);
    unsigned char different = 0;
    for (size_t i = 0; i < length; ++i)
        different = static_cast<unsigned char>(different | (a[i] ^ b[i]));
    return different;
}

/// What the local back end does with a typed code, beyond the contract: what it counts and when,
/// and that a code of nobody's takes the same work.
class TestServiceCodes : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_harness.reset(); }

    void triesAreCountedAcrossProcesses();
    void tryIsCommittedBeforeItIsCompared();
    void wrongCodeCountsAgainstEachLiveRequest();
    void codeLivesFromItsMailNotFromItsRequest();
    void codeOfEachKeyInTheRing();
    void codeOfNobodyTakesTheSameWork_data();
    void codeOfNobodyTakesTheSameWork();
    void deviceHasItsOwnLimit();
    void rightCodesNeverMeetALimit();

private:
    int triesOf(qint64 request)
    {
        return static_cast<int>(
            m_harness->number("SELECT code_tries FROM latchkey_requests WHERE id = ?", {request}));
    }

    std::unique_ptr<LocalHarness> m_harness;
};

void TestServiceCodes::init()
{
    m_harness = std::make_unique<LocalHarness>();
    testing::moveIn(*m_harness);
}

void TestServiceCodes::triesAreCountedAcrossProcesses()
{
    const ReceivedMail mail = askAndReceive(*m_harness, alice);
    const Proof wrong = codeProof(alice, otherCode(mail.code));
    for (int i = 0; i < 2; ++i)
        LATCHKEY_COMPARE_REASON(inspect(*m_harness, wrong), Reason::CodeNotAccepted);
    m_harness->stop();
    LATCHKEY_COMPARE_REASON(reset(*m_harness, wrong, newPassword), Reason::CodeNotAccepted);
    // A look and a save are a try each, from whichever desk.
    m_harness->options.device = QStringLiteral("desk-2");
    const auto neighbour = m_harness->another();
    LATCHKEY_VERIFY_GOOD(take(neighbour->inspect(codeProof(alice, mail.code))));
    for (int i = 0; i < 2; ++i)
        LATCHKEY_COMPARE_REASON(take(neighbour->inspect(wrong)), Reason::CodeNotAccepted);
    QCOMPARE(triesOf(1), 5);
    LATCHKEY_COMPARE_REASON(inspect(*m_harness, codeProof(alice, mail.code)),
                            Reason::CodeNotAccepted);
    LATCHKEY_COMPARE_REASON(
        take(neighbour->resetPassword(codeProof(alice, mail.code), secret(newPassword))),
        Reason::CodeNotAccepted);
    QVERIFY(m_harness->verifyPassword(alice, oldPassword));
}

// Otherwise whoever kills the program in time has as many tries as they like.
void TestServiceCodes::tryIsCommittedBeforeItIsCompared()
{
    const ReceivedMail mail = askAndReceive(*m_harness, alice);
    const CodeProof wrong{address(alice), RecoveryCode::parse(otherCode(mail.code)).value()};
    m_harness->stop();
    // SQLite's locks do not survive a fork.
    m_harness->closeConnection();
    for (int i = 0; i < 3; ++i) {
        const pid_t child = fork();
        if (child == 0) {
            prctl(PR_SET_PDEATHSIG, SIGKILL);
            const auto sql = openDatabase(m_harness->options.databasePath);
            dieComparing = true;
            if (sql)
                (void)CodeJudge(**sql, m_harness->options, m_harness->ring)
                    .judge(wrong, m_harness->now());
            _exit(1);
        }
        int status = 0;
        QCOMPARE(waitpid(child, &status, 0), child);
        QVERIFY2(WIFSIGNALED(status), "it was to be killed while it compares");
    }
    m_harness->openConnection();
    QCOMPARE(triesOf(1), 3);
    QCOMPARE(
        m_harness->number("SELECT count(*) FROM latchkey_throttle WHERE bucket = 'codes:desk-1'"),
        3);
}

void TestServiceCodes::wrongCodeCountsAgainstEachLiveRequest()
{
    const ReceivedMail first = askAndReceive(*m_harness, alice);
    m_harness->advanceClock(2min);
    const Proof wrong = codeProof(alice, otherCode(first.code));
    for (int i = 0; i < 3; ++i)
        LATCHKEY_COMPARE_REASON(inspect(*m_harness, wrong), Reason::CodeNotAccepted);
    const ReceivedMail second = askAndReceive(*m_harness, alice);
    for (int i = 0; i < 2; ++i)
        LATCHKEY_COMPARE_REASON(inspect(*m_harness, wrong), Reason::CodeNotAccepted);
    QCOMPARE(triesOf(1), 5);
    QCOMPARE(triesOf(2), 2);
    LATCHKEY_COMPARE_REASON(inspect(*m_harness, codeProof(alice, first.code)),
                            Reason::CodeNotAccepted);
    LATCHKEY_VERIFY_GOOD(inspect(*m_harness, codeProof(alice, second.code)));
    // A right code gives back the try that it took, and no other.
    QCOMPARE(triesOf(2), 3);
    QVERIFY(triesOf(1) >= 5);
    LATCHKEY_COMPARE_REASON(inspect(*m_harness, codeProof(alice, first.code)),
                            Reason::CodeNotAccepted);
}

void TestServiceCodes::codeLivesFromItsMailNotFromItsRequest()
{
    m_harness->breakPost();
    LATCHKEY_VERIFY_GOOD(request(*m_harness, alice));
    m_harness->drain();
    m_harness->advanceClock(20min);
    m_harness->mailbox->refuseWith(std::nullopt);
    const Instant mailed = m_harness->now();
    const Letter letter = m_harness->onlyLetter();
    QCOMPARE(letter.codeExpires, mailed + 30min);
    m_harness->advanceClock(30min - 1s);
    const auto glimpse = inspect(*m_harness, codeProof(alice, letter.code));
    LATCHKEY_VERIFY_GOOD(glimpse);
    QCOMPARE(glimpse->proofExpires, mailed + 30min);
    m_harness->advanceClock(1s);
    LATCHKEY_COMPARE_REASON(inspect(*m_harness, codeProof(alice, letter.code)),
                            Reason::CodeNotAccepted);
}

void TestServiceCodes::codeOfEachKeyInTheRing()
{
    const ReceivedMail mail = askAndReceive(*m_harness, alice);
    m_harness->advanceClock(1min);
    m_harness->ring =
        LocalHarness::require(m_harness->ring.rotated(m_harness->now()), "a rotated ring");
    m_harness->stop();
    LATCHKEY_VERIFY_GOOD(inspect(*m_harness, codeProof(alice, mail.code)));
    m_harness->ring = LocalHarness::require(KeyRing::fresh(m_harness->now()), "another ring");
    m_harness->stop();
    LATCHKEY_COMPARE_REASON(inspect(*m_harness, codeProof(alice, mail.code)),
                            Reason::CodeNotAccepted);
}

void TestServiceCodes::codeOfNobodyTakesTheSameWork_data()
{
    QTest::addColumn<QString>("who");
    QTest::newRow("nobody") << nobody;
    QTest::newRow("unconfirmed") << unconfirmed;
    QTest::newRow("disabled") << disabled;
    QTest::newRow("without a request") << bob;
}

void TestServiceCodes::codeOfNobodyTakesTheSameWork()
{
    QFETCH(QString, who);
    const ReceivedMail mail = askAndReceive(*m_harness, alice);
    m_harness->advanceClock(1min);
    const auto workFor = [this](const Proof &proof) {
        const auto rows = m_harness->number("SELECT count(*) FROM latchkey_throttle");
        comparisons = 0;
        const auto answer = inspect(*m_harness, proof);
        return std::tuple(reasonOf(answer), comparisons.load(),
                          m_harness->number("SELECT count(*) FROM latchkey_throttle") - rows);
    };
    const auto ofSomebody = workFor(codeProof(alice, otherCode(mail.code)));
    QCOMPARE(std::get<0>(ofSomebody), QByteArray("CodeNotAccepted"));
    QVERIFY(std::get<1>(ofSomebody) > 0);
    QCOMPARE(std::get<2>(ofSomebody), 1);
    QVERIFY(workFor(codeProof(who, mail.code)) == ofSomebody);
}

void TestServiceCodes::deviceHasItsOwnLimit()
{
    const ReceivedMail mail = askAndReceive(*m_harness, alice);
    for (int i = 0; i < 10; ++i)
        LATCHKEY_COMPARE_REASON(
            inspect(*m_harness, codeProof(QStringLiteral("user%1@example.com").arg(i), mail.code)),
            Reason::CodeNotAccepted);
    m_harness->advanceClock(20s);
    const auto tooMany = inspect(*m_harness, codeProof(alice, mail.code));
    LATCHKEY_COMPARE_REASON(tooMany, Reason::TooManyTries);
    QCOMPARE(tooMany.error().span, 40s);
    // What the device did costs nobody else a try, and links are counted apart.
    QCOMPARE(triesOf(1), 0);
    LATCHKEY_VERIFY_GOOD(inspect(*m_harness, linkProof(mail)));
    m_harness->options.device = QStringLiteral("desk-2");
    LATCHKEY_VERIFY_GOOD(take(m_harness->another()->inspect(codeProof(alice, mail.code))));
    m_harness->advanceClock(40s);
    LATCHKEY_VERIFY_GOOD(inspect(*m_harness, codeProof(alice, mail.code)));
}

void TestServiceCodes::rightCodesNeverMeetALimit()
{
    const ReceivedMail mail = askAndReceive(*m_harness, alice);
    for (int i = 0; i < 50; ++i)
        LATCHKEY_VERIFY_GOOD(inspect(*m_harness, codeProof(alice, mail.code)));
    QCOMPARE(triesOf(1), 0);
    QCOMPARE(
        m_harness->number("SELECT count(*) FROM latchkey_throttle WHERE bucket = 'codes:desk-1'"),
        0);
}

QTEST_GUILESS_MAIN(TestServiceCodes)
#include "test_servicecodes.moc"
