// SPDX-License-Identifier: GPL-3.0-or-later
#include "application/pinattempts.h"

#include "core/log.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSaveFile>

#include <algorithm>

namespace latchkey {

namespace {

constexpr std::chrono::seconds firstWait{30};
constexpr std::chrono::seconds longestWait{3600};
constexpr int mostCounted = 1000;
constexpr qint64 longestFile = 64;

} // namespace

PinAttempts::PinAttempts(QString path) : m_path(std::move(path))
{
    read();
}

std::chrono::seconds PinAttempts::wait(Instant now) const
{
    if (m_wrong < free)
        return std::chrono::seconds::zero();
    constexpr int enough = 7; // 30 s, doubled so often, is more than an hour
    const auto whole = std::min(longestWait, firstWait * (1 << std::min(m_wrong - free, enough)));
    const auto left = m_last + whole - now;
    return now < m_last ? whole : std::max(std::chrono::seconds::zero(), left);
}

void PinAttempts::countWrong(Instant now)
{
    m_wrong = std::min(m_wrong + 1, mostCounted);
    m_last = now;
    write();
}

void PinAttempts::forget()
{
    m_wrong = 0;
    QFile::remove(m_path);
}

void PinAttempts::read()
{
    QFile file(m_path);
    if (!file.exists())
        return;
    m_wrong = free;
    if (!file.open(QIODevice::ReadOnly))
        return;
    const QByteArrayList words = file.read(longestFile).simplified().split(' ');
    bool isCount = false;
    bool isTime = false;
    const int count = words.value(0).toInt(&isCount);
    const qint64 time = words.value(1).toLongLong(&isTime);
    if (words.size() != 2 || !isCount || !isTime || count < 0)
        return;
    m_wrong = std::min(count, mostCounted);
    m_last = Instant(std::chrono::seconds(time));
}

void PinAttempts::write() const
{
    QDir().mkpath(QFileInfo(m_path).absolutePath());
    QSaveFile file(m_path);
    const bool open = file.open(QIODevice::WriteOnly);
    file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
    file.write(QByteArray::number(m_wrong) + ' ' +
               QByteArray::number(qint64{m_last.time_since_epoch().count()}) + '\n');
    if (!open || !file.commit())
        qCWarning(logWindow) << "wrong PINs are counted until the next visit only:"
                             << file.errorString();
}

} // namespace latchkey
