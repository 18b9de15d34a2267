// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/mail/message.h"

#include "mailkit.h"

#include <QSet>
#include <QTemporaryDir>

using namespace latchkey;

namespace {

constexpr LetterKind kinds[] = {LetterKind::Reset, LetterKind::Notice, LetterKind::Confirm};

} // namespace

/// Whole mails, read back by Python's email.
class TestMessage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void python_data();
    void python();
    void linkSurvivesByteForByte_data();
    void linkSurvivesByteForByte();
    void sameLetterSameBytes();
    void newMintNewMessageId();
    void hostileFactsStayFacts();
    void addressesThatAreNotOne_data();
    void addressesThatAreNotOne();

private:
    QJsonObject read(const Letter &letter, const MailSender &sender = sampleSender());

    QTemporaryDir m_folder;
};

QJsonObject TestMessage::read(const Letter &letter, const MailSender &sender)
{
    const Result<RenderedMail> mail = renderMail(letter, sender);
    const QString path = m_folder.filePath(QStringLiteral("mail.eml"));
    return mail && writeFile(path, mail->bytes) ? factsOf(path) : QJsonObject();
}

void TestMessage::python_data()
{
    QTest::addColumn<int>("kind");
    QTest::addColumn<QString>("language");
    for (const LetterKind kind : kinds) {
        for (const char *language : {"en", "de"})
            QTest::addRow("%d %s", static_cast<int>(kind), language)
                << static_cast<int>(kind) << QString::fromLatin1(language);
    }
}

void TestMessage::python()
{
    QFETCH(const int, kind);
    QFETCH(const QString, language);
    Letter letter = sampleLetter(static_cast<LetterKind>(kind));
    letter.language = language;
    const QJsonObject facts = read(letter);

    QCOMPARE(facts[QStringLiteral("defects")].toArray(), QJsonArray());
    QCOMPARE(facts[QStringLiteral("bare")].toInt(-1), 0);
    QVERIFY(facts[QStringLiteral("longest")].toInt() <= 998);
    QVERIFY(facts[QStringLiteral("ascii")].toBool());

    // Each header once, and these alone: no Bcc, no Reply-To.
    const QJsonArray names{QStringLiteral("From"),         QStringLiteral("To"),
                           QStringLiteral("Subject"),      QStringLiteral("Date"),
                           QStringLiteral("Message-ID"),   QStringLiteral("Auto-Submitted"),
                           QStringLiteral("MIME-Version"), QStringLiteral("Content-Type")};
    QCOMPARE(facts[QStringLiteral("names")].toArray(), names);
    const QJsonObject headers = facts[QStringLiteral("headers")].toObject();
    QCOMPARE(headers[QStringLiteral("Auto-Submitted")].toString(),
             QStringLiteral("auto-generated"));
    QCOMPARE(headers[QStringLiteral("Message-ID")].toString(),
             QStringLiteral("<0123456789abcdef@acme.example>"));
    QVERIFY(headers[QStringLiteral("Subject")].toString().contains(letter.serviceName));
    QCOMPARE(facts[QStringLiteral("date")].toInt(),
             static_cast<int>(letter.minted.time_since_epoch().count()));
    QCOMPARE(facts[QStringLiteral("to")].toArray(),
             (QJsonArray{QJsonArray{QString(), letter.recipient}}));
    QCOMPARE(facts[QStringLiteral("from")].toArray(),
             (QJsonArray{QJsonArray{letter.serviceName, sampleSender().address}}));

    // The last alternative is the one that mail programs prefer (RFC 2046 5.1.4).
    QCOMPARE(facts[QStringLiteral("type")].toString(), QStringLiteral("multipart/alternative"));
    const QJsonArray parts = facts[QStringLiteral("parts")].toArray();
    QCOMPARE(parts.size(), 2);
    QCOMPARE(parts[0][QStringLiteral("type")].toString(), QStringLiteral("text/plain"));
    QCOMPARE(parts[1][QStringLiteral("type")].toString(), QStringLiteral("text/html"));
    const QString plain = parts[0][QStringLiteral("text")].toString();
    const QString html = parts[1][QStringLiteral("text")].toString();
    QVERIFY(html.startsWith(QLatin1String("<!DOCTYPE html>")));
    QCOMPARE(parts[0][QStringLiteral("charset")].toString(), QStringLiteral("utf-8"));

    QCOMPARE(plain.contains(letter.code), true);
    const QString link = QString::fromLatin1(letter.link);
    if (!link.isEmpty()) {
        // Alone on its line, and behind nothing that a mail program would take for a part of it.
        QVERIFY(plain.split(QLatin1Char('\n')).contains(link));
        QVERIFY(html.contains(QStringLiteral("href=\"%1\"").arg(link)));
    }
    // Nothing is fetched by reading it.
    QVERIFY(!html.contains(QLatin1String("http:")) && !html.contains(QLatin1String("src=")) &&
            !html.contains(QLatin1String("url(")));
}

void TestMessage::linkSurvivesByteForByte_data()
{
    QTest::addColumn<QByteArray>("link");
    const QByteArray start = "latchkey://reset/acme/";
    QTest::newRow("usual") << sampleLink;
    QTest::newRow("compressed: begins with a full stop") << start + ".eJyrVkpV.ZVPxAA.p8dGZ54U";
    QTest::newRow("longest") << start + QByteArray(2048, 'A');
    QTest::newRow("at 900") << start + QByteArray(900 - start.size(), 'A');
    QTest::newRow("at 998") << start + QByteArray(998 - start.size(), 'A');
    QTest::newRow("equals and escapes") << start + "a=3D=20=.b.c";
}

void TestMessage::linkSurvivesByteForByte()
{
    QFETCH(const QByteArray, link);
    for (const char *language : {"en", "de"}) {
        Letter letter = sampleLetter();
        letter.language = QString::fromLatin1(language);
        letter.link = link;
        const QJsonObject facts = read(letter);
        QVERIFY(facts[QStringLiteral("longest")].toInt() <= 998);
        const QJsonArray parts = facts[QStringLiteral("parts")].toArray();
        QVERIFY(parts[0][QStringLiteral("text")].toString().contains(
            QLatin1Char('\n') + QString::fromLatin1(link) + QLatin1Char('\n')));
        // An equals sign is an entity in HTML, so the link is looked for as HTML has it.
        const QString html = parts[1][QStringLiteral("text")].toString();
        QVERIFY(html.contains(QString::fromLatin1(link).toHtmlEscaped()));
    }
}

void TestMessage::sameLetterSameBytes()
{
    for (const LetterKind kind : kinds) {
        const Letter letter = sampleLetter(kind);
        const Result<RenderedMail> first = renderMail(letter, sampleSender());
        const Result<RenderedMail> second = renderMail(letter, sampleSender());
        QVERIFY(first && second);
        QCOMPARE(first->bytes, second->bytes);
    }
}

void TestMessage::newMintNewMessageId()
{
    Letter letter = sampleLetter();
    const QByteArray first = renderMail(letter, sampleSender())->bytes;
    letter.messageId = "fedcba9876543210@acme.example";
    const QByteArray second = renderMail(letter, sampleSender())->bytes;
    QVERIFY(second.contains("Message-ID: <fedcba9876543210@acme.example>\r\n"));
    const auto boundaryOf = [](const QByteArray &mail) {
        const qsizetype at = mail.indexOf("boundary=");
        return mail.mid(at, mail.indexOf('\r', at) - at);
    };
    QVERIFY(boundaryOf(first) != boundaryOf(second));
}

void TestMessage::hostileFactsStayFacts()
{
    const QString evil =
        QStringLiteral("A\r\nBcc: eve@example.org\r\n\r\n</title><script>x</script>"
                       "\u202e{{link}}{{{code}}} --=_x-- =?utf-8?q?y?= \"");
    Letter letter = sampleLetter();
    letter.serviceName = evil;
    letter.origin = evil;
    letter.deskContact = evil;
    const QJsonObject facts = read(letter, {.address = sampleSender().address, .name = evil});
    QCOMPARE(facts[QStringLiteral("names")].toArray().size(), 8);
    QCOMPARE(facts[QStringLiteral("parts")].toArray().size(), 2);
    QCOMPARE(facts[QStringLiteral("from")].toArray().size(), 1);
    QCOMPARE(facts[QStringLiteral("from")][0][1].toString(), sampleSender().address);
    const QString html = facts[QStringLiteral("parts")][1][QStringLiteral("text")].toString();
    QVERIFY(!html.contains(QLatin1String("<script>")));
    QVERIFY(!html.contains(QChar(0x202e)));
    // A template inside a fact is not a template.
    QVERIFY(html.contains(QLatin1String("{{link}}")));
    QCOMPARE(html.count(letter.code), 0);
    const QString plain = facts[QStringLiteral("parts")][0][QStringLiteral("text")].toString();
    QCOMPARE(plain.count(letter.code), 1);
    QCOMPARE(plain.count(QString::fromLatin1(letter.link)), 1);
}

void TestMessage::addressesThatAreNotOne_data()
{
    QTest::addColumn<QString>("address");
    QTest::newRow("empty") << QString();
    QTest::newRow("two") << QStringLiteral("a@b.example,c@d.example");
    QTest::newRow("injected") << QStringLiteral("a@b.example>\r\nRCPT TO:<c@d.example");
    QTest::newRow("a header") << QStringLiteral("a@b.example\r\nBcc: c@d.example");
    QTest::newRow("a name") << QStringLiteral("Alice <a@b.example>");
}

void TestMessage::addressesThatAreNotOne()
{
    QFETCH(const QString, address);
    Letter letter = sampleLetter();
    letter.recipient = address;
    const Result<RenderedMail> to = renderMail(letter, sampleSender());
    QVERIFY(!to);
    QCOMPARE(to.error().reason, Reason::MailRefused);
    QVERIFY(address.isEmpty() || !to.error().detail.contains(address));
    const Result<RenderedMail> from = renderMail(sampleLetter(), {.address = address, .name = {}});
    QVERIFY(!from);
    QCOMPARE(from.error().reason, Reason::MailMisconfigured);
}

QTEST_GUILESS_MAIN(TestMessage)
#include "test_message.moc"
