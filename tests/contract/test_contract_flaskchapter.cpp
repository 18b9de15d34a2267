// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/contract/peerharness.h"

#include <QTest>

namespace latchkey {

/// The chapter's application. Its links work for a day, as often as they are opened.
class TestContractFlaskChapter : public PeerContract
{
    Q_OBJECT

public:
    TestContractFlaskChapter()
        : PeerContract({.peer = QStringLiteral("flask-chapter"),
                        .options = {},
                        .profile = QStringLiteral("flask-forms"),
                        .path = QString(),
                        .promises = Promise::OlderLinksLiveOn | Promise::InspectionTells |
                                    Promise::LinksExpire | Promise::FutureIsRefused |
                                    Promise::MovingWithdraws})
    {
    }
};

} // namespace latchkey

QTEST_GUILESS_MAIN(latchkey::TestContractFlaskChapter)
#include "test_contract_flaskchapter.moc"
