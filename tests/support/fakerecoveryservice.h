// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "recovery/passwordpolicy.h"
#include "recovery/recoveryservice.h"

#include <QCryptographicHash>

#include <algorithm>
#include <deque>
#include <functional>
#include <memory>
#include <vector>

namespace latchkey {

/// A service with all its accounts, links and mails in memory, plain to see. It keeps the contract
/// that every back end keeps (tests/contract), does its work within the call, and answers at once
/// unless a test holds the answers back. A test may also put a failure in the place of the next
/// answer; nothing is done then.
class FakeRecoveryService final : public RecoveryService
{
public:
    struct Account
    {
        EmailAddress address;
        QByteArray password;
        bool confirmed = true;
        bool disabled = false;
        int sessionGeneration = 0;
        std::vector<Instant> mailed;
    };
    enum class MailKind : quint8 { Reset, Notice, Confirm };
    struct Mail
    {
        MailKind kind = MailKind::Reset;
        QString recipient;
        QByteArray link;
        QString code;
        QByteArray withdraw; ///< "this was not me"
    };

    explicit FakeRecoveryService(const Clock &clock) : m_clock(clock)
    {
        m_description.id = QStringLiteral("acme");
        m_description.name = QStringLiteral("Acme Webmail");
        m_description.host = QStringLiteral("mail.acme.example");
    }

    // What happens beside the window.
    Account &addAccount(const QString &address, const QByteArray &password)
    {
        m_accounts.push_back(std::make_unique<Account>(
            Account{.address = EmailAddress::parse(address).value(), .password = password}));
        return *m_accounts.back();
    }
    Account *find(const EmailAddress &address)
    {
        const auto found = std::ranges::find_if(m_accounts, [&](const auto &account) {
            return account->address.matchKey() == address.matchKey();
        });
        return found == m_accounts.end() ? nullptr : found->get();
    }
    void changeAddress(Account &account, const QString &to)
    {
        account.address = EmailAddress::parse(to).value();
        account.confirmed = false;
        voidAll(account, Reason::LinkWithdrawn);
    }
    void mailConfirmation(Account &account) { mint(account, Purpose::Confirm); }

    // The script.
    ServiceDescription &mutableDescription() { return m_description; }
    void hold() { m_holding = true; }
    /// Gives the oldest answer that is held back.
    void releaseOne()
    {
        const auto give = std::move(m_held.front());
        m_held.pop_front();
        give();
    }
    void release()
    {
        m_holding = false;
        while (!m_held.empty())
            releaseOne();
    }
    size_t held() const { return m_held.size(); }
    void failNext(Failure failure) { m_failures.push_back(std::move(failure)); }

    std::vector<Mail> mails;
    bool postIsBroken = false;
    /// Whether the session still holds what it gave last.
    std::weak_ptr<const Secret> lastToken;
    std::weak_ptr<const Secret> lastPassword;
    struct
    {
        int requests = 0;
        int inspections = 0;
        int resets = 0;
        int confirmations = 0;
        int withdrawals = 0;
    } asked;

    // RecoveryService
    const ServiceDescription &description() const override { return m_description; }
    Future<RequestReceipt> requestReset(const EmailAddress &address) override
    {
        ++asked.requests;
        return answer<RequestReceipt>([&] { return request(address); });
    }
    Future<AccountGlimpse> inspect(const Proof &proof) override
    {
        ++asked.inspections;
        if (const auto *link = std::get_if<LinkProof>(&proof))
            lastToken = link->token;
        return answer<AccountGlimpse>(
            [&] { return glimpse(judge(proof, purposeOf(proof)), purposeOf(proof)); });
    }
    Future<ResetOutcome> resetPassword(const Proof &proof, SharedSecret password) override
    {
        ++asked.resets;
        lastPassword = password;
        return answer<ResetOutcome>([&] { return save(proof, password->reveal()); });
    }
    Future<AccountGlimpse> confirmAddress(const Proof &proof) override
    {
        ++asked.confirmations;
        return answer<AccountGlimpse>([&]() -> Result<AccountGlimpse> {
            const auto good = judge(proof, Purpose::Confirm);
            if (good) {
                good->link->dead = Reason::LinkUsed;
                good->link->account->confirmed = true;
            }
            return glimpse(good);
        });
    }

    Future<AccountGlimpse> withdraw(const Proof &proof) override
    {
        ++asked.withdrawals;
        return answer<AccountGlimpse>([&] {
            const auto good = judge(proof, Purpose::Withdraw);
            const Result<AccountGlimpse> seen = glimpse(good, Purpose::Withdraw);
            if (good)
                good->link->dead = Reason::LinkWithdrawn;
            return seen;
        });
    }

private:
    struct Link
    {
        Purpose purpose = Purpose::Reset;
        Account *account = nullptr;
        Instant issued;
        QByteArray token;
        QByteArray withdrawToken; ///< empty where there is nothing to withdraw
        RecoveryCode code;
        int codeTries = 0;
        std::optional<Reason> dead;
    };
    struct GoodProof
    {
        Link *link = nullptr;
        std::chrono::seconds lifetime{};
    };

    static constexpr std::chrono::seconds minute{60};
    static constexpr int triesPerCode = 5;

    static Purpose purposeOf(const Proof &proof)
    {
        const auto *link = std::get_if<LinkProof>(&proof);
        return link ? link->purpose : Purpose::Reset;
    }
    static Result<AccountGlimpse> glimpse(const Result<GoodProof> &good,
                                          Purpose purpose = Purpose::Reset)
    {
        if (!good)
            return fail(good.error());
        AccountGlimpse seen{.maskedAddress = good->link->account->address.masked(),
                            .proofExpires = good->link->issued + good->lifetime};
        if (purpose == Purpose::Withdraw) {
            seen.requested = good->link->issued;
            seen.origin = QStringLiteral("desk-7");
        }
        return seen;
    }
    static qsizetype since(const std::vector<Instant> &times, Instant start)
    {
        return std::ranges::count_if(times, [start](Instant time) { return time > start; });
    }
    /// TooManyTries where as many as that happened in the last minute.
    Result<void> checkDevice(const std::vector<Instant> &times, qsizetype perMinute) const
    {
        const Instant now = m_clock.now();
        if (since(times, now - minute) < perMinute)
            return {};
        const Instant freed = times[times.size() - static_cast<size_t>(perMinute)] + minute;
        return fail({.reason = Reason::TooManyTries, .span = freed - now});
    }

    template <class T>
    Future<T> answer(const std::function<Result<T>()> &work)
    {
        auto promise = std::make_shared<QPromise<Result<T>>>();
        promise->start();
        Result<T> result = fail(Reason::Internal);
        if (m_failures.empty()) {
            result = work();
        } else {
            result = fail(m_failures.front());
            m_failures.pop_front();
        }
        m_held.push_back([promise, result = std::move(result)] {
            promise->addResult(result);
            promise->finish();
        });
        if (!m_holding)
            release();
        return promise->future();
    }

    Result<RequestReceipt> request(const EmailAddress &address)
    {
        const Instant now = m_clock.now();
        if (auto may = checkDevice(m_requests, 20); !may)
            return fail(may.error());
        m_requests.push_back(now);
        const RequestReceipt receipt{.linkExpires = now + m_description.linkLifetime};
        Account *account = find(address);
        if (!account || !account->confirmed || account->disabled)
            return receipt;
        const auto &mailed = account->mailed;
        if (since(mailed, now - receipt.resendAfter) < 1 &&
            since(mailed, now - std::chrono::hours(1)) < 3 &&
            since(mailed, now - std::chrono::days(1)) < 10) {
            account->mailed.push_back(now);
            mint(*account, Purpose::Reset);
        }
        return receipt;
    }

    /// Signed with nothing, but of the shape of the real ones.
    void mint(Account &account, Purpose purpose)
    {
        const auto encoded = [](const QByteArray &bytes) {
            return bytes.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
        };
        const QByteArray payload = "{\"id\":\"" + QByteArray::number(m_links.size()) + "\"}";
        const QByteArray digest = QCryptographicHash::hash(payload, QCryptographicHash::Sha1);
        m_links.push_back(std::make_unique<Link>(Link{
            .purpose = purpose,
            .account = &account,
            .issued = m_clock.now(),
            .token = encoded(payload) + ".ZkQwMQ." + encoded(digest),
            .withdrawToken =
                purpose == Purpose::Reset
                    ? encoded(payload) + ".ZkQwMQ." +
                          encoded(QCryptographicHash::hash(payload + '-', QCryptographicHash::Sha1))
                    : QByteArray(),
            .code = RecoveryCode::fromBytes(digest),
        }));
        const Link &link = *m_links.back();
        const bool resets = purpose == Purpose::Reset;
        post({.kind = resets ? MailKind::Reset : MailKind::Confirm,
              .recipient = account.address.text(),
              .link = RecoveryLink::compose(purpose, m_description.id, link.token)->text(),
              .code = resets ? link.code.grouped() : QString(),
              .withdraw = resets ? RecoveryLink::compose(Purpose::Withdraw, m_description.id,
                                                         link.withdrawToken)
                                       ->text()
                                 : QByteArray()});
    }
    void post(Mail mail)
    {
        if (!postIsBroken)
            mails.push_back(std::move(mail));
    }
    void voidAll(const Account &account, Reason cause)
    {
        for (const auto &link : m_links) {
            if (link->account == &account && !link->dead)
                link->dead = cause;
        }
    }

    Result<GoodProof> judge(const Proof &proof, Purpose wanted)
    {
        if (const auto *code = std::get_if<CodeProof>(&proof))
            return wanted == Purpose::Reset ? judgeCode(*code) : fail(Reason::CodeNotAccepted);
        if (std::holds_alternative<PartsProof>(proof))
            return fail(Reason::LinkOtherService);
        const auto &given = std::get<LinkProof>(proof);
        return given.purpose == wanted ? judgeLink(given) : fail(Reason::LinkOtherPurpose);
    }
    Result<GoodProof> judgeLink(const LinkProof &proof)
    {
        const Instant now = m_clock.now();
        if (auto may = checkDevice(m_wrongLinks, 5); !may)
            return fail(may.error());
        const auto found = std::ranges::find_if(m_links, [&](const auto &link) {
            const QByteArrayView token = proof.token->reveal();
            return QByteArrayView(link->token) == token ||
                   QByteArrayView(link->withdrawToken) == token;
        });
        if (found == m_links.end()) {
            m_wrongLinks.push_back(now);
            return fail(Reason::LinkDamaged);
        }
        Link &link = **found;
        const auto age = now - link.issued;
        const bool withdraws = QByteArrayView(link.token) != proof.token->reveal();
        if (proof.purpose != (withdraws ? Purpose::Withdraw : link.purpose))
            return fail(Reason::LinkOtherPurpose);
        if (age < std::chrono::seconds::zero())
            return fail({.reason = Reason::LinkFromFuture, .span = -age});
        if (age > m_description.linkLifetime)
            return fail({.reason = Reason::LinkExpired, .span = age - m_description.linkLifetime});
        if (link.dead)
            return fail(*link.dead);
        if (link.account->disabled)
            return fail(Reason::AccountUnavailable);
        return GoodProof{&link, m_description.linkLifetime};
    }
    Result<GoodProof> judgeCode(const CodeProof &proof)
    {
        if (auto may = checkDevice(m_wrongCodes, 10); !may)
            return fail(may.error());
        const Account *account = find(proof.address);
        const Instant oldest = m_clock.now() - m_description.codeLifetime;
        std::vector<Link *> live;
        for (const auto &link : m_links) {
            if (account && link->account == account && !account->disabled && !link->dead &&
                link->purpose == Purpose::Reset && link->issued > oldest)
                live.push_back(link.get());
        }
        for (Link *link : live) {
            if (link->codeTries < triesPerCode &&
                equalInConstantTime(link->code.letters()->reveal(), proof.code.letters()->reveal()))
                return GoodProof{link, m_description.codeLifetime};
        }
        for (Link *link : live)
            ++link->codeTries;
        m_wrongCodes.push_back(m_clock.now());
        return fail(Reason::CodeNotAccepted);
    }
    Result<ResetOutcome> save(const Proof &proof, QByteArrayView password)
    {
        if (auto fits = PasswordPolicy(m_description.passwordRules).check(password); !fits)
            return fail(fits.error());
        const auto good = judge(proof, Purpose::Reset);
        if (!good)
            return fail(good.error());
        Account &account = *good->link->account;
        account.password = password.toByteArray();
        ++account.sessionGeneration;
        voidAll(account, Reason::LinkUsed);
        post({.kind = MailKind::Notice, .recipient = account.address.text()});
        return ResetOutcome{.maskedAddress = account.address.masked(),
                            .sessionsEnded = true,
                            .noticeQueued = account.confirmed};
    }

    const Clock &m_clock;
    ServiceDescription m_description;
    std::vector<std::unique_ptr<Account>> m_accounts;
    std::vector<std::unique_ptr<Link>> m_links;
    std::vector<Instant> m_requests;
    std::vector<Instant> m_wrongLinks;
    std::vector<Instant> m_wrongCodes;
    std::deque<Failure> m_failures;
    std::deque<std::function<void()>> m_held;
    bool m_holding = false;
};

} // namespace latchkey
