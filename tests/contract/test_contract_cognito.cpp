// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/contract/peerharness.h"

#include <QTest>

namespace latchkey {

/// Typed codes of six digits, which cognito-local never lets expire.
class TestContractCognito : public PeerContract
{
    Q_OBJECT

public:
    TestContractCognito()
        : PeerContract(
              {.peer = QStringLiteral("cognito"),
               .options = {},
               .profile = QStringLiteral("cognito"),
               .path = QString(),
               .promises =
                   Promise::MovingWithdraws | Promise::LinksWorkOnce | Promise::OneOfManyWins,
               .dead = Reason::CodeNotAccepted,
               .expired = Reason::CodeNotAccepted,
               .variables = [](const QJsonObject &hello) {
                   return Variables{
                       {"client_id",
                        PeerHarness::secretOf(hello.value(QLatin1String("client_id")).toString())}};
               }})
    {
    }
};

} // namespace latchkey

QTEST_GUILESS_MAIN(latchkey::TestContractCognito)
#include "test_contract_cognito.moc"
