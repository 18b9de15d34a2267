// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "recovery/recoveryservice.h"

#include <QByteArrayView>
#include <QStringView>

#include <span>
#include <vector>

namespace latchkey {

/// Places in the list of those services that a link may be from: the one whose id it names, and
/// each whose own form it has. Asks nobody. Two services of one kind can mail links of one form;
/// then the person has to say which it is.
std::vector<size_t> ownersOfLink(QByteArrayView link, std::span<const ServiceDescription> services);

/// The same for a link somewhere in a pasted text. A code or a bare token is nobody's: it does not
/// say where it is from.
std::vector<size_t> ownersOfText(QStringView pasted, std::span<const ServiceDescription> services);

} // namespace latchkey
