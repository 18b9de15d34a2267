// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctl/newservice.h"

#include "services/local/database.h"
#include "services/vault/privatefile.h"
#include "settings/layers.h"
#include "settings/places.h"
#include "settings/starterconfiguration.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <cerrno>
#include <ranges>
#include <sys/stat.h>

namespace latchkey {

namespace {

std::unexpected<Failure> unwritable(const QString &path, QString why)
{
    return fail({.reason = Reason::FileUnreadable, .detail = std::move(why), .about = path});
}

/// Also a link that leads nowhere.
bool isThere(const QString &path)
{
    struct stat facts = {};
    return ::lstat(QFile::encodeName(path).constData(), &facts) == 0;
}

} // namespace

NewService::NewService(Configuration chosen, QString configurationPath, Instant now)
    : m_configuration(std::move(chosen)), m_path(std::move(configurationPath)), m_now(now)
{
}

NewService::~NewService()
{
    for (const auto &step : std::views::reverse(m_undo))
        step();
}

Result<NewServicePlaces> NewService::make(const SharedSecret &mailPassword)
{
    if (auto free = checkPlaces(); !free)
        return fail(free.error());
    if (auto made = makeConfiguration(); !made)
        return fail(made.error());
    // What the system's settings lock counts for the keys as well.
    auto vault = makeVault(m_configuration);
    if (!vault)
        return fail(vault.error());
    m_vault = std::move(*vault);
    m_places.keys = m_vault->place();
    const auto keysWere = hasSecret(signingKeysName(m_configuration));
    if (!keysWere)
        return fail(keysWere.error());
    m_places.keysWere = *keysWere;

    if (auto made = makeDatabase(); !made)
        return fail(made.error());
    if (auto stored = storeKeys(mailPassword); !stored)
        return fail(stored.error());
    m_undo.clear();
    return m_places;
}

Result<void> NewService::checkPlaces()
{
    for (const QString &path : {m_path, m_configuration.database.path}) {
        if (!path.isEmpty() && isThere(path))
            return unwritable(path, QStringLiteral("it is there already, and is not written over"));
    }
    return {};
}

/// Each folder that is missing, for its owner alone.
Result<void> NewService::makeFolderFor(const QString &path)
{
    const QString folder = QFileInfo(path).absolutePath();
    if (QFileInfo::exists(folder))
        return {};
    if (auto above = makeFolderFor(folder); !above)
        return above;
    if (::mkdir(QFile::encodeName(folder).constData(), S_IRWXU) != 0)
        return unwritable(folder, qt_error_string(errno));
    m_undo.emplace_back([folder] { QDir().rmdir(folder); });
    return {};
}

Result<void> NewService::makeConfiguration()
{
    if (auto made = makeFolderFor(m_path); !made)
        return made;
    if (auto written = createPrivateFile(m_path, starterConfiguration(m_configuration)); !written)
        return written;
    m_undo.emplace_back([path = m_path] { QFile::remove(path); });
    // What was written is what the programs will read: mistakes come out now.
    auto loaded = loadLayers(m_path);
    if (!loaded)
        return fail(loaded.error());
    m_places.configuration = m_path;
    if (!loaded->overruled.isEmpty() && m_path != userConfigurationFile()) {
        // A file beside the system's of the same service: database and keys go where it says, for
        // whoever may put them there, and the system's file is what counts from then on.
        if (m_configuration.database.path.isEmpty())
            m_configuration.database.path = loaded->configuration.database.path;
        return {};
    }
    if (!loaded->overruled.isEmpty()) {
        const OverruledValue &first = loaded->overruled.constFirst();
        return fail({.reason = Reason::UsageFaulty,
                     .detail = QStringLiteral("%1 is locked by the system's settings (%2), so this "
                                              "would not be used. Another service goes into a "
                                              "file of its own: --config FILE.")
                                   .arg(first.key, first.lockedBy)});
    }
    m_configuration = std::move(loaded->configuration);
    return {};
}

Result<void> NewService::makeDatabase()
{
    const QString path = m_configuration.database.path;
    if (isThere(path))
        return unwritable(path, QStringLiteral("it is there already, and is not written over"));
    if (auto made = makeFolderFor(path); !made)
        return made;
    // The connection is closed again before anything is undone.
    if (auto made = createDatabase(path); !made)
        return fail(made.error());
    m_undo.emplace_back([path] {
        for (const char *part : {"", "-wal", "-shm"})
            QFile::remove(path + QLatin1String(part));
    });
    m_places.database = path;
    return {};
}

Result<bool> NewService::hasSecret(const QString &name)
{
    const auto stored = Workplace::wait(m_vault->read(name));
    if (stored)
        return true;
    if (stored.error().reason == Reason::KeyMissing)
        return false;
    return fail(stored.error());
}

Result<void> NewService::storeSecret(const QString &name, SharedSecret secret)
{
    if (auto written = Workplace::wait(m_vault->write(name, std::move(secret))); !written)
        return fail(written.error());
    m_undo.emplace_back([this, name] { (void)Workplace::wait(m_vault->remove(name)); });
    return {};
}

Result<void> NewService::storeKeys(const SharedSecret &mailPassword)
{
    if (const QString file = m_configuration.keys.credentialFile; !file.isEmpty()) {
        if (auto made = makeFolderFor(file); !made)
            return made;
        if (!isThere(file))
            m_undo.emplace_back([file] { QFile::remove(file); });
    }
    if (!m_places.keysWere) {
        const auto ring = KeyRing::fresh(m_now);
        if (!ring)
            return fail(ring.error());
        if (auto stored = storeSecret(signingKeysName(m_configuration), share(ring->serialise()));
            !stored)
            return stored;
    }
    if (!mailPassword)
        return {};
    const QString name = smtpPasswordName(m_configuration);
    const auto isHeld = hasSecret(name);
    if (!isHeld)
        return fail(isHeld.error());
    if (*isHeld) {
        return unwritable(m_places.keys,
                          QStringLiteral("it holds a mail password already, which is not written "
                                         "over; leave --mail-password-stdin out"));
    }
    return storeSecret(name, mailPassword);
}

} // namespace latchkey
