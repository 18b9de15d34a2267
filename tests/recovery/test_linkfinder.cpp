// SPDX-License-Identifier: GPL-3.0-or-later
#include "recovery/linkfinder.h"
#include "tests/recovery/linksamples.h"
#include "tests/recovery/sweep.h"
#include "tests/support/cputimer.h"

#include <QTest>

namespace latchkey {

using namespace std::chrono_literals;

namespace {

QByteArray tokenOf(const Finding &finding)
{
    if (const auto *link = std::get_if<RecoveryLink>(&finding.what))
        return link->token()->reveal().toByteArray();
    if (const auto *bare = std::get_if<BareToken>(&finding.what))
        return bare->token->reveal().toByteArray();
    return {};
}

/// "link", "token" or "code", and what it holds.
QByteArray told(const Result<Finding> &finding)
{
    if (!finding)
        return reasonName(finding.error().reason).data();
    if (const auto *code = std::get_if<RecoveryCode>(&finding->what))
        return "code " + code->letters()->reveal().toByteArray();
    const bool isLink = std::holds_alternative<RecoveryLink>(finding->what);
    return (isLink ? "link " : "token ") + tokenOf(*finding);
}

QByteArray linkTold()
{
    return "link " + sample::token;
}

} // namespace

class TestLinkFinder : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void findsAsItIs_data();
    void findsAsItIs();
    void repairs_data();
    void repairs();
    void unwraps_data();
    void unwraps();
    void readsWholeMails_data();
    void readsWholeMails();
    void findsNothing_data();
    void findsNothing();
    void saysWhatIsMissing_data();
    void saysWhatIsMissing();
    void firstOfTwoWins();
    void everyFoldIsJoined_data();
    void everyFoldIsJoined();
    void aMegabyteIsQuick_data();
    void aMegabyteIsQuick();
    void mutationsAreAnsweredSoundly();
};

void TestLinkFinder::findsAsItIs_data()
{
    QTest::addColumn<QString>("pasted");
    QTest::addColumn<QByteArray>("expected");
    const auto row = [](const char *name, const QByteArray &text, const QByteArray &expected) {
        QTest::newRow(name) << QString::fromUtf8(text) << expected;
    };
    row("link", sample::link, linkTold());
    row("link to confirm", "latchkey://confirm/acme/" + sample::token, linkTold());
    row("scheme in capitals", "LATCHKEY://reset/acme/" + sample::token, linkTold());
    row("twin", "org.latchkey.app:/reset/acme/" + sample::token, linkTold());
    row("twin with an authority", "Org.LatchKey.App://reset/acme/" + sample::token, linkTold());
    row("blanks around", " \n\t" + sample::link + "\r\n ", linkTold());
    row("at a bridge page", "https://acme.example/open/#reset/acme/" + sample::token, linkTold());
    row("at a bridge page, to confirm", "https://acme.example#confirm/acme/" + sample::token,
        linkTold());
    row("token of no shape that we know", "latchkey://reset/acme/abcdefgh", "link abcdefgh");
    row("bare token", sample::token, "token " + sample::token);
    row("bare compressed token", '.' + sample::token, "token ." + sample::token);
    row("bare token with SHA-256", "eyJ9.ZkQwMQ." + QByteArray(43, 's'),
        "token eyJ9.ZkQwMQ." + QByteArray(43, 's'));
    row("bare token with SHA-512", "eyJ9.ZkQwMQ." + QByteArray(86, 's'),
        "token eyJ9.ZkQwMQ." + QByteArray(86, 's'));
    row("code", "WDJB-MJHT", "code WDJBMJHT");
    row("code, small", "wdjb-mjht", "code WDJBMJHT");
    row("code, no dash", "wdjbmjht", "code WDJBMJHT");
    row("code, blanks", "W D J B  m j h t", "code WDJBMJHT");
    row("code, en dash", "WDJB\xe2\x80\x93MJHT", "code WDJBMJHT");
    row("code, full stop behind", "WDJB-MJHT.", "code WDJBMJHT");
}

void TestLinkFinder::findsAsItIs()
{
    QFETCH(QString, pasted);
    const auto finding = findLink(pasted);
    QTEST(told(finding), "expected");
    QCOMPARE(finding->repairs, Repairs());
}

void TestLinkFinder::repairs_data()
{
    QTest::addColumn<QString>("pasted");
    QTest::addColumn<QByteArray>("expected");
    QTest::addColumn<Repairs>("repairs");
    const auto row = [](const char *name, const QByteArray &text, Repairs repairs,
                        const QByteArray &expected = linkTold()) {
        QTest::newRow(name) << QString::fromUtf8(text) << expected << repairs;
    };
    const QByteArray &link = sample::link;
    row("full stop", link + '.', Repair::Punctuation);
    row("angle bracket behind", link + '>', Repair::Punctuation);
    row("angle brackets", '<' + link + '>', Repair::Punctuation);
    row("round brackets and full stop", '(' + link + ").", Repair::Punctuation);
    row("quotes", '"' + link + '"', Repair::Punctuation);
    row("comma", link + ',', Repair::Punctuation);
    row("exclamation mark", link + '!', Repair::Punctuation);
    row("underscores of emphasis", '_' + link + '_', Repair::Punctuation);
    row("asterisks of emphasis", '*' + link + '*', Repair::Punctuation);
    row("three full stops", link + "...", Repair::Punctuation);
    row("token in brackets", '[' + sample::token + ']', Repair::Punctuation,
        "token " + sample::token);
    row("token and full stop", sample::token + '.', Repair::Punctuation, "token " + sample::token);
    row("words before", "Open " + link, Repair::CutFromText);
    row("words behind", link + " and choose a password", Repair::CutFromText);
    row("words and full stop", "Open " + link + '.', Repair::CutFromText);
    row("token among words", "The token: " + sample::token + " (copy it)", Repair::CutFromText,
        "token " + sample::token);
    row("code among words", "Or type this code: WDJB-MJHT", Repair::CutFromText, "code WDJBMJHT");
    row("code in brackets", "(WDJB-MJHT)", Repair::Punctuation, "code WDJBMJHT");
    row("code with a no-break hyphen among words", "code WDJB\xe2\x80\x91MJHT please",
        Repair::CutFromText, "code WDJBMJHT");
    row("two lines", sample::folded(link, 60, "\n"), Repair::JoinedLines);
    row("two lines, CRLF", sample::folded(link, 60, "\r\n"), Repair::JoinedLines);
    row("many lines", sample::folded(link, 20, "\n"), Repair::JoinedLines);
    row("indented lines", sample::folded(link, 40, "\n    "), Repair::JoinedLines);
    row("blank that a field made of a line end", sample::folded(link, 60, " "),
        Repair::JoinedLines);
    row("token over two lines", sample::folded(sample::token, 40, "\n"), Repair::JoinedLines,
        "token " + sample::token);
    row("token after a word on a line of its own", "token\n" + sample::token, Repair::CutFromText,
        "token " + sample::token);
    row("quoted", "> " + link, Repair::QuotePrefix);
    row("quoted twice", "> > " + link, Repair::QuotePrefix);
    row("quoted and broken", "> " + sample::folded(link, 60, "\n> "),
        Repair::QuotePrefix | Repair::JoinedLines);
    row("quoted twice and broken", ">> " + sample::folded(link, 60, "\r\n>> "),
        Repair::QuotePrefix | Repair::JoinedLines);
    row("quoted-printable soft break", sample::folded(link, 70, "=\r\n"), Repair::QuotedPrintable);
    row("quoted-printable soft break, LF", sample::folded(link, 70, "=\n"),
        Repair::QuotedPrintable);
    row("quoted-printable full stops", QByteArray(link).replace(".", "=2E"),
        Repair::QuotedPrintable);
    row("entities", "latchkey:&#47;&#x2F;reset/acme/" + sample::token, Repair::Entities);
    row("percent signs", "latchkey%3A%2F%2Freset%2Facme%2F" + sample::token, Repair::Entities);
    row("percent signs, small", "latchkey%3a%2f%2freset%2facme%2f" + sample::token,
        Repair::Entities);
    row("in HTML", "<a href=\"" + link + "\">Choose</a>", Repair::CutFromText);
    row("bridge page in brackets", "<https://acme.example/#reset/acme/" + sample::token + ">.",
        Repair::Punctuation);
    row("bridge page among words", "Open https://acme.example/#reset/acme/" + sample::token + '.',
        Repair::CutFromText);
    row("bridge page, quoted", "> https://acme.example/#reset/acme/" + sample::token,
        Repair::QuotePrefix);
    row("bridge page, percent signs", "https://acme.example/#reset%2Facme%2F" + sample::token,
        Repair::Entities);
    row("fragment of a bridge page", "#reset/acme/" + sample::token, {});
    row("zero-width blanks", QByteArray(link).replace("acme/", "acme/\xe2\x80\x8b"), {});
    row("soft hyphen", QByteArray(link).replace("acme/", "acme/\xc2\xad"), {});
}

void TestLinkFinder::repairs()
{
    QFETCH(QString, pasted);
    const auto finding = findLink(pasted);
    QTEST(told(finding), "expected");
    QTEST(finding->repairs, "repairs");
}

void TestLinkFinder::unwraps_data()
{
    QTest::addColumn<QString>("pasted");
    const auto row = [](const char *name, const QByteArray &text) {
        QTest::newRow(name) << QString::fromUtf8(text);
    };
    const QByteArray encoded = "latchkey%3A%2F%2Freset%2Facme%2F" + sample::token;
    const QByteArray safe = "https://eur01.safelinks.protection.outlook.com/?url=";
    const QByteArray rest = "&data=05%7C01%7Calice%40example.com%7C1&sdata=a%2Bb%3D&reserved=0";
    row("Safe Links", safe + encoded + rest);
    row("Safe Links as HTML writes it", safe + encoded + QByteArray(rest).replace("&", "&amp;"));
    row("Safe Links in quoted-printable", sample::quotedPrintable(safe + encoded + rest));
    row("Safe Links over lines", sample::folded(safe + encoded + rest, 72, "\n"));
    row("Safe Links around Safe Links",
        safe + QByteArray(safe + encoded).toPercentEncoding() + rest);
    row("Google", "https://www.google.com/url?q=" + sample::link + "&sa=D&source=gmail");
    row("Google, encoded", "https://www.google.com/url?q=" + encoded + "&sa=D");
    row("any redirection", "http://click.example/r?u=" + encoded);
    row("a bridge's fragment", "https://acme.example/open#" + encoded);
    row("URL Defense 2", "https://urldefense.proofpoint.com/v2/url?u=latchkey-3A__reset_acme_" +
                             QByteArray(sample::token).replace('-', "-2D").replace('_', "-5F") +
                             "&d=DwMFaQ&c=euGZ&r=x&m=y&s=z&e=");
    row("URL Defense 3", "https://urldefense.com/v3/__" + sample::link + "__;!!AbC-d_E!f0oB4r$");
    const QByteArray bridge =
        "https%3A%2F%2Facme.example%2Fopen%2F%23reset%2Facme%2F" + sample::token;
    row("bridge page in Safe Links", safe + bridge + rest);
    row("bridge page in Safe Links in quoted-printable",
        sample::quotedPrintable(safe + bridge + rest));
    row("bridge page in Safe Links around Safe Links",
        safe + QByteArray(safe + bridge).toPercentEncoding() + rest);
    row("bridge page behind Google",
        "https://www.google.com/url?q=https://acme.example/open/%23reset/acme/" + sample::token +
            "&sa=D");
    row("bridge page in URL Defense 2",
        "https://urldefense.proofpoint.com/v2/url?u=https-3A__acme.example_open_-23reset_acme_" +
            QByteArray(sample::token).replace('-', "-2D").replace('_', "-5F") + "&d=DwMFaQ&e=");
    row("bridge page in URL Defense 3", "https://urldefense.com/v3/__https://acme.example/*reset/"
                                        "acme/" +
                                            sample::token + "__;Iw!!AbC-d_E!f0oB4r$");
    row("in words", "Open <" + safe + encoded + rest + ">, please.");
}

void TestLinkFinder::unwraps()
{
    QFETCH(QString, pasted);
    const auto finding = findLink(pasted);
    QCOMPARE(told(finding), linkTold());
    QVERIFY(finding->repairs.testFlag(Repair::Unwrapped));
    QVERIFY2(!finding->repairs.testFlag(Repair::CutFromText), "one thing at a time");
}

void TestLinkFinder::readsWholeMails_data()
{
    QTest::addColumn<QString>("pasted");
    QTest::addColumn<Repairs>("atLeast");
    const auto row = [](const char *name, const QByteArray &text, Repairs atLeast = {}) {
        QTest::newRow(name) << QString::fromUtf8(text) << (atLeast | Repair::CutFromText);
    };
    const QByteArray text = sample::mailText(sample::link);
    const QByteArray html = "<html><body><p>Hello,</p><p><a href=\"" + sample::link +
                            "\">Choose a new password</a></p></body></html>\n";
    const QByteArray head = "Return-Path: <accounts@acme.example>\r\n"
                            "Received: from mx.acme.example by mail.example.com;\r\n"
                            "\tThu, 14 May 2030 16:40:07 +0000\r\n"
                            "DKIM-Signature: v=1; a=rsa-sha256; d=acme.example; s=k1;\r\n"
                            "\tb=Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6\r\n"
                            "Message-ID: <eyJpZCI6.ZkQwMQ.aGVsbG8@acme.example>\r\n"
                            "Subject: A new password for Acme Webmail\r\nMIME-Version: 1.0\r\n";
    const auto part = [](const char *type, const char *encoding, const QByteArray &body) {
        return "Content-Type: text/" + QByteArray(type) +
               "; charset=utf-8\r\nContent-Transfer-Encoding: " + encoding + "\r\n\r\n" + body;
    };
    const auto lines = [](const QByteArray &body) {
        return sample::folded(body.toBase64(), 76, "\r\n") + "\r\n";
    };
    const auto both = [&](const QByteArray &one, const QByteArray &other) {
        return head + "Content-Type: multipart/alternative; boundary=\"=_b1\"\r\n\r\n--=_b1\r\n" +
               one + "\r\n--=_b1\r\n" + other + "\r\n--=_b1--\r\n";
    };
    const QByteArray quoted = "---------- Forwarded message ----------\n> " +
                              QByteArray(text)
                                  .replace(sample::link, sample::folded(sample::link, 60, "\n"))
                                  .replace("\n", "\n> ");

    row("text", text);
    row("HTML source", html);
    row("forwarded and broken", quoted, Repair::JoinedLines | Repair::QuotePrefix);
    row("source, plain", head + part("plain", "7bit", text));
    row("source, quoted-printable",
        head + part("plain", "quoted-printable", sample::quotedPrintable(text)));
    row("source, base64", head + part("plain", "base64", lines(text)));
    row("source, two parts", both(part("plain", "7bit", text), part("html", "7bit", html)));
    row("source, two parts in quoted-printable",
        both(part("plain", "quoted-printable", sample::quotedPrintable(text)),
             part("html", "quoted-printable", sample::quotedPrintable(html))));
    row("source, two parts in base64",
        both(part("plain", "base64", lines(text)), part("html", "base64", lines(html))));
    row("source, wrapped link in quoted-printable HTML",
        head + part("html", "quoted-printable",
                    sample::quotedPrintable(
                        "<p><a href=\"https://eur01.safelinks.protection.outlook.com/?url=latchkey"
                        "%3A%2F%2Freset%2Facme%2F" +
                        sample::token + "&amp;data=05%7C01&amp;reserved=0\">Choose</a></p>")));
}

void TestLinkFinder::readsWholeMails()
{
    QFETCH(QString, pasted);
    QFETCH(Repairs, atLeast);
    const auto finding = findLink(pasted);
    QCOMPARE(told(finding), linkTold());
    if (!finding->repairs.testFlag(Repair::Unwrapped))
        QCOMPARE(finding->repairs & atLeast, atLeast);
}

void TestLinkFinder::findsNothing_data()
{
    QTest::addColumn<QString>("pasted");
    QTest::newRow("nothing") << QString();
    QTest::newRow("blanks") << QStringLiteral(" \n\t ");
    QTest::newRow("words") << QStringLiteral("please help me");
    QTest::newRow("seven letters of a code") << QStringLiteral("WDJBMJH");
    QTest::newRow("nine letters of a code") << QStringLiteral("WDJB-MJHTB");
    QTest::newRow("code with a vowel") << QStringLiteral("WDJB-MJHA");
    QTest::newRow("consonants in a sentence") << QStringLiteral("the http-html bridge");
    QTest::newRow("code within a longer word") << QStringLiteral("id XWDJB-MJHT-9");
    QTest::newRow("another page's fragment")
        << QStringLiteral("https://acme.example/#verify/user/abc");
    QTest::newRow("another verb at a page")
        << QStringLiteral("https://acme.example/#destroy/acme/") +
               QString::fromLatin1(sample::token);
    QTest::newRow("another address") << QStringLiteral("https://acme.example/reset?x=1");
    QTest::newRow("Message-ID") << QStringLiteral("<20300514.164007.1234@acme.example>");
    QTest::newRow("version") << QStringLiteral("qt.6.4.2");
    QTest::newRow("token without its signature") << QStringLiteral("eyJpZCI6MX0.ZkQwMQ");
    QTest::newRow("NULs") << QString(40, QChar(u'\0'));
    QTest::newRow("lonely surrogates") << QString(40, QChar(0xd83d));
}

void TestLinkFinder::findsNothing()
{
    QFETCH(QString, pasted);
    const auto finding = findLink(pasted);
    QCOMPARE(told(finding), QByteArray("LinkNotFound"));
}

void TestLinkFinder::saysWhatIsMissing_data()
{
    QTest::addColumn<QString>("pasted");
    QTest::newRow("scheme alone") << QStringLiteral("latchkey:");
    QTest::newRow("scheme and slashes") << QStringLiteral("latchkey://");
    QTest::newRow("verb alone") << QStringLiteral("latchkey://reset");
    QTest::newRow("no token") << QStringLiteral("latchkey://reset/acme");
    QTest::newRow("no token, but a slash") << QStringLiteral("latchkey://reset/acme/");
    QTest::newRow("no service") << QStringLiteral("latchkey://reset//abc.def.ghi");
    QTest::newRow("verb unknown") << QStringLiteral("latchkey://destroy/acme/abc.def.ghi");
    QTest::newRow("capitals in the service") << QStringLiteral("latchkey://reset/ACME/abc.def");
    QTest::newRow("query for a token") << QStringLiteral("latchkey://reset/acme?token=abc.def");
    QTest::newRow("within words") << QStringLiteral("Open latchkey://reset/acme/ to go on");
    QTest::newRow("cut at a bridge page")
        << QStringLiteral("https://acme.example/open#reset/acme/abc.def");
}

void TestLinkFinder::saysWhatIsMissing()
{
    QFETCH(QString, pasted);
    const auto finding = findLink(pasted);
    QCOMPARE(told(finding), QByteArray("LinkMalformed"));
    QVERIFY(!finding.error().about.isEmpty());
    QVERIFY2(!finding.error().about.contains(QStringLiteral("abc")), "the token is a secret");
}

void TestLinkFinder::firstOfTwoWins()
{
    const auto find = [](const QByteArray &text) {
        return told(findLink(QString::fromUtf8(text)));
    };
    QCOMPARE(find(sample::link + '\n' + sample::otherLink), linkTold());
    QCOMPARE(find(sample::otherLink + ' ' + sample::link), "link " + sample::otherToken);
    QCOMPARE(find(sample::token + "\n\n" + sample::otherToken), "token " + sample::token);
    // A link before a token, a token before a code, wherever they stand.
    QCOMPARE(find("WDJB-MJHT\n\n" + sample::otherToken + "\n\n" + sample::link), linkTold());
    QCOMPARE(find("WDJB-MJHT\n\n" + sample::token), "token " + sample::token);
    // A whole link before a broken one.
    QCOMPARE(find("latchkey://reset/acme/abc\n" + sample::link), linkTold());
}

// At each place, and by each kind of line end: what comes back is the link, or nothing.
void TestLinkFinder::everyFoldIsJoined_data()
{
    QTest::addColumn<QByteArray>("lineEnd");
    QTest::newRow("LF") << QByteArray("\n");
    QTest::newRow("CRLF") << QByteArray("\r\n");
    QTest::newRow("CRLF and a tab") << QByteArray("\r\n\t");
    QTest::newRow("quote") << QByteArray("\n> ");
    QTest::newRow("soft") << QByteArray("=\r\n");
    QTest::newRow("blank") << QByteArray(" ");
}

void TestLinkFinder::everyFoldIsJoined()
{
    QFETCH(QByteArray, lineEnd);
    for (qsizetype at = 1; at < sample::link.size(); ++at) {
        const QByteArray text = QByteArray(sample::link).insert(at, lineEnd);
        const auto finding = findLink(QString::fromLatin1(text));
        QVERIFY2(told(finding) == linkTold(), QByteArray(text + "\n" + told(finding)).data());
    }
    for (qsizetype at = 1; at < sample::token.size(); ++at) {
        const QByteArray text = QByteArray(sample::token).insert(at, lineEnd);
        const auto finding = findLink(QString::fromLatin1(text));
        QVERIFY2(told(finding) == "token " + sample::token,
                 QByteArray(text + "\n" + told(finding)).data());
    }
}

void TestLinkFinder::aMegabyteIsQuick_data()
{
    QTest::addColumn<QByteArray>("unit");
    QTest::newRow("a letter") << QByteArray("a");
    QTest::newRow("full stops") << QByteArray(".");
    QTest::newRow("blanks and a letter") << QByteArray("a          ");
    QTest::newRow("line ends") << QByteArray("l\n");
    QTest::newRow("quotes") << QByteArray("\n> ");
    QTest::newRow("equals signs") << QByteArray("=3D");
    QTest::newRow("percent signs") << QByteArray("%25");
    QTest::newRow("entities") << QByteArray("&amp;");
    QTest::newRow("schemes") << QByteArray("latchkey://");
    QTest::newRow("heads") << QByteArray("latchkey://reset/acme/");
    QTest::newRow("heads over lines") << QByteArray("latchkey://reset/acme/\n");
    QTest::newRow("pages") << QByteArray("https://a.example/#");
    QTest::newRow("pages without an end") << QByteArray("https://a.example/#reset/acme/a.b.c");
    QTest::newRow("fragments") << "#reset/acme/" + sample::token;
    QTest::newRow("links without an end") << QByteArray("latchkey://reset/acme/a.b.c\n> ");
    QTest::newRow("token beginnings") << QByteArray("eyJ.ZkQwMQ.abc ");
    QTest::newRow("words of a token's length") << QByteArray(50, 'x') + ' ';
    QTest::newRow("wrappers") << QByteArray("https://urldefense.com/v2/url?u=latchkey-3A__");
    QTest::newRow("base64 lines") << QByteArray(76, 'Q') + '\n';
    QTest::newRow("base64 blocks") << QByteArray(76, 'Q') + "\n-\n";
    QTest::newRow("codes that are none") << QByteArray("WDJB-MJHA ");
    QTest::newRow("two letters of our scheme") << QByteArray("lat");
    QTest::newRow("letter of many bytes") << QByteArray("\xe4\xb8\x80");
}

void TestLinkFinder::aMegabyteIsQuick()
{
    QFETCH(QByteArray, unit);
    const QString pasted = QString::fromUtf8(unit.repeated(2 * 1024 * 1024 / unit.size()));
    const CpuTimer timer;
    const auto finding = findLink(pasted);
    // Seconds, with sanitizers on a busy machine. What grew with the square would take hours.
    QVERIFY(timer.elapsed() < 60s);
    QVERIFY(!finding || !tokenOf(*finding).isEmpty());
}

void TestLinkFinder::mutationsAreAnsweredSoundly()
{
    const QByteArray seeds[] = {
        sample::link,
        sample::token,
        "WDJB-MJHT",
        sample::mailText(sample::link),
        sample::quotedPrintable(sample::mailText(sample::folded(sample::link, 50, "\n> "))),
        "https://x.example/?url=latchkey%3A%2F%2Freset%2Facme%2F" + sample::token + "&amp;d=1",
        "https://urldefense.com/v2/url?u=latchkey-3A__reset_acme_" + sample::token + "&d=1",
        "https://x.example/?url=https%3A%2F%2Fa.example%2F%23reset%2Facme%2F" + sample::token +
            "&d=1",
        sample::folded(sample::mailText(sample::link).toBase64(), 76, "\r\n"),
    };
    int found = 0;
    for (int round = 0; round < 8'000 * Sweep::stretch; ++round) {
        Sweep sweep(round);
        const QByteArray text = sweep.mutated(seeds[round % std::size(seeds)]);
        const auto finding = findLink(QString::fromUtf8(text));
        if (!finding) {
            QVERIFY2(finding.error().reason == Reason::LinkNotFound ||
                         finding.error().reason == Reason::LinkMalformed,
                     inRound(round).data());
            continue;
        }
        ++found;
        if (!std::holds_alternative<RecoveryCode>(finding->what))
            QVERIFY2(RecoveryLink::isToken(tokenOf(*finding)), inRound(round).data());
    }
    QVERIFY(found > 1'000);
}

} // namespace latchkey

QTEST_GUILESS_MAIN(latchkey::TestLinkFinder)
#include "test_linkfinder.moc"
