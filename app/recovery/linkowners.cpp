// SPDX-License-Identifier: GPL-3.0-or-later
#include "recovery/linkowners.h"

namespace latchkey {

namespace {

bool isFrom(const ServiceDescription &service, const Result<Finding> &found)
{
    if (!found)
        return false;
    if (const auto *ours = std::get_if<RecoveryLink>(&found->what))
        return ours->serviceId() == service.id;
    return std::holds_alternative<ForeignLink>(found->what);
}

template <class Find>
std::vector<size_t> owners(std::span<const ServiceDescription> services, const Find &find)
{
    std::vector<size_t> places;
    for (size_t i = 0; i < services.size(); ++i) {
        if (isFrom(services[i], find(services[i].linkForms)))
            places.push_back(i);
    }
    return places;
}

} // namespace

std::vector<size_t> ownersOfLink(QByteArrayView link, std::span<const ServiceDescription> services)
{
    return owners(services, [link](const LinkForms &forms) { return readLink(link, forms); });
}

std::vector<size_t> ownersOfText(QStringView pasted, std::span<const ServiceDescription> services)
{
    return owners(services, [pasted](const LinkForms &forms) { return findLink(pasted, forms); });
}

} // namespace latchkey
