// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/local/retention.h"
#include "tests/local/servicekit.h"

#include <QDirIterator>
#include <QFile>
#include <QLoggingCategory>
#include <QMutex>
#include <QTest>

using namespace latchkey;
using namespace latchkey::contract;
using namespace latchkey::testing;

namespace {

const QByteArray firstPassword = "canary-password-one-7391";
const QByteArray secondPassword = "canary-password-two-7391";
const QByteArray weakPassword = "canary-weak";
const QString typedByAStranger = QStringLiteral("canary-stranger-7391@example.com");
const QByteArray guessedToken = "Y2FuYXJ5LWd1ZXNz.ZkQwMQ.Y2FuYXJ5LXNpZ25hdHVyZS03Mzkx";
const QString guessedCode = QStringLiteral("KJHG-FDCB");

QMutex logMutex;
QByteArray logged;

void keepMessage(QtMsgType, const QMessageLogContext &context, const QString &message)
{
    const QMutexLocker lock(&logMutex);
    logged += QByteArray(context.category) + ' ' + message.toUtf8() + '\n';
}

/// While it lives, every message of every category is kept and none is printed.
class LogKeeper
{
public:
    LogKeeper()
    {
        logged.clear();
        QLoggingCategory::setFilterRules(QStringLiteral("latchkey.*=true"));
        m_before = qInstallMessageHandler(keepMessage);
    }
    ~LogKeeper()
    {
        qInstallMessageHandler(m_before);
        QLoggingCategory::setFilterRules({});
    }
    Q_DISABLE_COPY_MOVE(LogKeeper)

private:
    QtMessageHandler m_before;
};

QByteArray everyByteBelow(const QString &folder)
{
    QByteArray all;
    QDirIterator files(folder, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        QFile file(files.next());
        if (!file.open(QIODevice::ReadOnly))
            qFatal("cannot read %s", qPrintable(file.fileName()));
        all += file.fileName().toUtf8() + '\n' + file.readAll();
    }
    return all;
}

void addForms(QByteArrayList &needles, const QByteArray &bytes)
{
    needles << bytes << bytes.toHex() << bytes.toBase64(QByteArray::OmitTrailingEquals)
            << bytes.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
}

QByteArray firstFound(const QByteArrayList &needles, const QByteArray &haystack)
{
    for (const QByteArray &needle : needles) {
        if (needle.isEmpty() || haystack.contains(needle))
            return needle.isEmpty() ? QByteArray("(an empty needle)") : needle;
    }
    return {};
}

} // namespace

/// Whole journeys, good and bad, and then a search through every byte that they left on the disk
/// and in the log (S22, S77).
class TestServiceSecrecy : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void nothingSecretIsAtRestOrInTheLog();

private:
    static void travel(LocalHarness &harness);
    static void stumble(LocalHarness &harness);
    static QByteArrayList secretsOf(const LocalHarness &harness);
};

/// All that goes well.
void TestServiceSecrecy::travel(LocalHarness &harness)
{
    const ReceivedMail byLink = askAndReceive(harness, alice);
    LATCHKEY_VERIFY_GOOD(inspect(harness, linkProof(byLink)));
    LATCHKEY_COMPARE_REASON(reset(harness, linkProof(byLink), weakPassword),
                            Reason::PasswordTooShort);
    LATCHKEY_VERIFY_GOOD(reset(harness, linkProof(byLink), firstPassword));
    const ReceivedMail byCode = askAndReceive(harness, bob);
    LATCHKEY_VERIFY_GOOD(inspect(harness, codeProof(bob, byCode.code)));
    LATCHKEY_VERIFY_GOOD(reset(harness, codeProof(bob, byCode.code), secondPassword));
    harness.mailConfirmation(unconfirmed);
    LATCHKEY_VERIFY_GOOD(
        confirm(harness, linkProof(mailsOf(harness, ReceivedMail::Kind::Confirm).back())));
    harness.advanceClock(2min);
    LATCHKEY_VERIFY_GOOD(reset(harness, proofOf(bareToken(alice, harness.now())), secondPassword));
}

/// All that does not.
void TestServiceSecrecy::stumble(LocalHarness &harness)
{
    LATCHKEY_VERIFY_GOOD(request(harness, typedByAStranger));
    LATCHKEY_VERIFY_GOOD(request(harness, disabled));
    LATCHKEY_COMPARE_REASON(inspect(harness, proofOf(guessedToken)), Reason::LinkDamaged);
    LATCHKEY_COMPARE_REASON(inspect(harness, codeProof(alice, guessedCode)),
                            Reason::CodeNotAccepted);
    LATCHKEY_COMPARE_REASON(inspect(harness, codeProof(typedByAStranger, guessedCode)),
                            Reason::CodeNotAccepted);
    harness.breakPost();
    harness.advanceClock(2min);
    LATCHKEY_VERIFY_GOOD(request(harness, alice));
    QCOMPARE(harness.drain(), 1);
    harness.mailbox->refuseWith(Failure{.reason = Reason::MailRefused});
    LATCHKEY_VERIFY_GOOD(request(harness, bob));
    harness.drain();
    QVERIFY(harness.sql().execute("ALTER TABLE latchkey_throttle RENAME TO elsewhere"));
    LATCHKEY_COMPARE_REASON(request(harness, typedByAStranger), Reason::DatabaseFailed);
    LATCHKEY_COMPARE_REASON(inspect(harness, proofOf(guessedToken)), Reason::DatabaseFailed);
    LATCHKEY_COMPARE_REASON(inspect(harness, codeProof(typedByAStranger, guessedCode)),
                            Reason::DatabaseFailed);
    QVERIFY(harness.sql().execute("ALTER TABLE elsewhere RENAME TO latchkey_throttle"));
}

/// What may be found nowhere.
QByteArrayList TestServiceSecrecy::secretsOf(const LocalHarness &harness)
{
    QByteArrayList needles{guessedToken,
                           guessedToken.split('.').last(),
                           guessedCode.toUtf8(),
                           QString(guessedCode).remove(u'-').toUtf8(),
                           typedByAStranger.toUtf8(),
                           "canary-stranger"};
    for (const QByteArray &password : {oldPassword, firstPassword, secondPassword, weakPassword})
        addForms(needles, password);
    for (const SigningKey &key : harness.ring.keys())
        addForms(needles, key.secret->reveal().toByteArray());
    for (const Letter &letter : harness.mailbox->offered()) {
        if (letter.kind == LetterKind::Notice)
            continue;
        const QByteArray token = RecoveryLink::parse(letter.link)->token()->reveal().toByteArray();
        needles << letter.link << token << token.split('.').last();
        addForms(needles,
                 QByteArray::fromBase64(token.split('.').last(), QByteArray::Base64UrlEncoding));
        if (letter.kind == LetterKind::Reset)
            needles << letter.code.toUtf8() << QString(letter.code).remove(u'-').toUtf8();
    }
    return needles;
}

void TestServiceSecrecy::nothingSecretIsAtRestOrInTheLog()
{
    const LogKeeper log;
    LocalHarness harness;
    harness.options.acceptBareAddress = true;
    harness.ring = LocalHarness::require(
        harness.ring.withImported(Secret::copyOf(sharedSecret), harness.now()), "a ring");
    testing::moveIn(harness);
    travel(harness);
    stumble(harness);
    if (QTest::currentTestFailed())
        return;

    const QByteArrayList secrets = secretsOf(harness);
    QVERIFY(secrets.size() > 60);
    // With the database open, so with its log and its index; then closed; then cleaned up.
    QByteArray files = everyByteBelow(harness.folder());
    QVERIFY(files.contains("accounts.db-wal"));
    harness.stop();
    files += everyByteBelow(harness.folder());
    QVERIFY(
        prune(harness.sql(), std::chrono::days(30), 10'000, harness.now() + std::chrono::days(60)));
    harness.closeConnection();
    files += everyByteBelow(harness.folder());
    QCOMPARE(firstFound(secrets, files), QByteArray());
    // That the search finds what is there.
    QVERIFY(!firstFound({"alice.adams@example.com"}, files).isEmpty());
    QVERIFY(!firstFound({"$argon2id$"}, files).isEmpty());

    const QMutexLocker lock(&logMutex);
    QVERIFY(logged.contains("latchkey.mail ") && logged.contains("latchkey.store "));
    QCOMPARE(firstFound(secrets, logged), QByteArray());
    QVERIFY2(!logged.contains('@'), logged.data());
    QVERIFY2(!logged.contains("$argon2"), logged.data());
}

QTEST_GUILESS_MAIN(TestServiceSecrecy)
#include "test_servicesecrecy.moc"
