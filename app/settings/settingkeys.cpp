// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/settingkeys.h"

namespace latchkey {

namespace {

template <auto Section, auto Member>
auto &field(Configuration &configuration)
{
    return configuration.*Section.*Member;
}

template <auto Member>
constexpr auto service = &field<&Configuration::service, Member>;
template <auto Member>
constexpr auto database = &field<&Configuration::database, Member>;
template <auto Member>
constexpr auto mail = &field<&Configuration::mail, Member>;
template <auto Member>
constexpr auto keys = &field<&Configuration::keys, Member>;
template <auto Member>
constexpr auto links = &field<&Configuration::links, Member>;
template <auto Member>
constexpr auto password = &field<&Configuration::password, Member>;
template <auto Member>
constexpr auto request = &field<&Configuration::request, Member>;
template <auto Member>
constexpr auto retention = &field<&Configuration::retention, Member>;
template <auto Member>
constexpr auto remote = &field<&Configuration::remote, Member>;
template <auto Member>
constexpr auto kiosk = &field<&Configuration::kiosk, Member>;
template <auto Member>
constexpr auto log = &field<&Configuration::log, Member>;

constexpr auto hidden = Sensitivity::Private;
constexpr auto shown = Sensitivity::Open;
constexpr auto required = Presence::Required;
constexpr auto optional = Presence::Optional;
constexpr auto preference = Lock::Never;
constexpr auto machines = Lock::Machine;
constexpr std::monostate anything{};

// clang-format off: a table reads best as one
const SettingKey table[] = {
    {"service", "id", service<&ServiceSettings::id>, TextRule::ServiceId,
     "Stands in every link: a-z, 0-9 and -. Links made under another id no longer open.", shown, required},
    {"service", "name", service<&ServiceSettings::name>, TextRule::Line,
     "Whose password people are about to choose: shown at the top of the window and in mails.", shown, required},
    {"service", "icon", service<&ServiceSettings::icon>, TextRule::FilePath,
     "An SVG file beside the name.", hidden},
    {"service", "sign_in", service<&ServiceSettings::signIn>, TextRule::HttpsUrl,
     "Where people sign in afterwards; https. Gives the last page its \"Sign in\" button."},
    {"service", "desk_contact", service<&ServiceSettings::deskContact>, TextRule::Line,
     "How to reach the people who help, as it should be read: \"the help desk, 555 0100\"."},
    {"service", "language", service<&ServiceSettings::language>, TextRule::Language,
     "Language of mails to people whose account names none: \"en\", \"de\".", shown, optional, preference},

    {"database", "path", database<&DatabaseSettings::path>, TextRule::FilePath,
     "The SQLite file. Left out: latchkey/<service id>.db in the user's data folder.", hidden},

    {"mail", "transport", mail<&MailSettings::transport>, anything,
     "\"smtp\" sends; \"folder\" writes .eml files, for trying things out."},
    {"mail", "folder", mail<&MailSettings::folder>, TextRule::FilePath,
     "Where \"folder\" writes. Links in it work: keep it private.", hidden},
    {"mail", "host", mail<&MailSettings::host>, TextRule::HostName, "The mail server.", hidden},
    {"mail", "port", mail<&MailSettings::port>, Bounds{0, 65535},
     "Its port; 0 is 465 with \"tls\", 587 otherwise."},
    {"mail", "security", mail<&MailSettings::security>, anything,
     "How the connection is protected; \"clear-loopback\" only for a server on this machine."},
    {"mail", "user", mail<&MailSettings::user>, TextRule::Line,
     "Name to sign in to the mail server with. The password is in the vault, never here.", hidden},
    {"mail", "from", mail<&MailSettings::from>, TextRule::MailAddress,
     "Address that mails come from.", hidden},
    {"mail", "from_name", mail<&MailSettings::fromName>, TextRule::Line,
     "Name beside that address. Left out: the service's."},
    {"mail", "ca_file", mail<&MailSettings::certificateAuthority>, TextRule::FilePath,
     "PEM file of the authorities to trust for the mail server, instead of the system's.", hidden},
    {"mail", "connections", mail<&MailSettings::connections>, Bounds{1, 10},
     "Connections to the mail server when there is much to send, at most."},
    {"mail", "templates", mail<&MailSettings::templates>, TextRule::FilePath,
     "Folder with words of your own for mails: en/reset.txt, en/reset.html and others, layout.html.", hidden},

    {"keys", "source", keys<&KeySettings::source>, anything,
     "Where signing keys and the mail password are kept."},
    {"keys", "credential_file", keys<&KeySettings::credentialFile>, TextRule::FilePath,
     "The credential file, mode 0600. Left out: latchkey in systemd's credential folder.", hidden},

    {"links", "lifetime", links<&LinkSettings::lifetime>, Bounds{300, 86400},
     "Seconds for which a link works."},
    {"links", "code_lifetime", links<&LinkSettings::codeLifetime>, Bounds{60, 3600},
     "Seconds for which a code to type works."},
    {"links", "accept_bare_address", links<&LinkSettings::acceptBareAddress>, anything,
     "Also accept tokens that a Flask application signed with the same key over an address."},
    {"links", "bind_to_device", links<&LinkSettings::bindToDevice>, anything,
     "Links asked for in the window open only for that user here; their mails carry no code."},
    {"links", "bridge", links<&LinkSettings::bridge>, TextRule::HttpsPage,
     "Where you put up the bridge page, which opens links for mail programs that keep none but https."},

    {"password", "minimum_length", password<&PasswordSettings::minimumLength>, Bounds{8, 128},
     "Least number of characters; under 15 only beside a second factor."},
    {"password", "ask_twice", password<&PasswordSettings::askTwice>, anything,
     "Ask for the new password in a second field as well.", shown, optional, preference},

    {"request", "answer_delay_ms", request<&RequestSettings::answerDelay>, Bounds{100, 5000},
     "Milliseconds until the answer to an address, the same whether it has an account or not."},
    {"request", "per_device_minute", request<&RequestSettings::perDeviceMinute>, Bounds{1, 1000},
     "Requests that one device may make in a minute."},
    {"request", "per_account_hour", request<&RequestSettings::perAccountHour>, Bounds{1, 100},
     "Mails that one account gets in an hour at most."},
    {"request", "per_account_day", request<&RequestSettings::perAccountDay>, Bounds{1, 1000},
     "Mails that one account gets in a day at most."},
    {"request", "resend_after", request<&RequestSettings::resendAfter>, Bounds{10, 3600},
     "Seconds until the same address may be asked for again."},

    {"retention", "days", retention<&RetentionSettings::days>, Bounds{1, 3650},
     "Days after which requests, sent mail and events are removed."},

    {"remote", "profile", remote<&RemoteSettings::profile>, TextRule::ServiceId,
     "What kind of web service this is: a profile of the program. Replaces the database."},
    {"remote", "profile_file", remote<&RemoteSettings::profileFile>, TextRule::FilePath,
     "A profile of your own, as JSON, instead.", hidden},
    {"remote", "address", remote<&RemoteSettings::address>, TextRule::ServiceUrl,
     "Where the service is. Passwords go there and nowhere else.", hidden},
    {"remote", "link_address", remote<&RemoteSettings::linkAddress>, TextRule::ServiceUrl,
     "Where its mails link to. Left out: the same.", hidden},
    {"remote", "ca_file", remote<&RemoteSettings::certificateAuthority>, TextRule::FilePath,
     "PEM file of the authorities to trust for the service, instead of the system's.", hidden},
    {"remote", "pins", remote<&RemoteSettings::pins>, TextRule::Line,
     "Only these public keys: \"sha256/\" and base64, with blanks between several.", hidden},
    {"remote", "development", remote<&RemoteSettings::development>, anything,
     "Allow http to a service on this machine."},

    {"kiosk", "enabled", kiosk<&KioskSettings::enabled>, anything,
     "Always run as a kiosk, as --kiosk asks for. Counts in the machine's file and the first other.", shown, optional, machines},
    {"kiosk", "idle_seconds", kiosk<&KioskSettings::idle>, Bounds{15, 3600},
     "Seconds without a touch or a key after which everything is wiped.", shown, optional, machines},
    {"kiosk", "warn_seconds", kiosk<&KioskSettings::warn>, Bounds{5, 300},
     "The last seconds of those, in which a countdown offers more time.", shown, optional, machines},
    {"kiosk", "pin_hash", kiosk<&KioskSettings::pinHash>, TextRule::Line,
     "What \"latchkeyctl kiosk pin\" prints: the administrator's way out. Left out: there is none.", Sensitivity::Secret, optional, machines},
    {"kiosk", "on_screen_keyboard", kiosk<&KioskSettings::onScreenKeyboard>, anything,
     "Show Qt's own keyboard on the screen: X only, see packaging/kiosk/README.md.", shown, optional, machines},

    {"log", "keep", log<&LogSettings::keep>, anything,
     "Keep what the window logs in a file as well: latchkey/latchkey.log in the user's state folder.", shown, optional, machines},
};
// clang-format on

} // namespace

std::span<const SettingKey> settingKeys()
{
    return table;
}

const SettingKey *findSettingKey(QStringView path)
{
    for (const SettingKey &key : table) {
        if (key.path() == path)
            return &key;
    }
    return nullptr;
}

QString SettingKey::path() const
{
    return QLatin1String(section) + QLatin1Char('.') + QLatin1String(name);
}

bool SettingKey::isFilePath() const
{
    const auto *text = std::get_if<TextRule>(&rule);
    return text && *text == TextRule::FilePath;
}

} // namespace latchkey
