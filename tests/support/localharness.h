// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/local/accountstore.h"
#include "services/local/database.h"
#include "services/local/keyring.h"
#include "services/local/linkledger.h"
#include "services/local/localservice.h"
#include "services/local/requestledger.h"
#include "tests/contract/contractkit.h"
#include "tests/support/manualclock.h"
#include "tests/support/recordingmailer.h"

#include <QDir>
#include <QFileInfo>
#include <QTemporaryDir>

namespace latchkey {

/// A whole local back end in a folder of its own: a fresh database, a fresh key ring, a mailbox
/// that the test looks into and a clock that it moves. What is set in `options`, `ring` and
/// `readKeys` holds for the service that is started next.
class LocalHarness final : public ServiceHarness
{
public:
    static constexpr Instant start{std::chrono::seconds(1'900'000'000)};

    LocalHarness()
    {
        options.description.id = QStringLiteral("acme");
        options.description.name = QStringLiteral("Acme Webmail");
        options.description.host = QStringLiteral("this computer");
        options.databasePath = m_folder.filePath(QStringLiteral("accounts.db"));
        options.device = QStringLiteral("desk-1");
        options.origin = QStringLiteral("desk-1");
        options.messageDomain = QStringLiteral("acme.example");
        options.language = QStringLiteral("en");
        options.answerDelay = std::chrono::milliseconds(1);
        options.hashCost = {
            .memoryKiB = 64, .passes = 1, .lanes = 1, .floor = HashFloor::WaivedForTests};
        readKeys = [this] { return readyFuture<SharedSecret>(share(ring.serialise())); };
        m_sql = require(createDatabase(options.databasePath), "the database");
    }

    LocalOptions options;
    ManualClock clock{start};
    KeyRing ring = require(KeyRing::fresh(start), "the key ring");
    std::function<Future<SharedSecret>()> readKeys;
    std::shared_ptr<Mailbox> mailbox = std::make_shared<Mailbox>();

    /// One more service over the same database, mailbox and clock.
    std::unique_ptr<LocalService> another()
    {
        return std::make_unique<LocalService>(
            options, LocalParts{.clock = clock,
                                .mailer = std::make_unique<RecordingMailer>(mailbox),
                                .readKeys = readKeys});
    }
    LocalService &local()
    {
        if (!m_service)
            m_service = another();
        return *m_service;
    }
    void stop() { m_service.reset(); }

    QString folder() const { return m_folder.path(); }
    /// A connection of the test's own, beside the service's.
    SqlRunner &sql() { return *m_sql; }
    void closeConnection() { m_sql.reset(); }
    void openConnection() { m_sql = require(openDatabase(options.databasePath), "the database"); }
    qint64 number(const char *sql, const QVariantList &values = {})
    {
        const auto row = require(m_sql->row(sql, values), sql);
        return row ? row->constFirst().toLongLong() : -1;
    }
    QByteArray text(const char *sql)
    {
        QByteArray all;
        for (const SqlRow &row : require(m_sql->rows(sql), sql)) {
            for (const QVariant &value : row)
                all += value.toByteArray().toPercentEncoding() + ' ';
            all += '\n';
        }
        return all;
    }

    /// How many mails still wait after those that are due went out.
    int drain(std::chrono::milliseconds atMost = contract::patience)
    {
        return require(contract::take(local().drain(atMost)), "the outbox");
    }
    Letter onlyLetter()
    {
        drain();
        if (mailbox->count() != 1)
            qFatal("%d letters where one was due", mailbox->count());
        return mailbox->last();
    }

    // ServiceHarness
    RecoveryService &service() override { return local(); }

    void addAccount(const AccountSeed &seed) override
    {
        const auto hash = hashPassword(Secret::copyOf(seed.password), options.hashCost);
        AccountStore accounts(*m_sql);
        const auto id = require(accounts.add({.address = contract::address(seed.address),
                                              .passwordHash = require(hash, "a hash"),
                                              .confirmed = seed.confirmed,
                                              .locale = {}},
                                             now()),
                                "an account");
        if (seed.disabled)
            check(accounts.setDisabled(id, true, now()));
    }
    void disableAccount(const QString &address) override
    {
        check(AccountStore(*m_sql).setDisabled(account(address).id, true, now()));
    }
    void changeAddress(const QString &from, const QString &to) override
    {
        const AccountId id = account(from).id;
        check(m_sql->transaction([&]() -> Result<void> {
            if (auto changed = AccountStore(*m_sql).changeEmail(id, contract::address(to), now());
                !changed)
                return changed;
            return LinkLedger(*m_sql).voidAll(id, VoidedBy::Withdrawn, now());
        }));
    }
    void mailConfirmation(const QString &address) override
    {
        (void)require(RequestLedger(*m_sql).recordConfirmation(account(address), now()),
                      "a confirmation");
    }

    bool verifyPassword(const QString &address, const QByteArray &password) override
    {
        const auto verified =
            latchkey::verifyPassword(Secret::copyOf(password), account(address).passwordHash);
        return require(verified, "a stored hash");
    }
    QByteArray storedAccount(const QString &address) override
    {
        const auto row = require(
            m_sql->row("SELECT * FROM accounts WHERE id = ?", {account(address).id}), "an account");
        QByteArray all;
        for (const QVariant &value : row.value())
            all += value.toByteArray() + '\n';
        return all;
    }

    std::vector<ReceivedMail> mails() override
    {
        drain();
        std::vector<ReceivedMail> received;
        for (const Letter &letter : mailbox->letters())
            received.push_back(
                {kindOf(letter.kind), letter.recipient, letter.link, letter.code, letter.withdraw});
        return received;
    }
    void breakPost() override { mailbox->refuseWith(Failure{.reason = Reason::MailDelayed}); }

    Instant now() const override { return clock.now(); }
    void advanceClock(std::chrono::seconds by) override { clock.advance(by); }

    Account account(const QString &address)
    {
        const auto found =
            require(AccountStore(*m_sql).find(contract::address(address)), "the accounts");
        if (!found)
            qFatal("there is no such account");
        return *found;
    }

    template <class T>
    static T require(Result<T> result, const char *what)
    {
        if (!result)
            qFatal("%s: %s %s", what, reasonName(result.error().reason).data(),
                   qPrintable(result.error().detail));
        return std::move(*result);
    }

private:
    static void check(const Result<void> &result)
    {
        if (!result)
            qFatal("%s", reasonName(result.error().reason).data());
    }
    static ReceivedMail::Kind kindOf(LetterKind kind)
    {
        switch (kind) {
        case LetterKind::Reset:
            return ReceivedMail::Kind::Reset;
        case LetterKind::Notice:
            return ReceivedMail::Kind::Notice;
        case LetterKind::Confirm:
            return ReceivedMail::Kind::Confirm;
        }
        return ReceivedMail::Kind::Reset;
    }

    /// In memory where there is such a place: a hundred cases wait for thousands of commits, and
    /// what a disk makes of them is another test's matter.
    static QString scratch()
    {
        const QFileInfo memory(QStringLiteral("/dev/shm"));
        return (memory.isWritable() ? memory.filePath() : QDir::tempPath()) +
               QStringLiteral("/latchkey-test.XXXXXX");
    }

    QTemporaryDir m_folder{scratch()};
    std::unique_ptr<SqlRunner> m_sql;
    std::unique_ptr<LocalService> m_service;
};

} // namespace latchkey
