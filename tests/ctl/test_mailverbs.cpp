// SPDX-License-Identifier: GPL-3.0-or-later
#include "servicekit.h"

using namespace latchkey;

namespace {
const QStringList preview{QStringLiteral("mail"), QStringLiteral("preview")};
} // namespace

/// What an administrator does before the first mail goes out.
class TestMailVerbs : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void previewShowsEachKind()
    {
        const ServiceKit kit;
        const Run reset = kit.run(preview);
        QCOMPARE(reset.code, 0);
        QVERIFY2(reset.out.startsWith("Subject: Choose a new password for "),
                 reset.out.constData());
        QVERIFY(reset.out.contains("\nlatchkey://reset/example/"));
        QVERIFY(reset.out.contains("\nlatchkey://withdraw/example/"));
        const Run german =
            kit.run(preview + QStringList{QStringLiteral("--kind"), QStringLiteral("notice"),
                                          QStringLiteral("--language=de-AT")});
        QCOMPARE(german.code, 0);
        QVERIFY(german.out.startsWith("Subject: Ihr Passwort bei "));
        QVERIFY(!german.out.contains("latchkey://"));
        const Run html = kit.run(preview + QStringList{QStringLiteral("--html")});
        QVERIFY(html.out.startsWith("<!DOCTYPE html>"));
        const Run json = kit.runJson(preview + QStringList{QStringLiteral("--kind=confirm")});
        QCOMPARE(json.json()[QStringLiteral("kind")].toString(), QStringLiteral("confirm"));
        QVERIFY(json.json()[QStringLiteral("text")].toString().contains(
            QStringLiteral("latchkey://confirm/example/")));
        QCOMPARE(kit.run(preview + QStringList{QStringLiteral("--kind=bill")}).code, 2);
    }

    void whatIsShownOpensNothing()
    {
        const ServiceKit kit;
        const Run shown = kit.runJson(preview);
        const QString text = shown.json()[QStringLiteral("text")].toString();
        const Run inspected = kit.runJson(
            {QStringLiteral("inspect")},
            text.section(QStringLiteral("open this link:"), 1).section(u'\n', 2, 2).toUtf8() +
                '\n');
        QCOMPARE(inspected.code, 1);
        QCOMPARE(inspected.reason(), QStringLiteral("LinkDamaged"));
    }

    void aMistakeInATemplateIsToldAndNotSent()
    {
        const ServiceKit kit;
        kit.write(QStringLiteral("latchkey.toml"),
                  kit.settingsWith("transport = \"folder\"\nfolder = \"mail\"\n"
                                   "templates = \"words\"\n"));
        QVERIFY(QDir(kit.path("")).mkpath(QStringLiteral("words/en")));
        QCOMPARE(kit.run(preview).code, 0);
        kit.write(QStringLiteral("words/en/reset.txt"),
                  "Subject: Hello from {{service}}\n\n{{link}} {{code}} {{link_expires}}\n");
        QVERIFY(kit.run(preview).out.startsWith("Subject: Hello from "));

        kit.write(QStringLiteral("words/en/reset.txt"),
                  "Subject: Hello from {{service}}\n\n{{link}}\n{{password}}\n");
        const Run wrong = kit.run(preview);
        QCOMPARE(wrong.code, 3);
        QVERIFY2(wrong.err.contains("words/en/reset.txt:4: there is nothing named \"password\""),
                 wrong.err.constData());
        QVERIFY(wrong.out.startsWith("Subject: Choose a new password"));
        const Run doctor = kit.run({QStringLiteral("doctor")});
        QCOMPARE(doctor.code, 3);
        QVERIFY2(doctor.out.contains("words/en/reset.txt:4:"), doctor.out.constData());

        kit.run({QStringLiteral("request"), QStringLiteral("robin@example.com")});
        QVERIFY(!kit.mailedLink().isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestMailVerbs)
#include "test_mailverbs.moc"
