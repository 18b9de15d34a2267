// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/local/accountimport.h"

#include "recovery/emailaddress.h"
#include "services/local/csvreader.h"
#include "services/local/eventlog.h"
#include "services/local/passwordhash.h"
#include "services/local/sqlvalues.h"

#include <array>
#include <optional>

namespace latchkey {

namespace {

constexpr size_t rowsPerStatement = 64;
constexpr int valuesPerRow = 7;

/// One INSERT for a whole batch: preparing and stepping a statement for each row costs more than
/// the row. The text is made once; the values are bound.
const char *batchStatement()
{
    static const QByteArray text = [] {
        QByteArray sql = "INSERT INTO accounts (email, match_key, password_hash, confirmed_at,"
                         " locale, created_at, updated_at) VALUES ";
        for (size_t i = 0; i < rowsPerStatement; ++i)
            sql += i == 0 ? "(?, ?, ?, ?, ?, ?, ?)" : ", (?, ?, ?, ?, ?, ?, ?)";
        return sql;
    }();
    return text.constData();
}

constexpr char rowStatement[] =
    "INSERT INTO accounts (email, match_key, password_hash, confirmed_at, locale, created_at,"
    " updated_at) VALUES (?, ?, ?, ?, ?, ?, ?)";

/// Whether an address was there already: a UNIQUE constraint fails.
bool isTaken(const Failure &failure)
{
    return failure.detail.contains(QLatin1String("UNIQUE"));
}

std::optional<bool> readYesNo(const QByteArray &word)
{
    const QByteArray lower = word.trimmed().toLower();
    for (const char *yes : {"1", "yes", "true", "y", "t"}) {
        if (lower == yes)
            return true;
    }
    for (const char *no : {"", "0", "no", "false", "n", "f"}) {
        if (lower == no)
            return false;
    }
    return std::nullopt;
}

bool isLocale(const QByteArray &text)
{
    constexpr qsizetype longest = 35; // RFC 5646 4.4.1
    return text.size() <= longest && std::all_of(text.begin(), text.end(), [](char c) {
               return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                      c == '-' || c == '_';
           });
}

} // namespace

struct AccountImport::Columns
{
    int email = -1;
    int passwordHash = -1;
    int confirmed = -1;
    int locale = -1;
    size_t count = 0;
};

struct AccountImport::Row
{
    qint64 line = 0;
    std::array<QVariant, valuesPerRow> values;
};

AccountImport::AccountImport(SqlRunner &runner, Instant now) : m_sql(runner), m_now(now) {}

AccountImport::~AccountImport() = default;

void AccountImport::fault(qint64 line, const QString &what)
{
    if (m_report.faults.size() < mostFaults)
        m_report.faults << QStringLiteral("line %1: %2").arg(line).arg(what);
}

bool AccountImport::readHeader(const std::vector<QByteArray> &names, qint64 line, Columns *columns)
{
    columns->count = names.size();
    for (size_t i = 0; i < names.size(); ++i) {
        const QByteArray name = names[i].trimmed().toLower();
        int *column = name == "email"           ? &columns->email
                      : name == "password_hash" ? &columns->passwordHash
                      : name == "confirmed"     ? &columns->confirmed
                      : name == "locale"        ? &columns->locale
                                                : nullptr;
        if (!column) {
            fault(line, QStringLiteral("unknown column \"%1\"; known are email, password_hash, "
                                       "confirmed and locale")
                            .arg(QString::fromUtf8(name.left(40))));
            return false;
        }
        if (*column >= 0) {
            fault(line,
                  QStringLiteral("the column %1 is there twice").arg(QString::fromUtf8(name)));
            return false;
        }
        *column = static_cast<int>(i);
    }
    if (columns->email < 0)
        fault(line, QStringLiteral("the first line must name the columns, email among them"));
    return columns->email >= 0;
}

bool AccountImport::readRow(const std::vector<QByteArray> &fields, const Columns &columns,
                            qint64 line)
{
    if (fields.size() != columns.count) {
        fault(line,
              QStringLiteral("%1 fields instead of %2").arg(fields.size()).arg(columns.count));
        return false;
    }
    const auto field = [&](int column) {
        return column < 0 ? QByteArray() : fields[static_cast<size_t>(column)];
    };
    const auto address = EmailAddress::parse(QString::fromUtf8(field(columns.email)));
    if (!address) {
        fault(line, QStringLiteral("not an email address (%1)").arg(address.error().detail));
        return false;
    }
    const QByteArray hash = field(columns.passwordHash);
    if (!hash.isEmpty() && !isSupportedHash(hash)) {
        fault(line, QStringLiteral("password_hash is of no known format (a password in clear text "
                                   "is not accepted)"));
        return false;
    }
    const auto confirmed = readYesNo(field(columns.confirmed));
    if (!confirmed) {
        fault(line, QStringLiteral("confirmed is neither yes nor no"));
        return false;
    }
    const QByteArray locale = field(columns.locale).trimmed();
    if (!isLocale(locale)) {
        fault(line, QStringLiteral("locale is not a language tag such as de or en-GB"));
        return false;
    }
    m_batch.push_back({line,
                       {address->text(), QString::fromUtf8(address->matchKey()), textOrNull(hash),
                        *confirmed ? seconds(m_now) : QVariant(),
                        textOrEmpty(QString::fromLatin1(locale)), seconds(m_now), seconds(m_now)}});
    return true;
}

Result<void> AccountImport::insertOneByOne()
{
    for (const Row &row : m_batch) {
        const auto inserted =
            m_sql.execute(rowStatement, QVariantList(row.values.begin(), row.values.end()));
        if (inserted)
            ++m_report.imported;
        else if (isTaken(inserted.error()))
            fault(row.line, QStringLiteral("this address is there already"));
        else
            return fail(inserted.error());
    }
    m_batch.clear();
    return {};
}

Result<void> AccountImport::flush()
{
    if (m_batch.size() < rowsPerStatement)
        return insertOneByOne();
    QVariantList values;
    values.reserve(static_cast<qsizetype>(rowsPerStatement) * valuesPerRow);
    for (const Row &row : m_batch)
        values.append(QVariantList(row.values.begin(), row.values.end()));
    const auto inserted = m_sql.execute(batchStatement(), values);
    if (inserted) {
        m_report.imported += static_cast<qint64>(m_batch.size());
        m_batch.clear();
        return {};
    }
    // After any other failure (a write that fails) the engine may have ended the transaction
    // already, and single rows would each be committed.
    if (!isTaken(inserted.error()))
        return fail(inserted.error());
    // The statement changed nothing. Row by row says which line it was.
    return insertOneByOne();
}

Result<void> AccountImport::readAll(QIODevice &csv, const Progress &progress)
{
    CsvReader reader(csv);
    Columns columns;
    const auto header = reader.next();
    if (!header || header->empty()) {
        fault(1, header ? QStringLiteral("the file is empty") : header.error().detail);
        return {};
    }
    if (!readHeader(*header, reader.line(), &columns))
        return {};
    m_batch.reserve(rowsPerStatement);
    while (m_report.faults.size() < mostFaults) {
        const auto fields = reader.next();
        if (!fields) {
            fault(reader.line(), fields.error().detail);
            return {};
        }
        if (fields->empty())
            return insertOneByOne();
        readRow(*fields, columns, reader.line());
        if (m_batch.size() < rowsPerStatement)
            continue;
        if (auto flushed = flush(); !flushed)
            return flushed;
        if (progress && !progress(csv.pos())) {
            m_report.cancelled = true;
            return {};
        }
    }
    return {};
}

Result<ImportReport> AccountImport::run(QIODevice &csv, const Progress &progress, ImportMode mode)
{
    m_report = {};
    m_batch.clear();
    const auto done = m_sql.transaction([&]() -> Result<void> {
        if (auto read = readAll(csv, progress); !read)
            return read;
        if (!m_report.faults.isEmpty() || m_report.cancelled || mode == ImportMode::DryRun)
            return fail(Reason::Cancelled); // rolls everything back
        return EventLog(m_sql).enter("accounts-imported", std::nullopt,
                                     QString::number(m_report.imported), m_now);
    });
    if (!done && done.error().reason != Reason::Cancelled)
        return fail(done.error());
    if (!m_report.faults.isEmpty() || m_report.cancelled)
        m_report.imported = 0;
    return m_report;
}

} // namespace latchkey
