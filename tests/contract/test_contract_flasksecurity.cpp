// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/contract/peerharness.h"

#include <QTest>

namespace latchkey {

/// Flask-Security with the CSRF protection that it comes with.
class TestContractFlaskSecurity : public PeerContract
{
    Q_OBJECT

public:
    TestContractFlaskSecurity()
        : PeerContract({.peer = QStringLiteral("flask-security"),
                        .options = {QStringLiteral("--csrf"), QStringLiteral("form")},
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

QTEST_GUILESS_MAIN(latchkey::TestContractFlaskSecurity)
#include "test_contract_flasksecurity.moc"
