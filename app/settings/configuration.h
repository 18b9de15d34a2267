// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QString>
#include <QStringList>
#include <QUrl>

#include <chrono>
#include <map>

namespace latchkey {

/// Everything an administrator can set, typed and with its default. Read from TOML; each
/// key is declared once in `settings/settingkeys.cpp` with its name, default, check and
/// sensitivity.
struct ServiceSettings
{
    QString id = {};          ///< [service] id: in links; a-z 0-9 -
    QString name = {};        ///< [service] name
    QString icon = {};        ///< [service] icon: path of an SVG
    QUrl signIn = {};         ///< [service] sign_in: https
    QString deskContact = {}; ///< [service] desk_contact
    QString language = {};    ///< [service] language: for recipients without a locale
};

struct DatabaseSettings
{
    QString path = {}; ///< [database] path
};

enum class MailTransport : quint8 { Folder, Smtp };
enum class MailSecurity : quint8 { Tls, StartTls, ClearLoopback };

struct MailSettings
{
    MailTransport transport = MailTransport::Folder; ///< [mail] transport = "folder" | "smtp"
    QString folder = {};                             ///< [mail] folder
    QString host = {};                               ///< [mail] host
    int port = 0;                                    ///< [mail] port; 0: 465 or 587 by security
    MailSecurity security =
        MailSecurity::Tls;             ///< [mail] security = "tls" | "starttls" | "clear-loopback"
    QString user = {};                 ///< [mail] user; the password is in the vault
    QString from = {};                 ///< [mail] from: address of the sender
    QString fromName = {};             ///< [mail] from_name
    QString certificateAuthority = {}; ///< [mail] ca_file: PEM; replaces the system's
    int connections = 2;               ///< [mail] connections: to the server at once, at most
    QString templates = {};            ///< [mail] templates: folder of an administrator's own words
};

enum class KeySource : quint8 { Keyring, CredentialFile };

struct KeySettings
{
    KeySource source = KeySource::Keyring; ///< [keys] source = "keyring" | "credential-file"
    QString credentialFile =
        {}; ///< [keys] credential_file; "" with systemd: $CREDENTIALS_DIRECTORY/latchkey
};

struct LinkSettings
{
    std::chrono::seconds lifetime{86400};    ///< [links] lifetime: seconds, 300 to 86,400
    std::chrono::seconds codeLifetime{1800}; ///< [links] code_lifetime: seconds, 60 to 3,600
    bool acceptBareAddress = false; ///< [links] accept_bare_address: Flask tokens over an email
    bool bindToDevice = false; ///< [links] bind_to_device: good only for who asked, where they did
    QUrl bridge = {};          ///< [links] bridge: https address of packaging/bridge's page
};

struct PasswordSettings
{
    int minimumLength = 15; ///< [password] minimum_length: 8 to 128
    bool askTwice = false;  ///< [password] ask_twice
};

struct RequestSettings
{
    std::chrono::milliseconds answerDelay{700}; ///< [request] answer_delay_ms: 100 to 5,000
    int perDeviceMinute = 20;                   ///< [request] per_device_minute
    int perAccountHour = 3;                     ///< [request] per_account_hour
    int perAccountDay = 10;                     ///< [request] per_account_day
    std::chrono::seconds resendAfter{60};       ///< [request] resend_after
};

struct RetentionSettings
{
    int days = 30; ///< [retention] days: 1 to 3,650
};

/// A service that people already run, instead of a database here.
struct RemoteSettings
{
    QString profile = {};     ///< [remote] profile: id of one that the program brings
    QString profileFile = {}; ///< [remote] profile_file: path of one's own
    QUrl address = {};        ///< [remote] address: https, or http in development
    QUrl linkAddress = {};    ///< [remote] link_address: where its mails link to; empty: address
    QString certificateAuthority = {}; ///< [remote] ca_file: PEM; replaces the system's
    QString pins = {};                 ///< [remote] pins: "sha256/…", blanks between
    bool development = false;          ///< [remote] development: http to this machine is allowed
    /// The section [variables]: what the profile wants to know, secrets excepted.
    std::map<QString, QString> variables = {};
};

/// A machine that strangers use one after another (`latchkey --kiosk`).
struct KioskSettings
{
    bool enabled = false;          ///< [kiosk] enabled: what --kiosk asks for, always
    std::chrono::seconds idle{60}; ///< [kiosk] idle_seconds: 15 to 3,600
    std::chrono::seconds warn{20}; ///< [kiosk] warn_seconds: the last of those; 5 to 300
    QString pinHash = {};          ///< [kiosk] pin_hash: Argon2id; empty: no way out
    bool onScreenKeyboard = false; ///< [kiosk] on_screen_keyboard
};

struct LogSettings
{
    bool keep = false; ///< [log] keep: in a file (core/logfile.h)
};

struct Configuration
{
    ServiceSettings service = {};
    DatabaseSettings database = {};
    MailSettings mail = {};
    KeySettings keys = {};
    LinkSettings links = {};
    PasswordSettings password = {};
    RequestSettings request = {};
    RetentionSettings retention = {};
    RemoteSettings remote = {};
    KioskSettings kiosk = {};
    LogSettings log = {};
    QString sourcePath = {}; ///< the file it was read from; empty for built-in values
    bool demo = false;       ///< not a key: set by the demo alone

    bool isRemote() const { return !remote.profile.isEmpty() || !remote.profileFile.isEmpty(); }
};

/// Where the configuration is looked for when no `--config` names it, the strongest first:
/// $XDG_CONFIG_HOME/latchkey/latchkey.toml, then the same below $XDG_CONFIG_DIRS and /etc/xdg.
QStringList configurationCandidates();

/// The files of the services that this machine knows, one each: the one on top of the candidates
/// that make the usual service (settings/places.h), and what stands in the folder services.d beside
/// each candidate, the user's first. Of two files with the same name the user's counts, as
/// everywhere below XDG_CONFIG_DIRS.
QStringList serviceFiles();

/// Reads one file on top of the system's (settings/layers.h). ConfigurationFaulty with about =
/// "path:line:column" for a syntax error, an unknown key (with the nearest known one named), a
/// wrong type, or a value out of bounds, in either; nothing is half applied. FileUnreadable when
/// one cannot be read, or when others could have written the system's.
Result<Configuration> loadConfiguration(const QString &path);

} // namespace latchkey
