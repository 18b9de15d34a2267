// SPDX-License-Identifier: GPL-3.0-or-later
// register PROGRAM: what the button of the settings does for a program that no package has
// installed.
#include "launch/schemeregistration.h"

#include <QFile>

int main(int argc, char **argv)
{
    using namespace latchkey;
    if (argc != 2)
        return 2;
    const SchemeRegistration registration(SchemePlaces::ofThisProcess(),
                                          QFile::decodeName(argv[1]));
    const bool mended = registration.repair() && registration.find().state == SchemeState::Ours;
    return mended ? 0 : 1;
}
