// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/http/httpstep.h"

#include <QByteArray>
#include <QString>

#include <optional>
#include <utility>
#include <vector>

namespace latchkey {

/// A form as a page holds it.
struct HtmlForm
{
    QString id;
    QString name;
    QString action;    ///< as written; empty: the page itself
    QByteArray method; ///< "GET" or "POST"
    /// What a browser would send if nobody touched it, in the page's order: hidden fields with
    /// their values, the others empty or with their defaults. Buttons and unticked boxes are not
    /// among them.
    std::vector<std::pair<QByteArray, QByteArray>> fields;

    bool hasField(const QString &field) const;
};

/// What a profile may want of a page. Read as a stream of tags, so that no page costs more than
/// its length: a tree would let a hostile one of 64 KiB grow to gigabytes (the adoption agency
/// algorithm of HTML 13.2.6.4.7).
class HtmlPage
{
public:
    explicit HtmlPage(const QByteArray &html);

    std::optional<HtmlForm> form(const FormChoice &choice) const;
    /// The text of the first element of this class that holds any.
    QString textOfClass(const QString &name) const;

private:
    std::vector<HtmlForm> m_forms;
    std::vector<std::pair<QString, QString>> m_texts; ///< classes, text
};

} // namespace latchkey
