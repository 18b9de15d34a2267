// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/local/csvreader.h"

#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

using namespace latchkey;

/// What Python's csv module writes is read back as it was.
class TestCsvReaderPeer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsWhatPythonWrites();
};

void TestCsvReaderPeer::readsWhatPythonWrites()
{
#ifdef LATCHKEY_LONG_SWEEPS
    constexpr int files = 200;
#else
    constexpr int files = 12;
#endif
    const QTemporaryDir folder;
    const QString csv = folder.filePath(QStringLiteral("random.csv"));
    const QString plain = folder.filePath(QStringLiteral("fields.txt"));
    for (int seed = 0; seed < files; ++seed) {
        QProcess python;
        python.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        python.start(QStringLiteral("/usr/bin/python3"),
                     {QStringLiteral(LATCHKEY_SOURCE_DIR "/tests/local/csv_peer.py"),
                      QString::number(seed), QStringLiteral("500"), csv, plain});
        QVERIFY(python.waitForFinished());
        QCOMPARE(python.exitCode(), 0);

        QFile text(csv);
        QFile expected(plain);
        QVERIFY(text.open(QIODevice::ReadOnly));
        QVERIFY(expected.open(QIODevice::ReadOnly));
        CsvReader reader(text);
        while (!expected.atEnd()) {
            QByteArrayList fields;
            for (const QByteArray &hex : expected.readLine().trimmed().split(','))
                fields << QByteArray::fromHex(hex);
            const auto read = reader.next();
            QVERIFY2(read.has_value(), qPrintable(QStringLiteral("seed %1").arg(seed)));
            QCOMPARE(QByteArrayList(read->begin(), read->end()), fields);
        }
        QVERIFY(reader.next()->empty());
    }
}

QTEST_APPLESS_MAIN(TestCsvReaderPeer)
#include "test_csvreaderpeer.moc"
