// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/configurationreader.h"
#include "settings/settingkeys.h"
#include "settings/starterconfiguration.h"

#include <QFile>
#include <QSet>
#include <QtTest>

using namespace latchkey;

namespace {

Configuration complete()
{
    Configuration chosen;
    chosen.service.id = QStringLiteral("example");
    chosen.service.name = QStringLiteral("Bücher \"& Co\" \\ \x7f");
    chosen.service.name.chop(1);
    chosen.service.signIn = QUrl(QStringLiteral("https://example.com/a%20b?c=d#e"));
    chosen.database.path = QStringLiteral("/data/a.db");
    chosen.mail.folder = QStringLiteral("/mail");
    return chosen;
}

QByteArrayList rowNames()
{
    QByteArrayList names;
    for (const SettingKey &key : settingKeys())
        names << key.path().toLatin1();
    return names;
}

} // namespace

class TestSettingKeys : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void namesAreUniqueAndSectionsTogether();
    void everyMemberHasAKey();
    void everyKeyIsDocumented_data();
    void everyKeyIsDocumented();
    void everyDefaultIsAllowed_data() { everyKeyIsDocumented_data(); }
    void everyDefaultIsAllowed();
    void starterIsReadBackToTheSame_data();
    void starterIsReadBackToTheSame();
    void starterNamesEveryKey();
    void refusedValueLeavesAllAsItWas();
};

void TestSettingKeys::namesAreUniqueAndSectionsTogether()
{
    const QByteArrayList names = rowNames();
    QCOMPARE(QSet<QByteArray>(names.begin(), names.end()).size(), names.size());
    QByteArrayList sections;
    for (const QByteArray &name : names) {
        const QByteArray section = name.left(name.indexOf('.'));
        if (sections.isEmpty() || sections.last() != section) {
            QVERIFY2(!sections.contains(section), section.constData());
            sections << section;
        }
    }
}

void TestSettingKeys::everyMemberHasAKey()
{
    // The header's own comments say which key fills which member.
    QFile header(QStringLiteral(LATCHKEY_SOURCE_DIR "/app/settings/configuration.h"));
    QVERIFY(header.open(QIODevice::ReadOnly));
    const QString text = QString::fromUtf8(header.readAll());
    static const QRegularExpression comment(QStringLiteral(R"(///< \[(\w+)\] (\w+))"));
    QStringList inHeader;
    for (auto it = comment.globalMatch(text); it.hasNext();) {
        const auto match = it.next();
        inHeader << match.captured(1) + QLatin1Char('.') + match.captured(2);
    }
    QStringList declared;
    for (const SettingKey &key : settingKeys())
        declared << key.path();
    QCOMPARE(declared, inHeader);
}

void TestSettingKeys::everyKeyIsDocumented_data()
{
    QTest::addColumn<int>("index");
    for (int index = 0; const QByteArray &name : rowNames())
        QTest::newRow(name.constData()) << index++;
}

void TestSettingKeys::everyKeyIsDocumented()
{
    QFETCH(const int, index);
    const SettingKey &key = settingKeys()[static_cast<size_t>(index)];
    const QString description = QString::fromLatin1(key.description);
    QVERIFY(description.size() >= 10 && description.size() <= 95);
    QVERIFY(description.endsWith(QLatin1Char('.')) && !description.contains(QLatin1Char('\n')));
    QVERIFY(QRegularExpression(QStringLiteral("^[a-z]+\\.[a-z_]+$")).match(key.path()).hasMatch());
    if (key.isFilePath())
        QCOMPARE(key.sensitivity, Sensitivity::Private);
}

void TestSettingKeys::everyDefaultIsAllowed()
{
    QFETCH(const int, index);
    const SettingKey &key = settingKeys()[static_cast<size_t>(index)];
    Configuration configuration;
    const SettingValue before = valueOf(key, configuration);
    QCOMPARE(assign(key, before, configuration).has_value(), key.presence == Presence::Optional);
    QCOMPARE(valueOf(key, configuration), before);
}

void TestSettingKeys::starterIsReadBackToTheSame_data()
{
    QTest::addColumn<QByteArray>("section");
    QTest::newRow("little chosen") << QByteArray();
    // Every key away from its default, to see that each is written out.
    QTest::newRow("all chosen") << QByteArray("all");
}

void TestSettingKeys::starterIsReadBackToTheSame()
{
    QFETCH(const QByteArray, section);
    Configuration chosen = complete();
    if (!section.isEmpty()) {
        chosen.service.icon = QStringLiteral("/a.svg");
        chosen.service.deskContact = QStringLiteral("the desk\t");
        chosen.service.deskContact.chop(1);
        chosen.service.language = QStringLiteral("pt-BR");
        chosen.mail = {.transport = MailTransport::Smtp,
                       .folder = QStringLiteral("/m"),
                       .host = QStringLiteral("::1"),
                       .port = 25,
                       .security = MailSecurity::StartTls,
                       .user = QStringLiteral("u"),
                       .from = QStringLiteral("a@b.de"),
                       .fromName = QStringLiteral("A"),
                       .certificateAuthority = QStringLiteral("/ca")};
        chosen.keys = {.source = KeySource::CredentialFile, .credentialFile = QStringLiteral("/k")};
        chosen.links = {std::chrono::seconds(4000), std::chrono::seconds(70), true};
        chosen.password = {.minimumLength = 9, .askTwice = true};
        chosen.request = {std::chrono::milliseconds(200), 21, 4, 11, std::chrono::seconds(61)};
        chosen.retention.days = 31;
        chosen.log.keep = true;
    }
    const QByteArray text = starterConfiguration(chosen);
    const auto read = readConfiguration(text, QStringLiteral("/etc/latchkey.toml"));
    QVERIFY2(read, qPrintable(read ? QString() : read.error().about + read.error().detail));
    for (const SettingKey &key : settingKeys())
        QVERIFY2(valueOf(key, *read) == valueOf(key, chosen), qPrintable(key.path()));
}

void TestSettingKeys::starterNamesEveryKey()
{
    const QByteArray text = starterConfiguration(complete());
    for (const SettingKey &key : settingKeys()) {
        QVERIFY2(text.contains(QByteArray(key.name) + " = "), key.name);
        QVERIFY2(text.contains(key.description), key.name);
    }
    // With every default uncommented it still says the same.
    QByteArray bare;
    for (const QByteArray &line : text.split('\n'))
        bare += (line.startsWith("# ") && line.contains(" = ") ? line.mid(2) : line) + '\n';
    const auto read = readConfiguration(bare, QStringLiteral("/etc/latchkey.toml"));
    QVERIFY2(read, qPrintable(read ? QString() : read.error().about + read.error().detail));
    QCOMPARE(read->retention.days, 30);
}

void TestSettingKeys::refusedValueLeavesAllAsItWas()
{
    Configuration configuration = complete();
    for (const SettingKey &key : settingKeys()) {
        const SettingValue before = valueOf(key, configuration);
        const bool isNumber = std::holds_alternative<qint64>(before);
        const SettingValue wrong = isNumber ? SettingValue(QString()) : SettingValue(qint64{-1});
        const auto assigned = assign(key, wrong, configuration);
        QVERIFY2(!assigned, qPrintable(key.path()));
        QVERIFY(assigned.error().detail.startsWith(key.path() + QLatin1Char(' ')));
        QVERIFY2(valueOf(key, configuration) == before, qPrintable(key.path()));
    }
}

QTEST_GUILESS_MAIN(TestSettingKeys)
#include "test_settingkeys.moc"
