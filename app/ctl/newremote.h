// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "application/servicesetup.h"
#include "ctl/verb.h"

namespace latchkey {

/// The configuration that `service add` is asked for, whole and checked: its sourcePath is where it
/// goes. Asks the service what it is where the command line does not say. UsageFaulty, and what
/// `recognise` fails with.
Result<Configuration> chooseRemote(Workplace &place, ServiceSetup &setup,
                                   const Invocation &invocation);

/// A line of standard input for each secret that the profile wants.
Result<GivenSecrets> readSecrets(const Configuration &configuration);

} // namespace latchkey
