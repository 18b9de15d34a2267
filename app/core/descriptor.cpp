// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/descriptor.h"

#include <unistd.h>

namespace latchkey {

Descriptor::~Descriptor()
{
    if (m_number >= 0)
        close(m_number);
}

Descriptor &Descriptor::operator=(Descriptor &&other) noexcept
{
    std::swap(m_number, other.m_number);
    return *this;
}

} // namespace latchkey
