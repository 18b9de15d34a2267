// SPDX-License-Identifier: GPL-3.0-or-later
#include "application/signin.h"

#include <QDesktopServices>
#include <QtTest>

using namespace latchkey;

/// What the browser is given, and what never reaches it.
class TestSignIn : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void opens_data();
    void opens();
    void nothingConfiguredOpensNothing();

public Q_SLOTS:
    void browse(const QUrl &address) { m_browsed += address; } ///< stands for the browser

private:
    QList<QUrl> m_browsed;
};

namespace {
const QStringList schemes{QStringLiteral("https"), QStringLiteral("http"), QStringLiteral("file"),
                          QStringLiteral("javascript")};
/// The host alone: the rest of an address may hold what is nobody's business.
const QRegularExpression refusal(QStringLiteral("was not opened: host \"[a-z.]*\"$"));
} // namespace

void TestSignIn::initTestCase()
{
    for (const QString &scheme : schemes)
        QDesktopServices::setUrlHandler(scheme, this, "browse");
}

void TestSignIn::cleanupTestCase()
{
    for (const QString &scheme : schemes)
        QDesktopServices::unsetUrlHandler(scheme);
}

void TestSignIn::opens_data()
{
    QTest::addColumn<QString>("address");
    QTest::addColumn<bool>("good");
    const auto row = [](const char *address, bool good) {
        QTest::newRow(address) << QString::fromLatin1(address) << good;
    };
    row("https://login.example/in?from=latchkey#top", true);
    row("https://login.example:8443/", true);
    row("https://LOGIN.example/", true);
    row("https://id.example/reset", true); // where the service itself is
    row("http://login.example/in", false);
    row("https://evil.example/in", false);
    row("https://login.example.evil.example/", false);
    row("https://in.login.example/", false);
    row("https://robin@login.example/", false);
    row("https://robin:word@login.example/", false);
    row("https://:word@login.example/", false);
    row("https://login.example@evil.example/", false);
    row("https://login.example\\@evil.example/", false);
    row("file:///etc/passwd", false);
    row("file://login.example/etc/passwd", false);
    row("javascript:alert(1)", false);
    row("//login.example/in", false);
    row("login.example", false);
    row("https:", false);
    row("", false);
}

void TestSignIn::opens()
{
    QFETCH(const QString, address);
    QFETCH(const bool, good);
    m_browsed.clear();
    const QUrl url(address);
    if (!good)
        QTest::ignoreMessage(QtWarningMsg, refusal);
    QCOMPARE(openInBrowser(url, {QUrl(QStringLiteral("https://login.example/in")),
                                 QUrl(QStringLiteral("https://id.example/api"))}),
             good);
    QCOMPARE(m_browsed, good ? QList<QUrl>{url} : QList<QUrl>());
}

void TestSignIn::nothingConfiguredOpensNothing()
{
    m_browsed.clear();
    for (const QList<QUrl> &configured : {QList<QUrl>(), QList<QUrl>{QUrl(), QUrl()}}) {
        QTest::ignoreMessage(QtWarningMsg, refusal);
        QTest::ignoreMessage(QtWarningMsg, refusal);
        QVERIFY(!openInBrowser(QUrl(QStringLiteral("https://login.example")), configured));
        QVERIFY(!openInBrowser(QUrl(QStringLiteral("https:///in")), configured));
    }
    QVERIFY(m_browsed.isEmpty());
}

QTEST_MAIN(TestSignIn)
#include "test_signin.moc"
