// SPDX-License-Identifier: GPL-3.0-or-later
#include "application/linksdesk.h"

#include "launch/identity.h"
#include "ui/linkspanel.h"

#include <QDesktopServices>
#include <QUrl>
#include <QUuid>

namespace latchkey {

namespace {

QString nameOf(const SchemeOpener &opener)
{
    const QString name = opener.name.isEmpty() ? opener.desktopId : opener.name;
    return opener.program.isEmpty() ? name : QStringLiteral("%1 (%2)").arg(name, opener.program);
}

} // namespace

LinksDesk::LinksDesk(const QString &program, std::chrono::milliseconds patience, QObject *parent)
    : QObject(parent), m_registration(SchemePlaces::ofThisProcess(), program), m_patience(patience)
{
    m_waiting.setSingleShot(true);
    connect(&m_waiting, &QTimer::timeout, this, [this] {
        m_nonce.clear();
        const auto finding = m_registration.find();
        if (m_panel)
            m_panel->showLost(finding.state == SchemeState::Another ? nameOf(finding.rival)
                                                                    : QString());
    });
}

void LinksDesk::attend(LinksPanel &panel)
{
    m_panel = &panel;
    connect(m_panel, &LinksPanel::repairWanted, this, &LinksDesk::repair);
    connect(m_panel, &LinksPanel::testWanted, this, &LinksDesk::test);
    showOpener();
}

bool LinksDesk::takeHello(QByteArrayView link)
{
    const auto nonce = helloNonce(link);
    if (nonce && !m_nonce.isEmpty() && *nonce == m_nonce) {
        m_nonce.clear();
        m_waiting.stop();
        if (m_panel)
            m_panel->showCameBack();
    }
    return nonce.has_value();
}

void LinksDesk::showOpener()
{
    const auto finding = m_registration.find();
    switch (finding.state) {
    case SchemeState::Ours:
        m_panel->showOpener(LinksPanel::Opener::ThisProgram);
        break;
    case SchemeState::Nobody:
        m_panel->showOpener(LinksPanel::Opener::Nobody);
        break;
    case SchemeState::Another:
        m_panel->showOpener(LinksPanel::Opener::Another, nameOf(finding.rival));
        break;
    }
}

void LinksDesk::repair()
{
    if (const auto repaired = m_registration.repair(); !repaired)
        m_panel->showNotWritten(repaired.error().about);
    showOpener();
}

void LinksDesk::test()
{
    m_nonce = QUuid::createUuid().toByteArray(QUuid::Id128);
    m_panel->showTesting();
    m_waiting.start(m_patience);
    QDesktopServices::openUrl(QUrl::fromEncoded(helloLink(m_nonce)));
}

} // namespace latchkey
