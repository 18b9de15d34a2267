// SPDX-License-Identifier: GPL-3.0-or-later
#include "launch/schemeregistration.h"

#include "launch/identity.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSaveFile>

namespace latchkey {

namespace {

const QByteArray defaultsGroup = "[Default Applications]";

QByteArray desktopId()
{
    return applicationId.toByteArray() + ".desktop";
}

QByteArrayList schemeTypes()
{
    return {"x-scheme-handler/" + linkScheme.toByteArray(),
            "x-scheme-handler/" + twinScheme.toByteArray()};
}

Result<void> write(const QString &path, const QByteArray &text)
{
    QSaveFile file(path); // through a symbolic link to what it points to
    if (!QDir().mkpath(QFileInfo(path).path()) || !file.open(QIODevice::WriteOnly) ||
        file.write(text) != text.size() || !file.commit()) {
        return fail(
            {.reason = Reason::FileUnreadable, .detail = file.errorString(), .about = path});
    }
    return {};
}

/// What the package's own desktop file says, for a program that stands elsewhere.
QByteArray desktopFile(const QString &program)
{
    QByteArray text = "[Desktop Entry]\n"
                      "Type=Application\n"
                      "Name=Latchkey\n"
                      "Comment=Get back into your account\n"
                      "Comment[de]=Zur\xc3\xbc"
                      "ck in Ihr Konto\n"
                      "Exec=" +
                      quotedForExec(program).toUtf8() +
                      " %u\n"
                      "Icon=" +
                      applicationId.toByteArray() +
                      "\n"
                      "Terminal=false\n"
                      "Categories=Utility;\n"
                      "StartupNotify=true\n"
                      "MimeType=";
    for (const QByteArray &type : schemeTypes())
        text += type + ';';
    return text + '\n';
}

qsizetype groupEnd(const QByteArrayList &lines, qsizetype begin)
{
    qsizetype end = begin + 1;
    while (end < lines.size() && !lines[end].startsWith('['))
        ++end;
    // Blank lines stay between the groups.
    while (end > begin + 1 && lines[end - 1].trimmed().isEmpty())
        --end;
    return end;
}

} // namespace

QByteArray withDefaults(const QByteArray &text, const QByteArrayList &types,
                        const QByteArray &desktopId)
{
    QByteArrayList lines = text.split('\n');
    if (lines.last().isEmpty())
        lines.removeLast();
    qsizetype begin = lines.indexOf(defaultsGroup);
    if (begin < 0) {
        begin = lines.size();
        lines += defaultsGroup;
    }
    for (const QByteArray &type : types) {
        qsizetype at = begin + 1;
        const qsizetype end = groupEnd(lines, begin);
        while (at < end && lines[at].split('=').constFirst().trimmed() != type)
            ++at;
        const QByteArray line = type + '=' + desktopId + ';';
        if (at < end)
            lines[at] = line;
        else
            lines.insert(end, line);
    }
    return lines.join('\n') + '\n';
}

QString quotedForExec(const QString &path)
{
    static const QString reserved = QStringLiteral(" \t\n\"'\\><~|&;$*?#()`");
    const bool plain =
        std::none_of(path.begin(), path.end(), [](QChar c) { return reserved.contains(c); });
    QString escaped;
    for (const QChar c : path) {
        // Once for the command line, and each of these backslashes once more for the file.
        if (c == u'"' || c == u'`' || c == u'$' || c == u'\\')
            escaped += QStringLiteral("\\\\");
        if (c == u'\\')
            escaped += u'\\';
        escaped += c;
        if (c == u'%')
            escaped += c;
    }
    return plain ? escaped : u'"' + escaped + u'"';
}

SchemeRegistration::SchemeRegistration(SchemePlaces places, QString program)
    : m_places(std::move(places)), m_program(std::move(program))
{
}

bool SchemeRegistration::isOurs(const std::optional<SchemeOpener> &opener) const
{
    return opener && !opener->program.isEmpty() &&
           opener->program == QFileInfo(m_program).canonicalFilePath();
}

SchemeRegistration::Finding SchemeRegistration::find() const
{
    Finding finding{.state = SchemeState::Ours};
    for (const QByteArrayView scheme : {twinScheme, linkScheme}) {
        const auto opener = openerOf(scheme, m_places);
        if (isOurs(opener))
            continue;
        if (opener)
            finding = {.state = SchemeState::Another, .rival = *opener};
        else if (finding.state == SchemeState::Ours)
            finding.state = SchemeState::Nobody;
    }
    return finding;
}

Result<void> SchemeRegistration::repair() const
{
    const QString id = QString::fromLatin1(desktopId());
    if (!isOurs(installedOpener(id, m_places))) {
        const auto written =
            write(m_places.dataFolders.constFirst() + QStringLiteral("/applications/") + id,
                  desktopFile(m_program));
        if (!written)
            return written;
    }
    const QString list =
        m_places.configurationFolders.constFirst() + QStringLiteral("/mimeapps.list");
    QFile file(list);
    QByteArray text;
    if (file.exists()) {
        if (!file.open(QIODevice::ReadOnly))
            return fail(
                {.reason = Reason::FileUnreadable, .detail = file.errorString(), .about = list});
        text = file.readAll();
    }
    return write(list, withDefaults(text, schemeTypes(), desktopId()));
}

} // namespace latchkey
