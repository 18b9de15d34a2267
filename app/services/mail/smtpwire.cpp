// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/mail/smtpwire.h"

#include <poll.h>

#include <array>
#include <cerrno>

namespace latchkey {

namespace {

using std::chrono::milliseconds;

// RFC 5321 4.5.3.1.5 has 512 octets for a line of a reply, and servers are generous.
constexpr qsizetype longestLine = 8192;
constexpr int mostLines = 500;

/// "250 fine", "250-more", "250".
bool isReplyLine(const QByteArray &line)
{
    const auto isDigit = [](char c) { return c >= '0' && c <= '9'; };
    return line.size() >= 3 && isDigit(line[0]) && isDigit(line[1]) && isDigit(line[2]) &&
           (line.size() == 3 || line[3] == ' ' || line[3] == '-');
}

} // namespace

milliseconds patienceFor(SmtpStep step, const SmtpPatience &patience)
{
    switch (step) {
    case SmtpStep::Opening:
        return patience.opening;
    case SmtpStep::Hello:
    case SmtpStep::StartTls:
    case SmtpStep::Login:
    case SmtpStep::Sender:
    case SmtpStep::Recipient:
    case SmtpStep::Other:
        return patience.command;
    case SmtpStep::DataStart:
        return patience.dataStart;
    case SmtpStep::Content:
        return patience.content;
    case SmtpStep::DataEnd:
        return patience.dataEnd;
    }
    return patience.command;
}

SmtpWire::End SmtpWire::waitFor(CURL *curl, short events)
{
    curl_socket_t socket = CURL_SOCKET_BAD;
    if (curl_easy_getinfo(curl, CURLINFO_ACTIVESOCKET, &socket) != CURLE_OK ||
        socket == CURL_SOCKET_BAD)
        return End::Lost;
    while (true) {
        const milliseconds patience = m_dialogue.isLeaving()
                                          ? m_patience.farewell
                                          : patienceFor(m_dialogue.step(), m_patience);
        const auto left = std::chrono::ceil<milliseconds>(patience - m_dialogue.waited());
        if (left <= milliseconds::zero())
            return End::TimedOut;
        pollfd watch{.fd = socket, .events = events, .revents = 0};
        const int ready = ::poll(&watch, 1, static_cast<int>(left.count()));
        if (ready > 0)
            return End::Done;
        if (ready < 0 && errno != EINTR)
            return End::Lost;
    }
}

SmtpWire::End SmtpWire::send(CURL *curl, QByteArrayView bytes)
{
    while (!bytes.isEmpty()) {
        size_t sent = 0;
        const CURLcode code =
            curl_easy_send(curl, bytes.data(), static_cast<size_t>(bytes.size()), &sent);
        if (code == CURLE_AGAIN) {
            if (const End waited = waitFor(curl, POLLOUT); waited != End::Done)
                return waited;
            continue;
        }
        if (code != CURLE_OK)
            return End::Lost;
        bytes = bytes.sliced(static_cast<qsizetype>(sent));
        if (m_dialogue.step() == SmtpStep::Content)
            m_dialogue.contentSent(false); // its patience is for each block
    }
    return End::Done;
}

SmtpWire::End SmtpWire::receiveLine(CURL *curl, QByteArray &line)
{
    qsizetype end = m_received.indexOf('\n');
    while (end < 0) {
        if (m_received.size() > longestLine)
            return End::Lost;
        std::array<char, 4096> bytes{};
        size_t count = 0;
        const CURLcode code = curl_easy_recv(curl, bytes.data(), bytes.size(), &count);
        if (code == CURLE_AGAIN) {
            if (const End waited = waitFor(curl, POLLIN); waited != End::Done)
                return waited;
            continue;
        }
        if (code != CURLE_OK || count == 0)
            return End::Lost;
        m_received.append(bytes.data(), static_cast<qsizetype>(count));
        end = m_received.indexOf('\n');
    }
    line = m_received.first(end);
    if (line.endsWith('\r'))
        line.chop(1);
    m_received.remove(0, end + 1);
    return End::Done;
}

SmtpWire::End SmtpWire::receiveReply(CURL *curl)
{
    for (int lines = 0; lines < mostLines; ++lines) {
        QByteArray line;
        if (const End received = receiveLine(curl, line); received != End::Done)
            return received;
        if (!isReplyLine(line))
            return End::Lost;
        m_dialogue.received(line);
        if (line.size() == 3 || line[3] == ' ')
            return End::Done;
    }
    return End::Lost;
}

} // namespace latchkey
