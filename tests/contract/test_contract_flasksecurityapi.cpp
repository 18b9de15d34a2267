// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/contract/peerharness.h"

#include <QTest>

namespace latchkey {

/// Flask-Security as its manual sets it up for an API: without CSRF protection.
class TestContractFlaskSecurityApi : public PeerContract
{
    Q_OBJECT

public:
    TestContractFlaskSecurityApi()
        : PeerContract({.peer = QStringLiteral("flask-security"),
                        .options = {QStringLiteral("--csrf"), QStringLiteral("off")},
                        .profile = QStringLiteral("flask-security"),
                        .path = QString(),
                        .promises = Promise::OlderLinksLiveOn | Promise::UnconfirmedGetNoMail |
                                    Promise::DisabledGetNoMail | Promise::AddressesFold |
                                    Promise::LinksWorkOnce | Promise::SuccessEndsOtherLinks |
                                    Promise::LinksExpire | Promise::FutureIsRefused |
                                    Promise::MovingWithdraws,
                        .expired = Reason::LinkExpired})
    {
    }
};

} // namespace latchkey

QTEST_GUILESS_MAIN(latchkey::TestContractFlaskSecurityApi)
#include "test_contract_flasksecurityapi.moc"
