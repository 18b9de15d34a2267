// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/contract/serviceharness.h"

#include <QEventLoop>
#include <QFutureWatcher>
#include <QTest>
#include <QTimer>

#include <algorithm>

// Two things that a case says all the time, with the reason in the message where they do not hold.
#define LATCHKEY_VERIFY_GOOD(result)                                                               \
    do {                                                                                           \
        const auto &resultAtHand = (result);                                                       \
        QVERIFY2(resultAtHand.has_value(), latchkey::contract::reasonOf(resultAtHand).data());     \
    } while (false)
#define LATCHKEY_COMPARE_DEATH(harness, proof, ours)                                               \
    QCOMPARE(latchkey::contract::deathOf(harness, proof),                                          \
             QByteArray(latchkey::reasonName((harness).told(ours)).data()))
#define LATCHKEY_COMPARE_REASON(result, expected)                                                  \
    QCOMPARE(latchkey::contract::reasonOf(result),                                                 \
             QByteArray(latchkey::reasonName(expected).data()))

namespace latchkey::contract {

constexpr std::chrono::milliseconds patience{30'000};

/// "good", or the name of the reason.
template <class T>
QByteArray reasonOf(const Result<T> &result)
{
    return result ? QByteArray("good") : QByteArray(reasonName(result.error().reason).data());
}

/// Waits for an answer while the event loop runs. A loop of its own, because QTest::qWaitFor()
/// looks only every ten milliseconds, and there are thousands of answers.
template <class T>
Result<T> take(const Future<T> &future)
{
    QEventLoop loop;
    QFutureWatcher<Result<T>> watcher;
    QObject::connect(&watcher, &QFutureWatcherBase::finished, &loop, &QEventLoop::quit);
    QTimer::singleShot(patience, &loop, &QEventLoop::quit);
    watcher.setFuture(future);
    if (!future.isFinished())
        loop.exec();
    if (!future.isFinished())
        return fail(Reason::TimedOut, QStringLiteral("no answer came"));
    if (future.resultCount() == 0)
        return fail(Reason::Cancelled, QStringLiteral("the question was given up"));
    return future.result();
}

inline EmailAddress address(const QString &text)
{
    return EmailAddress::parse(text).value();
}

inline SharedSecret secret(QByteArrayView bytes)
{
    return share(Secret::copyOf(bytes));
}

inline Result<RequestReceipt> request(ServiceHarness &harness, const QString &typed)
{
    return take(harness.service().requestReset(address(typed)));
}

/// What a mail proves by its link, or by its code where it has no link. A mail without either, or
/// whose link does not parse, proves nothing.
inline Proof linkProof(ServiceHarness &harness, const ReceivedMail &mail)
{
    const LinkForms &forms = harness.service().description().linkForms;
    const auto finding =
        mail.link.isEmpty() ? findLink(mail.code, forms) : readLink(mail.link, forms);
    if (finding) {
        if (const auto *link = std::get_if<RecoveryLink>(&finding->what))
            return LinkProof{.purpose = link->purpose(), .token = link->token()};
        if (const auto *link = std::get_if<ForeignLink>(&finding->what))
            return PartsProof{.parts = link->parts, .address = {}};
        if (const auto *code = std::get_if<ForeignCode>(&finding->what))
            return PartsProof{.parts = {{"token", code->text}}, .address = address(mail.recipient)};
    }
    return LinkProof{.purpose = Purpose::Reset, .token = secret("no-link-in-this-mail")};
}

/// Of a mail with a link of our form.
inline Proof linkProof(const ReceivedMail &mail)
{
    const auto link = RecoveryLink::parse(mail.link);
    if (!link)
        return LinkProof{.purpose = Purpose::Reset, .token = secret("no-link-in-this-mail")};
    return LinkProof{.purpose = link->purpose(), .token = link->token()};
}

inline QByteArray tokenOf(const Proof &proof)
{
    if (const auto *link = std::get_if<LinkProof>(&proof))
        return link->token->reveal().toByteArray();
    for (const auto &[name, value] : std::get<PartsProof>(proof).parts) {
        if (name == "token")
            return value->reveal().toByteArray();
    }
    return {};
}

/// The same but for its token.
inline Proof withToken(const Proof &proof, const QByteArray &token)
{
    if (const auto *link = std::get_if<LinkProof>(&proof))
        return LinkProof{.purpose = link->purpose, .token = secret(token)};
    PartsProof other = std::get<PartsProof>(proof);
    for (auto &[name, value] : other.parts) {
        if (name == "token")
            value = secret(token);
    }
    return other;
}

inline Proof codeProof(const QString &typedAddress, const QString &code)
{
    return CodeProof{address(typedAddress), RecoveryCode::parse(code).value()};
}

/// A code that is not this one.
inline QString otherCode(QString code)
{
    code[0] = code[0] == u'B' ? u'C' : u'B';
    return code;
}

inline std::vector<ReceivedMail> mailsOf(ServiceHarness &harness, ReceivedMail::Kind kind)
{
    std::vector<ReceivedMail> mails = harness.mails();
    std::erase_if(mails, [kind](const ReceivedMail &mail) { return mail.kind != kind; });
    return mails;
}

/// Asks for a reset, and gives the mail that came of it; an empty one where none came.
inline ReceivedMail askAndReceive(ServiceHarness &harness, const QString &typed)
{
    const auto before = mailsOf(harness, ReceivedMail::Kind::Reset).size();
    const auto receipt = request(harness, typed);
    const auto mails = mailsOf(harness, ReceivedMail::Kind::Reset);
    return receipt && mails.size() == before + 1 ? mails.back() : ReceivedMail{};
}

inline Result<AccountGlimpse> inspect(ServiceHarness &harness, const Proof &proof)
{
    return take(harness.service().inspect(proof));
}

inline Result<ResetOutcome> reset(ServiceHarness &harness, const Proof &proof, QByteArrayView with)
{
    return take(harness.service().resetPassword(proof, secret(with)));
}

/// What is told of a proof that is no good, by looking and by saving alike: the name of a reason,
/// or what does not agree.
inline QByteArray deathOf(ServiceHarness &harness, const Proof &proof)
{
    const QByteArray looking = reasonOf(inspect(harness, proof));
    const QByteArray saving = reasonOf(reset(harness, proof, "and now for something else"));
    const bool agree =
        looking == saving || (looking == "good" && !harness.keeps(Promise::InspectionTells));
    return agree ? saving : looking + " looking, " + saving + " saving";
}

/// Whether a code of our form is refused, as it is where none come along.
inline bool refusesOurCodes(ServiceHarness &harness, const QString &typedAddress)
{
    const Proof proof = codeProof(typedAddress, QStringLiteral("BCDF-GHJK"));
    const QByteArray refused = reasonName(Reason::CodeNotAccepted).data();
    return reasonOf(inspect(harness, proof)) == refused &&
           reasonOf(reset(harness, proof, "and now for something else")) == refused;
}

inline Result<AccountGlimpse> confirm(ServiceHarness &harness, const Proof &proof)
{
    return take(harness.service().confirmAddress(proof));
}

inline Result<AccountGlimpse> withdraw(ServiceHarness &harness, const Proof &proof)
{
    return take(harness.service().withdraw(proof));
}

} // namespace latchkey::contract
