// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/http/tlsrules.h"

#include <QCryptographicHash>
#include <QFile>
#include <QHostAddress>
#include <QSslCipher>
#include <QSslKey>
#include <QUrl>

#include <algorithm>

namespace latchkey {

namespace {

constexpr qsizetype sha256Size = 32;

/// Of the 2008 to 2018 suites those that RFC 9325 4.2 recommends, and all of TLS 1.3's.
QList<QSslCipher> goodCiphers()
{
    QList<QSslCipher> good;
    for (const QSslCipher &cipher : QSslConfiguration::supportedCiphers()) {
        const QString name = cipher.name();
        const bool authenticated =
            name.contains(QLatin1String("GCM")) || name.contains(QLatin1String("CHACHA20"));
        const bool forwardSecret = name.startsWith(QLatin1String("TLS_")) ||
                                   ((name.startsWith(QLatin1String("ECDHE-RSA-")) ||
                                     name.startsWith(QLatin1String("ECDHE-ECDSA-"))));
        if (authenticated && forwardSecret)
            good += cipher;
    }
    return good;
}

/// RFC 6125 6.4.3 as RFC 9525 6.3 keeps it: "*" is the whole leftmost label, and of no other.
bool matchesPattern(const QString &pattern, const QString &host)
{
    if (!pattern.startsWith(QLatin1String("*.")))
        return pattern.compare(host, Qt::CaseInsensitive) == 0;
    const qsizetype dot = host.indexOf(u'.');
    const QStringView parent = QStringView(pattern).sliced(1);
    return dot > 0 && parent.count(u'.') > 1 &&
           parent.compare(QStringView(host).sliced(dot), Qt::CaseInsensitive) == 0;
}

} // namespace

Result<QList<QSslCertificate>> readAuthorities(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return fail(
            {.reason = Reason::FileUnreadable, .detail = file.errorString(), .about = path});
    constexpr qint64 largest = 1024LL * 1024;
    auto certificates = QSslCertificate::fromData(file.read(largest), QSsl::Pem);
    if (certificates.isEmpty()) {
        return fail({.reason = Reason::FileFaulty,
                     .detail = QStringLiteral("holds no certificate in PEM"),
                     .about = path});
    }
    return certificates;
}

Result<QList<QByteArray>> readPins(const QStringList &texts)
{
    QList<QByteArray> pins;
    for (const QString &text : texts) {
        const QByteArray pin = text.toLatin1();
        const auto digest =
            QByteArray::fromBase64Encoding(pin.mid(7), QByteArray::AbortOnBase64DecodingErrors);
        if (!pin.startsWith("sha256/") || !digest || digest.decoded.size() != sha256Size) {
            return fail(Reason::ConfigurationFaulty,
                        QStringLiteral("a pin has the form sha256/ and 44 characters of base64"));
        }
        pins += digest.decoded.toBase64();
    }
    return pins;
}

QSslConfiguration tlsConfiguration(const TlsTrust &trust)
{
    QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
    configuration.setProtocol(QSsl::TlsV1_2OrLater);
    configuration.setPeerVerifyMode(QSslSocket::VerifyPeer);
    configuration.setCiphers(goodCiphers());
    configuration.setOcspStaplingEnabled(true);
    // Set even to nothing it keeps Qt from loading the system's as it needs them.
    if (!trust.authorities.isEmpty())
        configuration.setCaCertificates(trust.authorities);
    return configuration;
}

bool namesHost(const QSslCertificate &certificate, const QString &host)
{
    const auto names = certificate.subjectAlternativeNames();
    QHostAddress address;
    if (address.setAddress(host)) {
        const auto addresses = names.values(QSsl::IpAddressEntry);
        return std::any_of(addresses.begin(), addresses.end(),
                           [&](const QString &name) { return QHostAddress(name) == address; });
    }
    const auto hosts = names.values(QSsl::DnsEntry);
    const QString ace = QString::fromLatin1(QUrl::toAce(host));
    return std::any_of(hosts.begin(), hosts.end(),
                       [&](const QString &pattern) { return matchesPattern(pattern, ace); });
}

QByteArray pinOf(const QSslCertificate &certificate)
{
    return QCryptographicHash::hash(certificate.publicKey().toDer(), QCryptographicHash::Sha256)
        .toBase64();
}

} // namespace latchkey
