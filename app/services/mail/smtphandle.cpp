// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/mail/smtphandle.h"

#include "services/mail/mimetext.h"

#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <mutex>
#include <utility>

namespace latchkey {

namespace {

void startCurlOnce()
{
    static std::once_flag started;
    std::call_once(started, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
}

QByteArray urlOf(const SmtpOptions &options)
{
    const bool literal = options.host.contains(QLatin1Char(':'));
    const QByteArray host = options.host.toLatin1();
    return (options.security == SmtpSecurity::Tls ? "smtps://" : "smtp://") +
           (literal ? '[' + host + ']' : host) + ':' + QByteArray::number(options.portInUse());
}

/// Dots at the beginnings of lines doubled (RFC 5321 4.5.2), and the end behind it.
QByteArray stuffed(QByteArrayView mail)
{
    QByteArray content;
    content.reserve(mail.size() + 64);
    qsizetype done = 0;
    if (mail.startsWith('.'))
        content += '.';
    for (qsizetype at = mail.indexOf("\r\n."); at >= 0; at = mail.indexOf("\r\n.", done)) {
        content += mail.sliced(done, at + 2 - done);
        content += '.';
        done = at + 2;
    }
    content += mail.sliced(done);
    if (!content.endsWith("\r\n"))
        content += "\r\n";
    content += ".\r\n";
    return content;
}

constexpr int anyGood = 2; // of the 2xx
constexpr int goOn = 354;

} // namespace

SmtpHandle::SmtpHandle(const SmtpOptions &options)
    : m_curl((startCurlOnce(), curl_easy_init())), m_patience(options.patience),
      m_trust(options.host.toLatin1()), m_wire(m_dialogue, options.patience)
{
    Q_CHECK_PTR(m_curl);
    setConnection(options);
    setEncryption(options);
    setLogin(options);
    setCallbacks();
}

SmtpHandle::~SmtpHandle()
{
    // libcurl says QUIT as well, and waits two minutes for the answer whatever was set. So it is
    // said here, with our own patience, and nobody is left for libcurl to wait for.
    if (isReady())
        (void)say("QUIT", anyGood);
    giveUp();
    curl_easy_cleanup(m_curl);
}

void SmtpHandle::giveUp()
{
    curl_socket_t socket = CURL_SOCKET_BAD;
    if (curl_easy_getinfo(m_curl, CURLINFO_ACTIVESOCKET, &socket) == CURLE_OK &&
        socket != CURL_SOCKET_BAD)
        ::shutdown(socket, SHUT_RDWR);
    m_open = false;
}

void SmtpHandle::setConnection(const SmtpOptions &options)
{
    curl_easy_setopt(m_curl, CURLOPT_URL, urlOf(options).constData());
    curl_easy_setopt(m_curl, CURLOPT_CONNECT_ONLY, 1L); // up to the login, for SMTP
    curl_easy_setopt(m_curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    // Neither an environment variable nor a .netrc of the account decides where mail goes.
    curl_easy_setopt(m_curl, CURLOPT_PROXY, "");
    curl_easy_setopt(m_curl, CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED));
    curl_easy_setopt(m_curl, CURLOPT_NOSIGNAL, 1L);
    // libcurl has one limit for the opening and one for every reply; the replies are told apart in
    // mayGoOn(), and its own limit only has to be out of the way.
    curl_easy_setopt(m_curl, CURLOPT_CONNECTTIMEOUT_MS,
                     static_cast<long>(options.patience.opening.count()));
    const auto longest = std::chrono::ceil<std::chrono::seconds>(
        std::max(options.patience.command, options.patience.dataEnd));
    curl_easy_setopt(m_curl, CURLOPT_SERVER_RESPONSE_TIMEOUT,
                     static_cast<long>(longest.count() + 1));
}

void SmtpHandle::setEncryption(const SmtpOptions &options)
{
    const bool clear = options.security == SmtpSecurity::ClearLoopback;
    curl_easy_setopt(m_curl, CURLOPT_USE_SSL,
                     static_cast<long>(clear ? CURLUSESSL_NONE : CURLUSESSL_ALL));
    curl_easy_setopt(m_curl, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
    curl_easy_setopt(m_curl, CURLOPT_SSL_VERIFYPEER, 1L);
    curl_easy_setopt(m_curl, CURLOPT_SSL_VERIFYHOST, 2L);
    curl_easy_setopt(m_curl, CURLOPT_SSL_CTX_FUNCTION, ruleTls);
    curl_easy_setopt(m_curl, CURLOPT_SSL_CTX_DATA, this);
    if (!options.certificateAuthority.isEmpty()) {
        curl_easy_setopt(m_curl, CURLOPT_CAINFO,
                         options.certificateAuthority.toLocal8Bit().constData());
        curl_easy_setopt(m_curl, CURLOPT_CAPATH, nullptr);
    }
}

void SmtpHandle::setLogin(const SmtpOptions &options)
{
    if (options.user.isEmpty() || !options.password)
        return;
    curl_easy_setopt(m_curl, CURLOPT_LOGIN_OPTIONS, "AUTH=PLAIN;AUTH=LOGIN");
    curl_easy_setopt(m_curl, CURLOPT_USERNAME, options.user.toUtf8().constData());
    // libcurl wants a text that ends in NUL, and keeps a copy of its own.
    QByteArray password = options.password->reveal().toByteArray();
    curl_easy_setopt(m_curl, CURLOPT_PASSWORD, password.constData());
    wipe(password);
}

void SmtpHandle::setCallbacks()
{
    curl_easy_setopt(m_curl, CURLOPT_VERBOSE, 1L);
    curl_easy_setopt(m_curl, CURLOPT_DEBUGFUNCTION, hear);
    curl_easy_setopt(m_curl, CURLOPT_DEBUGDATA, this);
    curl_easy_setopt(m_curl, CURLOPT_NOPROGRESS, 0L);
    curl_easy_setopt(m_curl, CURLOPT_XFERINFOFUNCTION, mayGoOn);
    curl_easy_setopt(m_curl, CURLOPT_XFERINFODATA, this);
}

int SmtpHandle::hear(CURL * /*curl*/, curl_infotype type, char *bytes, size_t size, void *handle)
{
    auto *self = static_cast<SmtpHandle *>(handle);
    const QByteArrayView line(bytes, static_cast<qsizetype>(size));
    if (type == CURLINFO_HEADER_OUT)
        self->m_dialogue.sent(line);
    else if (type == CURLINFO_HEADER_IN)
        self->m_dialogue.received(line);
    return 0;
}

int SmtpHandle::mayGoOn(void *handle, curl_off_t /*all*/, curl_off_t /*now*/, curl_off_t /*allUp*/,
                        curl_off_t /*nowUp*/)
{
    auto *self = static_cast<SmtpHandle *>(handle);
    const SmtpDialogue &dialogue = self->m_dialogue;
    // What happened before QUIT is what counts.
    if (dialogue.isLeaving())
        return dialogue.waited() > self->m_patience.farewell ? 1 : 0;
    self->m_outOfPatience = dialogue.waited() > patienceFor(dialogue.step(), self->m_patience);
    return self->m_outOfPatience ? 1 : 0;
}

CURLcode SmtpHandle::ruleTls(CURL * /*curl*/, void *context, void *handle)
{
    return static_cast<SmtpHandle *>(handle)->m_trust.rule(context) ? CURLE_OK
                                                                    : CURLE_SSL_CONNECT_ERROR;
}

bool SmtpHandle::isReady()
{
    curl_socket_t socket = CURL_SOCKET_BAD;
    if (!m_open || curl_easy_getinfo(m_curl, CURLINFO_ACTIVESOCKET, &socket) != CURLE_OK ||
        socket == CURL_SOCKET_BAD)
        return false;
    pollfd watch{.fd = socket, .events = POLLIN, .revents = 0};
    return ::poll(&watch, 1, 0) == 0;
}

SmtpOutcome SmtpHandle::open()
{
    m_kept = m_open;
    m_outOfPatience = false;
    m_dialogue.begin(m_open ? SmtpStep::Other : SmtpStep::Opening);
    if (m_open)
        return {.end = SmtpOutcome::End::Done};
    char words[CURL_ERROR_SIZE] = {};
    m_trust.begin();
    curl_easy_setopt(m_curl, CURLOPT_ERRORBUFFER, words);
    const CURLcode code = curl_easy_perform(m_curl);
    curl_easy_setopt(m_curl, CURLOPT_ERRORBUFFER, nullptr);
    m_open = code == CURLE_OK;
    SmtpOutcome outcome = outcomeOf(endOf(code));
    if (outcome.end == SmtpOutcome::End::NotBelieved)
        curl_easy_getinfo(m_curl, CURLINFO_SSL_VERIFYRESULT, &outcome.verification);
    if (!outcome.isDone() && !m_outOfPatience)
        outcome.words = QString::fromUtf8(*words != 0 ? words : curl_easy_strerror(code));
    return outcome;
}

SmtpOutcome SmtpHandle::outcomeOf(SmtpOutcome::End end) const
{
    using End = SmtpOutcome::End;
    SmtpOutcome outcome{.end = end,
                        .step = m_dialogue.step(),
                        .reply = m_dialogue.reply(),
                        .status = m_dialogue.status(),
                        .kept = m_kept};
    curl_off_t connecting = 0;
    curl_easy_getinfo(m_curl, CURLINFO_CONNECT_TIME_T, &connecting);
    outcome.connected = m_kept || connecting > 0 || m_dialogue.isGreeted();
    if (end == End::TimedOut)
        outcome.words = QStringLiteral("no answer in time");
    else if (end == End::Replied)
        outcome.words = QStringLiteral("refused");
    else if (end == End::Lost)
        outcome.words = QStringLiteral("the connection was lost, or the answer was none");
    return outcome;
}

SmtpOutcome::End SmtpHandle::hearReply(int expected)
{
    using End = SmtpOutcome::End;
    if (const End heard = m_wire.receiveReply(m_curl); heard != End::Done)
        return heard;
    const int reply = m_dialogue.reply();
    if (reply == expected || reply / 100 == expected)
        return End::Done;
    return reply >= 400 ? End::Replied : End::Lost;
}

SmtpOutcome::End SmtpHandle::say(const QByteArray &line, int expected)
{
    m_dialogue.sent(line);
    const SmtpOutcome::End said = m_wire.send(m_curl, line + "\r\n");
    return said == SmtpOutcome::End::Done ? hearReply(expected) : said;
}

/// Up to the server's leave to send. In one piece to servers that take it so (RFC 2920); whoever
/// refuses a part of that is left, and gets no content.
SmtpOutcome::End SmtpHandle::introduce(const QByteArray &from, const QByteArray &to)
{
    using End = SmtpOutcome::End;
    const bool utf8 = !isAscii(from) || !isAscii(to);
    const QByteArray sender =
        "MAIL FROM:<" + from + '>' + (utf8 && m_dialogue.offers("SMTPUTF8") ? " SMTPUTF8" : "");
    const QByteArray recipient = "RCPT TO:<" + to + '>';
    const std::pair<QByteArray, int> commands[] = {
        {sender, anyGood}, {recipient, anyGood}, {QByteArrayLiteral("DATA"), goOn}};
    const bool together = m_dialogue.offers("PIPELINING");
    if (together) {
        m_dialogue.sent(sender);
        const End said = m_wire.send(m_curl, sender + "\r\n" + recipient + "\r\nDATA\r\n");
        if (said != End::Done)
            return said;
    }
    for (const auto &[command, expected] : commands) {
        if (together)
            m_dialogue.sent(command);
        const End end = together ? hearReply(expected) : say(command, expected);
        if (end != End::Done)
            return end;
    }
    return End::Done;
}

SmtpOutcome::End SmtpHandle::sendContent(QByteArrayView mail)
{
    QByteArray content = stuffed(mail);
    m_dialogue.contentSent(false);
    const SmtpOutcome::End sent = m_wire.send(m_curl, content);
    wipe(content);
    if (sent != SmtpOutcome::End::Done)
        return sent;
    m_dialogue.contentSent(true);
    return hearReply(anyGood);
}

SmtpOutcome SmtpHandle::deliver(const QByteArray &from, const QByteArray &to, QByteArrayView mail)
{
    if (SmtpOutcome opened = open(); !opened.isDone())
        return opened;
    SmtpOutcome::End end = introduce(from, to);
    if (end == SmtpOutcome::End::Done)
        end = sendContent(mail);
    return outcomeOf(end);
}

SmtpOutcome SmtpHandle::command(const QByteArray &line)
{
    if (SmtpOutcome opened = open(); !opened.isDone())
        return opened;
    return outcomeOf(say(line, anyGood));
}

/// libcurl's codes say what it was doing rather than what happened, so the reply that came, or did
/// not, is asked first.
SmtpOutcome::End SmtpHandle::endOf(int code) const
{
    using End = SmtpOutcome::End;
    if (m_outOfPatience)
        return End::TimedOut;
    switch (code) {
    case CURLE_OK:
        return End::Done;
    case CURLE_COULDNT_RESOLVE_HOST:
        return End::NoSuchHost;
    case CURLE_COULDNT_CONNECT:
        return End::NoWay;
    case CURLE_OPERATION_TIMEDOUT:
        return End::TimedOut;
    case CURLE_PEER_FAILED_VERIFICATION:
        return End::NotBelieved;
    case CURLE_SSL_CONNECT_ERROR:
        return m_trust.hasDisagreed() ? End::NotSecure : End::Lost;
    case CURLE_USE_SSL_FAILED:
        return m_dialogue.reply() / 100 == 4 ? End::Replied : End::NotSecure;
    case CURLE_WEIRD_SERVER_REPLY:
        // More than its answer to STARTTLS: somebody else's words would be taken for the server's.
        if (m_dialogue.step() == SmtpStep::StartTls)
            return End::NotSecure;
        break;
    case CURLE_LOGIN_DENIED:
        return m_dialogue.reply() >= 400 ? End::Replied : End::NoLogin;
    case CURLE_UNSUPPORTED_PROTOCOL:
    case CURLE_URL_MALFORMAT:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_OUT_OF_MEMORY:
        return End::Faulty;
    default:
        break;
    }
    // Anything but a refusal that it took for a failure is an answer to something else.
    return m_dialogue.reply() >= 400 ? End::Replied : End::Lost;
}

} // namespace latchkey
