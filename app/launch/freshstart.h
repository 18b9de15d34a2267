// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QByteArrayList>

#include <vector>

namespace latchkey {

/// Puts a new run of the program into this process: everything in its memory is gone by then
/// (execve(2) unmaps all of it), its other threads end, and nothing that it has opened stays open.
/// The process keeps its number and what it was given open, by which cage, for one, sees that it is
/// still there; so whoever watches it sees no end.
class FreshStart
{
public:
    /// Before anything is opened: notes where the program is, and what is open already. An upgrade
    /// of the package puts the next run there.
    FreshStart();

    /// Without a way to do that the process ends with 1.
    [[noreturn]] void begin(const QByteArrayList &words) const;

private:
    QByteArray m_program;
    std::vector<int> m_inherited;
};

} // namespace latchkey
