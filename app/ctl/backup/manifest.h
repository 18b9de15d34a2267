// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"
#include "core/result.h"

#include <QByteArray>
#include <QString>

namespace latchkey {

/// A file of a backup: how long it is, and the SHA-256 of its bytes.
struct Weighed
{
    qint64 bytes = 0;
    QByteArray sha256; ///< 64 hexadecimal digits

    bool operator==(const Weighed &) const = default;
};

/// What a backup says of itself, in `manifest.json`. It is written last, so a folder without one is
/// no backup. The digests tell damage from soundness, and say nothing against whoever could change
/// the files: they could change these too.
struct Manifest
{
    static constexpr int format = 1;

    QString program; ///< "latchkey 0.1.0", which wrote it
    Instant created;
    QString serviceId;
    QString databaseId;
    int schema = 0;
    Weighed database;
    Weighed keys;

    QByteArray toJson() const;
    /// FileFaulty (about: path) for anything but what `toJson` gives, and for a newer format.
    static Result<Manifest> parse(const QByteArray &json, const QString &path);
};

} // namespace latchkey
