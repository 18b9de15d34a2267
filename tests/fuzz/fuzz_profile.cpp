// SPDX-License-Identifier: GPL-3.0-or-later
#include "recovery/linkpattern.h"
#include "services/http/serviceprofile.h"

#include "tests/fuzz/fuzz.h"

using namespace latchkey;

namespace {

void checkStep(const Step &step)
{
    using fuzz::require;
    Variables all;
    for (const QByteArray &name : step.neededNames()) {
        require(TextTemplate::isName(name), "a step needs what is no name");
        all.emplace(name, share(Secret::copyOf("a/\"{\n")));
    }
    require(step.path.fill(all, Escape::Url).has_value(), "a path cannot be filled in");
    if (const auto *json = std::get_if<JsonBody>(&step.body))
        require(json->document.fill(all, Escape::Json).has_value(), "a body cannot be filled in");
    require(!step.outcomes.empty(), "a step without outcomes was taken");
}

} // namespace

/// A profile: read, or refused with reasons. What is read can be run.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    using fuzz::require;
    const auto profile = ServiceProfile::parse(fuzz::bytesOf(data, size));
    if (!profile) {
        require(!profile.error().empty(), "refused without a reason");
        for (const ProfileFault &fault : profile.error())
            require(!fault.why.isEmpty() && !fault.text().isEmpty(), "a fault without a word");
        return 0;
    }
    const ProfileContent &content = **profile;
    const QUrl base(QStringLiteral("https://h.example/app"));
    for (const QString &link : content.links)
        require(LinkPattern::parse(link, base).has_value(), "a link was taken that is none");
    for (const Flow *flow : {&content.request, &content.set}) {
        for (const Step &step : flow->steps)
            checkStep(step);
    }
    require(content.linkLifetime.count() >= 60, "a lifetime below its least");
    return 0;
}
