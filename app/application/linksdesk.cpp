// SPDX-License-Identifier: GPL-3.0-or-later
#include "application/linksdesk.h"

#include "launch/identity.h"
#include "ui/linksdialog.h"

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
        if (m_dialog)
            m_dialog->showLost(finding.state == SchemeState::Another ? nameOf(finding.rival)
                                                                     : QString());
    });
}

void LinksDesk::show(QWidget *parent)
{
    if (!m_dialog) {
        m_dialog = new LinksDialog(parent);
        m_dialog->setAttribute(Qt::WA_DeleteOnClose);
        connect(m_dialog, &LinksDialog::repairWanted, this, &LinksDesk::repair);
        connect(m_dialog, &LinksDialog::testWanted, this, &LinksDesk::test);
    }
    showOpener();
    m_dialog->open();
}

bool LinksDesk::takeHello(QByteArrayView link)
{
    const auto nonce = helloNonce(link);
    if (nonce && !m_nonce.isEmpty() && *nonce == m_nonce) {
        m_nonce.clear();
        m_waiting.stop();
        if (m_dialog)
            m_dialog->showCameBack();
    }
    return nonce.has_value();
}

void LinksDesk::showOpener()
{
    const auto finding = m_registration.find();
    switch (finding.state) {
    case SchemeState::Ours:
        m_dialog->showOpener(LinksDialog::Opener::ThisProgram);
        break;
    case SchemeState::Nobody:
        m_dialog->showOpener(LinksDialog::Opener::Nobody);
        break;
    case SchemeState::Another:
        m_dialog->showOpener(LinksDialog::Opener::Another, nameOf(finding.rival));
        break;
    }
}

void LinksDesk::repair()
{
    if (const auto repaired = m_registration.repair(); !repaired)
        m_dialog->showNotWritten(repaired.error().about);
    showOpener();
}

void LinksDesk::test()
{
    m_nonce = QUuid::createUuid().toByteArray(QUuid::Id128);
    m_dialog->showTesting();
    m_waiting.start(m_patience);
    QDesktopServices::openUrl(QUrl::fromEncoded(helloLink(m_nonce)));
}

} // namespace latchkey
