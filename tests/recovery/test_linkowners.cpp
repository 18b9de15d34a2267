// SPDX-License-Identifier: GPL-3.0-or-later
#include "recovery/linkowners.h"

#include <QtTest>

using namespace latchkey;

/// Three services: one that mails our own links, and two of one kind whose links look alike where
/// they are of our scheme, and differ by their host where they are of the web.
class TestLinkOwners : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void links_data();
    void links();
    void texts_data();
    void texts();

private:
    static ServiceDescription service(const char *id, const char *base = nullptr)
    {
        ServiceDescription description{.id = QString::fromLatin1(id)};
        if (base) {
            for (const char16_t *form :
                 {u"latchkey://reset?token={token}", u"{base}/reset/{token}"})
                description.linkForms.patterns.push_back(
                    LinkPattern::parse(form, QUrl(QString::fromLatin1(base))).value());
        }
        return description;
    }
    const std::vector<ServiceDescription> m_services{service("acme"),
                                                     service("shop", "https://shop.example"),
                                                     service("club", "https://club.example")};
};

using Places = std::vector<size_t>;

void TestLinkOwners::links_data()
{
    QTest::addColumn<QByteArray>("link");
    QTest::addColumn<Places>("places");
    QTest::newRow("ours, by its id") << QByteArray("latchkey://reset/acme/abc") << Places{0};
    QTest::newRow("ours, of a remote one") << QByteArray("latchkey://reset/club/abc") << Places{2};
    QTest::newRow("ours, of nobody") << QByteArray("latchkey://reset/bank/abc") << Places{};
    QTest::newRow("of the web") << QByteArray("https://shop.example/reset/abc") << Places{1};
    QTest::newRow("of another host") << QByteArray("https://bank.example/reset/abc") << Places{};
    QTest::newRow("a host in front of a host")
        << QByteArray("https://shop.example.evil.example/reset/abc") << Places{};
    QTest::newRow("of two") << QByteArray("latchkey://reset?token=abc") << Places{1, 2};
    QTest::newRow("nonsense") << QByteArray("latchkey:") << Places{};
    QTest::newRow("nothing") << QByteArray() << Places{};
}

void TestLinkOwners::links()
{
    QFETCH(const QByteArray, link);
    QFETCH(const Places, places);
    QCOMPARE(ownersOfLink(link, m_services), places);
    QCOMPARE(ownersOfLink(link, {}), Places{});
}

void TestLinkOwners::texts_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<Places>("places");
    QTest::newRow("a mail") << QStringLiteral("Hello,\nopen <https://club.example/reset/abc>.\nBye")
                            << Places{2};
    QTest::newRow("ours, in brackets")
        << QStringLiteral("(latchkey://reset/acme/abc)") << Places{0};
    QTest::newRow("a code") << QStringLiteral("BCDF-GHJK") << Places{};
    QTest::newRow("a token") << QStringLiteral(
                                    "eyJpZCI6IjEyMzQ1Njc4OTAifQ.ZkQwMQ.abcDEF_123-456789")
                             << Places{};
    QTest::newRow("words") << QStringLiteral("see you on Monday") << Places{};
}

void TestLinkOwners::texts()
{
    QFETCH(const QString, text);
    QFETCH(const Places, places);
    QCOMPARE(ownersOfText(text, m_services), places);
}

QTEST_GUILESS_MAIN(TestLinkOwners)
#include "test_linkowners.moc"
