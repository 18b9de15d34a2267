// SPDX-License-Identifier: GPL-3.0-or-later
#include "recovery/linkfinder.h"

#include <cstdio>
#include <string>

using namespace latchkey;

/// Reads standard input as the paste field would and prints what it finds: "link TEXT", "code TEXT"
/// or "nothing REASON". For tests that get hold of mail in other languages than C++.
int main()
{
    std::string bytes;
    for (int c = std::getchar(); c != EOF; c = std::getchar())
        bytes.push_back(static_cast<char>(c));
    const auto found =
        findLink(QString::fromUtf8(bytes.data(), static_cast<qsizetype>(bytes.size())));
    QByteArray told;
    if (!found)
        told = QByteArray("nothing ") + reasonName(found.error().reason).data();
    else if (const auto *link = std::get_if<RecoveryLink>(&found->what))
        told = "link " + link->text();
    else if (const auto *code = std::get_if<RecoveryCode>(&found->what))
        told = "code " + code->grouped().toLatin1();
    else
        told = "something else";
    return std::puts(told.constData()) >= 0 && found ? 0 : 1;
}
