// SPDX-License-Identifier: GPL-3.0-or-later
// latchkey-tour FOLDER
//
// The program's main job in its real windows: ask, read the mail, open the link, choose a password,
// check it against the database. Nothing is simulated but the hands. Prints each step, leaves
// numbered pictures in the folder, and exits 0 only if all of it happened.
#include "application/demo.h"
#include "application/desktop.h"
#include "application/language.h"
#include "launch/linkinbox.h"
#include "tests/tour/guide.h"

#include <QApplication>
#include <QDirIterator>
#include <QFile>
#include <QListWidget>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>
#include <QTextBrowser>

#include <cstdio>

using namespace latchkey;

namespace {

const QString newPassword = QStringLiteral("seven quiet harbours");

bool clickLinkInMail()
{
    auto *mail = qobject_cast<QTextBrowser *>(Guide::find("mailView"));
    if (!mail)
        return false;
    QTextCursor link = mail->document()->find(QStringLiteral("latchkey://"));
    if (link.isNull())
        return false;
    link.setPosition(link.selectionStart() + 3);
    mail->setTextCursor(link);
    mail->ensureCursorVisible();
    QTest::mouseClick(mail->viewport(), Qt::LeftButton, {}, mail->cursorRect(link).center());
    return true;
}

/// The notice has come meanwhile, and stands above it.
bool showOldestMail()
{
    auto *list = qobject_cast<QListWidget *>(Guide::find("mailList"));
    if (!list || !Guide::waitFor([list] { return list->count() == 2; }))
        return false;
    QTest::mouseClick(list->viewport(), Qt::LeftButton, {},
                      list->visualItemRect(list->item(1)).center());
    return true;
}

QString demoDatabase(const QString &folder)
{
    QDirIterator files(folder, {QStringLiteral("demo.db")}, QDir::Files,
                       QDirIterator::Subdirectories);
    return files.hasNext() ? files.next() : QString();
}

/// Asks the administrator's program, which opens the database for itself.
bool passwordIsGood(const QString &folder, const QString &password)
{
    const QString settings = folder + QStringLiteral("/check.toml");
    QFile file(settings);
    if (!file.open(QIODevice::WriteOnly))
        return false;
    file.write("[service]\nid = \"demo\"\nname = \"Demo\"\n[database]\npath = \"" +
               demoDatabase(folder).toUtf8() + "\"\n[mail]\nfolder = \"mail\"\n");
    file.close();
    QProcess ctl;
    ctl.setProgram(QCoreApplication::applicationDirPath() + QStringLiteral("/latchkeyctl"));
    ctl.setArguments({QStringLiteral("--config"), settings, QStringLiteral("password"),
                      QStringLiteral("verify"), QString(demoAddress)});
    ctl.start();
    ctl.write(password.toUtf8() + '\n');
    ctl.closeWriteChannel();
    return ctl.waitForFinished() && ctl.exitStatus() == QProcess::NormalExit && ctl.exitCode() == 0;
}

void walk(Guide &guide, const QString &folder)
{
    guide.step(QStringLiteral("start with nothing configured: the demo is offered"), [&] {
        return Guide::find("tryButton") && guide.picture("welcome") && Guide::click("tryButton");
    });
    guide.step(QStringLiteral("ask for a link, mistyped: told beside the field"), [&] {
        return Guide::type("addressEdit", QStringLiteral("robin at example")) &&
               Guide::click("sendButton") && Guide::find("faultLabel") && guide.picture("mistyped");
    });
    guide.step(QStringLiteral("ask for a link"), [&] {
        return Guide::type("addressEdit", QString(demoAddress)) && guide.picture("ask") &&
               Guide::click("sendButton") && Guide::find("proofEdit");
    });
    guide.step(QStringLiteral("the mail arrives"),
               [&] { return Guide::find("mailView") && guide.picture("mail"); });
    guide.step(QStringLiteral("click the link in the mail"),
               [] { return clickLinkInMail() && Guide::find("newPasswordEdit"); });
    guide.step(QStringLiteral("a password that is too short: the rules say so"), [&] {
        return Guide::type("newPasswordEdit", QStringLiteral("too short")) &&
               guide.picture("too-short");
    });
    guide.step(QStringLiteral("the database does not take it either"),
               [&] { return !passwordIsGood(folder, newPassword); });
    guide.step(QStringLiteral("choose a password"), [&] {
        return Guide::type("newPasswordEdit", newPassword) && guide.picture("password") &&
               Guide::click("changeButton") && Guide::find("closeButton") && guide.picture("done");
    });
    guide.step(QStringLiteral("check it against the database"),
               [&] { return passwordIsGood(folder, newPassword); });
    guide.step(QStringLiteral("open the same link again: used, and told before any typing"), [&] {
        return showOldestMail() && clickLinkInMail() && Guide::find("pasteAgainButton") &&
               guide.picture("used-link");
    });
}

} // namespace

int main(int argc, char **argv)
{
    if (argc != 2) {
        std::fprintf(stderr, "usage: latchkey-tour FOLDER\n");
        return 2;
    }
    // The demo keeps its files in a folder of its own below this one, so that they can be found.
    const QTemporaryDir folder;
    qputenv("TMPDIR", folder.path().toLocal8Bit());
    QDir().mkpath(QString::fromLocal8Bit(argv[1]));

    int own = 1;
    QApplication application(own, argv);
    const Language language;
    const SystemClock clock;
    Guide guide(QString::fromLocal8Bit(argv[1]));
    {
        LinkInbox inbox;
        Desktop desktop(clock, inbox);
        desktop.start({});
        walk(guide, folder.path());
    }
    std::printf("%s\n", guide.succeeded() ? "The whole recovery works." : "The recovery failed.");
    return guide.succeeded() ? 0 : 1;
}
