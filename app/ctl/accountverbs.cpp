// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctl/accountverbs.h"

#include "ctl/verbs.h"

namespace latchkey {

std::vector<Verb> accountVerbs()
{
    return {
        {.path = "accounts add",
         .summary = "add an account",
         .operands = {{"EMAIL"}},
         .options = {{"--confirmed", nullptr, "the address is known to be its owner's"},
                     {"--locale", "TAG", "language of its mails: en, de, pt-BR"},
                     {"--password-stdin", nullptr, "read its password from standard input"}},
         .details = "Without a password its owner sets one by a reset, which needs a confirmed "
                    "address.",
         .run = addAccount},
        {.path = "accounts import",
         .summary = "add accounts from a CSV file, all of them or none",
         .operands = {{"FILE"}},
         .options = {{"--dry-run", nullptr, "check everything, and add nothing"}},
         .details = "The first line names the columns, in any order: email, password_hash, "
                    "confirmed, locale.\nOnly email has to be there. A password in clear text is "
                    "refused; so is a hash\nthat could not be checked later. What is wrong is told "
                    "with its line number.",
         .run = importAccounts},
        {.path = "accounts show",
         .summary = "show an account",
         .operands = {{"EMAIL"}},
         .run = showAccount},
        {.path = "accounts list",
         .summary = "list every account, in the order in which they were added",
         .run = listAccounts},
        {.path = "accounts confirm",
         .summary = "mark an address as confirmed, or ask its owner to",
         .operands = {{"EMAIL"}},
         .options = {{"--mail", nullptr, "mail a link that confirms the address once opened"}},
         .details = "With --mail it waits up to 5 seconds for the mail to go out. What waits after "
                    "that\nis sent by the next program that runs, or by 'latchkeyctl outbox "
                    "flush'.",
         .run = confirmAccount},
        {.path = "accounts disable",
         .summary = "refuse links to an account, and mail it no new ones",
         .operands = {{"EMAIL"}},
         .run = disableAccount},
        {.path = "accounts enable",
         .summary = "undo 'accounts disable'",
         .operands = {{"EMAIL"}},
         .run = enableAccount},
        {.path = "accounts change-email",
         .summary = "give an account another address",
         .operands = {{"OLD"}, {"NEW"}},
         .details = "The new address is unconfirmed, and every live link of the account is void.",
         .run = changeAccountEmail},
        {.path = "accounts remove",
         .summary = "remove an account for good",
         .operands = {{"EMAIL"}},
         .options = {{"--yes", nullptr, "do not ask"}},
         .details = "Asks first at a terminal. Elsewhere --yes has to stand there.",
         .run = removeAccount},
    };
}

} // namespace latchkey
