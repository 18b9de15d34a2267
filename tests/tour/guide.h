// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDir>
#include <QString>
#include <QWidget>

#include <functional>

namespace latchkey {

/// Walks through the program as a person would: finds things by the names that they have in the
/// forms, types and clicks, waits until something is to be seen, and takes pictures. The first
/// thing that does not happen ends the tour: every later step says so and does nothing.
class Guide
{
public:
    explicit Guide(const QString &pictures);

    /// Prints the step, does it, and notes whether it worked.
    void step(const QString &what, const std::function<bool()> &act);
    bool succeeded() const { return m_fine; }

    /// A widget of that name that can be seen, in any window; null when none comes within 20 s.
    static QWidget *find(const char *name);
    static bool click(const char *name);
    static bool type(const char *name, const QString &text);
    static bool waitFor(const std::function<bool()> &condition);
    /// The windows as they stand on the screen, in the next numbered file.
    bool picture(const char *name);
    static bool pictureInto(const QString &file);

private:
    QDir m_pictures;
    int m_steps = 0;
    int m_taken = 0;
    bool m_fine = true;
};

} // namespace latchkey
