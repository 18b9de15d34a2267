// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/mail/message.h"
#include "tests/local/servicekit.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QProcess>
#include <QRegularExpression>
#include <QStandardPaths>
#include <QTest>

using namespace latchkey;
using namespace latchkey::contract;
using namespace latchkey::testing;

namespace {

/// What the script of packaging/bridge/index.html makes of what stands behind the "#".
QByteArray linkOfPage(const QByteArray &fragment)
{
    QFile file(QStringLiteral(LATCHKEY_SOURCE_DIR "/packaging/bridge/index.html"));
    if (!file.open(QIODevice::ReadOnly))
        qFatal("no bridge page");
    const QByteArray page = file.readAll();
    const qsizetype begin = page.indexOf("function linkOf(");
    const qsizetype end = page.indexOf("\n}\n", begin) + 3;
    QProcess node;
    node.start(QStringLiteral("node"), {QStringLiteral("-")});
    node.write(page.sliced(begin, end - begin) + "process.stdout.write(linkOf('" + fragment +
               "'));");
    node.closeWriteChannel();
    node.waitForFinished();
    return node.readAllStandardOutput();
}

/// What mail programs do to a text.
using Damage = std::function<QByteArray(const QByteArray &text, const Letter &letter)>;

QByteArray linkFoundIn(const QByteArray &text)
{
    const auto finding = findLink(QString::fromUtf8(text));
    const auto *link = finding ? std::get_if<RecoveryLink>(&finding->what) : nullptr;
    return link ? link->text() : QByteArray();
}

} // namespace

/// The links of a mail: what each of its roads leads to is the same link.
class TestLetterLinks : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_harness.reset(); }

    void withoutABridgeThereIsOneLink();
    void bridgeHasTheSameLink_data();
    void bridgeHasTheSameLink();
    void pageBuildsTheSameLink();
    void theThirdLinkWithdraws();
    void wholeMailsLeadToTheWayIn_data();
    void wholeMailsLeadToTheWayIn();
    void mailsHoldBothAsTheyAre_data();
    void mailsHoldBothAsTheyAre();

private:
    Letter letter(LetterKind kind = LetterKind::Reset)
    {
        if (kind == LetterKind::Confirm)
            m_harness->mailConfirmation(alice);
        else
            (void)require(take(m_harness->service().requestReset(address(alice))), "a request");
        return m_harness->onlyLetter();
    }
    template <class T>
    static T require(Result<T> result, const char *what)
    {
        return LocalHarness::require(std::move(result), what);
    }

    std::unique_ptr<LocalHarness> m_harness;
};

void TestLetterLinks::init()
{
    m_harness = std::make_unique<LocalHarness>();
    m_harness->options.bridge = "https://acme.example/open/";
    testing::moveIn(*m_harness);
}

void TestLetterLinks::withoutABridgeThereIsOneLink()
{
    m_harness->options.bridge.clear();
    const Letter sent = letter();
    QVERIFY(!sent.link.isEmpty());
    QVERIFY(sent.bridge.isEmpty());
}

void TestLetterLinks::bridgeHasTheSameLink_data()
{
    QTest::addColumn<int>("kind");
    QTest::newRow("reset") << static_cast<int>(LetterKind::Reset);
    QTest::newRow("confirm") << static_cast<int>(LetterKind::Confirm);
}

// What a paste field gets back from it, through each of the wrappers that webmail puts around.
void TestLetterLinks::bridgeHasTheSameLink()
{
    QFETCH(const int, kind);
    const Letter sent = letter(static_cast<LetterKind>(kind));
    QVERIFY2(sent.bridge.startsWith("https://acme.example/open/#"), sent.bridge.constData());
    const QByteArray encoded = sent.bridge.toPercentEncoding();
    const QByteArray texts[] = {
        sent.bridge,
        '<' + sent.bridge + ">.",
        "https://eur01.safelinks.protection.outlook.com/?url=" + encoded +
            "&data=05%7C01&reserved=0",
        "https://eur01.safelinks.protection.outlook.com/?url=" +
            QByteArray("https://nam02.safelinks.protection.outlook.com/?url=" + encoded + "&data=1")
                .toPercentEncoding() +
            "&data=05%7C01",
        "https://www.google.com/url?q=" + encoded + "&sa=D",
    };
    for (const QByteArray &text : texts)
        QCOMPARE(linkFoundIn(text), sent.link);
}

void TestLetterLinks::pageBuildsTheSameLink()
{
    if (QStandardPaths::findExecutable(QStringLiteral("node")).isEmpty())
        QSKIP("there is no node here to run the page's script with");
    const Letter sent = letter();
    QCOMPARE(linkOfPage(sent.bridge.mid(sent.bridge.indexOf('#') + 1)), sent.link);
    QCOMPARE(linkOfPage("javascript:alert(1)"), QByteArray());
}

void TestLetterLinks::theThirdLinkWithdraws()
{
    const Letter sent = letter();
    QVERIFY2(sent.withdraw.startsWith("latchkey://withdraw/acme/"), sent.withdraw.constData());
    QCOMPARE(linkFoundIn(sent.withdraw), sent.withdraw);
    QCOMPARE(linkFoundIn(sent.withdrawBridge), sent.withdraw);
    QVERIFY(RecoveryLink::parse(sent.withdraw)->token()->reveal() !=
            RecoveryLink::parse(sent.link)->token()->reveal());
    init(); // another mailbox
    QVERIFY2(letter(LetterKind::Confirm).withdraw.isEmpty(), "only an operator asks for those");
}

// The link that withdraws is in there too, and is never what a pasted mail means: not even where
// the other one came to harm.
void TestLetterLinks::wholeMailsLeadToTheWayIn_data()
{
    QTest::addColumn<Damage>("damage");
    const auto row = [](const char *name, const Damage &damage) { QTest::newRow(name) << damage; };
    row("as it is", [](const QByteArray &text, const Letter &) { return text; });
    row("the link broken over lines", [](const QByteArray &text, const Letter &letter) {
        return QByteArray(text).replace(letter.link, QByteArray(letter.link).insert(60, "\n> "));
    });
    row("the link in quoted-printable", [](const QByteArray &text, const Letter &letter) {
        return QByteArray(text).replace(letter.link, QByteArray(letter.link).insert(60, "=\n"));
    });
    row("the link in Safe Links", [](const QByteArray &text, const Letter &letter) {
        return QByteArray(text).replace(letter.link,
                                        "https://eur01.safelinks.protection.outlook.com/?url=" +
                                            letter.link.toPercentEncoding() + "&data=1");
    });
    row("withdrawal first",
        [](const QByteArray &text, const Letter &letter) { return letter.withdraw + '\n' + text; });
}

void TestLetterLinks::wholeMailsLeadToTheWayIn()
{
    QFETCH(const Damage, damage);
    m_harness->options.bridge.clear();
    m_harness->stop();
    const Letter sent = letter();
    const MailSender sender{.address = QStringLiteral("noreply@acme.example"), .name = {}};
    const QByteArray text = require(renderMail(sent, sender), "a mail").plain.toUtf8();
    QVERIFY(text.contains(sent.withdraw));
    QCOMPARE(linkFoundIn(damage(text, sent)), sent.link);
}

void TestLetterLinks::mailsHoldBothAsTheyAre_data()
{
    QTest::addColumn<QString>("language");
    QTest::newRow("English") << QStringLiteral("en");
    QTest::newRow("German") << QStringLiteral("de");
}

void TestLetterLinks::mailsHoldBothAsTheyAre()
{
    QFETCH(const QString, language);
    Letter sent = letter();
    sent.language = language;
    const MailSender sender{.address = QStringLiteral("noreply@acme.example"), .name = {}};
    const auto mail = require(renderMail(sent, sender), "a mail");
    const QStringList lines = mail.plain.split(u'\n');
    // Each alone on its line (P27), ours first: what is pasted whole leads to it.
    const qsizetype ours = lines.indexOf(QString::fromLatin1(sent.link));
    const qsizetype bridge = lines.indexOf(QString::fromLatin1(sent.bridge));
    QVERIFY(lines.contains(QString::fromLatin1(sent.withdraw)));
    QVERIFY(lines.contains(QString::fromLatin1(sent.withdrawBridge)));
    QVERIFY2(ours > 0 && bridge > ours, qPrintable(mail.plain));
    QCOMPARE(linkFoundIn(mail.plain.toUtf8()), sent.link);
    QCOMPARE(linkFoundIn(mail.bytes), sent.link);
    QVERIFY(mail.bytes.size() < 32'768);
}

QTEST_GUILESS_MAIN(TestLetterLinks)
#include "test_letterlinks.moc"
