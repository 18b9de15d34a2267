// SPDX-License-Identifier: GPL-3.0-or-later
#include "launch/instanceserver.h"
#include "launch/runtimefolder.h"
#include "tests/support/patience.h"

#include <QSignalSpy>
#include <QtTest>

#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <future>

using namespace latchkey;

namespace {

const QByteArray goodLink = "latchkey://reset/acme/eyJ.SECRET.a-_9";
constexpr uid_t nobody = 65534;

sockaddr_un addressOf(const QByteArray &path)
{
    sockaddr_un address = {};
    address.sun_family = AF_UNIX;
    std::memcpy(address.sun_path, path.constData(), size_t(path.size()));
    return address;
}

/// A client that does not play by the rules.
class RawClient
{
public:
    explicit RawClient(const QByteArray &path)
    {
        const sockaddr_un address = addressOf(path);
        connected = connect(m_socket.number(), reinterpret_cast<const sockaddr *>(&address),
                            sizeof address) == 0;
    }
    bool send(const QByteArray &bytes) const
    {
        return ::send(m_socket.number(), bytes.constData(), size_t(bytes.size()), MSG_NOSIGNAL) ==
               bytes.size();
    }
    /// Empty while nothing came or after the end.
    QByteArray received() const
    {
        char bytes[64];
        const ssize_t size = recv(m_socket.number(), bytes, sizeof bytes, MSG_DONTWAIT);
        return size > 0 ? QByteArray(bytes, size) : QByteArray();
    }
    bool isClosed() const
    {
        char byte = 0;
        return recv(m_socket.number(), &byte, 1, MSG_DONTWAIT | MSG_PEEK) == 0;
    }
    /// Blocks; true when nothing but the end came.
    bool waitForEnd() const
    {
        char byte = 0;
        return recv(m_socket.number(), &byte, 1, 0) <= 0;
    }

    bool connected = false;

private:
    Descriptor m_socket = Descriptor(socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0));
};

/// Runs `task` in a child of its own under another user id; its return is the exit code.
template <class Task>
pid_t asNobody(Task task)
{
    const pid_t child = fork();
    if (child == 0) {
        if (setgid(nobody) != 0 || setuid(nobody) != 0)
            _exit(99);
        _exit(task());
    }
    return child;
}

int exitCode(pid_t child)
{
    int status = 0;
    return waitpid(child, &status, 0) == child && WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

} // namespace

/// The first instance's side in this process, what meets it in others and in threads.
class TestInstance : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void handsOver();
    void namesDoNotMeet();
    void theSessionIdDoesNotMatter();
    void withoutAFolderEachIsAlone();
    void aStaleSocketIsReplaced();
    void aResignedInstanceIsFollowed();
    void whoeverDiesUnansweredIsReplaced();
    void aDeafInstanceIsNotWaitedForForEver();
    void theirLateMessageIsDropped();
    void hostilePacketsLeaveNothing_data();
    void hostilePacketsLeaveNothing();
    void silentClientsAreDropped();
    void aFloodArrivesWhole();
    void theSocketIsPrivate();
    void anotherUserHearsNothing();
    void anotherUserIsNotHeard();

private:
    QByteArray path() const { return openRuntimeFolder().value() + "/window"; }
    /// A start in another thread, so that this one can answer.
    static std::future<InstanceClaim> start(const QByteArray &itsLink = goodLink)
    {
        return std::async(std::launch::async,
                          [itsLink] { return claimInstance("window", {.link = itsLink}); });
    }
    static InstanceRole roleOf(std::future<InstanceClaim> &claim)
    {
        [&] {
            LATCHKEY_TRY_COMPARE(claim.wait_for(std::chrono::seconds(0)),
                                 std::future_status::ready);
        }();
        return claim.get().role;
    }

    std::unique_ptr<QTemporaryDir> m_folder;
};

void TestInstance::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    qputenv("XDG_RUNTIME_DIR", QFile::encodeName(m_folder->path()));
}

void TestInstance::handsOver()
{
    LinkInbox inbox;
    QSignalSpy arrivals(&inbox, &LinkInbox::arrived);
    InstanceServer server(claimInstance("window", {}), inbox);
    auto second = std::async(std::launch::async, [] {
        return claimInstance("window", {.link = goodLink, .activationToken = "token"});
    });
    QCOMPARE(roleOf(second), InstanceRole::HandedOver);
    LATCHKEY_TRY_COMPARE(arrivals.size(), 1);
    const auto message = inbox.take();
    QVERIFY(message);
    QCOMPARE(message->link, goodLink);
    QCOMPARE(message->activationToken, QByteArray("token"));
    QVERIFY(!inbox.take());
}

void TestInstance::namesDoNotMeet()
{
    const InstanceClaim usual = claimInstance("window", {});
    const InstanceClaim demo = claimInstance("demo", {.link = goodLink});
    QCOMPARE(usual.role, InstanceRole::First);
    QCOMPARE(demo.role, InstanceRole::First);
}

/// A start from another login session of the same user finds the same instance (KDSingleApplication
/// makes a second one).
void TestInstance::theSessionIdDoesNotMatter()
{
    LinkInbox inbox;
    qputenv("XDG_SESSION_ID", "2");
    InstanceServer server(claimInstance("window", {}), inbox);
    qunsetenv("XDG_SESSION_ID");
    auto second = start();
    QCOMPARE(roleOf(second), InstanceRole::HandedOver);
}

void TestInstance::withoutAFolderEachIsAlone()
{
    qunsetenv("XDG_RUNTIME_DIR");
    for (int starts = 0; starts < 2; ++starts) {
        const InstanceClaim claim = claimInstance("window", {.link = goodLink});
        QCOMPARE(claim.role, InstanceRole::Alone);
        QVERIFY(!claim.why.isEmpty());
    }
    qputenv("XDG_RUNTIME_DIR", QFile::encodeName(m_folder->path()) + "/" + QByteArray(200, 'x'));
    QVERIFY(QDir().mkpath(qEnvironmentVariable("XDG_RUNTIME_DIR")));
    QVERIFY(chmod(qgetenv("XDG_RUNTIME_DIR").constData(), 0700) == 0);
    QCOMPARE(claimInstance("window", {.link = goodLink}).role, InstanceRole::Alone);
}

void TestInstance::aStaleSocketIsReplaced()
{
    const Descriptor dead(socket(AF_UNIX, SOCK_SEQPACKET, 0));
    const sockaddr_un address = addressOf(path());
    QCOMPARE(bind(dead.number(), reinterpret_cast<const sockaddr *>(&address), sizeof address), 0);
    QCOMPARE(claimInstance("window", {.link = goodLink}).role, InstanceRole::First);
}

void TestInstance::aResignedInstanceIsFollowed()
{
    LinkInbox inbox;
    InstanceServer server(claimInstance("window", {}), inbox);
    server.resign();
    QCOMPARE(claimInstance("window", {.link = goodLink}).role, InstanceRole::First);
}

/// It has taken the connection, or even the message, and never says so: the goodLink is not lost.
void TestInstance::whoeverDiesUnansweredIsReplaced()
{
    auto first = std::make_unique<InstanceClaim>(claimInstance("window", {}));
    auto second = start();
    Descriptor taken;
    // Once each: LATCHKEY_TRY_VERIFY would ask again after it was so.
    QVERIFY(QTest::qWaitFor(
        [&] {
            taken = Descriptor(accept(first->listener.number(), nullptr, nullptr));
            return bool(taken);
        },
        patienceOfTests));
    first.reset(); // its lock and its sockets go, as at its death
    taken = Descriptor();
    QCOMPARE(roleOf(second), InstanceRole::First);
}

void TestInstance::aDeafInstanceIsNotWaitedForForEver()
{
    const InstanceClaim deaf = claimInstance("window", {});
    QElapsedTimer timer;
    timer.start();
    const InstanceClaim second = claimInstance("window", {.link = goodLink});
    QCOMPARE(second.role, InstanceRole::Alone);
    QVERIFY(timer.elapsed() >= instancePatience.count());
    QVERIFY(timer.elapsed() < 10 * instancePatience.count());
}

/// The start that gave up has opened its goodLink by itself.
void TestInstance::theirLateMessageIsDropped()
{
    LinkInbox inbox;
    InstanceClaim claim = claimInstance("window", {});
    {
        const RawClient gone(path());
        QVERIFY(gone.send(encodeMessage({.link = goodLink})));
    }
    InstanceServer server(std::move(claim), inbox);
    auto next = start("latchkey://reset/acme/next");
    QCOMPARE(roleOf(next), InstanceRole::HandedOver);
    LATCHKEY_TRY_VERIFY(inbox.newest());
    QCOMPARE(inbox.take()->link, QByteArray("latchkey://reset/acme/next"));
    QVERIFY(!inbox.take());
}

void TestInstance::hostilePacketsLeaveNothing_data()
{
    QTest::addColumn<QByteArray>("packet");
    QTest::newRow("junk") << QByteArray("GET / HTTP/1.0\r\n\r\n");
    QTest::newRow("one byte") << QByteArray("x");
    QTest::newRow("zeroes") << QByteArray(longestMessage, '\0');
    QTest::newRow("too long by one")
        << encodeMessage({.link = goodLink}).leftJustified(longestMessage + 1, 'x');
    QTest::newRow("64 KiB") << encodeMessage({.link = goodLink}).leftJustified(65536, 'x');
    QTest::newRow("another scheme") << QByteArray("latchkey-launch-1\0\0file:///etc/passwd", 38);
}

void TestInstance::hostilePacketsLeaveNothing()
{
    QFETCH(QByteArray, packet);
    LinkInbox inbox;
    InstanceServer server(claimInstance("window", {}), inbox);
    const RawClient client(path());
    QVERIFY(client.connected && client.send(packet));
    LATCHKEY_TRY_VERIFY(client.isClosed());
    QVERIFY(!inbox.newest());
    auto honest = start();
    QCOMPARE(roleOf(honest), InstanceRole::HandedOver);
}

/// Ten of them fill the server; the eleventh waits until one has been dropped.
void TestInstance::silentClientsAreDropped()
{
    LinkInbox inbox;
    InstanceServer server(claimInstance("window", {}), inbox);
    std::vector<std::unique_ptr<RawClient>> silent;
    for (size_t i = 0; i < InstanceServer::mostClients; ++i)
        silent.push_back(std::make_unique<RawClient>(path()));
    const RawClient eleventh(path());
    QVERIFY(eleventh.connected && eleventh.send(encodeMessage({.link = goodLink})));
    QElapsedTimer timer;
    timer.start();
    QVERIFY(QTest::qWaitFor([&eleventh] { return eleventh.received() == "+"; }, patienceOfTests));
    QVERIFY(timer.elapsed() > 1000);
    for (const auto &each : silent)
        LATCHKEY_TRY_VERIFY(each->isClosed());
    LATCHKEY_TRY_VERIFY(inbox.newest());
    QCOMPARE(inbox.take()->link, goodLink);
}

void TestInstance::aFloodArrivesWhole()
{
    LinkInbox inbox;
    InstanceServer server(claimInstance("window", {}), inbox);
    std::vector<std::future<InstanceClaim>> starts;
    QSet<QByteArray> sent;
    for (int i = 0; i < 20; ++i) {
        const QByteArray each = goodLink + QByteArray::number(i);
        sent += each;
        starts.push_back(start(each));
    }
    for (auto &each : starts)
        QCOMPARE(roleOf(each), InstanceRole::HandedOver);
    QSet<QByteArray> arrived;
    while (const auto message = inbox.take())
        arrived += message->link;
    QCOMPARE(arrived, sent);
}

void TestInstance::theSocketIsPrivate()
{
    const mode_t former = umask(0);
    const InstanceClaim claim = claimInstance("window", {});
    umask(former);
    for (const QByteArray &file : {path(), QByteArray(path() + ".lock")}) {
        struct stat found = {};
        QCOMPARE(lstat(file.constData(), &found), 0);
        QCOMPARE(found.st_mode & 0777, mode_t(0600));
    }
}

/// Somebody else sits at our socket's name, though nobody else can enter the folder: not a byte is
/// sent there, and the program opens its goodLink itself. Needs root, to be two users; for anybody
/// else the other end's user id is compared with an instance of their own, which has to be told
/// apart from root's processes.
void TestInstance::anotherUserHearsNothing()
{
    const QByteArray name = path();
    const InstanceClaim held = claimInstance("window", {});
    if (geteuid() != 0) {
        int pair[2] = {-1, -1};
        QCOMPARE(socketpair(AF_UNIX, SOCK_SEQPACKET, 0, pair), 0);
        const Descriptor one(pair[0]);
        const Descriptor other(pair[1]);
        QVERIFY(isOwnPeer(one.number()));
        return;
    }
    QCOMPARE(unlink(name.constData()), 0);
    const sockaddr_un address = addressOf(name);
    const Descriptor squatted(socket(AF_UNIX, SOCK_SEQPACKET, 0));
    QCOMPARE(bind(squatted.number(), reinterpret_cast<const sockaddr *>(&address), sizeof address),
             0);
    int ready[2] = {-1, -1};
    QCOMPARE(pipe(ready), 0);
    // Its user id at listen() is what the other side sees.
    const pid_t squatter = asNobody([&] {
        if (listen(squatted.number(), 5) != 0 || write(ready[1], "r", 1) != 1)
            return 98;
        const int visitor = accept(squatted.number(), nullptr, nullptr);
        char bytes[longestMessage];
        return int(recv(visitor, bytes, sizeof bytes, 0)); // 0: it left without a word
    });
    char byte = 0;
    QCOMPARE(read(ready[0], &byte, 1), ssize_t(1));
    const InstanceClaim claim = claimInstance("window", {.link = goodLink});
    QCOMPARE(claim.role, InstanceRole::Alone);
    QVERIFY(claim.why.contains(QLatin1String("another user")));
    QCOMPARE(exitCode(squatter), 0);
}

/// Even with the folder open and the socket's permissions gone.
void TestInstance::anotherUserIsNotHeard()
{
    LinkInbox inbox;
    InstanceServer server(claimInstance("window", {}), inbox);
    const QByteArray name = path();
    if (geteuid() != 0) {
        const RawClient own(name);
        QVERIFY(own.send(encodeMessage({.link = goodLink})));
        QVERIFY(QTest::qWaitFor([&own] { return own.received() == "+"; }, patienceOfTests));
        return;
    }
    const pid_t shutOut = asNobody([&name] { return RawClient(name).connected ? 1 : 0; });
    QCOMPARE(exitCode(shutOut), 0);

    QCOMPARE(chmod(QFile::encodeName(m_folder->path()).constData(), 0755), 0);
    QCOMPARE(chmod(name.left(name.lastIndexOf('/')).constData(), 0755), 0);
    QCOMPARE(chmod(name.constData(), 0666), 0);
    const pid_t intruder = asNobody([&name] {
        const RawClient client(name);
        client.send(encodeMessage({.link = goodLink}));
        return client.connected && client.waitForEnd() ? 0 : 1;
    });
    int status = 0;
    QVERIFY(QTest::qWaitFor([&] { return waitpid(intruder, &status, WNOHANG) == intruder; },
                            patienceOfTests));
    QCOMPARE(WEXITSTATUS(status), 0);
    QVERIFY(!inbox.newest());
}

QTEST_GUILESS_MAIN(TestInstance)
#include "test_instance.moc"
