// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctl/workplace.h"

#include "services/local/database.h"
#include "services/local/keynotice.h"
#include "settings/places.h"

namespace latchkey {

namespace {

Result<QString> usualConfiguration()
{
    if (QString main = mainServiceFile(); !main.isEmpty())
        return main;
    return fail({.reason = Reason::FileUnreadable,
                 .detail = QStringLiteral("there is no configuration yet: 'latchkeyctl init' makes "
                                          "one, --config FILE names one elsewhere"),
                 .about = configurationCandidates().join(QStringLiteral(" or "))});
}

} // namespace

Workplace::Workplace(Printer &printer, QString configurationPath,
                     std::vector<SettingOverride> settings)
    : m_printer(printer), m_configurationPath(std::move(configurationPath)),
      m_settings(std::move(settings))
{
}

Workplace::~Workplace() = default;

Result<const LayeredConfiguration *> Workplace::layers()
{
    if (m_layers)
        return &*m_layers;
    const Result<QString> path =
        m_configurationPath.isEmpty() ? usualConfiguration() : m_configurationPath;
    if (!path)
        return fail(path.error());
    auto loaded = loadLayers(*path);
    if (!loaded)
        return fail(loaded.error());
    if (auto applied = applyOverrides(m_settings, *loaded); !applied)
        return fail(applied.error());
    m_layers = std::move(*loaded);
    if (!m_configurationPath.isEmpty()) {
        for (const OverruledValue &one : m_layers->overruled)
            m_printer.remark(overruledText(one) + u'.');
    }
    return &*m_layers;
}

Result<const Configuration *> Workplace::configuration()
{
    const auto settings = layers();
    if (!settings)
        return fail(settings.error());
    return &(*settings)->configuration;
}

QStringList Workplace::serviceFiles() const
{
    return m_configurationPath.isEmpty() ? latchkey::serviceFiles()
                                         : QStringList{m_configurationPath};
}

Result<SqlRunner *> Workplace::database()
{
    if (!m_database) {
        const auto settings = configuration();
        if (!settings)
            return fail(settings.error());
        auto opened = openDatabase((*settings)->database.path);
        if (!opened)
            return fail(opened.error());
        m_database = std::move(*opened);
    }
    return m_database.get();
}

Result<Vault *> Workplace::vault()
{
    if (!m_vault) {
        const auto settings = configuration();
        if (!settings)
            return fail(settings.error());
        auto made = makeVault(**settings);
        if (!made)
            return fail(made.error());
        m_vault = std::move(*made);
    }
    return m_vault.get();
}

Result<KeyRing> Workplace::keyRing()
{
    const auto place = vault();
    if (!place)
        return fail(place.error());
    const auto stored = wait((*place)->read(signingKeysName(m_layers->configuration)));
    if (!stored) {
        Failure failure = stored.error();
        if (failure.reason == Reason::KeyMissing)
            failure.about = (*place)->place();
        return fail(failure);
    }
    auto ring = KeyRing::parse((*stored)->reveal());
    if (!ring) {
        return fail({.reason = ring.error().reason,
                     .detail = ring.error().detail,
                     .about = (*place)->place()});
    }
    return ring;
}

Result<void> Workplace::storeKeyRing(const KeyRing &ring)
{
    const auto place = vault();
    if (!place)
        return fail(place.error());
    const auto written =
        wait((*place)->write(signingKeysName(m_layers->configuration), share(ring.serialise())));
    if (!written)
        return fail(written.error());
    return {};
}

Result<KeyRing>
Workplace::changeKeys(const std::function<Result<KeyRing>(const Result<KeyRing> &present)> &change)
{
    const auto changeAndStore = [this, &change]() -> Result<KeyRing> {
        auto changed = change(keyRing());
        if (!changed)
            return changed;
        if (auto stored = storeKeyRing(*changed); !stored)
            return fail(stored.error());
        return changed;
    };
    // A keyring that is locked asks now, and not while everybody else waits for the database.
    (void)keyRing();
    const auto runner = database();
    if (!runner) {
        auto changed = changeAndStore();
        if (changed)
            m_printer.remark(QStringLiteral("The database could not be used (%1). Programs that "
                                            "are running keep the keys that they have: start them "
                                            "again.")
                                 .arg(reasonName(runner.error().reason)));
        return changed;
    }
    // The write lock of the database keeps others out of the vault, which has none of its own. The
    // notice is posted by the same commit, so whoever sees it finds the new keys.
    return (*runner)->transaction([&]() -> Result<KeyRing> {
        auto changed = changeAndStore();
        if (!changed)
            return changed;
        if (auto posted = KeyNotice(**runner).post(*changed); !posted)
            return fail(posted.error());
        return changed;
    });
}

Result<Backend *> Workplace::backend()
{
    if (!m_backend) {
        const auto settings = configuration();
        if (!settings)
            return fail(settings.error());
        m_backend = openBackend(**settings, m_clock, Asker::Operator);
    }
    return m_backend.get();
}

} // namespace latchkey
