// SPDX-License-Identifier: GPL-3.0-or-later
#include "recovery/linkpattern.h"

#include <QTest>

using namespace latchkey;

namespace {

const QUrl base(QStringLiteral("https://app.example:8443/auth"));

/// "name=value name=value", or "no".
QString matched(const QString &pattern, const QByteArray &link)
{
    const auto parsed = LinkPattern::parse(pattern, base);
    const auto parts = parsed ? parsed->match(link) : std::nullopt;
    if (!parts)
        return parsed ? QStringLiteral("no") : QStringLiteral("faulty");
    QStringList texts;
    for (const LinkPart &part : *parts)
        texts += QString::fromUtf8(part.name + '=' + part.value->reveal().toByteArray());
    return texts.join(u' ');
}

} // namespace

class TestLinkPattern : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void matches_data();
    void matches();
    void faultsAreTold_data();
    void faultsAreTold();
    void opens();
};

void TestLinkPattern::matches_data()
{
    QTest::addColumn<QString>("pattern");
    QTest::addColumn<QByteArray>("link");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char *pattern, const char *link, const char *expected) {
        QTest::newRow(link) << QString::fromUtf8(pattern) << QByteArray(link)
                            << QString::fromUtf8(expected);
    };
    const char *path = "{base}/reset/{token}";
    row(path, "https://app.example:8443/auth/reset/abc.DEF-_", "token=abc.DEF-_");
    row(path, "HTTPS://App.Example:8443/auth/reset/abc/", "token=abc");
    row(path, "https://app.example:8443/auth/reset/a%2Fb", "token=a/b");
    row(path, "https://app.example:8443/auth/reset/abc?utm=1", "token=abc");
    row(path, "https://app.example:8443/auth/reset/", "no");
    row(path, "https://app.example:8443/auth/reset/a/b", "no");
    row(path, "https://app.example:8443/Auth/reset/a", "no");
    row(path, "https://app.example/auth/reset/a", "no");
    row(path, "http://app.example:8443/auth/reset/a", "no");
    row(path, "https://app.example:8443.evil.example/auth/reset/a", "no");
    row(path, "https://evil.example/https://app.example:8443/auth/reset/a", "no");
    row(path, "https://user@app.example:8443/auth/reset/a", "no");
    row(path, "https://app.example:8443/auth/reset/a#b", "no");
    row(path, "https://app.example:8443/auth/reset/a%zz", "no");
    row(path, "https://app.example:8443/auth/reset/a%", "no");
    row(path, "https://app.example:8443/auth/reset/a%0a", "no");
    row(path, "https://app.example:8443/auth/reset/a b", "no");
    row("{base}/set/{token}/{user}", "https://app.example:8443/auth/set/t/u", "token=t user=u");
    row("{base}/r/{token}?email={email}", "https://app.example:8443/auth/r/t?email=a%40b.c",
        "token=t email=a@b.c");

    const char *flask = "latchkey://reset?token={token}&email={email?}";
    row(flask, "latchkey://reset?token=T&email=a%40b.c&identity=x", "token=T email=a@b.c");
    row(flask, "latchkey:reset?email=a@b.c&token=T", "email=a@b.c token=T");
    row(flask, "LATCHKEY://reset/?token=T", "token=T");
    row(flask, "latchkey://reset?token=T&email=", "token=T");
    row(flask, "latchkey://reset?token=T&token=U", "no");
    row(flask, "latchkey://reset?email=a@b.c", "no");
    row(flask, "latchkey://reset?token=", "no");
    row(flask, "latchkey://reset-error?token=T", "no");
    row("latchkey://reset?type=recovery&token={token}", "latchkey://reset?type=x&token=T", "no");
    row("latchkey://reset?type=recovery&token={token}", "latchkey://reset?type=recovery&token=T",
        "token=T");
    row("latchkey://auth#access_token={access}", "latchkey://auth#access_token=T&type=x",
        "access=T");
    row("latchkey://auth#access_token={access}", "latchkey://auth?access_token=T", "no");
    row("{base}/_/#/confirm/{token}", "https://app.example:8443/auth/_/#/confirm/T", "token=T");
    row("{base}/_/#/confirm/{token}", "https://app.example:8443/auth/_/#/other/T", "no");
}

void TestLinkPattern::matches()
{
    QFETCH(const QString, pattern);
    QFETCH(const QByteArray, link);
    QFETCH(const QString, expected);
    QCOMPARE(matched(pattern, link), expected);
}

void TestLinkPattern::faultsAreTold_data()
{
    QTest::addColumn<QString>("pattern");
    for (const char *pattern :
         {"", "https://evil.example/{token}", "{base}/{Token}", "{base}/{token", "{base}/{a}x",
          "{base}/x?token", "{base}/x?={token}", "latchkey:reset", "{base}/a b"})
        QTest::newRow(pattern) << QString::fromUtf8(pattern);
}

void TestLinkPattern::faultsAreTold()
{
    QFETCH(const QString, pattern);
    const auto parsed = LinkPattern::parse(pattern, base);
    QVERIFY(!parsed);
    QVERIFY(!parsed.error().detail.isEmpty());
}

void TestLinkPattern::opens()
{
    QCOMPARE(LinkPattern::parse(u"{base}/reset/{token}", base)->opening(),
             "https://app.example:8443/auth/reset/");
    QCOMPARE(LinkPattern::parse(u"latchkey://reset?t={t}", base)->opening(), "latchkey:");
    QVERIFY(!LinkPattern::parse(u"{base}/reset/{token}", base)
                 ->match("https://app.example:8443/auth/reset/" + QByteArray(3000, 'a')));
}

QTEST_GUILESS_MAIN(TestLinkPattern)
#include "test_linkpattern.moc"
