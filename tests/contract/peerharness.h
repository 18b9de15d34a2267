// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/http/httpservice.h"
#include "tests/contract/recoverycontract.h"
#include "tests/contract/serviceharness.h"
#include "tests/support/manualclock.h"
#include "tests/support/peer.h"

#include <map>
#include <memory>

namespace latchkey {

/// What a real service of tests/peers is to the contract: which profile speaks to it, and what it
/// promises.
struct PeerTraits
{
    QString peer;
    QStringList options;
    QString profile;
    QString path;             ///< of its calls
    bool linksAtRoot = false; ///< its mails do not link below that path
    Promises promises;
    Reason dead = Reason::LinkNotAccepted;    ///< what is told of a link that is no good
    Reason expired = Reason::LinkNotAccepted; ///< and of one that is too old
    std::function<Variables(const QJsonObject &hello)> variables = {};
};

/// HttpService before a real service. The server runs for all cases of a test, emptied for each.
class PeerHarness final : public ServiceHarness
{
public:
    static constexpr Instant start{std::chrono::seconds(1'900'000'000)};

    PeerHarness(Peer &peer, PeerTraits traits) : m_peer(peer), m_traits(std::move(traits))
    {
        m_peer.ask(QStringLiteral("clear"));
        const auto profile = ServiceProfile::load(m_traits.profile);
        if (!profile)
            qFatal("%s", qPrintable(profile.error().detail));
        QUrl base = m_peer.url();
        base.setPath(m_traits.path);
        ServiceDescription description{.id = QStringLiteral("peer"),
                                       .name = m_traits.peer,
                                       .host = base.host(),
                                       .passwordRules = (*profile)->passwordRules,
                                       .linkLifetime = (*profile)->linkLifetime};
        description.linkForms.code = (*profile)->code;
        for (const QString &link : (*profile)->links)
            description.linkForms.patterns.push_back(
                *LinkPattern::parse(link, m_traits.linksAtRoot ? m_peer.url() : base));
        Variables variables;
        for (const OperatorVariable &variable : (*profile)->variables) {
            if (!variable.fallback.isEmpty())
                variables.emplace(variable.name, secretOf(variable.fallback));
        }
        if (m_traits.variables)
            variables.merge(m_traits.variables(m_peer.hello()));
        m_service =
            std::make_unique<HttpService>(HttpParts{.clock = m_clock,
                                                    .description = std::move(description),
                                                    .profile = *profile,
                                                    .rules = {.base = base, .loopbackHttp = true},
                                                    .variables = std::move(variables)});
    }

    static SharedSecret secretOf(const QString &text)
    {
        return share(Secret::copyOf(text.toUtf8()));
    }

    RecoveryService &service() override { return *m_service; }

    void addAccount(const AccountSeed &seed) override
    {
        m_peer.ask(QStringLiteral("add"),
                   {{QStringLiteral("email"), seed.address},
                    {QStringLiteral("password"), QString::fromUtf8(seed.password)},
                    {QStringLiteral("confirmed"), seed.confirmed},
                    {QStringLiteral("disabled"), seed.disabled}});
        m_seeds.insert_or_assign(storedAccount(seed.address), seed.password);
    }
    void disableAccount(const QString &address) override
    {
        m_peer.ask(QStringLiteral("disable"), {{QStringLiteral("email"), address}});
    }
    void changeAddress(const QString &from, const QString &to) override
    {
        m_peer.ask(QStringLiteral("move"),
                   {{QStringLiteral("email"), from}, {QStringLiteral("to"), to}});
    }
    void mailConfirmation(const QString &address) override
    {
        m_peer.ask(QStringLiteral("mail_confirmation"), {{QStringLiteral("email"), address}});
    }

    /// What the service's own sign-in says. Who is not confirmed or is disabled may not sign in
    /// with any password; that the first one is still stored is seen all the same.
    bool verifyPassword(const QString &address, const QByteArray &password) override
    {
        const auto seed = m_seeds.find(storedAccount(address));
        if (seed != m_seeds.end())
            return seed->second == password;
        return m_peer
            .ask(QStringLiteral("sign_in"),
                 {{QStringLiteral("email"), address},
                  {QStringLiteral("password"), QString::fromUtf8(password)}})
            .value(QLatin1String("signed_in"))
            .toBool();
    }
    QByteArray storedAccount(const QString &address) override
    {
        return m_peer.ask(QStringLiteral("stored"), {{QStringLiteral("email"), address}})
            .value(QLatin1String("digest"))
            .toString()
            .toUtf8();
    }

    std::vector<ReceivedMail> mails() override
    {
        std::vector<ReceivedMail> received;
        for (const QJsonObject &mail : m_peer.mails()) {
            const QString kind = mail.value(QLatin1String("kind")).toString();
            received.push_back({.kind = kind == u"reset"     ? ReceivedMail::Kind::Reset
                                        : kind == u"confirm" ? ReceivedMail::Kind::Confirm
                                                             : ReceivedMail::Kind::Notice,
                                .recipient = mail.value(QLatin1String("recipient")).toString(),
                                .link = mail.value(QLatin1String("link")).toString().toUtf8(),
                                .code = mail.value(QLatin1String("code")).toString()});
        }
        return received;
    }
    void breakPost() override
    {
        m_peer.ask(QStringLiteral("post"), {{QStringLiteral("state"), QStringLiteral("fails")}});
    }

    Promises promises() const override { return m_traits.promises; }
    Reason told(Reason ours) const override
    {
        const bool ofTime = ours == Reason::LinkExpired || ours == Reason::LinkFromFuture;
        return ofTime ? m_traits.expired : m_traits.dead;
    }

    Instant now() const override { return m_clock.now(); }
    void advanceClock(std::chrono::seconds by) override
    {
        m_clock.advance(by);
        m_peer.ask(QStringLiteral("advance"), {{QStringLiteral("seconds"), qint64{by.count()}}});
    }

private:
    Peer &m_peer;
    PeerTraits m_traits;
    ManualClock m_clock{start};
    std::map<QByteArray, QByteArray> m_seeds; ///< stored form, password
    std::unique_ptr<HttpService> m_service;
};

/// The contract's cases at one service.
class PeerContract : public RecoveryContract
{
public:
    explicit PeerContract(PeerTraits traits)
        : RecoveryContract([this] { return std::make_unique<PeerHarness>(peer(), m_traits); }),
          m_traits(std::move(traits))
    {
    }

private:
    Peer &peer()
    {
        if (!m_peer) {
            m_peer = std::make_unique<Peer>(
                m_traits.peer,
                QStringList{QStringLiteral("--now"),
                            QString::number(PeerHarness::start.time_since_epoch().count())} +
                    m_traits.options);
        }
        return *m_peer;
    }

    PeerTraits m_traits;
    std::unique_ptr<Peer> m_peer;
};

} // namespace latchkey
