// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "launch/schemeopener.h"

namespace latchkey {

enum class SchemeState : quint8 {
    Ours,    ///< this very program opens both schemes
    Nobody,  ///< nothing opens them
    Another, ///< another program, or another copy of this one, opens at least one of them
};

/// Who opens this build's links for this user, and how to make that this program.
class SchemeRegistration
{
public:
    /// `program`: absolute path of this program.
    SchemeRegistration(SchemePlaces places, QString program);

    struct Finding
    {
        SchemeState state = SchemeState::Nobody;
        SchemeOpener rival = {}; ///< Another: who
    };
    Finding find() const;

    /// For this user alone, and lasting: names this program the default for both schemes in
    /// mimeapps.list, all else there staying as it is, and writes a desktop file of its own where
    /// no installed one starts this program. FileUnreadable with the path that cannot be written.
    Result<void> repair() const;

private:
    bool isOurs(const std::optional<SchemeOpener> &opener) const;

    SchemePlaces m_places;
    QString m_program;
};

/// The text of a mimeapps.list in which `desktopId` is the default for each of `types`.
QByteArray withDefaults(const QByteArray &text, const QByteArrayList &types,
                        const QByteArray &desktopId);

/// A path as the first word of an Exec line (Desktop Entry Specification, "The Exec key").
QString quotedForExec(const QString &path);

} // namespace latchkey
