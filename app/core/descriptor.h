// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <utility>

namespace latchkey {

/// An open file or socket, closed when it dies.
class Descriptor
{
public:
    explicit Descriptor(int number = -1) noexcept : m_number(number) {}
    ~Descriptor();
    Descriptor(Descriptor &&other) noexcept : m_number(std::exchange(other.m_number, -1)) {}
    Descriptor &operator=(Descriptor &&other) noexcept;
    Descriptor(const Descriptor &) = delete;
    Descriptor &operator=(const Descriptor &) = delete;

    int number() const noexcept { return m_number; }
    explicit operator bool() const noexcept { return m_number >= 0; }

private:
    int m_number;
};

} // namespace latchkey
