// SPDX-License-Identifier: GPL-3.0-or-later
#include "recovery/proof.h"

#include <algorithm>

namespace latchkey {

namespace {

bool isEqual(const SharedSecret &left, const SharedSecret &right)
{
    return left && right && equalInConstantTime(left->reveal(), right->reveal());
}

bool isSame(const LinkProof &left, const LinkProof &right)
{
    return left.purpose == right.purpose && isEqual(left.token, right.token);
}

bool isSame(const CodeProof &left, const CodeProof &right)
{
    return left.address.matchKey() == right.address.matchKey() &&
           isEqual(left.code.letters(), right.code.letters());
}

bool isSame(const PartsProof &left, const PartsProof &right)
{
    if (left.address.has_value() != right.address.has_value() ||
        (left.address && left.address->matchKey() != right.address->matchKey()))
        return false;
    return std::equal(left.parts.begin(), left.parts.end(), right.parts.begin(), right.parts.end(),
                      [](const LinkPart &one, const LinkPart &other) {
                          return one.name == other.name && isEqual(one.value, other.value);
                      });
}

} // namespace

bool isSameProof(const Proof &left, const Proof &right)
{
    if (left.index() != right.index())
        return false;
    return std::visit(
        [&right]<class Kind>(const Kind &proof) { return isSame(proof, std::get<Kind>(right)); },
        left);
}

} // namespace latchkey
