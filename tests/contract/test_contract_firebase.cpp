// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/contract/peerharness.h"

#include <QTest>

namespace latchkey {

/// The emulator of Google's Identity Toolkit. Its links never expire, and its inspection does not
/// see that an account's address has changed.
class TestContractFirebase : public PeerContract
{
    Q_OBJECT

public:
    TestContractFirebase()
        : PeerContract({.peer = QStringLiteral("firebase"),
                        .options = {},
                        .profile = QStringLiteral("firebase"),
                        .path = QStringLiteral("/identitytoolkit.googleapis.com"),
                        .linksAtRoot = true,
                        .promises = Promise::MovingWithdraws | Promise::OlderLinksLiveOn |
                                    Promise::LinksWorkOnce | Promise::OneOfManyWins,
                        .variables = [](const QJsonObject &hello) {
                            return Variables{
                                {"api_key", PeerHarness::secretOf(
                                                hello.value(QLatin1String("key")).toString())}};
                        }})
    {
    }
};

} // namespace latchkey

QTEST_GUILESS_MAIN(latchkey::TestContractFirebase)
#include "test_contract_firebase.moc"
