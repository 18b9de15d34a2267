// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/aboutdialog.h"

#include "ui/look.h"
#include "ui/partlist.h"
#include "ui_aboutdialog.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHeaderView>

namespace latchkey {

AboutDialog::AboutDialog(const QString &diagnosis, QWidget *parent)
    : QDialog(parent), m_form(std::make_unique<Ui::AboutDialog>())
{
    m_form->setupUi(this);
    setBackgroundRole(QPalette::Base);
    setAutoFillBackground(true);
    resize(em(this, 27), em(this, 33));
    m_form->titleLabel->setText(tr("Latchkey %1").arg(QStringLiteral(LATCHKEY_VERSION)));
    m_form->copiedLabel->hide();
    listParts();
    connect(m_form->copyButton, &QPushButton::clicked, this, [this, diagnosis] {
        QGuiApplication::clipboard()->setText(diagnosis);
        const QString words = tr("A diagnosis without personal data was copied. Paste it into a "
                                 "message to your administrator.");
        m_form->copiedLabel->tell(words);
        m_form->copiedLabel->setAccessibleName(words);
    });
    connect(m_form->closeButton, &QPushButton::clicked, this, &QDialog::reject);
}

AboutDialog::~AboutDialog() = default;

void AboutDialog::listParts()
{
    for (const Part &part : partList()) {
        auto *row = new QTreeWidgetItem(m_form->partsView, {part.name, part.version, part.licence});
        for (int column = 0; column < row->columnCount(); ++column)
            row->setToolTip(column, row->text(column));
    }
    m_form->partsView->header()->setSectionResizeMode(QHeaderView::ResizeToContents);
    m_form->partsView->header()->setSectionsMovable(false);
}

} // namespace latchkey
