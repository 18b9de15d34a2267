// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/failure.h"

#include <QFile>
#include <QRegularExpression>
#include <QSet>
#include <QTest>

using namespace latchkey;

/// The names of reasons are an interface: `--json` prints them, and logs are searched for them.
class TestFailure : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyReasonHasItsOwnName();
    void aNameIsTheEnumerator();

private:
    static constexpr int count = static_cast<int>(Reason::Internal) + 1;
};

void TestFailure::everyReasonHasItsOwnName()
{
    QSet<QString> names;
    for (int value = 0; value < count; ++value)
        names += QString(reasonName(static_cast<Reason>(value)));
    QCOMPARE(names.size(), count);
    QVERIFY(!names.contains(QString()));
}

void TestFailure::aNameIsTheEnumerator()
{
    QFile header(QStringLiteral(LATCHKEY_SOURCE_DIR "/app/core/failure.h"));
    QVERIFY(header.open(QIODevice::ReadOnly));
    const QString text = QString::fromUtf8(header.readAll());
    const qsizetype start = text.indexOf(QLatin1String("enum class Reason"));
    const QString list = text.mid(start, text.indexOf(QLatin1String("};"), start) - start);
    const QRegularExpression enumerator(QStringLiteral("^    (\\w+),"),
                                        QRegularExpression::MultilineOption);
    int value = 0;
    for (auto found = enumerator.globalMatch(list); found.hasNext(); ++value)
        QCOMPARE(QString(reasonName(static_cast<Reason>(value))), found.next().captured(1));
    QCOMPARE(value, count);
}

QTEST_GUILESS_MAIN(TestFailure)
#include "test_failure.moc"
