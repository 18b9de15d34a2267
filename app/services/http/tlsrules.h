// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QList>
#include <QSslCertificate>
#include <QSslConfiguration>

namespace latchkey {

/// Whom a service has to prove to be, beside its name.
struct TlsTrust
{
    QList<QSslCertificate> authorities; ///< instead of the system's; empty: those
    QList<QByteArray> pins;             ///< SHA-256 of public keys that are asked for; empty: any
};

/// From a PEM file and from texts of the form "sha256/<base64>" (RFC 7469 2.4). FileUnreadable,
/// FileFaulty, ConfigurationFaulty.
Result<QList<QSslCertificate>> readAuthorities(const QString &path);
Result<QList<QByteArray>> readPins(const QStringList &texts);

/// TLS 1.2 and later, with forward secrecy and authenticated encryption only (RFC 9325 4.2).
/// Asks the server for its authority's word on revocation, and has none asked elsewhere.
QSslConfiguration tlsConfiguration(const TlsTrust &trust);

/// Whether the certificate names this host among its subject alternative names. Its common name,
/// which Qt 6.4 accepts, proves nothing (RFC 9525 2).
bool namesHost(const QSslCertificate &certificate, const QString &host);
/// Base64 of the SHA-256 of its public key, as `openssl` and browsers print it.
QByteArray pinOf(const QSslCertificate &certificate);

} // namespace latchkey
