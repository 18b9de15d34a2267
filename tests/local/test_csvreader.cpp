// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/local/csvreader.h"

#include <QBuffer>
#include <QTest>

using namespace latchkey;

namespace {

using Records = QList<QByteArrayList>;

/// All records, or the failure.
Result<Records> readAll(QIODevice &device)
{
    CsvReader reader(device);
    Records records;
    while (true) {
        const auto fields = reader.next();
        if (!fields)
            return fail(fields.error());
        if (fields->empty())
            return records;
        records << QByteArrayList(fields->begin(), fields->end());
    }
}

Result<Records> readAll(QByteArray text)
{
    QBuffer buffer(&text);
    buffer.open(QIODevice::ReadOnly);
    return readAll(buffer);
}

/// A disk that gives out after so many bytes.
class BreakingDevice final : public QIODevice
{
public:
    BreakingDevice(QByteArray good, qint64 step) : m_good(std::move(good)), m_step(step)
    {
        open(QIODevice::ReadOnly | QIODevice::Unbuffered);
    }

protected:
    qint64 readData(char *data, qint64 most) override
    {
        if (m_at == m_good.size())
            return -1;
        const qint64 size = qMin(qMin(most, m_step), m_good.size() - m_at);
        memcpy(data, m_good.constData() + m_at, static_cast<size_t>(size));
        m_at += size;
        return size;
    }
    qint64 writeData(const char *, qint64) override { return -1; }

private:
    QByteArray m_good;
    qint64 m_step;
    qint64 m_at = 0;
};

} // namespace

class TestCsvReader : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void reads_data();
    void reads();
    void refuses_data();
    void refuses();
    void saysWhereARecordBegins();
    void takesRecordsUpToTheLimit();
    void readsAcrossChunks();
    void failsWhereTheDeviceDoes();
};

void TestCsvReader::reads_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<Records>("records");
    const auto row = [](const char *name, const QByteArray &text, const Records &records) {
        QTest::newRow(name) << text << records;
    };
    row("nothing", "", {});
    row("one field", "a", {{"a"}});
    row("LF", "a,b\nc,d\n", {{"a", "b"}, {"c", "d"}});
    row("CRLF", "a,b\r\nc,d\r\n", {{"a", "b"}, {"c", "d"}});
    row("no end of line at the end", "a,b\r\nc,d", {{"a", "b"}, {"c", "d"}});
    row("carriage return at the end", "a,b\r", {{"a", "b"}});
    row("blank lines", "\n\r\na\n\n\r\nb\n\n", {{"a"}, {"b"}});
    row("empty fields", ",\na,,b\n,", {{"", ""}, {"a", "", "b"}, {"", ""}});
    row("empty quoted field", "\"\"\n", {{""}});
    row("mark", "\xEF\xBB\xBFmail\nx", {{"mail"}, {"x"}});
    row("mark before a quote", "\xEF\xBB\xBF\"mail\"\n", {{"mail"}});
    row("mark alone", "\xEF\xBB\xBF", {});
    row("mark inside",
        "a\n\xEF\xBB\xBF"
        "b",
        {{"a"},
         {"\xEF\xBB\xBF"
          "b"}});
    row("comma in quotes", "\"a,b\",c", {{"a,b", "c"}});
    row("line ends in quotes", "\"a\nb\r\nc\",d\n", {{"a\nb\r\nc", "d"}});
    row("doubled quotes", "\"a\"\"b\",\"\"\"\"\n", {{"a\"b", "\""}});
    row("quoted, CRLF", "\"a\"\r\n\"b\"\r\n", {{"a"}, {"b"}});
    row("quoted, carriage return at the end", "\"a\"\r", {{"a"}});
    row("quote inside", "a\"b,c", {{"a\"b", "c"}});
    row("blanks are kept", " a , b ", {{" a ", " b "}});
    row("carriage return inside", "a\rb,c\n", {{"a\rb", "c"}});
    row("NUL", QByteArray("a\0b,c\n", 6), {{QByteArray("a\0b", 3), "c"}});
    row("not UTF-8", "\xff\xfe,b", {{"\xff\xfe", "b"}});
}

void TestCsvReader::reads()
{
    QFETCH(const QByteArray, text);
    QFETCH(const Records, records);
    const auto read = readAll(text);
    QVERIFY(read.has_value());
    QCOMPARE(*read, records);
}

void TestCsvReader::refuses_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("line");
    QTest::newRow("open quote") << QByteArray("a\n\"b\nc\n") << QStringLiteral("2");
    QTest::newRow("quote at the end") << QByteArray("a\n\"") << QStringLiteral("2");
    QTest::newRow("text after a quote") << QByteArray("\"a\"b\n") << QStringLiteral("1");
    QTest::newRow("blank after a quote") << QByteArray("\"a\" ,b\n") << QStringLiteral("1");
    QTest::newRow("carriage return and text after a quote")
        << QByteArray("x\ny\n\"a\"\rb\n") << QStringLiteral("3");
    QTest::newRow("open quote in a large file")
        << "h\n\"" + QByteArray("a,b\n").repeated(50'000) << QStringLiteral("2");
}

void TestCsvReader::refuses()
{
    QFETCH(const QByteArray, text);
    QFETCH(const QString, line);
    const auto read = readAll(text);
    QVERIFY(!read.has_value());
    QCOMPARE(read.error().reason, Reason::FileFaulty);
    QCOMPARE(read.error().about, line);
}

void TestCsvReader::saysWhereARecordBegins()
{
    QByteArray text("a\r\n\r\n\"b\nb\nb\",1\nc\n\nd");
    QBuffer buffer(&text);
    QVERIFY(buffer.open(QIODevice::ReadOnly));
    CsvReader reader(buffer);
    for (const qint64 line : {1, 3, 6, 8}) {
        QVERIFY(!reader.next()->empty());
        QCOMPARE(reader.line(), line);
    }
    QVERIFY(reader.next()->empty());
    QVERIFY(reader.next()->empty());
}

void TestCsvReader::takesRecordsUpToTheLimit()
{
    const QByteArray longest(CsvReader::longestRecord - 1, 'a');
    QCOMPARE(readAll(longest + "\nb\n").value(), (Records{{longest}, {"b"}}));
    QCOMPARE(readAll("x\n" + longest + "aa\nb\n").error().about, QStringLiteral("2"));
    const QByteArray quoted(CsvReader::longestRecord - 3, 'a');
    QCOMPARE(readAll('"' + quoted + "\"\n").value(), Records{{quoted}});
    QVERIFY(!readAll('"' + quoted + "aaa\"\n").has_value());
    // The limit is for each record, not for the file.
    QCOMPARE(readAll((longest + '\n').repeated(20))->size(), 20);
}

void TestCsvReader::readsAcrossChunks()
{
    QByteArray text;
    Records records;
    for (int i = 0; i < 60'000; ++i) {
        const QByteArray number = QByteArray::number(i);
        text += number + ",\"say \"\"" + number + "\"\"\"\r\n";
        records << QByteArrayList{number, "say \"" + number + '"'};
    }
    QVERIFY(text.size() > 1'000'000);
    QCOMPARE(readAll(text).value(), records);
}

void TestCsvReader::failsWhereTheDeviceDoes()
{
    // A file that breaks off after a whole line must not pass for one that ends there.
    for (const qint64 step : {qint64{1}, qint64{3}, qint64{1000}}) {
        for (const QByteArray &good : {QByteArray(), QByteArray("a\n"), QByteArray("a\nb,c"),
                                       QByteArray("a\n\"b"), QByteArray("\xEF\xBB\xBF")}) {
            BreakingDevice device(good, step);
            const auto read = readAll(device);
            QVERIFY(!read.has_value());
            QCOMPARE(read.error().reason, Reason::FileUnreadable);
        }
    }
}

QTEST_APPLESS_MAIN(TestCsvReader)
#include "test_csvreader.moc"
