// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctl/newservice.h"
#include "ctl/optionkeys.h"
#include "ctl/standardinput.h"
#include "ctl/verbs.h"
#include "settings/consistency.h"

namespace latchkey {

namespace {

constexpr OptionKey optionKeys[] = {
    {"--service-id", "service.id"},
    {"--name", "service.name"},
    {"--sign-in", "service.sign_in"},
    {"--desk-contact", "service.desk_contact"},
    {"--language", "service.language"},
    {"--database", "database.path"},
    {"--mail-folder", "mail.folder"},
    {"--mail-host", "mail.host"},
    {"--mail-port", "mail.port"},
    {"--mail-security", "mail.security"},
    {"--mail-user", "mail.user"},
    {"--mail-from", "mail.from"},
    {"--mail-from-name", "mail.from_name"},
    {"--mail-ca-file", "mail.ca_file"},
    {"--keys-file", "keys.credential_file"},
};

Result<Configuration> chosenConfiguration(const Invocation &invocation)
{
    Configuration chosen;
    for (const OptionKey &pair : optionKeys) {
        if (auto taken = takeOption(invocation, pair, chosen); !taken)
            return fail(taken.error());
    }
    if (chosen.service.id.isEmpty() || chosen.service.name.isEmpty())
        return fail(Reason::UsageFaulty, QStringLiteral("'init' needs --service-id and --name."));
    if (invocation.has("--mail-folder") == invocation.has("--mail-host")) {
        return fail(
            Reason::UsageFaulty,
            QStringLiteral("Say where mail goes: --mail-host HOST with --mail-from ADDRESS, "
                           "or --mail-folder FOLDER for trying things out."));
    }
    if (invocation.has("--mail-host"))
        chosen.mail.transport = MailTransport::Smtp;
    if (invocation.has("--keys-file"))
        chosen.keys.source = KeySource::CredentialFile;
    if (const Inconsistency found = findInconsistency(chosen); !found.why.isEmpty())
        return fail(Reason::UsageFaulty, found.why + u'.');
    return chosen;
}

QString textOf(const NewServicePlaces &places)
{
    return QStringLiteral("The service is ready.\n"
                          "  configuration  %1\n"
                          "  database       %2\n"
                          "  signing keys   %3%4\n"
                          "Add accounts with 'latchkeyctl accounts add' or 'accounts import'.")
        .arg(places.configuration, places.database, places.keys,
             places.keysWere ? QStringLiteral(" (there already, and used)") : QString());
}

Result<ExitCode> init(Workplace &place, const Invocation &invocation)
{
    auto chosen = chosenConfiguration(invocation);
    if (!chosen)
        return fail(chosen.error());
    const bool wantsMailPassword = !chosen->mail.user.isEmpty();
    SharedSecret mailPassword;
    if (invocation.has("--mail-password-stdin")) {
        if (!wantsMailPassword)
            return fail(Reason::UsageFaulty,
                        QStringLiteral("--mail-password-stdin goes with --mail-user."));
        auto typed = StandardInput::line("Password for the mail server");
        if (!typed)
            return fail(typed.error());
        if (typed->isEmpty())
            return fail(Reason::PasswordEmpty);
        mailPassword = share(std::move(*typed));
    }
    const QString path = place.configurationPath().isEmpty()
                             ? configurationCandidates().constFirst()
                             : place.configurationPath();
    const auto made = NewService(std::move(*chosen), path, place.now()).make(mailPassword);
    if (!made)
        return fail(made.error());
    place.printer().answer({{QStringLiteral("configuration"), made->configuration},
                            {QStringLiteral("database"), made->database},
                            {QStringLiteral("keys"), made->keys},
                            {QStringLiteral("keys_were_there"), made->keysWere}},
                           textOf(*made));
    if (wantsMailPassword && !mailPassword)
        place.printer().remark(QStringLiteral("The mail password is still to be set: 'latchkeyctl "
                                              "keys set-mail-password'."));
    return ExitCode::Done;
}

} // namespace

std::vector<Verb> initVerbs()
{
    return {
        {.path = "init",
         .summary = "make a configuration, a database and signing keys for a new service",
         .options = {{"--service-id", "ID", "stands in every link: a-z, 0-9 and -"},
                     {"--name", "NAME", "whose password people are about to choose"},
                     {"--sign-in", "URL", "where people sign in afterwards; https"},
                     {"--desk-contact", "TEXT", "how to reach the people who help"},
                     {"--language", "TAG", "of mails to accounts that name none: en, de"},
                     {"--database", "FILE", "instead of latchkey/ID.db in the data folder"},
                     {"--keys-file", "FILE", "keep keys in this file, not in the system keyring"},
                     {"--mail-host", "HOST", "the mail server"},
                     {"--mail-port", "PORT", "its port, where it is not the usual one"},
                     {"--mail-security", "HOW", "tls (as it is), starttls or clear-loopback"},
                     {"--mail-user", "NAME", "to sign in to the mail server with"},
                     {"--mail-password-stdin", nullptr, "read its password from standard input"},
                     {"--mail-from", "ADDRESS", "where mails come from"},
                     {"--mail-from-name", "NAME", "beside that address"},
                     {"--mail-ca-file", "FILE", "authorities to trust instead of the system's"},
                     {"--mail-folder", "FOLDER", "write .eml files there instead of sending"}},
         .details = "All of it or nothing; what is there already is never written over. "
                    "--config FILE says\nwhere the configuration goes. --service-id, --name "
                    "and one of --mail-host (with\n--mail-from) and --mail-folder have to "
                    "stand there.",
         .settings = Settings::None,
         .run = init}};
}

} // namespace latchkey
