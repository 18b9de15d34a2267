// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctl/sampleletter.h"

#include "recovery/recoverylink.h"

#include <QSysInfo>

namespace latchkey {

Letter sampleLetter(const Configuration &configuration, LetterKind kind, Instant now)
{
    const auto linkTo = [&configuration](Purpose purpose) {
        return RecoveryLink::compose(purpose, configuration.service.id,
                                     "a-sample.that.opens-nothing");
    };
    const auto link = linkTo(kind == LetterKind::Confirm ? Purpose::Confirm : Purpose::Reset);
    const auto withdraw = linkTo(Purpose::Withdraw);
    const QByteArray page = configuration.links.bridge.toEncoded();
    Letter letter{.kind = kind,
                  .recipient = QStringLiteral("robin@example.com"),
                  .language = {},
                  .serviceName = configuration.service.name,
                  .deskContact = configuration.service.deskContact,
                  .origin = QSysInfo::machineHostName(),
                  .messageId = "sample@latchkey.invalid",
                  .requested = now,
                  .minted = now,
                  .linkExpires = now + configuration.links.lifetime,
                  .codeExpires = now + configuration.links.codeLifetime};
    if (kind == LetterKind::Notice || !link || !withdraw)
        return letter;
    letter.link = link->text();
    letter.bridge = page.isEmpty() ? QByteArray() : link->bridgeText(page);
    if (kind == LetterKind::Reset) {
        // As it goes out to who asks at the window.
        if (configuration.links.bindToDevice)
            letter.reach = LinkReach::AskingDevice;
        else
            letter.code = QStringLiteral("BCDF-GHJK");
        letter.withdraw = withdraw->text();
        letter.withdrawBridge = page.isEmpty() ? QByteArray() : withdraw->bridgeText(page);
    }
    return letter;
}

} // namespace latchkey
