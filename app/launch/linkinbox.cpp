// SPDX-License-Identifier: GPL-3.0-or-later
#include "launch/linkinbox.h"

#include <algorithm>
#include <cstring>

namespace latchkey {

QByteArrayList takeWords(int argc, char **argv)
{
    QByteArrayList words;
    for (int i = 1; i < argc; ++i) {
        words += QByteArray(argv[i]);
        if (char *colon = std::strchr(argv[i], ':'))
            std::fill(colon + 1, argv[i] + std::strlen(argv[i]), '*');
    }
    return words;
}

} // namespace latchkey
