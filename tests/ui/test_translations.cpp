// SPDX-License-Identifier: GPL-3.0-or-later
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>
#include <QXmlStreamReader>

/// The catalogues against the sources as they are now.
class TestTranslations : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void nothingIsUnfinished_data();
    void nothingIsUnfinished();
};

void TestTranslations::nothingIsUnfinished_data()
{
    QTest::addColumn<QString>("catalogue");
    QTest::addColumn<QStringList>("options");
    QTest::addRow("German") << QStringLiteral("latchkey_de.ts") << QStringList();
    QTest::addRow("English plurals")
        << QStringLiteral("latchkey_en.ts") << QStringList(QStringLiteral("-pluralonly"));
}

void TestTranslations::nothingIsUnfinished()
{
    QFETCH(const QString, catalogue);
    QFETCH(const QStringList, options);
    const QTemporaryDir folder;
    const QString copy = folder.filePath(catalogue);
    const QString source = QStringLiteral(LATCHKEY_SOURCE_DIR);
    QVERIFY(QFile::copy(source + QStringLiteral("/translations/") + catalogue, copy));

    QProcess lupdate;
    lupdate.setWorkingDirectory(source);
    lupdate.start(
        QStringLiteral(LUPDATE),
        QStringList{QStringLiteral("-I"), QStringLiteral("."), QStringLiteral("-locations"),
                    QStringLiteral("none")} +
            options +
            QStringList{QStringLiteral("app"), QStringLiteral("ui"), QStringLiteral("-ts"), copy});
    QVERIFY(lupdate.waitForFinished(120000));
    QCOMPARE(lupdate.exitCode(), 0);

    QFile file(copy);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QXmlStreamReader xml(&file);
    QString original;
    int finished = 0;
    while (!xml.atEnd()) {
        xml.readNext();
        if (xml.isStartElement() && xml.name() == QLatin1String("source"))
            original = xml.readElementText();
        if (!xml.isStartElement() || xml.name() != QLatin1String("translation"))
            continue;
        const auto type = xml.attributes().value(QLatin1String("type"));
        QVERIFY2(type != QLatin1String("unfinished"), qPrintable(original));
        finished += type.isEmpty() ? 1 : 0;
    }
    QVERIFY(!xml.hasError());
    QVERIFY(finished > 10);
}

QTEST_GUILESS_MAIN(TestTranslations)
#include "test_translations.moc"
