// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTest>

/// Waits, with the event loop running, for what has to come, and fails where it does not. Longer
/// than Qt's five seconds: a machine that is busy with something else is no fault of the program,
/// and whoever waits for what comes at once waits no longer.
#define LATCHKEY_TRY_VERIFY(condition)                                                             \
    QTRY_VERIFY_WITH_TIMEOUT(condition, latchkey::patienceOfTests)
#define LATCHKEY_TRY_COMPARE(actual, expected)                                                     \
    QTRY_COMPARE_WITH_TIMEOUT(actual, expected, latchkey::patienceOfTests)

namespace latchkey {

constexpr int patienceOfTests = 30'000; // milliseconds

} // namespace latchkey
