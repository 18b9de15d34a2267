// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

namespace latchkey {

/// Whom a mail server's TLS is believed, and in what form of it: at least TLS 1.2, keys and
/// signatures of 112 bits (no RSA-1024, no SHA-1), and a certificate whose subject alternative name
/// is the host. The common name does not count (RFC 9525 2), which libcurl before 8.0 still takes.
/// All of it is checked by OpenSSL within the handshake, so that no byte is sent to anybody else.
class SmtpTrust
{
public:
    explicit SmtpTrust(QByteArray host);

    /// Sets the rules up in an SSL_CTX, as CURLOPT_SSL_CTX_FUNCTION gives it. False where OpenSSL
    /// does not take one. This object must outlive the context.
    bool rule(void *sslContext);

    /// Forgets what the last handshake was like.
    void begin() noexcept { m_disagreed = false; }
    /// Whether a handshake failed by what was said in it: else it was merely cut off.
    bool hasDisagreed() const noexcept { return m_disagreed; }

private:
    friend struct SmtpTrustListener;

    QByteArray m_host;
    bool m_disagreed = false;
};

} // namespace latchkey
