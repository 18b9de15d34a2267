// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/mail/smtpmailer.h"

#include "services/mail/mimetext.h"

#include <QRegularExpression>

#include <algorithm>

#include <curl/curl.h>

#include <cstring>
#include <mutex>

namespace latchkey {

namespace {

void startCurlOnce()
{
    static std::once_flag started;
    std::call_once(started, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
}

int usualPort(SmtpSecurity security)
{
    switch (security) {
    case SmtpSecurity::Tls:
        return 465;
    case SmtpSecurity::StartTls:
        return 587;
    case SmtpSecurity::ClearLoopback:
        return 25;
    }
    return 0;
}

bool isHost(const QString &host)
{
    if (host.isEmpty() || host.size() > 253)
        return false;
    return std::all_of(host.begin(), host.end(), [](QChar c) {
        return (c < QChar(0x80) && c.isLetterOrNumber()) || c == QLatin1Char('.') ||
               c == QLatin1Char('-') || c == QLatin1Char(':');
    });
}

/// By its address, or by the one name that libcurl never asks a name server about. A host name may
/// begin with "127." too.
bool isLoopback(const QString &host)
{
    static const QRegularExpression address(QStringLiteral("^127(\\.[0-9]{1,3}){3}$"));
    return host == QLatin1String("localhost") || host == QLatin1String("::1") ||
           address.match(host).hasMatch();
}

QByteArray urlOf(const SmtpOptions &options)
{
    const bool literal = options.host.contains(QLatin1Char(':'));
    const QByteArray host = options.host.toLatin1();
    return (options.security == SmtpSecurity::Tls ? "smtps://" : "smtp://") +
           (literal ? '[' + host + ']' : host) + ':' +
           QByteArray::number(options.port > 0 ? options.port : usualPort(options.security));
}

struct Upload
{
    QByteArrayView left;
};

size_t giveBytes(char *buffer, size_t size, size_t count, void *user)
{
    auto *upload = static_cast<Upload *>(user);
    const auto taken = qMin<qsizetype>(upload->left.size(), static_cast<qsizetype>(size * count));
    std::memcpy(buffer, upload->left.data(), static_cast<size_t>(taken));
    upload->left = upload->left.sliced(taken);
    return static_cast<size_t>(taken);
}

/// That a login is missing, too weak or wrong (RFC 4954 6), whichever command was answered so.
bool isAboutTheLogin(long reply)
{
    return reply == 530 || reply == 534 || reply == 535 || reply == 538;
}

Reason reasonOf(CURLcode code, long reply)
{
    if (isAboutTheLogin(reply))
        return Reason::MailMisconfigured;
    switch (code) {
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_ISSUER_ERROR:
    case CURLE_SSL_INVALIDCERTSTATUS:
    case CURLE_USE_SSL_FAILED:
        return Reason::MailUnsafe;
    case CURLE_UNSUPPORTED_PROTOCOL:
    case CURLE_URL_MALFORMAT:
        return Reason::MailMisconfigured;
    case CURLE_LOGIN_DENIED:
        return reply >= 400 && reply < 500 ? Reason::MailDelayed : Reason::MailMisconfigured;
    default:
        return reply >= 500 && reply < 600 ? Reason::MailRefused : Reason::MailDelayed;
    }
}

Failure misconfigured(const SmtpOptions &options, const char *why)
{
    return {.reason = Reason::MailMisconfigured,
            .detail = QString::fromLatin1(why),
            .about = options.host};
}

/// Checks the options, and takes the brackets off that URLs put around an address of IPv6.
Result<void> settle(SmtpOptions &options)
{
    if (options.host.startsWith(QLatin1Char('[')) && options.host.endsWith(QLatin1Char(']')))
        options.host = options.host.sliced(1).chopped(1);
    if (!isHost(options.host))
        return fail(misconfigured(options, "the mail server's name is not a host name"));
    if (options.security == SmtpSecurity::ClearLoopback && !isLoopback(options.host))
        return fail(misconfigured(options, "clear text is allowed to this machine only"));
    return {};
}

} // namespace

/// One libcurl handle, which keeps its connection open between letters.
class SmtpMailer::Connection
{
public:
    explicit Connection(const SmtpOptions &options);
    ~Connection() { curl_easy_cleanup(m_handle); }
    Connection(const Connection &) = delete;
    Connection &operator=(const Connection &) = delete;

    Result<void> send(const QByteArray &from, const QByteArray &to, QByteArrayView mail);
    /// Connects, encrypts, logs in and says NOOP (RFC 5321 4.1.1.9).
    Result<void> probe();

private:
    Result<void> perform();
    void setLimits(const SmtpOptions &options);
    void setLogin(const SmtpOptions &options);

    CURL *m_handle = nullptr;
    QString m_host;
};

SmtpMailer::Connection::Connection(const SmtpOptions &options) : m_host(options.host)
{
    startCurlOnce();
    m_handle = curl_easy_init();
    curl_easy_setopt(m_handle, CURLOPT_URL, urlOf(options).constData());
    curl_easy_setopt(m_handle, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    // Neither an environment variable nor a .netrc of the account decides where mail goes.
    curl_easy_setopt(m_handle, CURLOPT_PROXY, "");
    curl_easy_setopt(m_handle, CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED));
    curl_easy_setopt(m_handle, CURLOPT_NOSIGNAL, 1L);
    const bool clear = options.security == SmtpSecurity::ClearLoopback;
    curl_easy_setopt(m_handle, CURLOPT_USE_SSL,
                     static_cast<long>(clear ? CURLUSESSL_NONE : CURLUSESSL_ALL));
    curl_easy_setopt(m_handle, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
    curl_easy_setopt(m_handle, CURLOPT_SSL_VERIFYPEER, 1L);
    curl_easy_setopt(m_handle, CURLOPT_SSL_VERIFYHOST, 2L);
    if (!options.certificateAuthority.isEmpty()) {
        curl_easy_setopt(m_handle, CURLOPT_CAINFO,
                         options.certificateAuthority.toLocal8Bit().constData());
        curl_easy_setopt(m_handle, CURLOPT_CAPATH, nullptr);
    }
    setLimits(options);
    setLogin(options);
    curl_easy_setopt(m_handle, CURLOPT_READFUNCTION, giveBytes);
}

void SmtpMailer::Connection::setLimits(const SmtpOptions &options)
{
    const auto seconds = [](std::chrono::seconds time) { return static_cast<long>(time.count()); };
    curl_easy_setopt(m_handle, CURLOPT_CONNECTTIMEOUT, seconds(options.connectPatience));
    curl_easy_setopt(m_handle, CURLOPT_SERVER_RESPONSE_TIMEOUT, seconds(options.replyPatience));
    curl_easy_setopt(m_handle, CURLOPT_LOW_SPEED_LIMIT, 1L);
    curl_easy_setopt(m_handle, CURLOPT_LOW_SPEED_TIME, seconds(options.replyPatience));
    curl_easy_setopt(m_handle, CURLOPT_TIMEOUT, seconds(options.wholePatience));
}

void SmtpMailer::Connection::setLogin(const SmtpOptions &options)
{
    if (options.user.isEmpty() || !options.password)
        return;
    curl_easy_setopt(m_handle, CURLOPT_USERNAME, options.user.toUtf8().constData());
    // libcurl wants a text that ends in NUL, and keeps a copy of its own.
    QByteArray password = options.password->reveal().toByteArray();
    curl_easy_setopt(m_handle, CURLOPT_PASSWORD, password.constData());
    wipe(password);
}

Result<void> SmtpMailer::Connection::send(const QByteArray &from, const QByteArray &to,
                                          QByteArrayView mail)
{
    Upload upload{.left = mail};
    curl_slist *recipients = curl_slist_append(nullptr, to.constData());
    curl_easy_setopt(m_handle, CURLOPT_UPLOAD, 1L);
    curl_easy_setopt(m_handle, CURLOPT_MAIL_FROM, from.constData());
    curl_easy_setopt(m_handle, CURLOPT_MAIL_RCPT, recipients);
    curl_easy_setopt(m_handle, CURLOPT_READDATA, &upload);
    Result<void> sent = perform();
    curl_easy_setopt(m_handle, CURLOPT_MAIL_RCPT, nullptr);
    curl_slist_free_all(recipients);
    return sent;
}

Result<void> SmtpMailer::Connection::probe()
{
    curl_easy_setopt(m_handle, CURLOPT_CUSTOMREQUEST, "NOOP");
    curl_easy_setopt(m_handle, CURLOPT_NOBODY, 1L);
    return perform();
}

Result<void> SmtpMailer::Connection::perform()
{
    char trouble[CURL_ERROR_SIZE] = {};
    curl_easy_setopt(m_handle, CURLOPT_ERRORBUFFER, trouble);
    const CURLcode code = curl_easy_perform(m_handle);
    long reply = 0;
    curl_easy_getinfo(m_handle, CURLINFO_RESPONSE_CODE, &reply);
    curl_easy_setopt(m_handle, CURLOPT_ERRORBUFFER, nullptr);
    if (code == CURLE_OK)
        return {};
    const QString words =
        *trouble != 0 ? QString::fromUtf8(trouble) : QString::fromUtf8(curl_easy_strerror(code));
    return fail(
        {.reason = reasonOf(code, reply),
         .detail = reply > 0 ? QStringLiteral("%1 (reply %2)").arg(words).arg(reply) : words,
         .about = m_host});
}

Result<std::unique_ptr<Mailer>> SmtpMailer::create(SmtpOptions options, MailSender sender)
{
    if (auto usable = settle(options); !usable)
        return fail(usable.error());
    if (wireAddress(sender.address).isEmpty())
        return fail(misconfigured(options, "there is no one address to send from"));
    return std::unique_ptr<Mailer>(new SmtpMailer(std::move(options), std::move(sender)));
}

Result<void> SmtpMailer::probe(SmtpOptions options)
{
    if (auto usable = settle(options); !usable)
        return usable;
    return Connection(options).probe();
}

SmtpMailer::SmtpMailer(SmtpOptions options, MailSender sender)
    : m_options(std::move(options)), m_sender(std::move(sender))
{
}

SmtpMailer::~SmtpMailer() = default;

Result<void> SmtpMailer::send(const Letter &letter)
{
    Result<RenderedMail> mail = renderMail(letter, m_sender);
    if (!mail)
        return fail(mail.error());
    if (!m_connection)
        m_connection = std::make_unique<Connection>(m_options);
    Result<void> sent =
        m_connection->send('<' + mail->sender + '>', '<' + mail->recipient + '>', mail->bytes);
    wipe(mail->bytes);
    wipe(mail->plain);
    return sent;
}

} // namespace latchkey
