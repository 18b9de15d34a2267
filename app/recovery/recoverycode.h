// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/secret.h"

#include <QStringView>

namespace latchkey {

/// The code of a mail, to type where the link cannot be clicked: eight letters of the twenty that
/// are neither vowels nor look-alikes (RFC 8628 6.1), shown as "WDJB-MJHT".
class RecoveryCode
{
public:
    static constexpr QByteArrayView alphabet{"BCDFGHJKLMNPQRSTVWXZ"};
    static constexpr int length = 8;

    /// Any case, any blanks, dashes and dots between. Fails with CodeMalformed.
    static Result<RecoveryCode> parse(QStringView typed);
    /// Draws the letters from at least 16 uniformly random (keyed) bytes, without modulo bias worth
    /// naming: the bytes are read as one number and divided by 20 (bias below 2^-90).
    static RecoveryCode fromBytes(QByteArrayView bytes);

    /// Eight capitals, no dash: what is compared (in constant time).
    const SharedSecret &letters() const noexcept { return m_letters; }
    /// "WDJB-MJHT": mail bodies and the desk only.
    QString grouped() const;

private:
    explicit RecoveryCode(SharedSecret letters) noexcept : m_letters(std::move(letters)) {}

    SharedSecret m_letters;
};

} // namespace latchkey
