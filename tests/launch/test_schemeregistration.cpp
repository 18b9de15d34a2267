// SPDX-License-Identifier: GPL-3.0-or-later
#include "launch/identity.h"
#include "launch/schemeregistration.h"
#include "tests/support/patience.h"

#include <QProcess>
#include <QtTest>

using namespace latchkey;

namespace {

QString text(QByteArrayView bytes)
{
    return QString::fromUtf8(bytes);
}
const QString ownId = text(applicationId) + QStringLiteral(".desktop");
const QString ownType = QStringLiteral("x-scheme-handler/") + text(linkScheme);

} // namespace

/// Who opens our links, as we read it and as the desktops' own tools do.
class TestSchemeRegistration : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void nobodyAtFirst();
    void repairsForThisUser();
    void theDesktopsToolsAgree();
    void leavesTheRestOfTheListAlone_data();
    void leavesTheRestOfTheListAlone();
    void namesTheRival();
    void aDefaultThatIsGoneDoesNotCount();
    void anAssociationIsEnough();
    void theDesktopsOwnListComesFirst();
    void anotherCopyOfThisProgramIsARival();
    void usesTheInstalledDesktopFile();
    void quotesPaths_data();
    void quotesPaths();
    void saysWhatCannotBeWritten();

private:
    void put(const QString &path, const QByteArray &bytes) const
    {
        const QString whole = m_home->filePath(path);
        QVERIFY(QDir().mkpath(QFileInfo(whole).path()));
        QFile file(whole);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(bytes);
    }
    QByteArray get(const QString &path) const
    {
        QFile file(m_home->filePath(path));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    SchemePlaces places() const
    {
        return {.configurationFolders = {m_home->filePath(QStringLiteral("config")),
                                         m_home->filePath(QStringLiteral("etc"))},
                .dataFolders = {m_home->filePath(QStringLiteral("data")),
                                m_home->filePath(QStringLiteral("usr"))},
                .desktops = {QStringLiteral("kde")}};
    }
    SchemeRegistration registration() const { return {places(), m_program}; }
    /// What a tool prints, run with our folders for its own.
    QByteArray told(const QString &tool, const QStringList &words) const
    {
        QProcess process;
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QStringLiteral("XDG_CONFIG_HOME"), places().configurationFolders[0]);
        environment.insert(QStringLiteral("XDG_CONFIG_DIRS"), places().configurationFolders[1]);
        environment.insert(QStringLiteral("XDG_DATA_HOME"), places().dataFolders[0]);
        environment.insert(QStringLiteral("XDG_DATA_DIRS"), places().dataFolders[1]);
        environment.insert(QStringLiteral("HOME"), m_home->path());
        environment.insert(QStringLiteral("DBUS_SESSION_BUS_ADDRESS"), QStringLiteral("disabled:"));
        process.setProcessEnvironment(environment);
        process.start(tool, words);
        process.waitForFinished();
        return process.readAllStandardOutput();
    }

    std::unique_ptr<QTemporaryDir> m_home;
    QString m_program;
    const QByteArray m_rival = "[Desktop Entry]\nType=Application\nName=Rival\nExec=/bin/true %u\n";
};

void TestSchemeRegistration::init()
{
    m_home = std::make_unique<QTemporaryDir>();
    m_program = m_home->filePath(QStringLiteral("bin/latchkey"));
    put(QStringLiteral("bin/latchkey"), "#!/bin/sh\n");
    QFile::setPermissions(m_program, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
}

void TestSchemeRegistration::nobodyAtFirst()
{
    QCOMPARE(registration().find().state, SchemeState::Nobody);
}

void TestSchemeRegistration::repairsForThisUser()
{
    QVERIFY(registration().repair());
    QCOMPARE(registration().find().state, SchemeState::Ours);
    const QByteArray entry = get(QStringLiteral("data/applications/") + ownId);
    QVERIFY(entry.contains("Exec=" + m_program.toUtf8() + " %u\n"));
    QVERIFY(entry.contains(ownType.toUtf8() + ';'));
    // A second time changes nothing.
    const QByteArray list = get(QStringLiteral("config/mimeapps.list"));
    QVERIFY(registration().repair());
    QCOMPARE(get(QStringLiteral("config/mimeapps.list")), list);
}

void TestSchemeRegistration::theDesktopsToolsAgree()
{
    put(QStringLiteral("data/applications/rival.desktop"), m_rival);
    put(QStringLiteral("config/mimeapps.list"),
        "[Default Applications]\n" + ownType.toUtf8() + "=rival.desktop\n");
    QCOMPARE(openerOf(linkScheme, places())->desktopId, QStringLiteral("rival.desktop"));
    QVERIFY(registration().repair());
    QVERIFY(
        told(QStringLiteral("gio"), {QStringLiteral("mime"), ownType}).contains(ownId.toUtf8()));
    QCOMPARE(told(QStringLiteral("xdg-mime"),
                  {QStringLiteral("query"), QStringLiteral("default"), ownType})
                 .trimmed(),
             ownId.toUtf8());
    QProcess validate;
    validate.start(QStringLiteral("desktop-file-validate"),
                   {places().dataFolders[0] + QStringLiteral("/applications/") + ownId});
    QVERIFY(validate.waitForFinished());
    QCOMPARE(validate.readAll(), QByteArray());
    QCOMPARE(validate.exitCode(), 0);
}

void TestSchemeRegistration::leavesTheRestOfTheListAlone_data()
{
    QTest::addColumn<QByteArray>("before");
    QTest::addColumn<QByteArray>("after");
    QTest::newRow("empty") << QByteArray() << QByteArray("[Default Applications]\na/b=us;\n");
    QTest::newRow("other group") << QByteArray("[Added Associations]\na/b=x;\n")
                                 << QByteArray("[Added Associations]\na/b=x;\n"
                                               "[Default Applications]\na/b=us;\n");
    QTest::newRow("other key")
        << QByteArray("# mine\n[Default Applications]\nc/d=y\n\n[Removed Associations]\ne/f=z\n")
        << QByteArray(
               "# mine\n[Default Applications]\nc/d=y\na/b=us;\n\n[Removed Associations]\ne/f=z\n");
    QTest::newRow("replaced") << QByteArray("[Default Applications]\na/b = x;y;\nc/d=y\n")
                              << QByteArray("[Default Applications]\na/b=us;\nc/d=y\n");
    QTest::newRow("no line end") << QByteArray("[Default Applications]\nc/d=y")
                                 << QByteArray("[Default Applications]\nc/d=y\na/b=us;\n");
}

void TestSchemeRegistration::leavesTheRestOfTheListAlone()
{
    QFETCH(QByteArray, before);
    QTEST(withDefaults(before, {"a/b"}, "us"), "after");
}

void TestSchemeRegistration::namesTheRival()
{
    put(QStringLiteral("usr/applications/rival.desktop"), m_rival);
    put(QStringLiteral("etc/mimeapps.list"),
        "[Default Applications]\n" + ownType.toUtf8() + "=rival.desktop;\n");
    const auto finding = registration().find();
    QCOMPARE(finding.state, SchemeState::Another);
    QCOMPARE(finding.rival.name, QStringLiteral("Rival"));
    QVERIFY(finding.rival.program.endsWith(QLatin1String("/true")));
}

void TestSchemeRegistration::aDefaultThatIsGoneDoesNotCount()
{
    put(QStringLiteral("usr/applications/rival.desktop"), m_rival);
    put(QStringLiteral("config/mimeapps.list"),
        "[Default Applications]\n" + ownType.toUtf8() + "=gone.desktop;../x;rival.desktop;\n");
    QCOMPARE(openerOf(linkScheme, places())->desktopId, QStringLiteral("rival.desktop"));
}

void TestSchemeRegistration::anAssociationIsEnough()
{
    put(QStringLiteral("usr/applications/rival.desktop"), m_rival);
    put(QStringLiteral("usr/applications/mimeinfo.cache"),
        "[MIME Cache]\n" + ownType.toUtf8() + "=rival.desktop;\n");
    QCOMPARE(openerOf(linkScheme, places())->desktopId, QStringLiteral("rival.desktop"));
}

void TestSchemeRegistration::theDesktopsOwnListComesFirst()
{
    put(QStringLiteral("usr/applications/rival.desktop"), m_rival);
    put(QStringLiteral("usr/applications/other.desktop"), m_rival);
    put(QStringLiteral("config/kde-mimeapps.list"),
        "[Default Applications]\n" + ownType.toUtf8() + "=rival.desktop\n");
    put(QStringLiteral("config/mimeapps.list"),
        "[Default Applications]\n" + ownType.toUtf8() + "=other.desktop\n");
    QCOMPARE(openerOf(linkScheme, places())->desktopId, QStringLiteral("rival.desktop"));
}

void TestSchemeRegistration::anotherCopyOfThisProgramIsARival()
{
    QVERIFY(registration().repair());
    put(QStringLiteral("bin/newer"), "#!/bin/sh\n");
    const QString newer = m_home->filePath(QStringLiteral("bin/newer"));
    QFile::setPermissions(newer, QFile::ReadOwner | QFile::ExeOwner);
    const SchemeRegistration other(places(), newer);
    QCOMPARE(other.find().state, SchemeState::Another);
    QVERIFY(other.repair());
    QCOMPARE(other.find().state, SchemeState::Ours);
    QCOMPARE(registration().find().state, SchemeState::Another);
}

void TestSchemeRegistration::usesTheInstalledDesktopFile()
{
    put(QStringLiteral("usr/applications/") + ownId,
        "[Desktop Entry]\nType=Application\nName=Latchkey\nExec=" + m_program.toUtf8() + " %u\n");
    QVERIFY(registration().repair());
    QCOMPARE(registration().find().state, SchemeState::Ours);
    QVERIFY(get(QStringLiteral("data/applications/") + ownId).isEmpty());
}

void TestSchemeRegistration::quotesPaths_data()
{
    QTest::addColumn<QString>("name");
    for (const char *name : {"plain", "two words", "dollar$sign", "per%cent", "quo\"te",
                             "back\\slash", "tick`", "caf\xc3\xa9", "a'b", "semi;colon", "%u"})
        QTest::newRow(name) << QString::fromUtf8(name);
}

/// What we write is what we read, and what GLib runs.
void TestSchemeRegistration::quotesPaths()
{
    QFETCH(QString, name);
    const QString path = m_home->filePath(QStringLiteral("bin/") + name);
    put(QStringLiteral("bin/") + name, "#!/bin/sh\necho \"$1\" > \"$HOME/came\"\n");
    QFile::setPermissions(path, QFile::ReadOwner | QFile::ExeOwner);
    const SchemeRegistration registration(places(), path);
    QVERIFY(registration.repair());
    QCOMPARE(registration.find().state, SchemeState::Ours);
    if (name.contains(u'%'))
        return; // GLib looks for a program called "%%" (seen in 2.74)
    const QString link = text(linkScheme) + QStringLiteral("://hello/0123456789abcdef");
    told(QStringLiteral("gio"), {QStringLiteral("open"), link});
    LATCHKEY_TRY_COMPARE(get(QStringLiteral("came")).trimmed(), link.toUtf8());
}

void TestSchemeRegistration::saysWhatCannotBeWritten()
{
    put(QStringLiteral("config"), "a file where a folder should be");
    const auto repaired = registration().repair();
    QVERIFY(!repaired);
    QCOMPARE(repaired.error().reason, Reason::FileUnreadable);
    QCOMPARE(repaired.error().about, m_home->filePath(QStringLiteral("config/mimeapps.list")));
}

QTEST_GUILESS_MAIN(TestSchemeRegistration)
#include "test_schemeregistration.moc"
