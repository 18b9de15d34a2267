// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/mail/smtphandle.h"

#include <poll.h>
#include <sys/socket.h>

#include <cstring>
#include <mutex>

namespace latchkey {

namespace {

using std::chrono::milliseconds;

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

} // namespace

SmtpHandle::SmtpHandle(const SmtpOptions &options)
    : m_curl((startCurlOnce(), curl_easy_init())), m_patience(options.patience),
      m_trust(options.host.toLatin1())
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
    if (quietSocket() >= 0)
        command("QUIT");
    giveUp();
    curl_easy_cleanup(m_curl);
}

void SmtpHandle::giveUp()
{
    curl_socket_t socket = CURL_SOCKET_BAD;
    if (curl_easy_getinfo(m_curl, CURLINFO_ACTIVESOCKET, &socket) == CURLE_OK &&
        socket != CURL_SOCKET_BAD)
        ::shutdown(socket, SHUT_RDWR);
}

void SmtpHandle::setConnection(const SmtpOptions &options)
{
    curl_easy_setopt(m_curl, CURLOPT_URL, urlOf(options).constData());
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
    curl_easy_setopt(m_curl, CURLOPT_READFUNCTION, giveBytes);
    curl_easy_setopt(m_curl, CURLOPT_READDATA, this);
    curl_easy_setopt(m_curl, CURLOPT_VERBOSE, 1L);
    curl_easy_setopt(m_curl, CURLOPT_DEBUGFUNCTION, hear);
    curl_easy_setopt(m_curl, CURLOPT_DEBUGDATA, this);
    curl_easy_setopt(m_curl, CURLOPT_NOPROGRESS, 0L);
    curl_easy_setopt(m_curl, CURLOPT_XFERINFOFUNCTION, mayGoOn);
    curl_easy_setopt(m_curl, CURLOPT_XFERINFODATA, this);
}

size_t SmtpHandle::giveBytes(char *buffer, size_t size, size_t count, void *handle)
{
    auto *self = static_cast<SmtpHandle *>(handle);
    const auto taken = qMin<qsizetype>(self->m_left.size(), static_cast<qsizetype>(size * count));
    std::memcpy(buffer, self->m_left.data(), static_cast<size_t>(taken));
    self->m_left = self->m_left.sliced(taken);
    self->m_dialogue.contentSent(taken == 0);
    return static_cast<size_t>(taken);
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

int SmtpHandle::quietSocket()
{
    curl_socket_t socket = CURL_SOCKET_BAD;
    if (curl_easy_getinfo(m_curl, CURLINFO_ACTIVESOCKET, &socket) != CURLE_OK ||
        socket == CURL_SOCKET_BAD)
        return -1;
    pollfd watch{.fd = socket, .events = POLLIN, .revents = 0};
    return ::poll(&watch, 1, 0) == 0 ? socket : -1;
}

SmtpOutcome SmtpHandle::deliver(const QByteArray &from, const QByteArray &to, QByteArrayView mail)
{
    m_left = mail;
    curl_slist *recipients = curl_slist_append(nullptr, ('<' + to + '>').constData());
    curl_easy_setopt(m_curl, CURLOPT_UPLOAD, 1L);
    curl_easy_setopt(m_curl, CURLOPT_CUSTOMREQUEST, nullptr);
    curl_easy_setopt(m_curl, CURLOPT_MAIL_FROM, ('<' + from + '>').constData());
    curl_easy_setopt(m_curl, CURLOPT_MAIL_RCPT, recipients);
    SmtpOutcome outcome = perform();
    curl_easy_setopt(m_curl, CURLOPT_MAIL_RCPT, nullptr);
    curl_slist_free_all(recipients);
    m_left = {};
    return outcome;
}

SmtpOutcome SmtpHandle::command(const QByteArray &line)
{
    curl_easy_setopt(m_curl, CURLOPT_UPLOAD, 0L);
    curl_easy_setopt(m_curl, CURLOPT_NOBODY, 1L);
    // libcurl decodes what it is given as it would a URL.
    curl_easy_setopt(m_curl, CURLOPT_CUSTOMREQUEST, line.toPercentEncoding().constData());
    SmtpOutcome outcome = perform();
    // libcurl takes 553 for a success here: to VRFY it means several.
    if (outcome.isDone() && outcome.reply / 100 != 2)
        outcome.end = SmtpOutcome::End::Replied;
    return outcome;
}

SmtpOutcome SmtpHandle::perform()
{
    char words[CURL_ERROR_SIZE] = {};
    m_outOfPatience = false;
    m_trust.begin();
    const bool kept = quietSocket() >= 0;
    m_dialogue.begin(kept ? SmtpStep::Other : SmtpStep::Opening);
    curl_easy_setopt(m_curl, CURLOPT_ERRORBUFFER, words);
    const CURLcode code = curl_easy_perform(m_curl);
    curl_easy_setopt(m_curl, CURLOPT_ERRORBUFFER, nullptr);

    SmtpOutcome outcome{.end = endOf(code),
                        .step = m_dialogue.step(),
                        .reply = m_dialogue.reply(),
                        .status = m_dialogue.status(),
                        .kept = kept};
    curl_off_t connecting = 0;
    curl_easy_getinfo(m_curl, CURLINFO_CONNECT_TIME_T, &connecting);
    outcome.connected = connecting > 0 || m_dialogue.isGreeted();
    if (outcome.end == SmtpOutcome::End::NotBelieved)
        curl_easy_getinfo(m_curl, CURLINFO_SSL_VERIFYRESULT, &outcome.verification);
    if (m_outOfPatience)
        outcome.words = QStringLiteral("no answer in time");
    else if (!outcome.isDone())
        outcome.words = QString::fromUtf8(*words != 0 ? words : curl_easy_strerror(code));
    return outcome;
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
