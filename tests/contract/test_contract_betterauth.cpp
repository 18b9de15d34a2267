// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/contract/peerharness.h"

#include <QTest>

namespace latchkey {

/// better-auth, which keeps an account's other links alive after a change.
class TestContractBetterAuth : public PeerContract
{
    Q_OBJECT

public:
    TestContractBetterAuth()
        : PeerContract({.peer = QStringLiteral("better-auth"),
                        .options = {},
                        .profile = QStringLiteral("better-auth"),
                        .path = QStringLiteral("/api/auth"),
                        .promises = Promise::OlderLinksLiveOn | Promise::BrokenPostIsHidden |
                                    Promise::InspectionTells | Promise::LinksWorkOnce |
                                    Promise::OneOfManyWins | Promise::LinksExpire})
    {
    }
};

} // namespace latchkey

QTEST_GUILESS_MAIN(latchkey::TestContractBetterAuth)
#include "test_contract_betterauth.moc"
