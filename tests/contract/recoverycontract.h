// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/contract/serviceharness.h"

#include <QObject>

#include <functional>
#include <memory>

namespace latchkey {

/// What every `RecoveryService` promises, as one list of cases. A back end runs it by deriving a
/// test class that says how its harness is made:
///
///     class TestContractFake : public RecoveryContract
///     {
///         Q_OBJECT
///     public:
///         TestContractFake() : RecoveryContract([] { return std::make_unique<FakeHarness>(); }) {}
///     };
///     QTEST_GUILESS_MAIN(latchkey::TestContractFake)
///
/// and links `latchkey_recoverycontract`. Each case has a harness of its own.
class RecoveryContract : public QObject
{
    Q_OBJECT

public:
    using MakeHarness = std::function<std::unique_ptr<ServiceHarness>()>;

    explicit RecoveryContract(MakeHarness makeHarness);
    ~RecoveryContract() override;

private Q_SLOTS:
    void init();
    void cleanup();

    // Asking.
    void everyAddressGetsTheSameAnswer_data();
    void everyAddressGetsTheSameAnswer();
    void mailGoesToTheStoredAddressOnly_data();
    void mailGoesToTheStoredAddressOnly();
    void brokenPostIsNotTold();
    void askingChangesNothing();
    void accountLimitIsNeverTold();
    void deviceLimitIsToldWithACountdown();

    // A link.
    void goodLinkSavesThePassword();
    void inspectionConsumesNothing();
    void everyLinkWorksUntilOneSucceeds();
    void linksOfOthersLiveOn();
    void linkLivesExactlyItsLifetime();
    void damagedLinkIsDamaged_data();
    void damagedLinkIsDamaged();
    void linkFromTheFutureIsToldSo();
    void changeOfAddressWithdrawsLinks();
    void disabledAccountIsUnavailable();
    void wrongLinksAreThrottled();

    // A code.
    void goodCodeSavesThePassword();
    void codeAndLinkAreOneProof();
    void codeHasFiveTries();
    void rightCodeCostsNoTry();
    void deadCodesHaveOneAnswer();
    void codeGoesWithItsAddress();

    // Saving.
    void weakPasswordKeepsTheProof_data();
    void weakPasswordKeepsTheProof();
    void concurrentResetsHaveOneWinner_data();
    void concurrentResetsHaveOneWinner();

    // Purposes, and confirming an address.
    void purposesDoNotMix();
    void confirmationConfirms();
    void confirmationWorksOnce();

    // "This was not me".
    void withdrawalEndsItsRequestAlone();
    void lookingAtARequestWithdrawsNothing();
    void withdrawalAndResetDoNotMix();
    void deadRequestsAreNotWithdrawn();

private:
    MakeHarness m_makeHarness;
    std::unique_ptr<ServiceHarness> m_harness;
};

} // namespace latchkey
