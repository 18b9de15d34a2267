// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "application/composition.h"
#include "core/async.h"
#include "ctl/printer.h"
#include "services/local/keyring.h"
#include "services/local/sqlrunner.h"
#include "settings/settingoverride.h"

#include <QCoreApplication>

#include <functional>
#include <memory>
#include <optional>

namespace latchkey {

/// What a verb works with, each made when it is first asked for, so that a verb meets only the
/// trouble of what it needs. One thread, no event loop around it: `wait` runs one for as long as
/// something is awaited.
class Workplace
{
public:
    /// An empty path: the configuration in the usual places. `settings` are the last layer of it.
    Workplace(Printer &printer, QString configurationPath,
              std::vector<SettingOverride> settings = {});
    ~Workplace();
    Q_DISABLE_COPY_MOVE(Workplace)

    Printer &printer() { return m_printer; }
    const Clock &clock() const { return m_clock; }
    Instant now() const { return m_clock.now(); }
    /// Where `--config` points; empty without it.
    const QString &configurationPath() const { return m_configurationPath; }

    /// The file that `--config` names, or all those of the usual places.
    QStringList serviceFiles() const;

    /// FileUnreadable when there is none. Says as a remark what in the file of `--config` does not
    /// count.
    Result<const LayeredConfiguration *> layers();
    Result<const Configuration *> configuration();
    /// The database of the configuration; see openDatabase.
    Result<SqlRunner *> database();
    Result<Vault *> vault();
    /// The signing keys in the vault; KeyMissing (about: where they were looked for).
    Result<KeyRing> keyRing();
    Result<void> storeKeyRing(const KeyRing &ring);
    /// Stores what `change` makes of the keys that are there, or of why there are none, and tells
    /// the programs that work on the database. Nobody else changes them meanwhile. Where there is
    /// no database to tell them by, says so as a remark.
    Result<KeyRing>
    changeKeys(const std::function<Result<KeyRing>(const Result<KeyRing> &present)> &change);
    /// Store, mailer, vault and service as the window has them, on connections of their own. It
    /// begins to send what is due.
    Result<Backend *> backend();

    /// The result, once it is there. The one event loop of the program: never within another.
    template <class T>
    static Result<T> wait(const Future<T> &future);

private:
    Printer &m_printer;
    const SystemClock m_clock;
    QString m_configurationPath;
    std::vector<SettingOverride> m_settings;
    std::optional<LayeredConfiguration> m_layers;
    std::unique_ptr<SqlRunner> m_database;
    std::unique_ptr<Vault> m_vault;
    std::unique_ptr<Backend> m_backend;
};

template <class T>
Result<T> Workplace::wait(const Future<T> &future)
{
    std::optional<Result<T>> result;
    QObject context;
    whenDone(future, &context, [&result](Result<T> received) {
        result = std::move(received);
        QCoreApplication::exit();
    });
    QCoreApplication::exec();
    if (!result)
        return fail(Reason::Cancelled);
    return std::move(*result);
}

} // namespace latchkey
