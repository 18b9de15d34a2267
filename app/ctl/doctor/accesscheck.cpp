// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/logfile.h"
#include "ctl/doctor/audience.h"
#include "ctl/doctor/check.h"

#include "services/vault/credentialfile.h"

#include <QDir>
#include <QFileInfo>

#include <algorithm>

namespace latchkey {

namespace {

enum class Closed : quint8 {
    ToReaders, ///< holds secrets: nobody else reads or writes it
    ToWriters, ///< says where secrets go: nobody else writes it
};

struct Thing
{
    QString name; ///< "the database"
    QString path;
    Closed closed = Closed::ToReaders;
};

QList<Thing> thingsOf(const LayeredConfiguration &layers)
{
    const Configuration &configuration = layers.configuration;
    const QString database = configuration.database.path;
    QList<Thing> things{{QStringLiteral("the database"), database}};
    for (const char *suffix : {"-wal", "-shm", "-journal", ".before-restore"})
        things << Thing{QStringLiteral("the database's file"), database + QLatin1String(suffix)};
    if (configuration.keys.source == KeySource::CredentialFile) {
        const QString file = configuration.keys.credentialFile;
        things << Thing{QStringLiteral("the credential file"),
                        file.isEmpty() ? CredentialFile::systemdPath() : file};
    }
    if (configuration.mail.transport == MailTransport::Folder)
        things << Thing{QStringLiteral("the mail folder"), configuration.mail.folder};
    for (const QString &file : logFilesIn(logFolder()))
        things << Thing{QStringLiteral("the log"), file};
    for (const QString &file : layers.files)
        things << Thing{QStringLiteral("the settings"), file, Closed::ToWriters};
    return things;
}

QString command(const Thing &thing)
{
    if (thing.closed == Closed::ToWriters)
        return QStringLiteral("chmod go-w ") + thing.path;
    return QStringLiteral("setfacl -b %1; chmod go= %1").arg(thing.path);
}

/// A systemd credential is shown to one more user by an access list on a file of root's.
bool isFromSystemd(const QString &path)
{
    return path == CredentialFile::systemdPath();
}

Observations observationsOn(const Thing &thing)
{
    const Result<Audience> audience = audienceOf(thing.path);
    if (!audience) {
        return {fault(QStringLiteral("%1 %2 cannot be looked at: %3")
                          .arg(thing.name, thing.path, audience.error().detail),
                      QStringLiteral("Run this as the user who owns it"))};
    }
    Observations observations;
    const QString head = thing.name + QLatin1Char(' ') + thing.path;
    if (audience->isLink && thing.closed == Closed::ToReaders)
        observations << fault(
            head + QStringLiteral(" is a symbolic link"),
            QStringLiteral("Put the file itself there, or name its true path in the "
                           "settings"));
    if (audience->ownedByOther)
        observations << fault(QStringLiteral("%1 belongs to %2").arg(head, audience->owner),
                              QStringLiteral("chown it to %1").arg(ownName()));
    const bool ofReaders = thing.closed == Closed::ToReaders;
    const QStringList &others = ofReaders ? audience->readers : audience->writers;
    QStringList who = others;
    if (ofReaders)
        who << audience->writers;
    who.removeDuplicates();
    if (!who.isEmpty())
        observations << fault(QStringLiteral("%1 is open to %2 (%3)")
                                  .arg(head, who.join(QStringLiteral(", ")),
                                       others.isEmpty() || !ofReaders ? QStringLiteral("writing")
                                                                      : QStringLiteral("reading")),
                              command(thing));
    const QStringList folders = foldersOpenAbove(thing.path);
    if (!folders.isEmpty())
        observations << warning(
            QStringLiteral("others could put another file in the place of %1, "
                           "through %2")
                .arg(head, folders.join(QStringLiteral("; "))),
            QStringLiteral("Take the right to write there from them (chmod go-w)"));
    if (observations.isEmpty())
        observations << good(QStringLiteral("%1: %2's, %3")
                                 .arg(head, audience->owner,
                                      ofReaders ? QStringLiteral("closed to others")
                                                : QStringLiteral("others may not change it")));
    return observations;
}

} // namespace

Observations examineAccess(const Patient &patient)
{
    Observations observations;
    for (const Thing &thing : thingsOf(patient.layers)) {
        if (!thing.path.isEmpty() && !isFromSystemd(thing.path) &&
            (QFileInfo::exists(thing.path) || QFileInfo(thing.path).isSymLink()))
            observations << observationsOn(thing);
    }
    return observations;
}

} // namespace latchkey
