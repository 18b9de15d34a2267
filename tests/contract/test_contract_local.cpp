// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/contract/recoverycontract.h"
#include "tests/support/localharness.h"

#include <QTest>

namespace latchkey {

/// The back end on this machine, with its real database, threads, signatures and hashes; only the
/// post and the clock are the test's.
class TestContractLocal : public RecoveryContract
{
    Q_OBJECT

public:
    TestContractLocal() : RecoveryContract([] { return std::make_unique<LocalHarness>(); }) {}
};

} // namespace latchkey

QTEST_GUILESS_MAIN(latchkey::TestContractLocal)
#include "test_contract_local.moc"
