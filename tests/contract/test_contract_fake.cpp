// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/contract/recoverycontract.h"
#include "tests/support/fakerecoveryservice.h"
#include "tests/support/manualclock.h"

#include <QTest>

namespace latchkey {

namespace {

class FakeHarness final : public ServiceHarness
{
public:
    RecoveryService &service() override { return m_service; }

    void addAccount(const AccountSeed &seed) override
    {
        auto &account = m_service.addAccount(seed.address, seed.password);
        account.confirmed = seed.confirmed;
        account.disabled = seed.disabled;
    }
    void disableAccount(const QString &address) override { account(address).disabled = true; }
    void changeAddress(const QString &from, const QString &to) override
    {
        m_service.changeAddress(account(from), to);
    }
    void mailConfirmation(const QString &address) override
    {
        m_service.mailConfirmation(account(address));
    }

    bool verifyPassword(const QString &address, const QByteArray &password) override
    {
        return account(address).password == password;
    }
    QByteArray storedAccount(const QString &address) override
    {
        const auto &stored = account(address);
        return stored.address.text().toUtf8() + '\n' + stored.password + '\n' +
               QByteArray::number(stored.confirmed) + QByteArray::number(stored.disabled) +
               QByteArray::number(stored.sessionGeneration);
    }

    std::vector<ReceivedMail> mails() override
    {
        std::vector<ReceivedMail> received;
        for (const auto &mail : m_service.mails)
            received.push_back(
                {kindOf(mail.kind), mail.recipient, mail.link, mail.code, mail.withdraw});
        return received;
    }
    void breakPost() override { m_service.postIsBroken = true; }

    Instant now() const override { return m_clock.now(); }
    void advanceClock(std::chrono::seconds by) override { m_clock.advance(by); }

private:
    static ReceivedMail::Kind kindOf(FakeRecoveryService::MailKind kind)
    {
        switch (kind) {
        case FakeRecoveryService::MailKind::Reset:
            return ReceivedMail::Kind::Reset;
        case FakeRecoveryService::MailKind::Notice:
            return ReceivedMail::Kind::Notice;
        case FakeRecoveryService::MailKind::Confirm:
            return ReceivedMail::Kind::Confirm;
        }
        return ReceivedMail::Kind::Reset;
    }
    FakeRecoveryService::Account &account(const QString &address)
    {
        auto *found = m_service.find(EmailAddress::parse(address).value());
        if (!found)
            qFatal("the contract asks for an account that is not there");
        return *found;
    }

    ManualClock m_clock{Instant(std::chrono::seconds(1'900'000'000))};
    FakeRecoveryService m_service{m_clock};
};

} // namespace

/// So that what the windows and the session are tested with is no better than a real service.
class TestContractFake : public RecoveryContract
{
    Q_OBJECT

public:
    TestContractFake() : RecoveryContract([] { return std::make_unique<FakeHarness>(); }) {}
};

} // namespace latchkey

QTEST_GUILESS_MAIN(latchkey::TestContractFake)
#include "test_contract_fake.moc"
