// SPDX-License-Identifier: GPL-3.0-or-later
// A back end of another version: what it exports beside that must never be called.
#include <cstdlib>

extern "C" {

__attribute__((visibility("default"))) const char *latchkey_backend_version()
{
    return "0.0.1";
}

__attribute__((visibility("default"))) void *latchkey_open_backend()
{
    std::abort();
}

} // extern "C"
