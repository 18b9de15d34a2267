// SPDX-License-Identifier: GPL-3.0-or-later
#include "recovery/recoveryjourney.h"

namespace latchkey {

namespace {

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

/// Where the person decides what becomes of it.
Stage stageFor(const Proof &proof)
{
    const auto *link = std::get_if<LinkProof>(&proof);
    switch (link ? link->purpose : Purpose::Reset) {
    case Purpose::Reset:
        return Stage::Choosing;
    case Purpose::Confirm:
        return Stage::Confirming;
    case Purpose::Withdraw:
        return Stage::Withdrawing;
    }
    return Stage::Choosing;
}

/// What else a token may be for that is not for this.
std::optional<Purpose> nextGuess(Purpose purpose)
{
    switch (purpose) {
    case Purpose::Reset:
        return Purpose::Confirm;
    case Purpose::Confirm:
        return Purpose::Withdraw;
    case Purpose::Withdraw:
        break;
    }
    return std::nullopt;
}

} // namespace

bool RecoveryJourney::enter(Stage next, Payload owned)
{
    const quint64 entered = ++m_question;
    stage = next;
    payload = std::move(owned);
    Q_EMIT m_session.stageChanged(next);
    return m_question == entered;
}

template <class T, class Receive>
void RecoveryJourney::ask(const Future<T> &answer, Receive receive)
{
    whenDone(answer, &m_session,
             [this, asked = m_question, receive = std::move(receive)](const Result<T> &result) {
                 if (asked == m_question)
                     receive(result);
             });
}

void RecoveryJourney::returnTo(Stage form, const Failure &failure)
{
    if (enter(form))
        refuse(failure);
}

void RecoveryJourney::request(const EmailAddress &to, Stage from)
{
    cancelTo = from;
    if (!enter(Stage::Requesting))
        return;
    ask(service.requestReset(to), [this, to, from](const Result<RequestReceipt> &result) {
        if (result) {
            receipt = *result;
            resendAllowed = clock.now() + result->resendAfter;
            enter(Stage::Waiting);
        } else if (verdictOn(result.error().reason) == Verdict::Mend) {
            returnTo(from, result.error());
        } else {
            enter(Stage::Trouble, Refusal{result.error(), [this, to, from] { request(to, from); }});
        }
    });
}

void RecoveryJourney::judge(ProofInHand hand)
{
    cancelTo = hand.from;
    if (!enter(Stage::Judging, hand))
        return;
    ask(service.inspect(hand.proof), [this](const Result<AccountGlimpse> &result) {
        const ProofInHand judgedHand = std::get<ProofInHand>(payload);
        const auto *bare =
            judgedHand.isBareToken ? std::get_if<LinkProof>(&judgedHand.proof) : nullptr;
        const auto guess = bare ? nextGuess(bare->purpose) : std::nullopt;
        if (result) {
            enter(stageFor(judgedHand.proof), GoodProof{judgedHand.proof, *result});
        } else if (guess && result.error().reason == Reason::LinkOtherPurpose) {
            judge({LinkProof{*guess, bare->token}, judgedHand.from, true});
        } else {
            judged(result.error(), judgedHand.from, [this, judgedHand] { judge(judgedHand); });
        }
    });
}

void RecoveryJourney::judged(const Failure &failure, Stage from, std::function<void()> again)
{
    switch (verdictOn(failure.reason)) {
    case Verdict::Dead:
        enter(Stage::DeadLink, Refusal{failure, {}});
        break;
    case Verdict::Mend:
        // An address that was only told for this code may be what is wrong: ask for it again.
        if (failure.reason == Reason::CodeNotAccepted && !receipt)
            address.reset();
        returnTo(from == Stage::Asking ? Stage::Waiting : from, failure);
        break;
    case Verdict::Trouble:
        enter(Stage::Trouble, Refusal{failure, std::move(again)});
        break;
    }
}

void RecoveryJourney::judgeCode(const CodeInHand &inHand, Stage from)
{
    if (!address)
        enter(Stage::AddressForCode, inHand);
    else if (const auto *ours = std::get_if<RecoveryCode>(&inHand.code))
        judge({CodeProof{*address, *ours}, from});
    else
        judge({PartsProof{{{"token", std::get<ForeignCode>(inHand.code).text}}, address}, from});
}

void RecoveryJourney::open(const Finding &finding)
{
    repairs = finding.repairs;
    const Stage from = stage == Stage::Asking ? Stage::Asking : Stage::Waiting;
    if (const auto *link = std::get_if<RecoveryLink>(&finding.what)) {
        if (link->serviceId() == service.description().id)
            judge({LinkProof{link->purpose(), link->token()}, from});
        else
            enter(Stage::DeadLink,
                  Refusal{{.reason = Reason::LinkOtherService, .about = link->serviceId()}, {}});
    } else if (const auto *bare = std::get_if<BareToken>(&finding.what)) {
        judge({LinkProof{Purpose::Reset, bare->token}, from, true});
    } else if (const auto *code = std::get_if<RecoveryCode>(&finding.what)) {
        judgeCode({*code}, from);
    } else if (const auto *foreign = std::get_if<ForeignLink>(&finding.what)) {
        judge({PartsProof{.parts = foreign->parts, .address = {}}, from});
    } else if (const auto *foreignCode = std::get_if<ForeignCode>(&finding.what)) {
        judgeCode({*foreignCode}, from);
    }
}

void RecoveryJourney::save(GoodProof good, const SharedSecret &password)
{
    if (!enter(Stage::Saving, good))
        return;
    ask(service.resetPassword(good.proof, password), [this](const Result<ResetOutcome> &done) {
        if (done) {
            enter(Stage::Done, *done);
            return;
        }
        const Reason reason = done.error().reason;
        if (verdictOn(reason) == Verdict::Dead || reason == Reason::CodeNotAccepted) {
            judged(done.error(), Stage::Waiting, {});
            return;
        }
        // What was typed is still in the form, and the proof may still be good.
        const GoodProof stillGood = std::get<GoodProof>(payload);
        if (enter(Stage::Choosing, stillGood))
            refuse(done.error());
    });
}

void RecoveryJourney::confirm(GoodProof good)
{
    if (!enter(Stage::SavingConfirm, good))
        return;
    ask(service.confirmAddress(good.proof), [this](const Result<AccountGlimpse> &done) {
        const GoodProof atHand = std::get<GoodProof>(payload);
        if (done)
            enter(Stage::Confirmed, *done);
        else
            judged(done.error(), Stage::Waiting, [this, atHand] { confirm(atHand); });
    });
}

void RecoveryJourney::withdraw(GoodProof good)
{
    if (!enter(Stage::SavingWithdrawal, good))
        return;
    ask(service.withdraw(good.proof), [this](const Result<AccountGlimpse> &done) {
        const GoodProof atHand = std::get<GoodProof>(payload);
        if (done)
            enter(Stage::Withdrawn, *done);
        else
            judged(done.error(), Stage::Waiting, [this, atHand] { withdraw(atHand); });
    });
}

void RecoveryJourney::forgetEverything()
{
    typed.clear();
    address.reset();
    receipt.reset();
    resendAllowed = {};
    repairs = {};
    held.reset();
}

} // namespace latchkey
