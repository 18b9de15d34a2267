// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/secret.h"

#include <QFile>
#include <QRegularExpression>
#include <QSet>
#include <QTest>

#include <openssl/crypto.h>

#include <sys/resource.h>

#include <algorithm>
#include <array>
#include <concepts>
#include <cstdlib>
#include <type_traits>
#include <utility>
#include <vector>

namespace {

// Memory that is gone cannot be read, so what was wiped is watched at the two doors that it leaves
// by: OpenSSL's cleansing, and OpenSSL's free().
struct Cleansed
{
    const void *place;
    size_t size;
};
std::vector<Cleansed> cleansed;
const void *watchedBlock = nullptr;
size_t watchedSize = 0;
bool watchedBlockWasClean = false;

void *ourMalloc(size_t size, const char * /*file*/, int /*line*/)
{
    return std::malloc(size);
}

void *ourRealloc(void *block, size_t size, const char * /*file*/, int /*line*/)
{
    return std::realloc(block, size);
}

void ourFree(void *block, const char * /*file*/, int /*line*/)
{
    if (block && block == watchedBlock) {
        const auto *bytes = static_cast<const char *>(block);
        watchedBlockWasClean =
            std::all_of(bytes, bytes + watchedSize, [](char c) { return c == 0; });
        watchedBlock = nullptr;
    }
    std::free(block);
}

// Only before OpenSSL has allocated anything.
const bool watching = CRYPTO_set_mem_functions(ourMalloc, ourRealloc, ourFree) == 1;

bool wasCleansed(const void *place, qsizetype size)
{
    return std::ranges::any_of(cleansed, [=](const Cleansed &one) {
        return one.place == place && one.size == static_cast<size_t>(size);
    });
}

} // namespace

/// In the place of libcrypto's for what this program calls.
extern "C" void OPENSSL_cleanse(void *place, size_t size)
{
    cleansed.push_back({.place = place, .size = size});
    auto *bytes = static_cast<volatile char *>(place);
    for (size_t i = 0; i < size; ++i)
        bytes[i] = 0;
}

template <class T>
concept Printable = requires(QDebug out, const T &value) { out << value; };

using namespace latchkey;

class TestSecret : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cannotBeCopiedComparedOrPrinted();
    void emptyOnes();
    void holdsEveryByte();
    void livesOnTheLockedHeap();
    void lockedHeapIsKeptOutOfCores();
    void fullHeapFallsBackAndStillWipes();
    void lockedHeapIsWiped();
    void movedFromIsEmpty();
    void movedOntoItselfStays();
    void movedOntoDropsTheOldWithTheSource();
    void takingWipesTheSource();
    void takingLeavesSharedDataAlone();
    void takingTextGivesUtf8();
    void comparesByContent_data();
    void comparesByContent();
    void randomIsFresh();
};

void TestSecret::initTestCase()
{
    QVERIFY(watching);
    QVERIFY(prepareSecretHeap());
    QVERIFY(prepareSecretHeap()); // the second time changes nothing
}

void TestSecret::init()
{
    cleansed.clear();
    watchedBlockWasClean = false;
}

void TestSecret::cannotBeCopiedComparedOrPrinted()
{
    static_assert(!std::is_copy_constructible_v<Secret>);
    static_assert(!std::is_copy_assignable_v<Secret>);
    static_assert(std::is_nothrow_move_constructible_v<Secret>);
    static_assert(!std::equality_comparable<Secret>);
    static_assert(!std::is_convertible_v<Secret, QByteArray>);
    static_assert(Printable<QByteArray> && !Printable<Secret>);
}

void TestSecret::emptyOnes()
{
    const Secret none;
    const Secret copy = Secret::copyOf({});
    QVERIFY(none.isEmpty() && copy.isEmpty());
    QCOMPARE(none.size(), 0);
    QVERIFY(equalInConstantTime(none.reveal(), copy.reveal()));
    QVERIFY(Secret::taking(QByteArray()).isEmpty());
    QVERIFY(Secret::taking(QString()).isEmpty());
}

void TestSecret::holdsEveryByte()
{
    QByteArray all;
    for (int byte = 0; byte < 256; ++byte)
        all += static_cast<char>(byte);
    for (const qsizetype size : {1, 15, 16, 17, 31, 32, 33, 255, 256}) {
        const Secret secret = Secret::copyOf(QByteArrayView(all).first(size));
        QCOMPARE(secret.size(), size);
        QCOMPARE(secret.reveal().toByteArray(), all.first(size));
    }
}

void TestSecret::livesOnTheLockedHeap()
{
    const Secret secret = Secret::copyOf("a password");
    QCOMPARE(CRYPTO_secure_allocated(secret.reveal().data()), 1);
}

void TestSecret::lockedHeapIsKeptOutOfCores()
{
    const Secret secret = Secret::copyOf("a password");
    const auto place = reinterpret_cast<quintptr>(secret.reveal().data());
    QFile maps(QStringLiteral("/proc/self/smaps"));
    QVERIFY(maps.open(QIODevice::ReadOnly));
    const QRegularExpression range(QStringLiteral("^([0-9a-f]+)-([0-9a-f]+) "));
    bool inside = false;
    QByteArray flags;
    const QByteArrayList lines = maps.readAll().split('\n');
    for (const QByteArray &line : lines) {
        if (const auto found = range.match(QString::fromLatin1(line)); found.hasMatch())
            inside = place >= found.captured(1).toULongLong(nullptr, 16) &&
                     place < found.captured(2).toULongLong(nullptr, 16);
        else if (inside && line.startsWith("VmFlags:"))
            flags = line + ' ';
    }
    QVERIFY2(flags.contains(" dd "), flags.constData()); // MADV_DONTDUMP
    rlimit lockable = {};
    QCOMPARE(getrlimit(RLIMIT_MEMLOCK, &lockable), 0);
    if (lockable.rlim_cur >= 1024UL * 1024)
        QVERIFY2(flags.contains(" lo "), flags.constData()); // mlock
}

void TestSecret::fullHeapFallsBackAndStillWipes()
{
    {
        // Larger than the whole secure heap.
        const Secret secret = Secret::copyOf(QByteArray(1024 * 1024, 's'));
        QCOMPARE(CRYPTO_secure_allocated(secret.reveal().data()), 0);
        QCOMPARE(secret.size(), 1024 * 1024);
        watchedBlock = secret.reveal().data();
        watchedSize = 1024 * 1024;
    }
    QVERIFY(watchedBlock == nullptr); // freed
    QVERIFY(watchedBlockWasClean);
}

void TestSecret::lockedHeapIsWiped()
{
    // The heap outlives its blocks, so its bytes may be read when the secret is gone.
    const char *place = nullptr;
    {
        const Secret secret = Secret::copyOf(QByteArray(64, 's'));
        place = secret.reveal().data();
        QCOMPARE(QByteArrayView(place, 64).count('s'), 64);
    }
    QCOMPARE(QByteArrayView(place, 64).count('s'), 0);
}

void TestSecret::movedFromIsEmpty()
{
    Secret from = Secret::copyOf("a password");
    const char *place = from.reveal().data();
    const Secret to = std::move(from);
    QCOMPARE(to.reveal().data(), place);
    QCOMPARE(to.reveal().toByteArray(), QByteArray("a password"));
    QVERIFY(from.isEmpty()); // NOLINT: what is left behind is the point
    QVERIFY(from.reveal().isEmpty());
}

void TestSecret::movedOntoItselfStays()
{
    Secret secret = Secret::copyOf("a password");
    Secret &same = secret;
    secret = std::move(same);
    QCOMPARE(secret.reveal().toByteArray(), QByteArray("a password"));
}

void TestSecret::movedOntoDropsTheOldWithTheSource()
{
    const char *place = nullptr;
    Secret target = Secret::copyOf(QByteArray(64, 'o'));
    place = target.reveal().data();
    {
        Secret source = Secret::copyOf("new");
        target = std::move(source);
    }
    QCOMPARE(target.reveal().toByteArray(), QByteArray("new"));
    QCOMPARE(QByteArrayView(place, 64).count('o'), 0);
}

void TestSecret::takingWipesTheSource()
{
    QByteArray bytes(40, 'b');
    const void *bytesAt = bytes.constData();
    const Secret fromBytes = Secret::taking(std::move(bytes));
    QVERIFY(wasCleansed(bytesAt, 40));
    QCOMPARE(fromBytes.reveal().toByteArray(), QByteArray(40, 'b'));

    QString text(40, QLatin1Char('t'));
    const void *textAt = text.constData();
    const Secret fromText = Secret::taking(std::move(text));
    QVERIFY(wasCleansed(textAt, 80));
    QCOMPARE(fromText.reveal().toByteArray(), QByteArray(40, 't'));

    QByteArray wiped(24, 'w');
    const void *wipedAt = wiped.constData();
    wipe(wiped);
    QVERIFY(wasCleansed(wipedAt, 24));
    QVERIFY(wiped.isEmpty());
}

void TestSecret::takingLeavesSharedDataAlone()
{
    QByteArray bytes(40, 'b');
    const QByteArray other = bytes;
    const Secret secret = Secret::taking(std::move(bytes));
    QCOMPARE(other, QByteArray(40, 'b'));
    QCOMPARE(secret.size(), 40);

    QString text = QStringLiteral("a literal is read-only memory");
    wipe(text);
    QVERIFY(text.isEmpty());
    QByteArray literal = QByteArrayLiteral("and so is this");
    wipe(literal);
    QVERIFY(literal.isEmpty());
}

void TestSecret::takingTextGivesUtf8()
{
    const Secret secret = Secret::taking(QStringLiteral("pässwörd 🔑"));
    QCOMPARE(secret.reveal().toByteArray(), QByteArray("p\xc3\xa4ssw\xc3\xb6rd \xf0\x9f\x94\x91"));
}

void TestSecret::comparesByContent_data()
{
    QTest::addColumn<QByteArray>("left");
    QTest::addColumn<QByteArray>("right");
    QTest::addColumn<bool>("equal");
    const QByteArray word("0123456789abcdef");
    QTest::newRow("same") << word << QByteArray(word.constData(), word.size()) << true;
    QTest::newRow("both empty") << QByteArray() << QByteArray("") << true;
    QTest::newRow("shorter") << word << word.chopped(1) << false;
    QTest::newRow("empty") << word << QByteArray() << false;
    QTest::newRow("NUL is a byte") << QByteArray("a\0b", 3) << QByteArray("a\0c", 3) << false;
    QTest::newRow("longer by NUL") << QByteArray("a") << QByteArray("a\0", 2) << false;
    for (qsizetype i = 0; i < word.size(); ++i) {
        QByteArray other = word;
        other[i] = static_cast<char>(other[i] ^ 1);
        QTest::addRow("byte %d", static_cast<int>(i)) << word << other << false;
    }
}

void TestSecret::comparesByContent()
{
    QFETCH(const QByteArray, left);
    QFETCH(const QByteArray, right);
    QFETCH(const bool, equal);
    QCOMPARE(equalInConstantTime(left, right), equal);
    QCOMPARE(equalInConstantTime(right, left), equal);
}

void TestSecret::randomIsFresh()
{
    QSet<QByteArray> seen;
    std::array<int, 256> counts{};
    for (int i = 0; i < 2000; ++i) {
        const Result<Secret> secret = Secret::random(32);
        QVERIFY(secret);
        QCOMPARE(secret->size(), 32);
        QCOMPARE(CRYPTO_secure_allocated(secret->reveal().data()), 1);
        for (const char c : secret->reveal())
            ++counts[static_cast<unsigned char>(c)];
        seen += secret->reveal().toByteArray();
    }
    QCOMPARE(seen.size(), 2000);
    // 64,000 bytes, 250 of each expected, sigma 15.8: eight sigma is not chance.
    QVERIFY(*std::ranges::min_element(counts) > 124);
    QVERIFY(*std::ranges::max_element(counts) < 376);
}

QTEST_GUILESS_MAIN(TestSecret)
#include "test_secret.moc"
