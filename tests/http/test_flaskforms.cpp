// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/http/httpservice.h"

#include "tests/contract/contractkit.h"
#include "tests/support/manualclock.h"
#include "tests/support/peer.h"

#include <QTest>

using namespace latchkey;
using namespace latchkey::contract;

namespace {

const QString robin = QStringLiteral("robin@example.com");

} // namespace

/// HTML forms with hidden fields and cookies, at the application that the pattern comes from.
class TestFlaskForms : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void wholeRecovery();
    void weakPasswordIsToldInTheServicesWords();
    void unknownAddressIsNotTold();
    void anAddressThatItDoesNotTakeIsNotTold();
    void aFailedCsrfIsNobodysAddressOrPassword();
    void deadLinksAreToldBeforeAPassword();
    void twoFlowsKnowNothingOfEachOther();

private:
    void start(const QStringList &options = {});
    Proof mailedProof();

    ManualClock m_clock{Instant(std::chrono::seconds(1'900'000'000))};
    std::unique_ptr<Peer> m_peer;
    std::unique_ptr<HttpService> m_service;
};

void TestFlaskForms::init()
{
    start();
}

void TestFlaskForms::start(const QStringList &options)
{
    m_peer =
        std::make_unique<Peer>(QStringLiteral("flask-chapter"),
                               QStringList{QStringLiteral("--now"), QStringLiteral("1900000000"),
                                           QStringLiteral("--min-length"), QStringLiteral("8")} +
                                   options);
    m_peer->ask(QStringLiteral("add"), {{QStringLiteral("email"), robin},
                                        {QStringLiteral("password"), QStringLiteral("old one")}});
    const auto profile = ServiceProfile::load(QStringLiteral("flask-forms"));
    ServiceDescription description{.passwordRules = (*profile)->passwordRules};
    for (const QString &link : (*profile)->links)
        description.linkForms.patterns.push_back(*LinkPattern::parse(link, m_peer->url()));
    m_service = std::make_unique<HttpService>(
        HttpParts{.clock = m_clock,
                  .description = description,
                  .profile = *profile,
                  .rules = {.base = m_peer->url(), .loopbackHttp = true}});
}

void TestFlaskForms::cleanup()
{
    m_service.reset();
    m_peer.reset();
}

Proof TestFlaskForms::mailedProof()
{
    const auto receipt = take(m_service->requestReset(address(robin)));
    const auto mails = m_peer->mails();
    if (!receipt || mails.empty())
        return LinkProof{.token = secret("none")};
    const auto finding = readLink(mails.back().value(QLatin1String("link")).toString().toUtf8(),
                                  m_service->description().linkForms);
    const auto *link = finding ? std::get_if<ForeignLink>(&finding->what) : nullptr;
    return link ? Proof(PartsProof{link->parts, {}}) : Proof(LinkProof{.token = secret("none")});
}

void TestFlaskForms::wholeRecovery()
{
    const Proof proof = mailedProof();
    LATCHKEY_VERIFY_GOOD(take(m_service->inspect(proof)));
    const QByteArray password = "p\u00e4ss & w\"rd=+%\\ {token}";
    LATCHKEY_VERIFY_GOOD(take(m_service->resetPassword(proof, secret(password))));
    const QJsonObject signIn = m_peer->ask(
        QStringLiteral("sign_in"), {{QStringLiteral("email"), robin},
                                    {QStringLiteral("password"), QString::fromUtf8(password)}});
    QVERIFY(signIn.value(QLatin1String("signed_in")).toBool());
}

void TestFlaskForms::weakPasswordIsToldInTheServicesWords()
{
    const Proof proof = mailedProof();
    const auto refused = take(m_service->resetPassword(proof, secret("short")));
    LATCHKEY_COMPARE_REASON(refused, Reason::PasswordRefused);
    QCOMPARE(refused.error().about, QStringLiteral("Field must be at least 8 characters long."));
    LATCHKEY_VERIFY_GOOD(take(m_service->resetPassword(proof, secret("long enough now"))));
}

void TestFlaskForms::unknownAddressIsNotTold()
{
    const auto known = take(m_service->requestReset(address(robin)));
    const auto unknown =
        take(m_service->requestReset(address(QStringLiteral("nobody@example.com"))));
    LATCHKEY_VERIFY_GOOD(known);
    LATCHKEY_VERIFY_GOOD(unknown);
    QCOMPARE(unknown->linkExpires, known->linkExpires);
    QCOMPARE(unknown->resendAfter, known->resendAfter);
    QCOMPARE(m_peer->mails().size(), size_t{1});
}

void TestFlaskForms::anAddressThatItDoesNotTakeIsNotTold()
{
    LATCHKEY_VERIFY_GOOD(
        take(m_service->requestReset(address(QStringLiteral("robin@example.invalid")))));
    QVERIFY(m_peer->mails().empty());
}

/// It is the application's own fault: nobody gets a mail, and no password is too weak.
void TestFlaskForms::aFailedCsrfIsNobodysAddressOrPassword()
{
    const Proof proof = mailedProof();
    cleanup();
    start({QStringLiteral("--secure-cookie")});
    LATCHKEY_COMPARE_REASON(take(m_service->requestReset(address(robin))),
                            Reason::ServiceUnreachable);
    QVERIFY(m_peer->mails().empty());
    LATCHKEY_COMPARE_REASON(take(m_service->resetPassword(proof, secret("long enough"))),
                            Reason::ServiceUnreachable);
}

void TestFlaskForms::deadLinksAreToldBeforeAPassword()
{
    const Proof proof = mailedProof();
    const Proof damaged = PartsProof{{{"token", secret("ey.J.x/../../signin")}}, {}};
    LATCHKEY_COMPARE_REASON(take(m_service->inspect(damaged)), Reason::LinkNotAccepted);
    m_peer->ask(QStringLiteral("advance"), {{QStringLiteral("seconds"), 86402}});
    LATCHKEY_COMPARE_REASON(take(m_service->inspect(proof)), Reason::LinkNotAccepted);
    LATCHKEY_COMPARE_REASON(take(m_service->resetPassword(proof, secret("long enough"))),
                            Reason::LinkNotAccepted);
    LATCHKEY_COMPARE_REASON(take(m_service->confirmAddress(proof)), Reason::LinkOtherPurpose);
}

// A CSRF token fits its own session only, so cookies of the one in the other would be refused.
void TestFlaskForms::twoFlowsKnowNothingOfEachOther()
{
    const Proof proof = mailedProof();
    const auto saving = m_service->resetPassword(proof, secret("the first of two"));
    const auto asking = m_service->requestReset(address(robin));
    const auto other = m_service->resetPassword(proof, secret("the second of two"));
    LATCHKEY_VERIFY_GOOD(take(saving));
    LATCHKEY_VERIFY_GOOD(take(asking));
    LATCHKEY_VERIFY_GOOD(take(other));
    QCOMPARE(m_peer->mails().size(), size_t{2});
}

QTEST_GUILESS_MAIN(TestFlaskForms)
#include "test_flaskforms.moc"
