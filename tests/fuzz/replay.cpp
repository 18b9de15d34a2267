// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/fuzz/fuzz.h"
#include "tests/recovery/sweep.h"

#include <QDir>
#include <QTest>

using namespace latchkey;

namespace {

/// The corpus of this target, and what else is known to be good for it.
std::vector<std::pair<QString, QByteArray>> corpus()
{
    std::vector<std::pair<QString, QByteArray>> inputs;
    for (const QString &folder : QStringLiteral(LATCHKEY_CORPUS).split(u':')) {
        const QDir all(folder);
        for (const QString &name : all.entryList(QDir::Files, QDir::Name)) {
            QFile file(all.filePath(name));
            if (!file.open(QIODevice::ReadOnly))
                qFatal("%s cannot be read", qPrintable(name));
            inputs.emplace_back(name, file.readAll());
        }
    }
    return inputs;
}

void run(const QByteArray &input)
{
    LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t *>(input.constData()),
                           static_cast<std::size_t>(input.size()));
}

} // namespace

/// The corpus of a fuzz target, and what is a few slips away from it, through the same entry. What
/// does not hold ends the program (`require`), with the input's name as the last thing said.
class Replay : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void corpusHolds_data();
    void corpusHolds();
    void nearbyHolds();
};

void Replay::corpusHolds_data()
{
    QTest::addColumn<QByteArray>("input");
    for (const auto &[name, input] : corpus())
        QTest::newRow(qPrintable(name)) << input;
}

void Replay::corpusHolds()
{
    QFETCH(const QByteArray, input);
    run(input);
    QVERIFY2(input.size() <= 16 * 1024, "a corpus is small");
}

void Replay::nearbyHolds()
{
    const auto inputs = corpus();
    QVERIFY(inputs.size() >= 4);
    for (int round = 0; round < 3000 * Sweep::stretch; ++round) {
        Sweep sweep(round);
        run(sweep.mutated(inputs[static_cast<size_t>(sweep.below(std::ssize(inputs)))].second));
    }
}

QTEST_GUILESS_MAIN(Replay)
#include "replay.moc"
