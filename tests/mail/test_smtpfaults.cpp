// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/mail/smtpmailer.h"

#include "smtpserver.h"

#include <QElapsedTimer>
#include <QRegularExpression>

#include <atomic>
#include <thread>
#include <vector>

using namespace latchkey;
using std::chrono::milliseconds;

namespace {

constexpr const char *steps[] = {"greeting", "ehlo", "starttls", "auth",
                                 "mail",     "rcpt", "data",     "end"};
constexpr const char *faults[] = {
    "451 4.3.0 later", "550 5.7.1 no", "421 4.3.2 closing", "hang", "reset", "close", "slow",
    "endless"};

struct Oddity
{
    const char *step;
    const char *answer;
};

/// Answers that are none, or none to what was asked.
constexpr Oddity oddities[] = {
    {.step = "greeting", .answer = "SSH-2.0-OpenSSH_9.2"},
    {.step = "greeting", .answer = "HTTP/1.1 400 Bad Request"},
    {.step = "greeting", .answer = "354 go on"},
    {.step = "mail", .answer = "354 go on"},
    {.step = "mail", .answer = " "},
    {.step = "rcpt", .answer = "2 fine"},
    {.step = "rcpt", .answer = "fine by me"},
    {.step = "rcpt", .answer = "250-and then nothing"},
    {.step = "data", .answer = "250 done already"},
    {.step = "end", .answer = "354 go on"},
};

const QStringList mailSteps{QStringLiteral("mail"), QStringLiteral("rcpt"), QStringLiteral("data"),
                            QStringLiteral("end")};

// Waited out at the step that is at fault, and at no other: on a busy machine the steps before it
// may take as long.
constexpr milliseconds littlePatience{3000};
constexpr milliseconds muchPatience{60000};

bool isWithoutEnd(const QString &fault)
{
    return fault == QLatin1String("hang") || fault == QLatin1String("slow");
}

/// What the mailer may have to give up for its time.
bool isWaitedFor(const QString &fault)
{
    // Of a greeting that is none libcurl waits for more, and so does anybody of "250-".
    return isWithoutEnd(fault) || fault == QLatin1String("endless") ||
           fault.startsWith(QLatin1String("250-")) || fault.startsWith(QLatin1String("SSH")) ||
           fault.startsWith(QLatin1String("HTTP"));
}

Reason expectedReason(const QString &step, const QString &fault)
{
    if (!fault.startsWith(QLatin1Char('5')))
        return Reason::MailDelayed;
    if (step == QLatin1String("starttls"))
        return Reason::MailUnsafe;
    return step == QLatin1String("auth") ? Reason::MailMisconfigured : Reason::MailRefused;
}

/// Little at that step alone.
SmtpPatience patienceWith(const QString &step)
{
    const auto at = [&step](std::initializer_list<const char *> these) {
        const bool little = std::ranges::any_of(
            these, [&step](const char *each) { return step == QLatin1String(each); });
        return little ? littlePatience : muchPatience;
    };
    return {.opening = at({"greeting"}),
            .command = at({"ehlo", "starttls", "auth", "mail", "rcpt"}),
            .dataStart = at({"data"}),
            .content = muchPatience,
            .dataEnd = at({"end"})};
}

enum class Pipelining : quint8 { Not, Offered };

struct Case
{
    QString step;
    QString fault;
    Pipelining pipelining = Pipelining::Not;
    Result<void> first;
    Result<void> second;
    qint64 milliseconds = 0;
    QList<QJsonObject> told;
};

} // namespace

/// S64's matrix, seen from the mailer: every fault at every step, and then the server is well
/// again. Several at once, since many of them are waiting.
class TestSmtpFaults : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void everyFaultAtEveryStep_data();
    void everyFaultAtEveryStep();
    void nothingIsLostOrAltered_data() { everyFaultAtEveryStep_data(); }
    void nothingIsLostOrAltered();
    void nothingInClear_data() { everyFaultAtEveryStep_data(); }
    void nothingInClear();
    void serverThatDoesNotSayGoodbye();
    void nobodyAnswersTheConnection();

private:
    SmtpOptions optionsFor(int port, const SmtpPatience &patience = patienceWith({})) const;
    QString scenario(const QString &step, const QString &fault,
                     Pipelining pipelining = Pipelining::Not) const;
    void run(Case &one, int port) const;

    Certificates m_certificates;
    std::vector<Case> m_cases;
};

SmtpOptions TestSmtpFaults::optionsFor(int port, const SmtpPatience &patience) const
{
    return {.host = QStringLiteral("localhost"),
            .port = port,
            .security = SmtpSecurity::StartTls,
            .user = QStringLiteral("user"),
            .password = share(Secret::copyOf("the-mail-password")),
            .certificateAuthority = m_certificates.root(),
            .patience = patience};
}

QString TestSmtpFaults::scenario(const QString &step, const QString &fault,
                                 Pipelining pipelining) const
{
    const QJsonObject facts{
        {QStringLiteral("mode"), QStringLiteral("starttls")},
        {QStringLiteral("certificate"), m_certificates.path(QStringLiteral("good.pem"))},
        {QStringLiteral("key"), m_certificates.path(QStringLiteral("good.key"))},
        {QStringLiteral("pipelining"), pipelining == Pipelining::Offered},
        {QStringLiteral("step"), step},
        {QStringLiteral("fault"), fault}};
    return QString::fromUtf8(QJsonDocument(facts).toJson(QJsonDocument::Compact));
}

/// A letter, and again when that is worth it, as the outbox would.
void TestSmtpFaults::run(Case &one, int port) const
{
    const QString waitedFor = isWaitedFor(one.fault) ? one.step : QString();
    const auto mailer =
        SmtpMailer::create(optionsFor(port, patienceWith(waitedFor)), sampleSender());
    QElapsedTimer timer;
    timer.start();
    one.first = (*mailer)->send(sampleLetter());
    one.milliseconds = timer.elapsed();
    if (one.first || one.first.error().reason != Reason::MailDelayed)
        return;
    // Well again, the server may be slow at anything.
    const auto again = SmtpMailer::create(optionsFor(port), sampleSender());
    one.second = (*(waitedFor.isEmpty() ? mailer : again))->send(sampleLetter());
}

void TestSmtpFaults::initTestCase()
{
    QVERIFY(m_certificates.made());
    const auto add = [this](const char *step, const char *fault) {
        const Case one{.step = QString::fromLatin1(step), .fault = QString::fromLatin1(fault)};
        m_cases.push_back(one);
        // And where the steps of a mail are said in one piece.
        if (mailSteps.contains(one.step)) {
            m_cases.push_back(one);
            m_cases.back().pipelining = Pipelining::Offered;
        }
    };
    for (const char *step : steps) {
        for (const char *fault : faults)
            add(step, fault);
    }
    for (const Oddity &oddity : oddities)
        add(oddity.step, oddity.answer);
    QStringList scenarios;
    for (const Case &one : m_cases)
        scenarios += scenario(one.step, one.fault, one.pipelining);
    qInfo("%zu cases", m_cases.size());
    SmtpServer servers("smtp_faults.py", scenarios);
    QCOMPARE(servers.ports().size(), scenarios.size());
    // First what nobody waits for, and then a few at a time of what is given up after a time: so
    // many connections at once would make each other late.
    for (const bool waited : {false, true}) {
        std::atomic<size_t> next = 0;
        std::vector<std::jthread> threads;
        for (int thread = 0; thread < 12; ++thread) {
            threads.emplace_back([&] {
                for (size_t i = next++; i < m_cases.size(); i = next++) {
                    if (isWaitedFor(m_cases[i].fault) == waited)
                        run(m_cases[i], servers.ports()[static_cast<qsizetype>(i)]);
                }
            });
        }
    }
    for (const QJsonObject &event : servers.told())
        m_cases[static_cast<size_t>(event[QStringLiteral("scenario")].toInt())].told += event;
}

void TestSmtpFaults::everyFaultAtEveryStep_data()
{
    QTest::addColumn<size_t>("number");
    for (size_t i = 0; i < m_cases.size(); ++i)
        QTest::addRow("%s %s%s", qPrintable(m_cases[i].step), qPrintable(m_cases[i].fault),
                      m_cases[i].pipelining == Pipelining::Offered ? ", in one piece" : "")
            << i;
}

void TestSmtpFaults::everyFaultAtEveryStep()
{
    QFETCH(const size_t, number);
    const Case &one = m_cases[number];
    QVERIFY(!one.first);
    const Failure &why = one.first.error();
    QVERIFY2(why.reason == expectedReason(one.step, one.fault), qPrintable(why.detail));
    QCOMPARE(why.about, QStringLiteral("localhost"));
    QVERIFY(!why.detail.contains(QLatin1String("alice")));
    QCOMPARE(one.told[0][QStringLiteral("at")].toString(), one.step);
    if (isWithoutEnd(one.fault))
        QVERIFY(one.milliseconds >= littlePatience.count());
    QVERIFY2(one.milliseconds < muchPatience.count(),
             qPrintable(QString::number(one.milliseconds)));
}

void TestSmtpFaults::nothingIsLostOrAltered()
{
    QFETCH(const size_t, number);
    const Case &one = m_cases[number];
    const bool again = one.first.error().reason == Reason::MailDelayed;
    QVERIFY2(!again || one.second, one.second ? "" : qPrintable(one.second.error().detail));
    const QByteArray mail = renderMail(sampleLetter(), sampleSender())->bytes;
    qsizetype arrived = 0;
    for (const QJsonObject &event : one.told) {
        for (const QJsonValue copy : event[QStringLiteral("mails")].toArray()) {
            QCOMPARE(QByteArray::fromHex(copy.toString().toLatin1()), mail);
            ++arrived;
        }
    }
    // RFC 1047: where the answer to the whole mail is lost, nobody can know that it was taken.
    const bool answerLost = one.step == QLatin1String("end") && again &&
                            (isWaitedFor(one.fault) || one.fault == QLatin1String("reset") ||
                             one.fault == QLatin1String("close"));
    QCOMPARE(arrived, again ? (answerLost ? 2 : 1) : 0);
}

void TestSmtpFaults::nothingInClear()
{
    QFETCH(const size_t, number);
    static const QRegularExpression harmless(
        QStringLiteral("^(EHLO [!-~]+\r\n)?(STARTTLS\r\n)?(QUIT\r\n)?$"));
    for (const QJsonObject &event : m_cases[number].told) {
        const QByteArray clear =
            QByteArray::fromHex(event[QStringLiteral("clear")].toString().toLatin1());
        QVERIFY2(harmless.match(QString::fromLatin1(clear)).hasMatch(), clear.constData());
    }
}

void TestSmtpFaults::serverThatDoesNotSayGoodbye()
{
    SmtpServer server("smtp_faults.py", {scenario(QStringLiteral("quit"), QStringLiteral("hang"))});
    auto mailer = SmtpMailer::create(optionsFor(server.port()), sampleSender());
    QVERIFY((*mailer)->send(sampleLetter()));
    QElapsedTimer timer;
    timer.start();
    *mailer = nullptr;
    QVERIFY2(timer.elapsed() < 15000, qPrintable(QString::number(timer.elapsed())));
    QCOMPARE(server.told()[0][QStringLiteral("at")].toString(), QStringLiteral("quit"));
}

void TestSmtpFaults::nobodyAnswersTheConnection()
{
    // RFC 5737: nobody has this address, and nobody says so. Where the machine has no way to it,
    // the failure comes at once.
    SmtpOptions options = optionsFor(587, {.opening = milliseconds(500)});
    options.host = QStringLiteral("192.0.2.1");
    const auto mailer = SmtpMailer::create(options, sampleSender());
    QElapsedTimer timer;
    timer.start();
    const Result<void> sent = (*mailer)->send(sampleLetter());
    QVERIFY(!sent);
    QCOMPARE(sent.error().reason, Reason::MailDelayed);
    QVERIFY(timer.elapsed() < 15000);
}

QTEST_GUILESS_MAIN(TestSmtpFaults)
#include "test_smtpfaults.moc"
