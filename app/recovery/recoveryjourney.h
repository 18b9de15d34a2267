// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "recovery/recoverysession.h"

#include <functional>

namespace latchkey {

/// What a session knows, and where each answer of the service leads. The session decides which verb
/// fits its stage; the journey asks the service, drops answers to questions that are no longer
/// asked, and enters the next stage, which the session's signals then tell. Secrets stand in the
/// stage's payload alone, so that they die when the stage is left, whatever the service still does.
class RecoveryJourney
{
public:
    // What a stage owns.
    struct Nothing
    {
    };
    struct CodeInHand // AddressForCode
    {
        std::variant<RecoveryCode, ForeignCode> code;
    };
    struct ProofInHand // Judging
    {
        Proof proof;
        Stage from = Stage::Waiting;
        bool isBareToken =
            false; ///< which does not say what it is for: tried for one after another
    };
    struct GoodProof // Choosing, Saving, Confirming, SavingConfirm, Withdrawing, SavingWithdrawal
    {
        Proof proof;
        AccountGlimpse glimpse;
    };
    struct Refusal // DeadLink, Trouble
    {
        Failure failure;
        std::function<void()> again;
    };
    using Payload = std::variant<Nothing, CodeInHand, ProofInHand, GoodProof, AccountGlimpse,
                                 ResetOutcome, Refusal>;

    RecoveryJourney(RecoverySession &session, RecoveryService &theService, const Clock &theClock)
        : service(theService), clock(theClock), m_session(session)
    {
    }

    /// False when a listener has already led somewhere else: then nothing more is to be done here.
    bool enter(Stage next, Payload owned = Nothing{});
    void refuse(const Failure &failure) { Q_EMIT m_session.refused(failure); }
    template <class T>
    const T *owned() const
    {
        return std::get_if<T>(&payload);
    }

    void request(const EmailAddress &to, Stage from);
    void open(const Finding &finding);
    void judge(ProofInHand hand);
    void judgeCode(const CodeInHand &inHand, Stage from);
    void save(GoodProof good, const SharedSecret &password);
    void confirm(GoodProof good);
    void withdraw(GoodProof good);
    void forgetEverything();

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
    std::optional<Finding> held;
    std::function<bool(const QString &)> openElsewhere;

private:
    template <class T, class Receive>
    void ask(const Future<T> &answer, Receive receive);
    /// A proof that was refused; `again` is what to do once the trouble is over.
    void judged(const Failure &failure, Stage from, std::function<void()> again);
    void returnTo(Stage form, const Failure &failure);

    RecoverySession &m_session;
    /// Counts the questions asked: an answer to an older one is dropped.
    quint64 m_question = 0;
};

} // namespace latchkey
