// SPDX-License-Identifier: GPL-3.0-or-later
#include "recovery/recoverysession.h"

#include "recovery/passwordpolicy.h"
#include "recovery/recoveryjourney.h"

namespace latchkey {

namespace {

/// Whether a link that came says the same as the proof in use.
bool isSame(const Finding &link, const Proof &proof)
{
    if (const auto *ours = std::get_if<RecoveryLink>(&link.what))
        return isSameProof(LinkProof{ours->purpose(), ours->token()}, proof);
    const auto *foreign = std::get_if<ForeignLink>(&link.what);
    return foreign && isSameProof(PartsProof{.parts = foreign->parts, .address = {}}, proof);
}

} // namespace

RecoverySession::RecoverySession(RecoveryService &service, const Clock &clock, QObject *parent)
    : QObject(parent), d(std::make_unique<RecoveryJourney>(*this, service, clock))
{
}

RecoverySession::~RecoverySession() = default;

Stage RecoverySession::stage() const noexcept
{
    return d->stage;
}
const ServiceDescription &RecoverySession::service() const
{
    return d->service.description();
}
QString RecoverySession::typedAddress() const
{
    return d->typed;
}
std::optional<RequestReceipt> RecoverySession::receipt() const
{
    return d->receipt;
}
Instant RecoverySession::resendAllowedAt() const
{
    return d->resendAllowed;
}
Repairs RecoverySession::repairs() const
{
    return d->repairs;
}
bool RecoverySession::holdsLink() const noexcept
{
    return d->held.has_value();
}

std::optional<AccountGlimpse> RecoverySession::glimpse() const
{
    if (const auto *good = d->owned<RecoveryJourney::GoodProof>())
        return good->glimpse;
    if (const auto *glimpse = d->owned<AccountGlimpse>())
        return *glimpse;
    return std::nullopt;
}

std::optional<Failure> RecoverySession::failure() const
{
    const auto *refusal = d->owned<RecoveryJourney::Refusal>();
    return refusal ? std::optional(refusal->failure) : std::nullopt;
}

std::optional<ResetOutcome> RecoverySession::outcome() const
{
    const auto *outcome = d->owned<ResetOutcome>();
    return outcome ? std::optional(*outcome) : std::nullopt;
}

void RecoverySession::setNeighbours(std::function<bool(const QString &pasted)> openElsewhere)
{
    d->openElsewhere = std::move(openElsewhere);
}

void RecoverySession::requestReset(const QString &typedAddress)
{
    if (d->stage != Stage::Asking && d->stage != Stage::Waiting && d->stage != Stage::DeadLink)
        return;
    auto address = EmailAddress::parse(typedAddress);
    if (!address) {
        d->refuse(address.error());
        return;
    }
    if (!d->address || d->address->matchKey() != address->matchKey()) {
        d->receipt.reset();
        d->resendAllowed = {};
    }
    d->typed = address->text();
    d->address = *address;
    d->repairs = {};
    d->request(*address, d->stage == Stage::Waiting ? Stage::Waiting : Stage::Asking);
}

void RecoverySession::haveProof()
{
    if (d->stage != Stage::Asking)
        return;
    // Whatever was asked for before: the code may have gone to another address.
    d->address.reset();
    d->receipt.reset();
    d->resendAllowed = {};
    d->enter(Stage::Waiting);
}

bool RecoverySession::openText(const QString &pasted)
{
    if (d->stage != Stage::Asking && d->stage != Stage::Waiting && d->stage != Stage::DeadLink)
        return false;
    const auto finding = findLink(pasted, service().linkForms);
    const auto *ours = finding ? std::get_if<RecoveryLink>(&finding->what) : nullptr;
    const bool isForHere = finding && (!ours || ours->serviceId() == service().id);
    if (!isForHere && d->openElsewhere && d->openElsewhere(pasted))
        return true;
    if (finding)
        d->open(*finding);
    else
        d->refuse(finding.error());
    return true;
}

void RecoverySession::openFromSystem(const QByteArray &bytes)
{
    const auto link = readLink(bytes, service().linkForms);
    switch (d->stage) {
    case Stage::Choosing:
    case Stage::Saving:
    case Stage::Confirming:
    case Stage::SavingConfirm:
    case Stage::Withdrawing:
    case Stage::SavingWithdrawal:
        // Nothing that is being done is worth giving up for a broken link, or for the same again.
        if (const auto *good = d->owned<RecoveryJourney::GoodProof>();
            !link || (good && isSame(*link, good->proof)))
            return;
        d->held = *link;
        Q_EMIT linkHeld();
        return;
    case Stage::Asking:
    case Stage::Requesting:
    case Stage::Waiting:
    case Stage::AddressForCode:
    case Stage::Judging:
    case Stage::DeadLink:
    case Stage::Done:
    case Stage::Confirmed:
    case Stage::Withdrawn:
    case Stage::Trouble:
        break;
    }
    if (link)
        d->open(*link);
    else
        d->enter(Stage::DeadLink, RecoveryJourney::Refusal{link.error(), {}});
}

void RecoverySession::openHeldLink()
{
    if (!d->held || d->stage == Stage::Saving || d->stage == Stage::SavingConfirm ||
        d->stage == Stage::SavingWithdrawal)
        return;
    const Finding link = *std::exchange(d->held, std::nullopt);
    d->open(link);
}

void RecoverySession::dropHeldLink()
{
    d->held.reset();
}

void RecoverySession::tellCodeAddress(const QString &typedAddress)
{
    const auto *inHand = d->owned<RecoveryJourney::CodeInHand>();
    if (d->stage != Stage::AddressForCode || !inHand)
        return;
    auto address = EmailAddress::parse(typedAddress);
    if (!address) {
        d->refuse(address.error());
        return;
    }
    d->typed = address->text();
    d->address = *address;
    const RecoveryJourney::CodeInHand code = *inHand; // judging ends this stage's payload
    d->judgeCode(code, Stage::Waiting);
}

void RecoverySession::choosePassword(const QString &typed, const QString &repeated)
{
    const auto *good = d->owned<RecoveryJourney::GoodProof>();
    if (d->stage != Stage::Choosing || !good)
        return;
    const PasswordRules rules = service().passwordRules;
    auto password = PasswordPolicy(rules).prepare(typed);
    if (!password)
        d->refuse(password.error());
    else if (rules.askTwice && typed != repeated)
        d->refuse({.reason = Reason::PasswordsDiffer});
    else
        d->save(*good, share(std::move(*password)));
}

void RecoverySession::confirmAddress()
{
    const auto *good = d->owned<RecoveryJourney::GoodProof>();
    if (d->stage == Stage::Confirming && good)
        d->confirm(*good);
}

void RecoverySession::withdrawRequest()
{
    const auto *good = d->owned<RecoveryJourney::GoodProof>();
    if (d->stage == Stage::Withdrawing && good)
        d->withdraw(*good);
}

void RecoverySession::goBack()
{
    switch (d->stage) {
    case Stage::Asking:
    case Stage::Saving:
    case Stage::SavingConfirm:
    case Stage::SavingWithdrawal:
        return;
    case Stage::AddressForCode:
        d->enter(Stage::Waiting);
        return;
    case Stage::Requesting:
    case Stage::Judging:
        cancel();
        return;
    case Stage::DeadLink:
    case Stage::Choosing:
        d->enter(d->address ? Stage::Waiting : Stage::Asking);
        return;
    case Stage::Waiting:
    case Stage::Confirming:
    case Stage::Withdrawing:
    case Stage::Trouble:
        d->enter(Stage::Asking);
        return;
    case Stage::Done:
    case Stage::Confirmed:
    case Stage::Withdrawn:
        startOver();
        return;
    }
}

void RecoverySession::cancel()
{
    if (d->stage == Stage::Requesting || d->stage == Stage::Judging)
        d->enter(d->cancelTo);
}

void RecoverySession::retry()
{
    const auto *refusal = d->owned<RecoveryJourney::Refusal>();
    if (d->stage != Stage::Trouble || !refusal || !refusal->again)
        return;
    const auto again = refusal->again; // entering the next stage ends this one's payload
    again();
}

void RecoverySession::startOver()
{
    d->forgetEverything();
    d->enter(Stage::Asking);
}

} // namespace latchkey
