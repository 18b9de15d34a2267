// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

#include <cstddef>
#include <cstdint>

// What each target defines: one input, whatever its bytes. libFuzzer calls it with what it makes up
// (the preset "fuzz"), replay.cpp with what is in the corpus.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size);

namespace latchkey::fuzz {

inline QByteArray bytesOf(const std::uint8_t *data, std::size_t size)
{
    return QByteArray(reinterpret_cast<const char *>(data), static_cast<qsizetype>(size));
}

/// Ends the run where it does not hold, so that the input is kept.
inline void require(bool holds, const char *what)
{
    if (!holds)
        qFatal("%s", what);
}

} // namespace latchkey::fuzz
