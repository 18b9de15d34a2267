// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/local/database.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

/// What the tests of latchkeyctl share: the real program, in a home of its own.
namespace latchkey::testing {

struct CtlAnswer
{
    int code = -1; ///< -1: it did not end by itself
    QByteArray out;
    QByteArray err;

    /// Standard output as the one object that it has to be; empty when it is anything else.
    QJsonObject json() const { return QJsonDocument::fromJson(out).object(); }
    /// The reason that `--json` gave.
    QString reason() const { return error("reason"); }
    /// A field of the error that `--json` gave.
    QString error(const char *field) const
    {
        return json().value("error").toObject().value(QLatin1String(field)).toString();
    }
};

class CtlHome
{
public:
    QString path(const QString &name = {}) const { return m_folder.filePath(name); }

    /// Runs latchkeyctl in the home with this standard input.
    CtlAnswer run(const QStringList &arguments, const QByteArray &input = {}) const
    {
        QProcess program;
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QStringLiteral("HOME"), m_folder.path());
        for (const char *name : {"XDG_CONFIG_HOME", "XDG_DATA_HOME"})
            environment.remove(QLatin1String(name));
        program.setProcessEnvironment(environment);
        program.setWorkingDirectory(m_folder.path());
        program.start(QStringLiteral(LATCHKEY_BINARY_DIR "/bin/latchkeyctl"), arguments);
        program.write(input);
        program.closeWriteChannel();
        if (!program.waitForFinished() || program.exitStatus() != QProcess::NormalExit)
            return {.code = -1,
                    .out = program.readAllStandardOutput(),
                    .err = program.readAllStandardError()};
        return {.code = program.exitCode(),
                .out = program.readAllStandardOutput(),
                .err = program.readAllStandardError()};
    }
    /// Words without blanks.
    CtlAnswer run(const char *line, const QByteArray &input = {}) const
    {
        return run(QString::fromUtf8(line).split(u' ', Qt::SkipEmptyParts), input);
    }

    /// A service with a credential file and a mail folder.
    CtlAnswer init() const
    {
        return run("init --service-id example --name Example --keys-file keys --database test.db "
                   "--mail-folder mail");
    }

    void write(const QString &name, const QByteArray &bytes) const
    {
        QFile file(path(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(bytes), bytes.size());
    }
    QByteArray read(const QString &name) const
    {
        QFile file(path(name));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    /// Every file and folder below the home.
    QStringList everything() const
    {
        QStringList names;
        QDirIterator entries(m_folder.path(),
                             QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot,
                             QDirIterator::Subdirectories);
        while (entries.hasNext())
            names << entries.next();
        names.sort();
        return names;
    }

    /// The first column of what the database of `init` answers.
    QStringList ask(const char *sql, const QVariantList &values = {}) const
    {
        const auto runner = openDatabase(path(QStringLiteral("test.db")), DatabaseMode::ReadOnly);
        const auto rows = runner ? (*runner)->rows(sql, values) : Result<QList<SqlRow>>();
        QStringList column;
        for (const SqlRow &row : rows ? *rows : QList<SqlRow>())
            column << row[0].toString();
        return column;
    }
    QString lastEvent() const
    {
        return ask("SELECT event FROM latchkey_log ORDER BY id DESC LIMIT 1").value(0);
    }

private:
    QTemporaryDir m_folder;
};

} // namespace latchkey::testing
