// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/local/accountstore.h"
#include "services/local/database.h"
#include "services/local/keyring.h"
#include "services/vault/credentialfile.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>

namespace latchkey {

/// What one run of latchkeyctl gave.
struct Run
{
    int code = -1;
    QByteArray out;
    QByteArray err;

    QJsonObject json() const { return QJsonDocument::fromJson(out).object(); }
    QString reason() const
    {
        return json()[QStringLiteral("error")][QStringLiteral("reason")].toString();
    }
};

/// A service of its own in a folder of its own: configuration, database with one confirmed account,
/// keys in a credential file, mail into a folder; and the real program to run on it.
class ServiceKit
{
public:
    explicit ServiceKit(const QByteArray &moreSettings = {})
    {
        chmod(QFile::encodeName(m_folder.path()).constData(), 0700);
        write(QStringLiteral("latchkey.toml"), settings() + moreSettings);
        const SystemClock clock;
        const auto ring = KeyRing::fresh(clock.now());
        CredentialFile(path("keys")).write(keysName(), share(ring->serialise())).result().value();
        auto database = createDatabase(path("latchkey.db"));
        AccountStore(**database)
            .add({.address = *EmailAddress::parse(u"robin@example.com"),
                  .passwordHash = {},
                  .confirmed = true,
                  .locale = {}},
                 clock.now())
            .value();
    }

    QString path(const char *name) const { return m_folder.filePath(QLatin1String(name)); }
    static QString keysName() { return QStringLiteral("signing-keys/example"); }
    std::unique_ptr<SqlRunner> database() const { return *openDatabase(path("latchkey.db")); }

    QByteArray settings() const
    {
        return settingsWith("transport = \"folder\"\nfolder = \"" + path("mail").toUtf8() +
                            "\"\nfrom = \"help@example.com\"\n");
    }
    QByteArray settingsWith(const QByteArray &mail) const
    {
        return "[service]\nid = \"example\"\nname = \"Example\"\n[database]\npath = \"" +
               path("latchkey.db").toUtf8() +
               "\"\n[keys]\nsource = \"credential-file\"\ncredential_file = \"" +
               path("keys").toUtf8() + "\"\n[request]\nanswer_delay_ms = 100\n[mail]\n" + mail;
    }
    void write(const QString &name, const QByteArray &content) const
    {
        QFile file(m_folder.filePath(name));
        QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
        file.write(content);
        file.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner);
    }
    void setMode(const char *name, mode_t mode) const
    {
        QCOMPARE(chmod(QFile::encodeName(path(name)).constData(), mode), 0);
    }

    Run run(const QStringList &words, const QByteArray &input = {}) const
    {
        QProcess program;
        program.start(QStringLiteral(LATCHKEY_BINARY_DIR "/bin/latchkeyctl"),
                      QStringList{QStringLiteral("--config"), path("latchkey.toml")} + words);
        program.write(input);
        program.closeWriteChannel();
        if (!program.waitForFinished(30'000) || program.exitStatus() != QProcess::NormalExit)
            return {.code = -1,
                    .out = program.readAllStandardOutput(),
                    .err = program.readAllStandardError()};
        return {.code = program.exitCode(),
                .out = program.readAllStandardOutput(),
                .err = program.readAllStandardError()};
    }
    Run runJson(const QStringList &words, const QByteArray &input = {}) const
    {
        return run(words + QStringList{QStringLiteral("--json")}, input);
    }

    /// Asks for a reset and reads what the folder got: the newest mail's link or code.
    QByteArray mailed(const char *pattern) const
    {
        const QStringList mails = QDir(path("mail")).entryList(QDir::Files, QDir::Time);
        for (const QString &name : mails) {
            QFile mail(path("mail/") + name);
            if (!mail.open(QIODevice::ReadOnly))
                continue;
            QString text = QString::fromUtf8(mail.readAll());
            text.replace(QLatin1String("=\r\n"), QString());
            const auto found = QRegularExpression(QLatin1String(pattern)).match(text);
            if (found.hasMatch())
                return found.captured().toUtf8();
        }
        return {};
    }
    QByteArray mailedLink(const QByteArray &opening = "latchkey://") const
    {
        return mailed((opening + "[A-Za-z0-9/._-]+").constData());
    }
    QByteArray mailedCode() const { return mailed("\\b[B-Z]{4}-[B-Z]{4}\\b"); }

private:
    QTemporaryDir m_folder;
};

} // namespace latchkey
