// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/log.h"
#include "core/logkeeper.h"

#include <QFile>
#include <QTemporaryDir>
#include <QtTest>

using namespace latchkey;

namespace {

class FixedClock final : public Clock
{
public:
    Instant now() const override { return Instant(std::chrono::seconds(1796040000)); }
};

QStringList heard;

void hear(QtMsgType, const QMessageLogContext &, const QString &text)
{
    heard << text;
}

} // namespace

class TestLogKeeper : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void keepsOurOwnAlone();
    void endsWithItsLife();
    void complainsOnce();
    void lines_data();
    void lines();

private:
    QString folder() const { return m_home->filePath(QStringLiteral("latchkey")); }
    QByteArray kept() const
    {
        QFile file(folder() + QStringLiteral("/latchkey.log"));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

    const FixedClock m_clock;
    std::unique_ptr<QTemporaryDir> m_home;
    QtMessageHandler m_before = nullptr;
};

void TestLogKeeper::init()
{
    m_home = std::make_unique<QTemporaryDir>();
    heard.clear();
    m_before = qInstallMessageHandler(hear);
}

void TestLogKeeper::cleanup()
{
    qInstallMessageHandler(m_before);
}

void TestLogKeeper::keepsOurOwnAlone()
{
    const LogKeeper keeper(folder(), m_clock);
    qCWarning(logStore) << "DatabaseBusy:" << 5;
    qWarning("of a library");
    qCInfo(logMail) << "mail 7 sent";
    qCDebug(logMail) << "not switched on";
    const QByteArray process = QByteArray::number(QCoreApplication::applicationPid());
    QCOMPARE(kept(), "2026-11-30T12:00:00Z " + process +
                         " warning latchkey.store: DatabaseBusy: 5\n"
                         "2026-11-30T12:00:00Z " +
                         process + " info latchkey.mail: mail 7 sent\n");
    // All of it goes where it went before as well.
    QCOMPARE(heard.size(), 3);
}

void TestLogKeeper::endsWithItsLife()
{
    {
        const LogKeeper keeper(folder(), m_clock);
        qCWarning(logWindow) << "one";
    }
    const QByteArray before = kept();
    qCWarning(logWindow) << "two";
    QCOMPARE(kept(), before);
    QCOMPARE(heard.size(), 2);
}

void TestLogKeeper::complainsOnce()
{
    QFile blocking(folder());
    QVERIFY(blocking.open(QIODevice::WriteOnly));
    const LogKeeper keeper(folder(), m_clock);
    qCWarning(logWindow) << "one";
    qCWarning(logWindow) << "two";
    QCOMPARE(heard.size(), 3);
    QVERIFY(heard.constFirst().contains(QStringLiteral("cannot be written: not a folder")));
}

void TestLogKeeper::lines_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("kept");
    QTest::newRow("plain") << "a b" << "a b";
    QTest::newRow("line of somebody else's") << "a\r\nb\x1b[1m" << "a  b [1m";
    QTest::newRow("separators") << QStringLiteral("a\u2028b\u2029c") << "a b c";
    QTest::newRow("address") << "550 <robin@example.com> unknown"
                             << QStringLiteral("550 <r…@example.com> unknown");
    QTest::newRow("two addresses") << "a.b+c@d.de,x@y.de" << QStringLiteral("a…@d.de,x…@y.de");
    QTest::newRow("masked already")
        << QStringLiteral("r…@example.com") << QStringLiteral("r…@example.com");
    QTest::newRow("an @ alone") << "@ home" << "@ home";
    QTest::newRow("of another alphabet")
        << QStringLiteral("жора@пример.рф") << QStringLiteral("ж…@пример.рф");
}

void TestLogKeeper::lines()
{
    QFETCH(const QString, text);
    QFETCH(const QString, kept);
    const QByteArray line = logLine(m_clock.now(), QtInfoMsg, "latchkey.mail", text);
    QVERIFY2(line.endsWith(" info latchkey.mail: " + kept.toUtf8()), line.constData());
}

QTEST_GUILESS_MAIN(TestLogKeeper)
#include "test_logkeeper.moc"
