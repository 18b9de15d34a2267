// SPDX-License-Identifier: GPL-3.0-or-later
// bench_token [--short]
//
// What checking one token costs (signature, age and payload), against itsdangerous' loads() and
// against a bare OpenSSL HMAC of the same bytes whose key is kept. The three take turns, so that a
// slow second of the machine falls on all of them; the figures are ratios of medians.
#include "services/local/timedtoken.h"
#include "services/local/tokenpayload.h"

#include <QProcess>

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/params.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <vector>

using namespace latchkey;

namespace {

constexpr QByteArrayView secretText{"0123456789abcdefghijklmnopqrstuvwxyz"};
constexpr qsizetype hmacTextSize = 28; // full stop and signature, which the HMAC does not cover
constexpr int ourRounds = 100'000;
constexpr int peerRounds = 5'000;

double median(std::vector<double> values)
{
    std::ranges::sort(values);
    return values[values.size() / 2];
}

/// Nanoseconds for one call.
template <class Call>
double timeOf(int rounds, Call call)
{
    const auto start = std::chrono::steady_clock::now();
    for (int i = 0; i < rounds; ++i)
        call();
    const std::chrono::duration<double, std::nano> elapsed =
        std::chrono::steady_clock::now() - start;
    return elapsed.count() / rounds;
}

class BareHmac
{
public:
    BareHmac()
    {
        const std::array parameters{
            OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, m_digest.data(), 0),
            OSSL_PARAM_construct_end()};
        const std::array<unsigned char, 20> key{1, 2, 3};
        EVP_MAC_init(m_context.get(), key.data(), key.size(), parameters.data());
    }

    bool compute(QByteArrayView message)
    {
        size_t size = 0;
        return EVP_MAC_init(m_context.get(), nullptr, 0, nullptr) == 1 &&
               EVP_MAC_update(m_context.get(),
                              reinterpret_cast<const unsigned char *>(message.data()),
                              static_cast<size_t>(message.size())) == 1 &&
               EVP_MAC_final(m_context.get(), m_out.data(), &size, m_out.size()) == 1;
    }

private:
    std::array<char, 5> m_digest{"SHA1"};
    std::array<unsigned char, EVP_MAX_MD_SIZE> m_out{};
    std::unique_ptr<EVP_MAC, decltype(&EVP_MAC_free)> m_hmac{
        EVP_MAC_fetch(nullptr, OSSL_MAC_NAME_HMAC, nullptr), &EVP_MAC_free};
    std::unique_ptr<EVP_MAC_CTX, decltype(&EVP_MAC_CTX_free)> m_context{
        EVP_MAC_CTX_new(m_hmac.get()), &EVP_MAC_CTX_free};
};

class Peer
{
public:
    explicit Peer(const QByteArray &token)
    {
        // Debian's own interpreter has Debian's itsdangerous; another one on the path has not.
        m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        m_process.start(QStringLiteral("/usr/bin/python3"),
                        {QStringLiteral(LATCHKEY_SOURCE_DIR "/tests/bench/token_peer.py")});
        m_process.write(secretText.toByteArray() + '\n' + recoverySalt.toByteArray() + '\n' +
                        token + '\n');
    }
    ~Peer()
    {
        m_process.closeWriteChannel();
        m_process.waitForFinished();
    }
    Q_DISABLE_COPY_MOVE(Peer)

    /// Nanoseconds for one loads(); 0 when there is no answer.
    double timeOf(int rounds)
    {
        m_process.write(QByteArray::number(rounds) + '\n');
        while (!m_process.canReadLine() && m_process.waitForReadyRead(60'000)) {
        }
        return m_process.readLine().trimmed().toDouble();
    }

private:
    QProcess m_process;
};

struct Times
{
    std::vector<double> ours;
    std::vector<double> hmac;
    std::vector<double> peer;
};

bool checkOnce(const TimedTokenSigner &signer, QByteArrayView token, Instant now)
{
    const auto content = signer.verify(token);
    return content && checkAge(content->issuedAt, now, std::chrono::seconds(86400)) &&
           parseTokenPayload(content->payload);
}

/// Empty when anything did not do what it is timed for.
Times measure(int turns)
{
    const Instant now = SystemClock().now();
    const TimedTokenSigner signer({share(Secret::copyOf(secretText))}, recoverySalt);
    const QByteArray json = composeTokenPayload("AbCdEfGhIjKl", QByteArray("0123456789abcdef"));
    const QByteArray token = signer.sign(json, now).token;
    const QByteArrayView signedPart = QByteArrayView(token).chopped(hmacTextSize);
    BareHmac hmac;
    Peer peer(token);
    Times times;
    bool isGood = true;
    for (int turn = 0; turn <= turns; ++turn) {
        const double peerTime = peer.timeOf(peerRounds);
        const double ourTime =
            timeOf(ourRounds, [&] { isGood = checkOnce(signer, token, now) && isGood; });
        const double hmacTime =
            timeOf(ourRounds, [&] { isGood = hmac.compute(signedPart) && isGood; });
        if (!isGood || peerTime <= 0)
            return {};
        if (turn == 0)
            continue; // warms caches
        times.peer.push_back(peerTime);
        times.ours.push_back(ourTime);
        times.hmac.push_back(hmacTime);
    }
    return times;
}

void figure(const char *name, double ratio, double goal, double nanoseconds)
{
    std::printf("%-66s %9.2f   goal >= %-5.2f %-7s  (%.0f ns)\n", name, ratio, goal,
                ratio >= goal ? "met" : "MISSED", nanoseconds);
}

} // namespace

int main(int argc, char **argv)
{
    const bool isShort = argc > 1 && QByteArrayView(argv[1]) == "--short";
    const Times times = measure(isShort ? 5 : 21);
    if (times.ours.empty()) {
        std::puts("bench_token: no figures; is python3-itsdangerous installed?");
        return EXIT_FAILURE;
    }
    const double ours = median(times.ours);
    figure("itsdangerous loads() / token check", median(times.peer) / ours, 15, ours);
    figure("bare OpenSSL HMAC, key kept / token check", median(times.hmac) / ours, 0.35,
           median(times.hmac));
    return EXIT_SUCCESS;
}
