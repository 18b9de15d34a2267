// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/async.h"
#include "core/clock.h"
#include "core/secret.h"
#include "recovery/recoveryservice.h"
#include "services/local/passwordhash.h"
#include "services/mail/mailer.h"

#include <QString>

#include <chrono>
#include <functional>
#include <memory>

namespace latchkey {

/// How often somebody may ask. The account's limits drop the mail and nothing else; only the
/// device's own is ever told.
struct RequestLimits
{
    int perDeviceMinute = 20;
    int perAccountHour = 3;
    int perAccountDay = 10;
    std::chrono::seconds resendAfter{60};
    int wrongLinksPerMinute = 5;  ///< of this device; good ones do not count (S20)
    int wrongCodesPerMinute = 10; ///< of this device; each request has its own five as well
};

/// Everything the local back end is told about itself, as plain values.
struct LocalOptions
{
    ServiceDescription
        description; ///< with the lifetimes of links and codes, and the password rules
    QString databasePath;
    QString device; ///< whose own limits these are; empty: this machine's
    QString origin; ///< which machine or desk asks; for the mail
    Asker asker = Asker::Window;
    QString messageDomain; ///< of Message-IDs: the sender's; empty: one that cannot exist
    QString language;      ///< of mails to accounts that have none
    std::chrono::milliseconds answerDelay{700};
    RequestLimits limits;
    QByteArray bridge;              ///< https address of the bridge page; empty: no links to it
    bool acceptBareAddress = false; ///< tokens that a Flask application signed over an address
    HashCost hashCost;
    std::chrono::days retention{30};
    int mailConnections = 1; ///< to the mail server at the same time, at most
    /// How long closing waits for a mail that is on its way; after that it is left to the next
    /// start.
    std::chrono::milliseconds closingPatience{200};
};

/// What the local back end works with.
struct LocalParts
{
    const Clock &clock; ///< outlives the service; read from several threads
    std::unique_ptr<Mailer> mailer;
    /// Reads the serialised key ring from wherever it is kept. Called in the service's own thread
    /// by the first call that needs it, and again after it failed or operators changed the keys.
    std::function<Future<SharedSecret>()> readKeys;
    /// The key of this user on this machine that binds links, from wherever it is kept: read for a
    /// link that is bound, and nothing else; made, where there is none, by asking for one. Called
    /// in the service's own thread. Without them nothing that is bound opens.
    std::function<Future<SharedSecret>()> readDeviceKey = {};
    std::function<Future<SharedSecret>()> readOrMakeDeviceKey = {};
};

} // namespace latchkey
