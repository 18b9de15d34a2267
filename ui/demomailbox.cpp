// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/demomailbox.h"

#include "ui/look.h"
#include "ui_demomailbox.h"

#include <QLocale>
#include <QTextBlock>
#include <QTextCursor>

namespace latchkey {

namespace {

const QLatin1String scheme("latchkey://");
constexpr double lineHeight = 1.8; // of the list, in heights of its text

/// The end of the run of printable ASCII that begins at `from`.
qsizetype endOfLink(const QString &text, qsizetype from)
{
    while (from < text.size() && text[from] > u' ' && text[from] < u'\x7f' && text[from] != u'>')
        ++from;
    return from;
}

} // namespace

DemoMailbox::DemoMailbox(QWidget *parent)
    : QWidget(parent), m_form(std::make_unique<Ui::DemoMailbox>())
{
    m_form->setupUi(this);
    setWindowTitle(m_form->titleLabel->text());
    setBackgroundRole(QPalette::Base);
    setAutoFillBackground(true);
    resize(em(this, 30), em(this, 37.5));
    m_form->mailList->hide();
    m_form->mailView->hide();
    m_form->mailView->setUndoRedoEnabled(false);
    m_form->mailView->document()->setDocumentMargin(0);
    m_form->mailList->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    connect(m_form->mailList, &QListWidget::currentRowChanged, this, &DemoMailbox::showMail);
    // The anchor is a number, so that no URL class rewrites the link on its way.
    connect(m_form->mailView, &QTextBrowser::anchorClicked, this, [this](const QUrl &anchor) {
        const int number = anchor.fragment().toInt();
        if (number >= 0 && number < m_links.size())
            Q_EMIT linkActivated(m_links[number]);
    });
}

DemoMailbox::~DemoMailbox() = default;

void DemoMailbox::addMail(const DemoMail &mail)
{
    m_mails.prepend(mail);
    const QString time = QLocale().toString(mail.sent.toLocalTime().time(), QLocale::ShortFormat);
    auto *line = new QListWidgetItem(tr("%1, %2", "time and subject").arg(time, mail.subject));
    line->setSizeHint(QSize(0, em(this, lineHeight)));
    m_form->mailList->insertItem(0, line);
    m_form->emptyLabel->hide();
    m_form->mailList->show();
    m_form->mailView->show();
    const int rows = qMin(m_form->mailList->count(), 4);
    m_form->mailList->setFixedHeight(rows * em(this, lineHeight));
    m_form->mailList->setCurrentRow(-1);
    m_form->mailList->setCurrentRow(0);
}

void DemoMailbox::showMail(int row)
{
    m_links.clear();
    m_form->mailView->clear();
    if (row < 0 || row >= m_mails.size())
        return;
    const QString &text = m_mails[row].text;
    QTextCursor cursor(m_form->mailView->document());
    const QTextCharFormat plain;
    qsizetype from = 0;
    for (;;) {
        const qsizetype start = text.indexOf(scheme, from, Qt::CaseInsensitive);
        cursor.insertText(text.mid(from, start < 0 ? -1 : start - from), plain);
        if (start < 0)
            break;
        from = endOfLink(text, start);
        const QString link = text.mid(start, from - start);
        QTextCharFormat anchor;
        anchor.setAnchor(true);
        anchor.setAnchorHref(QStringLiteral("#%1").arg(m_links.size()));
        anchor.setForeground(Look::of(palette()).link);
        anchor.setFontUnderline(true);
        m_links += link.toLatin1();
        cursor.insertText(link, anchor);
    }
    m_form->mailView->moveCursor(QTextCursor::Start);
}

} // namespace latchkey
