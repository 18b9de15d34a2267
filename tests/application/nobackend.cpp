// SPDX-License-Identifier: GPL-3.0-or-later
// A library that is no back end at all.
extern "C" __attribute__((visibility("default"))) int latchkey_nothing()
{
    return 0;
}
