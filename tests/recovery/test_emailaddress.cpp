// SPDX-License-Identifier: GPL-3.0-or-later
#include "recovery/emailaddress.h"
#include "tests/recovery/sweep.h"

#include <QTest>

namespace latchkey {

class TestEmailAddress : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void takes_data();
    void takes();
    void refuses_data();
    void refuses();
    void matches_data();
    void matches();
    void masks_data();
    void masks();
    void everyAsciiCharacterIsJudged();
    void anythingIsAnsweredSoundly();
};

void TestEmailAddress::takes_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("text");
    QTest::addColumn<QByteArray>("matchKey");
    const auto row = [](const char *name, const QString &typed, const QByteArray &key) {
        QTest::newRow(name) << typed << typed.trimmed() << key;
    };
    row("plain", QStringLiteral("alice@example.com"), "alice@example.com");
    row("blanks around", QStringLiteral(" \talice@example.com\r\n"), "alice@example.com");
    row("capitals", QStringLiteral("ALICE.Adams@EXAMPLE.Com"), "alice.adams@example.com");
    row("tag is kept", QStringLiteral("alice+bank@example.com"), "alice+bank@example.com");
    row("all marks of an atom", QStringLiteral("!#$%&'*+-/=?^_`{|}~@example.com"),
        "!#$%&'*+-/=?^_`{|}~@example.com");
    row("one letter", QStringLiteral("a@b.c"), "a@b.c");
    row("digits", QStringLiteral("123@456.example"), "123@456.example");
    row("this machine", QStringLiteral("root@localhost"), "root@localhost");
    row("dash in the domain", QStringLiteral("a@my-host.example"), "a@my-host.example");
    row("accent in the local part", QStringLiteral("ren\u00e9@example.com"),
        "ren\xc3\xa9@example.com");
    row("capital beyond ASCII is not folded", QStringLiteral("REN\u00c9@example.com"),
        "ren\xc3\x89@example.com");
    row("Chinese local part", QStringLiteral("\u7528\u6237@example.com"),
        "\xe7\x94\xa8\xe6\x88\xb7@example.com");
    row("Devanagari with marks", QStringLiteral("\u0939\u093f\u0928\u094d\u0926\u0940@example.com"),
        "\xe0\xa4\xb9\xe0\xa4\xbf\xe0\xa4\xa8\xe0\xa5\x8d\xe0\xa4\xa6\xe0\xa5\x80@example.com");
    row("umlaut domain", QStringLiteral("a@B\u00dcCHER.example"), "a@xn--bcher-kva.example");
    row("the same in A-labels", QStringLiteral("a@XN--BCHER-KVA.example"),
        "a@xn--bcher-kva.example");
    row("ideographic full stop", QStringLiteral("a@example\u3002com"), "a@example.com");
    row("local part of 64 octets", QString(64, u'a') + QStringLiteral("@example.com"),
        QByteArray(64, 'a') + "@example.com");
    const QString label63(63, u'd');
    row("label of 63", QStringLiteral("a@%1.example").arg(label63),
        "a@" + label63.toLatin1() + ".example");
    const QString whole = QStringLiteral("a@%1.%1.%1.%2").arg(label63, QString(60, u'e'));
    QCOMPARE(whole.size(), 254);
    row("whole of 254 octets", whole, whole.toLatin1());
}

void TestEmailAddress::takes()
{
    QFETCH(QString, typed);
    const auto address = EmailAddress::parse(typed);
    QVERIFY2(address, address ? "" : qPrintable(address.error().detail));
    QTEST(address->text(), "text");
    QTEST(address->matchKey(), "matchKey");
}

void TestEmailAddress::refuses_data()
{
    QTest::addColumn<QString>("typed");
    const auto row = [](const char *name, const QString &typed) { QTest::newRow(name) << typed; };
    row("nothing", {});
    row("blanks", QStringLiteral(" \t\n"));
    row("no @", QStringLiteral("alice.example.com"));
    row("only @", QStringLiteral("@"));
    row("no local part", QStringLiteral("@example.com"));
    row("no domain", QStringLiteral("alice@"));
    row("two @", QStringLiteral("alice@evil.example@example.com"));
    row("full-width @", QStringLiteral("alice\uff20example.com"));
    row("list with a comma", QStringLiteral("alice@example.com,evil@example.net"));
    row("list with a semicolon", QStringLiteral("alice@example.com;evil@example.net"));
    row("list with a blank", QStringLiteral("alice@example.com evil@example.net"));
    row("list with a line end", QStringLiteral("alice@example.com\nevil@example.net"));
    row("list in JSON", QStringLiteral("[\"alice@example.com\",\"evil@example.net\"]"));
    row("comma in the domain", QStringLiteral("alice@example.com,"));
    row("header behind", QStringLiteral("alice@example.com\r\nBcc: evil@example.net"));
    row("line end in the local part", QStringLiteral("al\nice@example.com"));
    row("line end in the domain", QStringLiteral("alice@exam\r\nple.com"));
    row("NUL in the local part", QStringLiteral("alice\0x@example.com"));
    row("NUL in the domain", QStringLiteral("alice@example.com\0.evil.example"));
    row("NUL behind", QStringLiteral("alice@example.com\0"));
    row("bell", QStringLiteral("al\aice@example.com"));
    row("delete", QStringLiteral("al\u007fice@example.com"));
    row("C1 control", QStringLiteral("al\u0085ice@example.com"));
    row("right-to-left override", QStringLiteral("\u202ealice@example.com"));
    row("right-to-left override in the domain", QStringLiteral("alice@\u202eexample.com"));
    row("right-to-left isolate", QStringLiteral("al\u2067ice@example.com"));
    row("left-to-right mark", QStringLiteral("alice\u200e@example.com"));
    row("zero-width blank", QStringLiteral("al\u200bice@example.com"));
    row("zero-width joiner", QStringLiteral("al\u200dice@example.com"));
    row("zero-width blank in the domain", QStringLiteral("alice@exam\u200bple.com"));
    row("zero-width joiner in the domain", QStringLiteral("alice@exam\u200dple.com"));
    row("soft hyphen in the domain", QStringLiteral("alice@exam\u00adple.com"));
    row("byte-order mark", QStringLiteral("\ufeffalice@example.com"));
    row("no-break space", QStringLiteral("al\u00a0ice@example.com"));
    row("lonely surrogate", QStringLiteral("al") + QChar(0xd83d) + QStringLiteral("@example.com"));
    row("surrogates reversed",
        QString(QChar(0xdc00)) + QChar(0xd83d) + QStringLiteral("@b.example"));
    row("replacement character", QStringLiteral("al\ufffdice@example.com"));
    row("replacement character in the domain", QStringLiteral("alice@exam\ufffdple.com"));
    row("emoji in the domain", QStringLiteral("alice@\U0001f600.example"));
    row("full-width solidus in the domain", QStringLiteral("alice@example\uff0fevil.com"));
    row("private character", QStringLiteral("al\ue000ice@example.com"));
    row("display name", QStringLiteral("Alice <alice@example.com>"));
    row("angle brackets", QStringLiteral("<alice@example.com>"));
    row("comment", QStringLiteral("alice(home)@example.com"));
    row("mailto", QStringLiteral("mailto:alice@example.com"));
    row("quoted local part", QStringLiteral("\"alice\"@example.com"));
    row("quoted blank", QStringLiteral("\"a b\"@example.com"));
    row("back slash", QStringLiteral("a\\b@example.com"));
    row("dot in front", QStringLiteral(".alice@example.com"));
    row("dot behind", QStringLiteral("alice.@example.com"));
    row("two dots", QStringLiteral("al..ice@example.com"));
    row("address literal", QStringLiteral("alice@[192.0.2.1]"));
    row("bare host", QStringLiteral("alice@intranet"));
    row("domain begins with a dot", QStringLiteral("alice@.example.com"));
    row("domain ends with a dot", QStringLiteral("alice@example.com."));
    row("two dots in the domain", QStringLiteral("alice@example..com"));
    row("dash before a label", QStringLiteral("alice@-example.com"));
    row("dash behind a label", QStringLiteral("alice@example-.com"));
    row("underscore in the domain", QStringLiteral("alice@exa_mple.com"));
    row("blank in the domain", QStringLiteral("alice@exam ple.com"));
    row("port", QStringLiteral("alice@example.com:25"));
    row("path", QStringLiteral("alice@example.com/x"));
    row("percent in the domain", QStringLiteral("alice@example%2ecom"));
    row("ends in a lone A-label prefix", QStringLiteral("alice@xn--.example"));
    row("local part of 65 octets", QString(65, u'a') + QStringLiteral("@example.com"));
    row("local part of 33 umlauts", QString(33, u'\u00fc') + QStringLiteral("@example.com"));
    row("label of 64", QStringLiteral("a@%1.example").arg(QString(64, u'd')));
    const QString label63(63, u'd');
    row("whole of 255 octets", QStringLiteral("a@%1.%1.%1.%2").arg(label63, QString(61, u'e')));
    row("254 octets as typed, more in A-labels",
        QStringLiteral("a@") + QStringLiteral("\u00fc.").repeated(80) + QStringLiteral("example"));
    row("a megabyte", QString(1 << 20, u'a') + QStringLiteral("@example.com"));
}

void TestEmailAddress::refuses()
{
    QFETCH(QString, typed);
    const auto address = EmailAddress::parse(typed);
    QVERIFY2(!address, address ? address->matchKey().data() : "");
    QCOMPARE(address.error().reason, Reason::AddressInvalid);
    QVERIFY(!address.error().detail.isEmpty());
}

void TestEmailAddress::matches_data()
{
    QTest::addColumn<QString>("stored");
    QTest::addColumn<QString>("typed");
    QTest::addColumn<bool>("same");
    const QString mike = QStringLiteral("mike@example.com");
    const auto row = [&](const char *name, const QString &typed, bool same) {
        QTest::newRow(name) << mike << typed << same;
    };
    row("capitals", QStringLiteral("MIKE@EXAMPLE.COM"), true);
    row("full-width domain", QStringLiteral("mike@\uff45xample.com"), true);
    row("Kelvin sign", QStringLiteral("mi\u212ae@example.com"), false);
    row("dotless i", QStringLiteral("m\u0131ke@example.com"), false);
    row("dotted capital I", QStringLiteral("m\u0130ke@example.com"), false);
    row("Cyrillic e", QStringLiteral("mik\u0435@example.com"), false);
    row("full-width local part", QStringLiteral("\uff4dike@example.com"), false);
    row("combining dot", QStringLiteral("mi\u0307ke@example.com"), false);
    row("tag", QStringLiteral("mike+1@example.com"), false);
    row("dot", QStringLiteral("m.ike@example.com"), false);
    row("Cyrillic domain letter", QStringLiteral("mike@ex\u0430mple.com"), false);
    row("dotless i in the domain", QStringLiteral("mike@example.c\u0131m"), false);
    QTest::newRow("sharp s is not ss") << QStringLiteral("strasse@example.com")
                                       << QStringLiteral("stra\u00dfe@example.com") << false;
    QTest::newRow("ligature is not fi")
        << QStringLiteral("fine@example.com") << QStringLiteral("\ufb01ne@example.com") << false;
    QTest::newRow("long s") << QStringLiteral("sam@example.com")
                            << QStringLiteral("\u017fam@example.com") << false;
    QTest::newRow("composed and decomposed differ")
        << QStringLiteral("ren\u00e9@example.com") << QStringLiteral("rene\u0301@example.com")
        << false;
    QTest::newRow("sharp s in the domain is not ss")
        << QStringLiteral("a@strasse.example") << QStringLiteral("a@stra\u00dfe.example") << false;
    QTest::newRow("umlaut domain") << QStringLiteral("a@b\u00fccher.example")
                                   << QStringLiteral("a@xn--bcher-kva.EXAMPLE") << true;
    QTest::newRow("decomposed umlaut in the domain")
        << QStringLiteral("a@b\u00fccher.example") << QStringLiteral("a@bu\u0308cher.example")
        << true;
}

void TestEmailAddress::matches()
{
    QFETCH(QString, stored);
    QFETCH(QString, typed);
    const auto one = EmailAddress::parse(stored);
    const auto other = EmailAddress::parse(typed);
    QVERIFY(one);
    QTEST(other && one->matchKey() == other->matchKey(), "same");
}

void TestEmailAddress::masks_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("masked");
    const auto row = [](const QString &typed, const QString &masked) {
        QTest::newRow(qPrintable(typed)) << typed << masked;
    };
    row(QStringLiteral("alice@example.com"), QStringLiteral("a•••e@example.com"));
    row(QStringLiteral("a@example.com"), QStringLiteral("a•••@example.com"));
    row(QStringLiteral("abc@example.com"), QStringLiteral("a•••@example.com"));
    row(QStringLiteral("abcd@example.com"), QStringLiteral("a•••d@example.com"));
    row(QStringLiteral("\U00020000bc\U00020001@example.com"),
        QStringLiteral("\U00020000•••\U00020001@example.com"));
}

void TestEmailAddress::masks()
{
    QFETCH(QString, typed);
    const auto address = EmailAddress::parse(typed);
    QVERIFY(address);
    QTEST(address->masked(), "masked");
}

void TestEmailAddress::everyAsciiCharacterIsJudged()
{
    constexpr QByteArrayView atext{"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
                                   "!#$%&'*+-/=?^_`{|}~."};
    constexpr QByteArrayView host{"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
                                  "-."};
    for (char c = 0; c >= 0 && c < 127; ++c) {
        const QString letter(QLatin1Char{c});
        const auto local = EmailAddress::parse(QStringLiteral("a%1b@example.com").arg(letter));
        QVERIFY2(local.has_value() == atext.contains(c), QByteArray::number(c).data());
        const auto domain = EmailAddress::parse(QStringLiteral("a@exa%1mple.com").arg(letter));
        QVERIFY2(domain.has_value() == host.contains(c), QByteArray::number(c).data());
    }
}

// Whatever is taken is within the bounds, has one @, and is taken again as the same address.
void TestEmailAddress::anythingIsAnsweredSoundly()
{
    const QString pieces = QStringLiteral("aZ0@@..--+_'\u00fc\u0131\u212a\u00df\u4e00\u3002\uff0e"
                                          "\u200b\u202e\u0307 ,;<>\"\n");
    int taken = 0;
    for (int round = 0; round < 50'000 * Sweep::stretch; ++round) {
        Sweep sweep(round);
        QString typed = round % 2 == 0 ? QString() : QStringLiteral("user@bucher.example");
        for (int i = sweep.below(12); i >= 0; --i)
            typed.insert(sweep.below(typed.size() + 1), pieces[sweep.below(pieces.size())]);
        const auto address = EmailAddress::parse(typed);
        if (!address)
            continue;
        ++taken;
        QVERIFY2(address->matchKey().size() <= 254, inRound(round).data());
        QCOMPARE(address->matchKey().count('@'), 1);
        const auto domain = address->matchKey().sliced(address->matchKey().indexOf('@') + 1);
        for (const char c : domain)
            QVERIFY2(c == '.' || c == '-' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z'),
                     inRound(round).data());
        const auto again = EmailAddress::parse(QString::fromUtf8(address->matchKey()));
        QVERIFY2(again && again->matchKey() == address->matchKey(), inRound(round).data());
    }
    QVERIFY(taken > 100);
}

} // namespace latchkey

QTEST_GUILESS_MAIN(latchkey::TestEmailAddress)
#include "test_emailaddress.moc"
