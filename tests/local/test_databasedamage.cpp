// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/log.h"
#include "tests/local/sqliteprobe.h"
#include "tests/local/storekit.h"

#include <QHash>
#include <QRandomGenerator>
#include <QTest>

using namespace latchkey;
using namespace latchkey::testing;

namespace {

#ifdef LATCHKEY_LONG_SWEEPS
constexpr int mutants = 10'000;
#else
constexpr int mutants = 300;
#endif
constexpr int pageSize = 4096;

using Random = QRandomGenerator;

void flipBits(QByteArray &content, Random &random)
{
    for (int left = random.bounded(1, 9); left > 0; --left) {
        char &byte = content[static_cast<qsizetype>(random.bounded(content.size()))];
        byte = static_cast<char>(byte ^ (1 << random.bounded(8)));
    }
}

/// Flips where it hurts: headers of file and pages, cell pointers.
void flipStructure(QByteArray &content, Random &random)
{
    const auto page = random.bounded(content.size() / pageSize) * pageSize;
    const auto at = page + random.bounded(page == 0 ? 200 : 40);
    content[static_cast<qsizetype>(at)] = static_cast<char>(random.bounded(256));
}

void cut(QByteArray &content, Random &random)
{
    content.truncate(static_cast<qsizetype>(random.bounded(content.size())));
}

void zeroPage(QByteArray &content, Random &random)
{
    const auto page = random.bounded(content.size() / pageSize) * pageSize;
    content.replace(static_cast<qsizetype>(page), pageSize, QByteArray(pageSize, '\0'));
}

/// What a disk does that writes to the wrong place.
void swapPages(QByteArray &content, Random &random)
{
    const auto pages = content.size() / pageSize;
    const auto from = static_cast<qsizetype>(random.bounded(pages) * pageSize);
    const auto to = static_cast<qsizetype>(random.bounded(pages) * pageSize);
    content.replace(to, pageSize, content.mid(from, pageSize));
}

void fillWithNoise(QByteArray &content, Random &random)
{
    const auto at = random.bounded(content.size());
    const auto end = qMin<qint64>(content.size(), at + random.bounded(2000));
    for (auto i = at; i < end; ++i)
        content[static_cast<qsizetype>(i)] = static_cast<char>(random.bounded(256));
}

constexpr std::array damages{&flipBits, &flipStructure, &cut,
                             &zeroPage, &swapPages,     &fillWithNoise};

/// A database with some of everything, as the file it is while nobody has it open.
QByteArray soundDatabase(const StoreFolder &folder)
{
    const auto runner = folder.create();
    const auto filled = runner->transaction([&]() -> Result<void> {
        for (int i = 0; i < 300; ++i)
            addAccount(*runner, QStringLiteral("person%1@example.com").arg(i));
        return {};
    });
    if (!filled)
        return {};
    for (int i = 0; i < 40; ++i) {
        if (!RequestLedger(*runner).record(address(QStringLiteral("person%1@example.com").arg(i)),
                                           limits(), start + std::chrono::minutes(i)))
            return {};
    }
    return {};
}

} // namespace

class TestDatabaseDamage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void refusesOrWorks();
    void survivesDamagedLogs();

private:
    void tryOne(const QByteArray &content);

    StoreFolder m_folder;
    QByteArray m_sound;
    QByteArray m_soundLog;
    int m_refused = 0;
    int m_worked = 0;
    QHash<int, int> m_reasons;
};

void TestDatabaseDamage::initTestCase()
{
    // Each failure is a value here, and would be a thousand lines.
    QLoggingCategory::setFilterRules(QStringLiteral("latchkey.store=false"));
    soundDatabase(m_folder);
    m_sound = contentOf(m_folder.path());
    QVERIFY(m_sound.size() > 20 * pageSize);
    const auto runner = m_folder.open();
    addAccount(*runner, QStringLiteral("in-the-log@example.com"));
    m_soundLog = contentOf(m_folder.path() + QLatin1String("-wal"));
    QVERIFY(!m_soundLog.isEmpty());
}

/// No crash; a file that is refused is not written; and what a file that is not refused promises is
/// there when it is opened again.
void TestDatabaseDamage::tryOne(const QByteArray &content)
{
    const StoreFolder folder;
    writeFile(folder.path(), content);
    std::optional<RequestId> promised;
    {
        auto runner = openDatabase(folder.path());
        if (!runner) {
            ++m_refused;
            ++m_reasons[static_cast<int>(runner.error().reason)];
            QCOMPARE(contentOf(folder.path()), content);
            return;
        }
        ++m_worked;
        (void)AccountStore(**runner).list(0, 1000);
        const auto request = RequestLedger(**runner).record(
            address(QStringLiteral("person7@example.com")), limits(), start + std::chrono::days(1));
        if (request)
            promised = *request;
    }
    if (!promised)
        return;
    const auto again = openDatabase(folder.path());
    QVERIFY(again.has_value());
    QCOMPARE(numberOf(**again, "SELECT count(*) FROM latchkey_requests WHERE id = ?", {*promised}),
             1);
    QCOMPARE(
        numberOf(**again, "SELECT count(*) FROM latchkey_outbox WHERE request_id = ?", {*promised}),
        1);
}

void TestDatabaseDamage::refusesOrWorks()
{
    for (int i = 0; i < mutants; ++i) {
        Random random(static_cast<quint32>(i));
        QByteArray content = m_sound;
        damages[static_cast<size_t>(i) % damages.size()](content, random);
        tryOne(content);
        if (QTest::currentTestFailed())
            QFAIL(qPrintable(QStringLiteral("mutant %1").arg(i)));
    }
    qInfo() << m_refused << "refused," << m_worked << "not";
    for (auto it = m_reasons.cbegin(); it != m_reasons.cend(); ++it)
        qInfo() << reasonName(static_cast<Reason>(it.key())) << it.value();
    // What is lost for good is seen: of pages that are gone or in the wrong place, no file passes.
    QVERIFY(m_refused > mutants / 2);
    QVERIFY(m_worked > 0);
}

void TestDatabaseDamage::survivesDamagedLogs()
{
    for (int i = 0; i < mutants / 5; ++i) {
        Random random(static_cast<quint32>(i) + 1'000'000);
        QByteArray log = m_soundLog;
        damages[static_cast<size_t>(i) % damages.size()](log, random);
        const StoreFolder folder;
        writeFile(folder.path(), m_sound);
        writeFile(folder.path() + QLatin1String("-wal"), log);
        // Frames whose sums do not fit were never committed, and those before them hold.
        const auto runner = openDatabase(folder.path());
        QVERIFY2(runner.has_value(), qPrintable(QStringLiteral("log mutant %1").arg(i)));
        const int accounts = numberOf(**runner, "SELECT count(*) FROM accounts");
        QVERIFY(accounts == 300 || accounts == 301);
    }
}

QTEST_GUILESS_MAIN(TestDatabaseDamage)
#include "test_databasedamage.moc"
