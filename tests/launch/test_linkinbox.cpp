// SPDX-License-Identifier: GPL-3.0-or-later
#include "launch/linkinbox.h"

#include <QFile>
#include <QProcess>
#include <QTest>

#include <cstdio>
#include <cstring>

using namespace latchkey;

namespace {

/// Takes its words as the program does, says them, and lives until its input ends.
int keepWords(int argc, char **argv)
{
    const QByteArrayList words = takeWords(argc, argv);
    std::printf("%s\n", words.mid(1).join('|').constData());
    std::fflush(stdout);
    while (std::getchar() != EOF) {
    }
    return 0;
}

QByteArray commandLineOf(qint64 process)
{
    QFile file(QStringLiteral("/proc/%1/cmdline").arg(process));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("unreadable");
}

} // namespace

class TestLinkInbox : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void processListShowsNoToken_data();
    void processListShowsNoToken();
    void wordsAreCopied();
    void noWords();
};

void TestLinkInbox::processListShowsNoToken_data()
{
    QTest::addColumn<QStringList>("words");
    QTest::addColumn<QByteArray>("shown");
    QTest::newRow("link") << QStringList{QStringLiteral("latchkey://reset/acme/TOKEN")}
                          << QByteArray("latchkey:******************");
    QTest::newRow("among others") << QStringList{QStringLiteral("--demo"),
                                                 QStringLiteral("LATCHKEY:TOKEN"),
                                                 QStringLiteral("--")}
                                  << QByteArray("--demo|LATCHKEY:*****|--");
    QTest::newRow("two") << QStringList{QStringLiteral("latchkey:TOKEN"),
                                        QStringLiteral("latchkey:TOKEN")}
                         << QByteArray("latchkey:*****|latchkey:*****");
    QTest::newRow("somebody else's link")
        << QStringList{QStringLiteral("https://example.org/#TOKEN")}
        << QByteArray("https:********************");
    QTest::newRow("nothing behind it")
        << QStringList{QStringLiteral("latchkey:")} << QByteArray("latchkey:");
    QTest::newRow("not ASCII") << QStringList{QStringLiteral("latchkey:tökén")}
                               << QByteArray("latchkey:*******");
}

void TestLinkInbox::processListShowsNoToken()
{
    QFETCH(const QStringList, words);
    QFETCH(const QByteArray, shown);
    QProcess child;
    child.start(QCoreApplication::applicationFilePath(),
                QStringList(QStringLiteral("--keep")) + words);
    QVERIFY(child.waitForReadyRead());
    QCOMPARE(child.readLine(), words.join(QLatin1Char('|')).toUtf8() + '\n');
    QByteArray list = commandLineOf(child.processId());
    const QByteArray own = QFile::encodeName(QCoreApplication::applicationFilePath()) + '\0';
    QVERIFY(list.startsWith(own + "--keep"));
    list = list.mid(own.size() + 7).chopped(1).replace('\0', '|');
    QCOMPARE(list, shown);
    child.closeWriteChannel();
    QVERIFY(child.waitForFinished());
}

void TestLinkInbox::wordsAreCopied()
{
    char name[] = "latchkey";
    char word[] = "latchkey:TOKEN";
    char *argv[] = {name, word, nullptr};
    const QByteArrayList words = takeWords(2, argv);
    QCOMPARE(words, QByteArrayList{"latchkey:TOKEN"});
    QCOMPARE(QByteArray(word), QByteArray("latchkey:*****"));
    QCOMPARE(QByteArray(name), QByteArray("latchkey"));
}

void TestLinkInbox::noWords()
{
    char name[] = "latchkey:x"; // the program's own name is left alone, whatever it is
    char *argv[] = {name, nullptr};
    QVERIFY(takeWords(1, argv).isEmpty());
    QCOMPARE(QByteArray(name), QByteArray("latchkey:x"));
    char *nothing[] = {nullptr};
    QVERIFY(takeWords(0, nothing).isEmpty());
}

int main(int argc, char **argv)
{
    if (argc > 1 && std::strcmp(argv[1], "--keep") == 0)
        return keepWords(argc, argv);
    const QCoreApplication application(argc, argv);
    TestLinkInbox test;
    return QTest::qExec(&test, argc, argv);
}

#include "test_linkinbox.moc"
