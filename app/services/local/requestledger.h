// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"
#include "core/secret.h"
#include "recovery/asking.h"
#include "recovery/emailaddress.h"
#include "recovery/recoverylink.h"
#include "services/local/accountstore.h"
#include "services/local/sqlrunner.h"

namespace latchkey {

using RequestId = qint64;

/// What became of a request. For operators; the asker is told the same whatever it is.
enum class Decision : quint8 { Queued, Unknown, Unconfirmed, Disabled, Ambiguous, Throttled };

/// Who asks, and from where: kept with each request, since another process may mail its link.
struct Asking
{
    Asker by = Asker::Unknown;
    QString origin; ///< name of the machine or desk; what is longer than 100 characters is cut
    SharedSecret deviceKey; ///< binds the links of what is asked for; null: they open anywhere
};

struct LedgerLimits
{
    QString device; ///< bucket of the asking device
    int perDeviceMinute = 20;
    int perAccountHour = 3;
    int perAccountDay = 10;
    std::chrono::seconds perAccountPause{60};
};

struct RequestRow
{
    RequestId id = 0;
    Purpose purpose = Purpose::Reset;
    Instant requestedAt;
    Decision decision = Decision::Queued;
    int codeTries = 0;
    bool voided = false;
    Asker asker = Asker::Unknown;
    QString origin; ///< one plain line; may be empty
    LinkReach reach = LinkReach::Anywhere;
};

/// Who asked for what. A request and its outbox row commit together, by the same statements whether
/// or not there is an account (S01, S59), and change nothing in the account table (S07).
class RequestLedger
{
public:
    explicit RequestLedger(SqlRunner &runner, Asking asking = {})
        : m_sql(runner), m_asking(std::move(asking))
    {
    }

    /// One transaction. TooManyTries (span) for the device's own limit, and nothing is written
    /// then; every other limit only drops the mail.
    Result<RequestId> record(const EmailAddress &address, const LedgerLimits &limits, Instant now);
    /// An operator's wish for a confirming mail; unlike `record` it says what is wrong. Its link is
    /// never bound.
    Result<RequestId> recordConfirmation(const Account &account, Instant now);

    /// "This was not me": ends the request of this link and nothing else, and enters that in the
    /// log. One transaction. LinkUsed or LinkWithdrawn where something was faster.
    Result<void> withdraw(const QByteArray &digest, Instant now);

    Result<std::optional<RequestRow>> byId(RequestId id);
    Result<QList<RequestRow>> ofAccount(AccountId account, int atMost);

private:
    struct Judgement;
    Result<Judgement> judge(const EmailAddress &address, const LedgerLimits &limits, Instant now);
    Result<bool> isThrottled(AccountId account, const LedgerLimits &limits, Instant now);
    Result<QList<RequestRow>> read(const char *sql, const QVariantList &values);
    Result<RequestId> write(const Judgement &judgement, Purpose purpose, Instant now);

    SqlRunner &m_sql;
    Asking m_asking;
};

} // namespace latchkey
