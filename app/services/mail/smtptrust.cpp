// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/mail/smtptrust.h"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

namespace latchkey {

namespace {

constexpr int bits112 = 2; // SSL_CTX_set_security_level(3)

int trustIndex()
{
    static const int index = SSL_CTX_get_ex_new_index(0, nullptr, nullptr, nullptr, nullptr);
    return index;
}

bool isAddress(const QByteArray &host)
{
    ASN1_OCTET_STRING *address = a2i_IPADDRESS(host.constData());
    ASN1_OCTET_STRING_free(address);
    return address != nullptr;
}

} // namespace

/// What OpenSSL calls while it shakes hands.
struct SmtpTrustListener
{
    static void hear(const SSL *connection, int what, int value)
    {
        if (!isAlert(what, value) && !isFault(what, value))
            return;
        void *trust = SSL_CTX_get_ex_data(SSL_get_SSL_CTX(connection), trustIndex());
        if (trust)
            static_cast<SmtpTrust *>(trust)->m_disagreed = true;
    }

    /// Either side says why it will not.
    static bool isAlert(int what, int value)
    {
        return (what & SSL_CB_ALERT) != 0 && (value & 0xff) != SSL_AD_CLOSE_NOTIFY;
    }

    /// What came was no TLS, as from a server that greets in clear.
    static bool isFault(int what, int value)
    {
        const unsigned long error = ERR_peek_last_error();
        return what == SSL_CB_CONNECT_EXIT && value <= 0 && ERR_GET_LIB(error) == ERR_LIB_SSL &&
               ERR_GET_REASON(error) != SSL_R_UNEXPECTED_EOF_WHILE_READING;
    }
};

SmtpTrust::SmtpTrust(QByteArray host) : m_host(std::move(host))
{
    // A name's own end (RFC 1034 3.1), which no certificate has.
    if (m_host.endsWith('.'))
        m_host.chop(1);
}

bool SmtpTrust::rule(void *sslContext)
{
    auto *context = static_cast<SSL_CTX *>(sslContext);
    X509_VERIFY_PARAM *rules = SSL_CTX_get0_param(context);
    SSL_CTX_set_security_level(context, bits112);
    SSL_CTX_set_info_callback(context, SmtpTrustListener::hear);
    X509_VERIFY_PARAM_set_hostflags(rules, X509_CHECK_FLAG_NEVER_CHECK_SUBJECT |
                                               X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
    const bool named = isAddress(m_host)
                           ? X509_VERIFY_PARAM_set1_ip_asc(rules, m_host.constData()) == 1
                           : X509_VERIFY_PARAM_set1_host(rules, m_host.constData(),
                                                         static_cast<size_t>(m_host.size())) == 1;
    return named && SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION) == 1 &&
           SSL_CTX_set_ex_data(context, trustIndex(), this) == 1;
}

} // namespace latchkey
