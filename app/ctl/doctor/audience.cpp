// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctl/doctor/audience.h"

#include <QFile>
#include <QFileInfo>
#include <QtEndian>

#include <cerrno>
#include <vector>

#include <grp.h>
#include <pwd.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

namespace latchkey {

namespace {

enum Right : quint16 { MayRead = 4, MayWrite = 2 };

// What a record of one user or group may take; a group of thousands is then told by its number.
constexpr qsizetype recordSize = 64LL * 1024;

QString userName(uid_t id)
{
    QByteArray record(recordSize, '\0');
    passwd user = {};
    passwd *found = nullptr;
    getpwuid_r(id, &user, record.data(), static_cast<size_t>(record.size()), &found);
    return found ? QString::fromLocal8Bit(found->pw_name) : QString::number(id);
}

QString groupName(gid_t id)
{
    QByteArray record(recordSize, '\0');
    group entry = {};
    group *found = nullptr;
    getgrgid_r(id, &entry, record.data(), static_cast<size_t>(record.size()), &found);
    return found ? QString::fromLocal8Bit(found->gr_name) : QString::number(id);
}

struct Grant
{
    QString who;
    quint16 rights = 0;
};

std::vector<Grant> grantsByMode(const struct stat &facts)
{
    return {{QStringLiteral("the group ") + groupName(facts.st_gid),
             static_cast<quint16>((facts.st_mode >> 3) & 7)},
            {QStringLiteral("everybody"), static_cast<quint16>(facts.st_mode & 7)}};
}

// How Linux stores a POSIX access list (linux/posix_acl_xattr.h): a version, then entries of tag,
// rights and id, all little-endian.
constexpr quint32 aclVersion = 2;
constexpr qsizetype aclHeader = 4;
constexpr qsizetype aclEntry = 8;
enum AclTag : quint16 {
    NamedUser = 0x02,
    OwningGroup = 0x04,
    NamedGroup = 0x08,
    Mask = 0x10,
};

QByteArray accessList(const QString &path)
{
    QByteArray bytes(4096, '\0');
    const ssize_t size = lgetxattr(QFile::encodeName(path).constData(), "system.posix_acl_access",
                                   bytes.data(), static_cast<size_t>(bytes.size()));
    bytes.resize(qMax<ssize_t>(size, 0));
    return bytes;
}

/// What the list adds to the mode. The mask takes rights away from all of these, and stands in the
/// mode where a file without a list has the group's.
std::vector<Grant> grantsByList(const QByteArray &list, const struct stat &facts)
{
    struct Entry
    {
        quint16 tag;
        quint16 rights;
        quint32 id;
    };
    std::vector<Entry> entries;
    quint16 mask = 7;
    for (qsizetype at = aclHeader; at + aclEntry <= list.size(); at += aclEntry) {
        const char *bytes = list.constData() + at;
        const Entry entry{qFromLittleEndian<quint16>(bytes), qFromLittleEndian<quint16>(bytes + 2),
                          qFromLittleEndian<quint32>(bytes + 4)};
        if (entry.tag == Mask)
            mask = entry.rights;
        entries.push_back(entry);
    }
    std::vector<Grant> grants;
    for (const Entry &entry : entries) {
        const auto rights = static_cast<quint16>(entry.rights & mask);
        if (entry.tag == NamedUser)
            grants.push_back(
                {QStringLiteral("the user %1 (access list)").arg(userName(entry.id)), rights});
        else if (entry.tag == NamedGroup)
            grants.push_back(
                {QStringLiteral("the group %1 (access list)").arg(groupName(entry.id)), rights});
        else if (entry.tag == OwningGroup)
            grants.push_back({QStringLiteral("the group ") + groupName(facts.st_gid), rights});
    }
    grants.push_back({QStringLiteral("everybody"), static_cast<quint16>(facts.st_mode & 7)});
    return grants;
}

std::vector<Grant> grantsOf(const QString &path, const struct stat &facts)
{
    const QByteArray list = accessList(path);
    const bool known =
        list.size() >= aclHeader && qFromLittleEndian<quint32>(list.constData()) == aclVersion;
    return known ? grantsByList(list, facts) : grantsByMode(facts);
}

QStringList those(const std::vector<Grant> &grants, Right right)
{
    QStringList names;
    for (const Grant &grant : grants) {
        if ((grant.rights & right) != 0)
            names << grant.who;
    }
    return names;
}

bool isOthers(uid_t owner)
{
    return owner != geteuid() && owner != 0;
}

} // namespace

Result<Audience> audienceOf(const QString &path)
{
    struct stat facts = {};
    if (lstat(QFile::encodeName(path).constData(), &facts) != 0)
        return fail(
            {.reason = Reason::FileUnreadable, .detail = qt_error_string(errno), .about = path});
    Audience audience{.owner = userName(facts.st_uid),
                      .ownedByOther = isOthers(facts.st_uid),
                      .isLink = S_ISLNK(facts.st_mode)};
    if (audience.isLink) // its own mode says nothing
        return audience;
    const std::vector<Grant> grants = grantsOf(path, facts);
    audience.readers = those(grants, MayRead);
    audience.writers = those(grants, MayWrite);
    return audience;
}

QStringList foldersOpenAbove(const QString &path)
{
    QStringList open;
    QString folder = QFileInfo(path).absolutePath();
    while (true) {
        struct stat facts = {};
        if (stat(QFile::encodeName(folder).constData(), &facts) == 0) {
            const bool sticky = (facts.st_mode & S_ISVTX) != 0;
            const QStringList writers = those(grantsOf(folder, facts), MayWrite);
            if (isOthers(facts.st_uid))
                open << QStringLiteral("%1 (belongs to %2)").arg(folder, userName(facts.st_uid));
            else if (!writers.isEmpty() && !sticky)
                open << QStringLiteral("%1 (open to %2)")
                            .arg(folder, writers.join(QStringLiteral(", ")));
        }
        const QString above = QFileInfo(folder).path();
        if (above == folder)
            return open;
        folder = above;
    }
}

QString ownName()
{
    return userName(geteuid());
}

} // namespace latchkey
