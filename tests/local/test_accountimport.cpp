// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/log.h"
#include "services/local/accountimport.h"
#include "services/local/csvreader.h"
#include "tests/local/storekit.h"

#include <QBuffer>
#include <QTest>

#include <csignal>
#include <sys/resource.h>

using namespace latchkey;
using namespace latchkey::testing;

namespace {

const QByteArray argon = "$argon2id$v=19$m=65536,t=3,p=4$bGF0Y2hrZXlzYWx0MTIzNA$"
                         "D08v0vXaCyP8Y9/qd3ETZkcl/kr+oso8fljiXNTmXxE";

QByteArray manyAccounts(int count)
{
    QByteArray csv = "email,confirmed\n";
    for (int i = 0; i < count; ++i)
        csv += "person" + QByteArray::number(i) + "@example.com,yes\n";
    return csv;
}

} // namespace

class TestAccountImport : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void takesEveryColumnInAnyOrder();
    void takesYesAndNo_data();
    void takesYesAndNo();
    void takesWhatSpreadsheetsWrite_data();
    void takesWhatSpreadsheetsWrite();
    void saysWhatIsWrongAndWhere_data();
    void saysWhatIsWrongAndWhere();
    void saysHowAddressesCollide_data();
    void saysHowAddressesCollide();
    void takesAllOrNothing_data();
    void takesAllOrNothing();
    void stopsAfterTwentyFaults();
    void stopsWhenCancelled();
    void tellsHowFarItIs();
    void leavesNothingOnAFullDisk();
    void leavesNothingWhenAWriteFails();
    void leavesNothingWhenTheDatabaseIsBusy();
    void canBeRunAgain();

private:
    Result<ImportReport> import(QByteArray csv, const AccountImport::Progress &progress = {})
    {
        QBuffer buffer(&csv);
        buffer.open(QIODevice::ReadOnly);
        return AccountImport(*m_runner, start).run(buffer, progress);
    }
    int accounts() { return numberOf(*m_runner, "SELECT count(*) FROM accounts"); }
    Account accountCalled(const char *text)
    {
        return AccountStore(*m_runner).find(address(QString::fromUtf8(text))).value().value();
    }

    std::unique_ptr<StoreFolder> m_folder;
    std::unique_ptr<SqlRunner> m_runner;
};

void TestAccountImport::init()
{
    QLoggingCategory::setFilterRules(QStringLiteral("latchkey.store=false"));
    m_folder = std::make_unique<StoreFolder>();
    m_runner = m_folder->create();
    QVERIFY(m_runner->rows("PRAGMA synchronous = OFF").has_value());
}

void TestAccountImport::cleanup()
{
    m_runner.reset();
    m_folder.reset();
}

void TestAccountImport::takesEveryColumnInAnyOrder()
{
    const auto report = import("Locale, CONFIRMED ,password_hash,email\n"
                               "de,yes,\"" +
                               argon + "\",Änne@Müller.example\n,,,b@example.com\n");
    QVERIFY(report.has_value());
    QCOMPARE(report->faults, QStringList());
    QCOMPARE(report->imported, 2);
    const Account anne = accountCalled("Änne@müller.example");
    QCOMPARE(anne.email, QStringLiteral("Änne@Müller.example"));
    QCOMPARE(anne.passwordHash, argon);
    QCOMPARE(anne.locale, QStringLiteral("de"));
    QCOMPARE(anne.confirmedAt, std::optional(start));
    QCOMPARE(anne.createdAt, start);
    QCOMPARE(anne.updatedAt, start);
    const Account bert = accountCalled("b@example.com");
    QVERIFY(bert.passwordHash.isEmpty());
    QVERIFY(!bert.confirmedAt);
    QCOMPARE(bert.locale, QString());
    // As if each had been added by hand.
    QVERIFY(
        valueOf(*m_runner, "SELECT password_hash FROM accounts WHERE id = ?", {bert.id}).isNull());
}

void TestAccountImport::takesYesAndNo_data()
{
    QTest::addColumn<bool>("confirmed");
    for (const char *yes : {"1", "yes", "YES", "true", "True", "y", "t", " yes "})
        QTest::newRow(yes) << true;
    for (const char *no : {"0", "no", "false", "FALSE", "n", "f", "", " "})
        QTest::newRow(no) << false;
}

void TestAccountImport::takesYesAndNo()
{
    QFETCH(const bool, confirmed);
    const auto report =
        import("email,confirmed\na@example.com," + QByteArray(QTest::currentDataTag()) + '\n');
    QCOMPARE(report->imported, 1);
    QCOMPARE(accountCalled("a@example.com").confirmedAt.has_value(), confirmed);
}

void TestAccountImport::takesWhatSpreadsheetsWrite_data()
{
    QTest::addColumn<QByteArray>("csv");
    QTest::newRow("mark") << QByteArray("\xEF\xBB\xBF"
                                        "email,locale\r\na@example.com,de\r\n");
    QTest::newRow("all quoted") << QByteArray("\"email\",\"locale\"\n\"a@example.com\",\"de\"\n");
    QTest::newRow("blank lines") << QByteArray("\n\nemail,locale\n\na@example.com,de\n\n\n");
    QTest::newRow("no last line end") << QByteArray("email,locale\r\na@example.com,de");
    QTest::newRow("blanks") << QByteArray("email,locale\n a@example.com , de \n");
}

void TestAccountImport::takesWhatSpreadsheetsWrite()
{
    QFETCH(const QByteArray, csv);
    const auto report = import(csv);
    QCOMPARE(report->faults, QStringList());
    QCOMPARE(report->imported, 1);
    QCOMPARE(accountCalled("a@example.com").email, QStringLiteral("a@example.com"));
    QCOMPARE(accountCalled("a@example.com").locale, QStringLiteral("de"));
}

void TestAccountImport::saysWhatIsWrongAndWhere_data()
{
    QTest::addColumn<QByteArray>("csv");
    QTest::addColumn<QString>("fault");
    const auto row = [](const char *name, const QByteArray &csv, const char *fault) {
        QTest::newRow(name) << csv << QString::fromUtf8(fault);
    };
    row("empty file", "", "line 1: the file is empty");
    row("blank file", "\n\n", "line 1: the file is empty");
    row("no header", "a@example.com\n", "line 1: unknown column \"a@example.com\"");
    row("no email column", "locale\nde\n", "line 1: the first line must name the columns");
    row("unknown column", "email,phone\n", "line 1: unknown column \"phone\"");
    row("column in clear", "email,password\n", "line 1: unknown column \"password\"");
    row("column twice", "email,email\n", "line 1: the column email is there twice");
    row("header after blank lines", "\n\nemail,phone\n", "line 3: unknown column \"phone\"");
    row("header with an open quote", "\"email\n", "line 1: a quote is not closed");
    row("too few fields", "email,locale\na@example.com\n", "line 2: 1 fields instead of 2");
    row("too many fields", "email\na@example.com\nb@example.com,x\n",
        "line 3: 2 fields instead of 1");
    row("no address", "email,locale\n,de\n", "line 2: not an email address (empty)");
    row("not an address", "email\nanna\n", "line 2: not an email address (not exactly one @)");
    row("two addresses", "email\n\"a@example.com,b@example.com\"\n", "line 2: not an email");
    row("line end in an address", "email\n\"a@exa\nmple.com\"\nb\n", "line 2: not an email");
    row("NUL in an address", QByteArray("email\na\0@example.com\n", 21), "line 2: not an email");
    row("right-to-left override", "email\na\u202E@example.com\n", "line 2: not an email");
    row("not UTF-8", "email\na\xff@example.com\n", "line 2: not an email");
    row("after a record of several lines", "email,locale\n\"a@example.com\",\"d\ne\"\n",
        "line 2: locale is not");
    row("clear text", "email,password_hash\na@example.com,correct horse battery\n",
        "line 2: password_hash is of no known format");
    row("hash of no kind", "email,password_hash\na@example.com,$9$abc$def\n",
        "line 2: password_hash is of no known format");
    row("MD5 without more", "email,password_hash\na@example.com,5f4dcc3b5aa765d61d8327deb882cf99\n",
        "line 2: password_hash is of no known format");
    row("maybe", "email,confirmed\na@example.com,maybe\n", "line 2: confirmed is neither");
    row("locale", "email,locale\na@example.com,de DE\n", "line 2: locale is not a language tag");
    row("long locale", "email,locale\na@example.com," + QByteArray(36, 'a') + "\n",
        "line 2: locale is not a language tag");
    row("open quote", "email\na@example.com\n\"b@example.com\n", "line 3: a quote is not closed");
    row("text after a quote", "email\n\"a@example.com\"x\n", "line 2: text after a closing quote");
    row("long record", "email\n" + QByteArray(CsvReader::longestRecord + 1, 'a') + "\n",
        "line 2: the record is too long");
}

void TestAccountImport::saysWhatIsWrongAndWhere()
{
    QFETCH(const QByteArray, csv);
    QFETCH(const QString, fault);
    addAccount(*m_runner, QStringLiteral("before@example.com"));
    const auto report = import(csv);
    QVERIFY(report.has_value());
    QCOMPARE(report->imported, 0);
    QVERIFY(!report->faults.isEmpty());
    QVERIFY2(report->faults.constFirst().startsWith(fault),
             qPrintable(report->faults.constFirst()));
    QCOMPARE(accounts(), 1);
    // What stands in a password's place is not repeated on a screen or in a log.
    QVERIFY(!report->faults.join(u' ').contains(QStringLiteral("horse")));
}

void TestAccountImport::saysHowAddressesCollide_data()
{
    QTest::addColumn<QByteArray>("csv");
    QTest::addColumn<QStringList>("faults");
    const auto there = [](int line) {
        return QStringLiteral("line %1: this address is there already").arg(line);
    };
    QTest::newRow("within the file")
        << QByteArray("email\na@example.com\nb@example.com\nA@Example.com\n")
        << QStringList{there(4)};
    QTest::newRow("with the table")
        << QByteArray("email\na@example.com\nbefore@EXAMPLE.com\n") << QStringList{there(3)};
    QTest::newRow("by its A-label")
        << QByteArray("email\na@exämple.org\na@xn--exmple-cua.org\n") << QStringList{there(3)};
    QTest::newRow("several") << QByteArray("email\nbefore@example.com\nx\nbefore@example.com\n")
                             << QStringList{QStringLiteral(
                                                "line 3: not an email address (not exactly one @)"),
                                            there(2), there(4)};
    QTest::newRow("look-alikes do not")
        << QByteArray("email\nmike@example.org\nmıke@example.org\nmi\u212Ae@example.org\n")
        << QStringList{};
}

void TestAccountImport::saysHowAddressesCollide()
{
    QFETCH(const QByteArray, csv);
    QFETCH(const QStringList, faults);
    addAccount(*m_runner, QStringLiteral("before@example.com"));
    const auto report = import(csv);
    QCOMPARE(report->faults, faults);
    QCOMPARE(accounts(), faults.isEmpty() ? 4 : 1);
}

void TestAccountImport::takesAllOrNothing_data()
{
    // Around the size of a batch, and in each place of one.
    QTest::addColumn<int>("count");
    QTest::addColumn<int>("faultyLine");
    for (const int count : {1, 63, 64, 65, 128, 1000}) {
        QTest::addRow("%d good", count) << count << 0;
        for (const int line : {2, count / 2 + 2, count + 1})
            QTest::addRow("%d, line %d twice", count, line) << count << line;
    }
}

void TestAccountImport::takesAllOrNothing()
{
    QFETCH(const int, count);
    QFETCH(const int, faultyLine);
    if (faultyLine > 0)
        addAccount(*m_runner, QStringLiteral("person%1@example.com").arg(faultyLine - 2));
    const int before = accounts();
    const auto report = import(manyAccounts(count));
    if (faultyLine > 0) {
        QCOMPARE(
            report->faults,
            QStringList(QStringLiteral("line %1: this address is there already").arg(faultyLine)));
        QCOMPARE(report->imported, 0);
        QCOMPARE(accounts(), before);
    } else {
        QCOMPARE(report->faults, QStringList());
        QCOMPARE(report->imported, count);
        QCOMPARE(accounts(), before + count);
    }
}

void TestAccountImport::stopsAfterTwentyFaults()
{
    QByteArray csv = "email\n";
    for (int i = 0; i < 500; ++i)
        csv += "none\n";
    const auto report = import(csv);
    QCOMPARE(report->faults.size(), AccountImport::mostFaults);
    QVERIFY(report->faults.constLast().startsWith(QStringLiteral("line 21:")));
    QCOMPARE(accounts(), 0);
}

void TestAccountImport::stopsWhenCancelled()
{
    int calls = 0;
    const auto report = import(manyAccounts(1000), [&](qint64) { return ++calls < 3; });
    QVERIFY(report->cancelled);
    QCOMPARE(calls, 3);
    QCOMPARE(report->imported, 0);
    QCOMPARE(accounts(), 0);
}

void TestAccountImport::tellsHowFarItIs()
{
    const QByteArray csv = manyAccounts(20'000);
    QList<qint64> told;
    const auto report = import(csv, [&](qint64 bytes) {
        told << bytes;
        return true;
    });
    QCOMPARE(report->imported, 20'000);
    QVERIFY(told.size() > 100);
    QVERIFY(std::ranges::is_sorted(told));
    QVERIFY(told.constFirst() > 0);
    QCOMPARE(told.constLast(), csv.size());
}

void TestAccountImport::leavesNothingOnAFullDisk()
{
    QVERIFY(m_runner->rows("PRAGMA max_page_count = 60").has_value());
    const auto report = import(manyAccounts(20'000));
    QCOMPARE(reasonOf(report), Reason::DatabaseFull);
    QCOMPARE(accounts(), 0);
    QVERIFY(checkIntegrity(*m_runner).has_value());
    QCOMPARE(import(manyAccounts(100))->imported, 100);
}

void TestAccountImport::leavesNothingWhenAWriteFails()
{
    // The engine ends the transaction itself then; single rows after that would each be committed.
    m_runner.reset();
    const int code = inChild([this] {
        ::signal(SIGXFSZ, SIG_IGN);
        const rlimit least{300'000, 300'000};
        m_runner = m_folder->open();
        // So that rows are written before the end.
        if (!m_runner->rows("PRAGMA cache_size = 10") || setrlimit(RLIMIT_FSIZE, &least) != 0)
            return 255;
        return static_cast<int>(reasonOf(import(manyAccounts(20'000))));
    });
    QCOMPARE(static_cast<Reason>(code), Reason::DatabaseFailed);
    m_runner = m_folder->open();
    QCOMPARE(accounts(), 0);
}

void TestAccountImport::leavesNothingWhenTheDatabaseIsBusy()
{
    const auto other = m_folder->open();
    QVERIFY(m_runner->rows("PRAGMA busy_timeout = 20").has_value());
    QVERIFY(other->execute("BEGIN IMMEDIATE").has_value());
    QCOMPARE(reasonOf(import(manyAccounts(10))), Reason::DatabaseBusy);
    QVERIFY(other->execute("ROLLBACK").has_value());
    QCOMPARE(accounts(), 0);
}

void TestAccountImport::canBeRunAgain()
{
    QByteArray bad = "email\nnone\n";
    QByteArray good = "email\na@example.com\n";
    QBuffer first(&bad);
    QBuffer second(&good);
    QVERIFY(first.open(QIODevice::ReadOnly) && second.open(QIODevice::ReadOnly));
    AccountImport import(*m_runner, start);
    QCOMPARE(import.run(first, {})->faults.size(), 1);
    const auto report = import.run(second, {});
    QCOMPARE(report->faults, QStringList());
    QCOMPARE(report->imported, 1);
}

QTEST_GUILESS_MAIN(TestAccountImport)
#include "test_accountimport.moc"
