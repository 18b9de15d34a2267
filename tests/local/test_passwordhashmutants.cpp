// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/local/passwordhash.h"

#include <QFile>
#include <QRandomGenerator>
#include <QTest>

using namespace latchkey;

namespace {

constexpr QByteArrayView password{"correct horse battery staple"};
constexpr int mutants = 100'000;
constexpr int mutantsOfSlowSeed = 400;

struct Seed
{
    QByteArray stored;
    HashDialect dialect = HashDialect::Unstated;
};
struct Seeds
{
    QList<Seed> fast;
    QList<Seed> slow;
};

Seeds readSeeds()
{
    Seeds seeds;
    QFile file(QStringLiteral(LATCHKEY_TEST_DATA "/password-hash-seeds.tsv"));
    if (!file.open(QIODevice::ReadOnly))
        return seeds;
    QList<Seed> *group = &seeds.fast;
    for (const QByteArray &line : file.readAll().trimmed().split('\n')) {
        if (line.startsWith("# From here on"))
            group = &seeds.slow;
        if (line.startsWith('#'))
            continue;
        const QList<QByteArray> fields = line.split('\t');
        *group << Seed{.stored = fields[0],
                       .dialect = fields[1] == "werkzeug" ? HashDialect::Werkzeug
                                  : fields[1] == "django" ? HashDialect::Django
                                                          : HashDialect::Unstated};
    }
    const HashCost cheap{
        .memoryKiB = 8, .passes = 1, .lanes = 1, .floor = HashFloor::WaivedForTests};
    const QByteArray argon = hashPassword(Secret::copyOf(password), cheap).value_or(QByteArray());
    seeds.fast << Seed{.stored = argon} << Seed{.stored = "argon2" + argon};
    return seeds;
}

QByteArray mutantOf(QByteArray stored, QRandomGenerator &random)
{
    constexpr QByteArrayView letters{
        "$:=,./+-{}_!*0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ \n"};
    for (int changes = random.bounded(1, 4); changes > 0 && !stored.isEmpty(); --changes) {
        const auto at = static_cast<qsizetype>(random.bounded(stored.size()));
        switch (random.bounded(6)) {
        case 0:
            stored[at] = static_cast<char>(random.bounded(256));
            break;
        case 1:
            stored[at] = static_cast<char>(stored[at] ^ (1 << random.bounded(8)));
            break;
        case 2:
            stored.remove(at, random.bounded(1, 6));
            break;
        case 3:
            stored.truncate(at);
            break;
        case 4:
            stored.insert(at, letters[random.bounded(static_cast<quint32>(letters.size()))]);
            break;
        default:
            stored[at] = letters[random.bounded(static_cast<quint32>(letters.size()))];
            break;
        }
    }
    return stored;
}

/// Where two names stand for one method, a mutant may say the same thing.
QByteArray canonical(QByteArray stored)
{
    return stored.replace("$2a$", "$2b$").replace("$2y$", "$2b$").replace("$H$", "$P$");
}

} // namespace

/// Hash strings out of other programs' tables, with bytes changed, cut and added.
class TestPasswordHashMutants : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void seedsAreGood();
    void noMutantIsAccepted();

private:
    void tryMutants(const Seed &seed, int count, QRandomGenerator &random);

    const Secret m_password = Secret::copyOf(password);
    int m_tried = 0;
    int m_computed = 0;
};

void TestPasswordHashMutants::seedsAreGood()
{
    const Seeds seeds = readSeeds();
    QCOMPARE(seeds.fast.size(), 30);
    QCOMPARE(seeds.slow.size(), 13);
    for (const Seed &seed : seeds.fast + seeds.slow)
        QVERIFY2(verifyPassword(m_password, seed.stored, seed.dialect).value_or(false),
                 seed.stored.constData());
}

void TestPasswordHashMutants::tryMutants(const Seed &seed, int count, QRandomGenerator &random)
{
    for (int i = 0; i < count; ++i) {
        const QByteArray mutant = mutantOf(seed.stored, random);
        if (canonical(mutant) == canonical(seed.stored))
            continue;
        const auto verdict = verifyPassword(m_password, mutant, seed.dialect);
        QVERIFY2(!verdict.value_or(false), (seed.stored + " as " + mutant).constData());
        QCOMPARE(verdict.has_value(),
                 isSupportedHash(mutant, seed.dialect) || isUnusableHash(mutant));
        ++m_tried;
        m_computed += verdict ? 1 : 0;
    }
}

void TestPasswordHashMutants::noMutantIsAccepted()
{
    QRandomGenerator random(20240229);
    const Seeds seeds = readSeeds();
    for (const Seed &seed : seeds.slow)
        tryMutants(seed, mutantsOfSlowSeed, random);
    const qsizetype left = mutants - mutantsOfSlowSeed * seeds.slow.size();
    for (const Seed &seed : seeds.fast)
        tryMutants(seed, static_cast<int>(left / seeds.fast.size()), random);
    QVERIFY(m_tried > mutants * 97 / 100); // the rest came out as it was
    QVERIFY(m_computed > mutants / 10);    // enough of them were read, and then did not match
}

QTEST_APPLESS_MAIN(TestPasswordHashMutants)
#include "test_passwordhashmutants.moc"
