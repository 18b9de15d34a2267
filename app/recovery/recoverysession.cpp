// SPDX-License-Identifier: GPL-3.0-or-later
#include "recovery/recoverysession.h"

#include "core/log.h"
#include "recovery/passwordpolicy.h"

#include <functional>

namespace latchkey {

namespace {

// What a stage owns. It dies when the stage is left.
struct Nothing
{
};
struct CodeInHand // AddressForCode
{
    RecoveryCode code;
};
struct GoodProof // Choosing, Saving, Confirming, SavingConfirm
{
    Proof proof;
    AccountGlimpse glimpse;
};
struct Refusal // DeadLink, Trouble
{
    Failure failure;
    std::function<void()> again;
};
using Payload = std::variant<Nothing, CodeInHand, GoodProof, AccountGlimpse, ResetOutcome, Refusal>;

enum class Verdict : quint8 {
    Dead,    ///< the link is: said before any password is typed
    Mend,    ///< the person can mend what they gave
    Trouble, ///< nothing that they gave is wrong
};

Verdict verdictOn(Reason reason)
{
    if (reason >= Reason::LinkExpired && reason <= Reason::ClockWentBack)
        return Verdict::Dead;
    if (reason == Reason::AccountUnavailable)
        return Verdict::Dead;
    if (reason <= Reason::CodeMalformed || reason == Reason::CodeNotAccepted ||
        reason == Reason::TooManyTries ||
        (reason >= Reason::PasswordEmpty && reason <= Reason::PasswordRefused))
        return Verdict::Mend;
    return Verdict::Trouble;
}

} // namespace

class RecoverySession::Private
{
public:
    Private(RecoverySession &session, RecoveryService &theService, const Clock &theClock)
        : q(session), service(theService), clock(theClock)
    {
    }

    void enter(Stage next, Payload owned = Nothing{});
    void refuse(const Failure &failure) { Q_EMIT q.refused(failure); }
    template <class T, class Receive>
    void ask(const Future<T> &answer, Receive receive);

    void request(const EmailAddress &to, Stage from);
    void judge(const Proof &proof, Purpose purpose, Stage from);
    void judgeCode(const RecoveryCode &code, Stage from);
    void judged(const Failure &failure, Stage from, std::function<void()> again);
    void open(const Finding &finding);
    void save(const GoodProof &good, const SharedSecret &password);

    RecoverySession &q;
    RecoveryService &service;
    const Clock &clock;
    Stage stage = Stage::Asking;
    Stage cancelTo = Stage::Asking;
    Payload payload;
    QString typed;
    std::optional<EmailAddress> address;
    std::optional<RequestReceipt> receipt;
    Instant resendAllowed;
    Repairs repairs;
    std::optional<RecoveryLink> held;
    /// Counts the questions asked: an answer to an older one is dropped.
    quint64 question = 0;
};

void RecoverySession::Private::enter(Stage next, Payload owned)
{
    ++question;
    stage = next;
    payload = std::move(owned);
    Q_EMIT q.stageChanged(next);
}

template <class T, class Receive>
void RecoverySession::Private::ask(const Future<T> &answer, Receive receive)
{
    whenDone(answer, &q, [this, asked = question, receive](const Result<T> &result) {
        if (asked == question)
            receive(result);
    });
}

void RecoverySession::Private::request(const EmailAddress &to, Stage from)
{
    cancelTo = from;
    enter(Stage::Requesting);
    ask(service.requestReset(to), [this, to, from](const Result<RequestReceipt> &result) {
        if (result) {
            receipt = *result;
            resendAllowed = clock.now() + result->resendAfter;
            enter(Stage::Waiting);
        } else if (verdictOn(result.error().reason) == Verdict::Mend) {
            enter(from);
            refuse(result.error());
        } else {
            enter(Stage::Trouble, Refusal{result.error(), [this, to, from] { request(to, from); }});
        }
    });
}

void RecoverySession::Private::judge(const Proof &proof, Purpose purpose, Stage from)
{
    cancelTo = from;
    enter(Stage::Judging);
    ask(service.inspect(proof), [this, proof, purpose, from](const Result<AccountGlimpse> &result) {
        if (result)
            enter(purpose == Purpose::Confirm ? Stage::Confirming : Stage::Choosing,
                  GoodProof{proof, *result});
        else
            judged(result.error(), from,
                   [this, proof, purpose, from] { judge(proof, purpose, from); });
    });
}

void RecoverySession::Private::judged(const Failure &failure, Stage from,
                                      std::function<void()> again)
{
    switch (verdictOn(failure.reason)) {
    case Verdict::Dead:
        enter(Stage::DeadLink, Refusal{failure, {}});
        break;
    case Verdict::Mend:
        enter(from == Stage::Asking ? Stage::Waiting : from);
        refuse(failure);
        break;
    case Verdict::Trouble:
        enter(Stage::Trouble, Refusal{failure, std::move(again)});
        break;
    }
}

void RecoverySession::Private::judgeCode(const RecoveryCode &code, Stage from)
{
    if (address)
        judge(CodeProof{*address, code}, Purpose::Reset, from);
    else
        enter(Stage::AddressForCode, CodeInHand{code});
}

void RecoverySession::Private::open(const Finding &finding)
{
    repairs = finding.repairs;
    const Stage from = stage == Stage::Asking ? Stage::Asking : Stage::Waiting;
    if (const auto *link = std::get_if<RecoveryLink>(&finding.what)) {
        if (link->serviceId() == service.description().id)
            judge(LinkProof{link->purpose(), link->token()}, link->purpose(), from);
        else
            enter(Stage::DeadLink,
                  Refusal{{.reason = Reason::LinkOtherService, .about = link->serviceId()}, {}});
    } else if (const auto *token = std::get_if<BareToken>(&finding.what)) {
        judge(LinkProof{Purpose::Reset, token->token}, Purpose::Reset, from);
    } else if (const auto *code = std::get_if<RecoveryCode>(&finding.what)) {
        judgeCode(*code, from);
    }
}

void RecoverySession::Private::save(const GoodProof &good, const SharedSecret &password)
{
    enter(Stage::Saving, good);
    ask(service.resetPassword(good.proof, password),
        [this, good](const Result<ResetOutcome> &done) {
            if (done) {
                enter(Stage::Done, *done);
            } else if (verdictOn(done.error().reason) == Verdict::Dead) {
                enter(Stage::DeadLink, Refusal{done.error(), {}});
            } else {
                // What was typed is still in the form, and the proof may still be good.
                enter(Stage::Choosing, good);
                refuse(done.error());
            }
        });
}

RecoverySession::RecoverySession(RecoveryService &service, const Clock &clock, QObject *parent)
    : QObject(parent), d(std::make_unique<Private>(*this, service, clock))
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
    if (const auto *good = std::get_if<GoodProof>(&d->payload))
        return good->glimpse;
    if (const auto *glimpse = std::get_if<AccountGlimpse>(&d->payload))
        return *glimpse;
    return std::nullopt;
}

std::optional<Failure> RecoverySession::failure() const
{
    const auto *refusal = std::get_if<Refusal>(&d->payload);
    return refusal ? std::optional(refusal->failure) : std::nullopt;
}

std::optional<ResetOutcome> RecoverySession::outcome() const
{
    const auto *outcome = std::get_if<ResetOutcome>(&d->payload);
    return outcome ? std::optional(*outcome) : std::nullopt;
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
    d->typed = address->text();
    d->address = *address;
    d->repairs = {};
    d->request(*address, d->stage == Stage::Waiting ? Stage::Waiting : Stage::Asking);
}

void RecoverySession::haveProof()
{
    if (d->stage == Stage::Asking)
        d->enter(Stage::Waiting);
}

void RecoverySession::openText(const QString &pasted)
{
    if (d->stage != Stage::Asking && d->stage != Stage::Waiting && d->stage != Stage::DeadLink)
        return;
    const auto finding = findLink(pasted);
    if (finding)
        d->open(*finding);
    else
        d->refuse(finding.error());
}

void RecoverySession::openFromSystem(const QByteArray &bytes)
{
    const auto link = RecoveryLink::parse(bytes);
    switch (d->stage) {
    case Stage::Choosing:
    case Stage::Saving:
    case Stage::Confirming:
    case Stage::SavingConfirm:
        if (!link)
            return; // nothing that is being done is worth giving up for it
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
    case Stage::Trouble:
        break;
    }
    if (link)
        d->open({.what = *link});
    else
        d->enter(Stage::DeadLink, Refusal{link.error(), {}});
}

void RecoverySession::openHeldLink()
{
    if (!d->held || d->stage == Stage::Saving || d->stage == Stage::SavingConfirm)
        return;
    const RecoveryLink link = *std::exchange(d->held, std::nullopt);
    d->open({.what = link});
}

void RecoverySession::dropHeldLink()
{
    d->held.reset();
}

void RecoverySession::tellCodeAddress(const QString &typedAddress)
{
    const auto *inHand = std::get_if<CodeInHand>(&d->payload);
    if (d->stage != Stage::AddressForCode || !inHand)
        return;
    auto address = EmailAddress::parse(typedAddress);
    if (!address) {
        d->refuse(address.error());
        return;
    }
    d->typed = address->text();
    d->address = *address;
    const RecoveryCode code = inHand->code;
    d->judgeCode(code, Stage::Waiting);
}

void RecoverySession::choosePassword(const QString &typed, const QString &repeated)
{
    const auto *good = std::get_if<GoodProof>(&d->payload);
    if (d->stage != Stage::Choosing || !good)
        return;
    const PasswordRules rules = service().passwordRules;
    auto password = PasswordPolicy(rules).prepare(typed);
    if (!password)
        d->refuse(password.error());
    else if (rules.askTwice && typed != repeated)
        d->refuse({.reason = Reason::PasswordsDiffer});
    else
        d->save(GoodProof(*good), share(std::move(*password)));
}

void RecoverySession::confirmAddress()
{
    const auto *atHand = std::get_if<GoodProof>(&d->payload);
    if (d->stage != Stage::Confirming || !atHand)
        return;
    const GoodProof good = *atHand;
    d->enter(Stage::SavingConfirm, good);
    d->ask(d->service.confirmAddress(good.proof), [this, good](const Result<AccountGlimpse> &done) {
        if (done)
            d->enter(Stage::Confirmed, *done);
        else
            d->judged(done.error(), Stage::Waiting, [this, good] {
                d->enter(Stage::Confirming, good);
                confirmAddress();
            });
    });
}

void RecoverySession::goBack()
{
    switch (d->stage) {
    case Stage::Asking:
    case Stage::Saving:
    case Stage::SavingConfirm:
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
    case Stage::Done:
    case Stage::Confirming:
    case Stage::Confirmed:
    case Stage::Trouble:
        d->enter(Stage::Asking);
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
    const auto *refusal = std::get_if<Refusal>(&d->payload);
    if (d->stage != Stage::Trouble || !refusal || !refusal->again)
        return;
    const auto again = refusal->again; // entering the next stage ends this one's payload
    again();
}

void RecoverySession::startOver()
{
    d->typed.clear();
    d->address.reset();
    d->receipt.reset();
    d->resendAllowed = {};
    d->repairs = {};
    d->enter(Stage::Asking);
}

} // namespace latchkey
