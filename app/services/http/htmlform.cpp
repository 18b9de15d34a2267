// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/http/htmlform.h"

#include <QStringList>

#include <libxml/HTMLparser.h>

#include <algorithm>
#include <memory>

namespace latchkey {

namespace {

constexpr size_t mostForms = 50;
constexpr size_t mostFields = 200;
constexpr size_t mostOpen = 32; // elements whose text is gathered at the same time
constexpr qsizetype longestText = 2000;

QString textOf(const xmlChar *text)
{
    return QString::fromUtf8(reinterpret_cast<const char *>(text));
}

/// What the parser calls while it reads.
class Gatherer
{
public:
    std::vector<HtmlForm> forms;
    std::vector<std::pair<QString, QString>> texts;

    static void startElement(void *self, const xmlChar *name, const xmlChar **attributes)
    {
        static_cast<Gatherer *>(self)->start(textOf(name), attributes);
    }
    static void endElement(void *self, const xmlChar *name)
    {
        static_cast<Gatherer *>(self)->end(textOf(name));
    }
    static void characters(void *self, const xmlChar *text, int size)
    {
        static_cast<Gatherer *>(self)->take(
            QString::fromUtf8(reinterpret_cast<const char *>(text), size));
    }

private:
    void start(const QString &element, const xmlChar **attributes)
    {
        m_attributes.clear();
        for (; attributes && attributes[0]; attributes += 2)
            m_attributes.emplace_back(textOf(attributes[0]), textOf(attributes[1]));
        for (Open &open : m_open)
            open.depth += open.element == element ? 1 : 0;
        if (has(u"class") && m_open.size() < mostOpen) {
            m_open.push_back({element, texts.size()});
            texts.emplace_back(value(u"class"), QString());
        }
        if (element == u"form")
            startForm();
        else if (m_inForm && forms.back().fields.size() < mostFields)
            addField(element);
    }

    void startForm()
    {
        if (forms.size() == mostForms)
            return;
        m_inForm = true;
        const bool post = value(u"method").compare(u"post", Qt::CaseInsensitive) == 0;
        forms.push_back({.id = value(u"id"),
                         .name = value(u"name"),
                         .action = value(u"action").trimmed(),
                         .method = post ? "POST" : "GET"});
    }

    void addField(const QString &element)
    {
        if (!has(u"name") || has(u"disabled"))
            return;
        const QString type = value(u"type").toLower();
        const bool tickable = type == u"checkbox" || type == u"radio";
        const bool isButton = type == u"submit" || type == u"button" || type == u"reset" ||
                              type == u"image" || type == u"file";
        const bool isInput = element == u"input" && !isButton && (!tickable || has(u"checked"));
        if (!isInput && element != u"textarea" && element != u"select")
            return;
        const QString fallback = tickable && !has(u"value") ? QStringLiteral("on") : QString();
        forms.back().fields.emplace_back(
            value(u"name").toUtf8(),
            (isInput && has(u"value") ? value(u"value") : fallback).toUtf8());
    }

    void end(const QString &element)
    {
        if (element == u"form")
            m_inForm = false;
        for (Open &open : m_open)
            open.depth -= open.element == element ? 1 : 0;
        std::erase_if(m_open, [](const Open &open) { return open.depth == 0; });
    }

    void take(const QString &text)
    {
        for (const Open &open : m_open) {
            QString &gathered = texts[open.text].second;
            gathered += text.left(longestText - gathered.size());
        }
    }

    bool has(QStringView name) const
    {
        return std::any_of(m_attributes.begin(), m_attributes.end(),
                           [name](const auto &attribute) { return attribute.first == name; });
    }
    QString value(QStringView name) const
    {
        for (const auto &[key, text] : m_attributes) {
            if (key == name)
                return text;
        }
        return {};
    }

    struct Open
    {
        QString element;
        size_t text;
        int depth = 1;
    };

    std::vector<std::pair<QString, QString>> m_attributes;
    std::vector<Open> m_open;
    bool m_inForm = false;
};

} // namespace

bool HtmlForm::hasField(const QString &field) const
{
    const QByteArray wanted = field.toUtf8();
    return std::any_of(fields.begin(), fields.end(),
                       [&wanted](const auto &entry) { return entry.first == wanted; });
}

HtmlPage::HtmlPage(const QByteArray &html)
{
    Gatherer gatherer;
    htmlSAXHandler handler = {};
    handler.startElement = &Gatherer::startElement;
    handler.endElement = &Gatherer::endElement;
    handler.characters = &Gatherer::characters;
    // A script's text is nobody's message.
    handler.cdataBlock = [](void *, const xmlChar *, int) {};
    handler.ignorableWhitespace = &Gatherer::characters;
    const std::unique_ptr<htmlParserCtxt, decltype(&htmlFreeParserCtxt)> parser(
        htmlCreatePushParserCtxt(&handler, &gatherer, nullptr, 0, nullptr, XML_CHAR_ENCODING_UTF8),
        &htmlFreeParserCtxt);
    if (!parser)
        return;
    htmlCtxtUseOptions(parser.get(), HTML_PARSE_NONET | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING |
                                         HTML_PARSE_RECOVER);
    htmlParseChunk(parser.get(), html.constData(), static_cast<int>(html.size()), 1);
    m_forms = std::move(gatherer.forms);
    m_texts = std::move(gatherer.texts);
}

std::optional<HtmlForm> HtmlPage::form(const FormChoice &choice) const
{
    const auto fits = [&choice](const HtmlForm &form) {
        switch (choice.by) {
        case FormChoice::By::Id:
            return form.id == choice.value;
        case FormChoice::By::Name:
            return form.name == choice.value;
        case FormChoice::By::Action:
            return form.action == choice.value;
        case FormChoice::By::Field:
            return form.hasField(choice.value);
        }
        return false;
    };
    const auto found = std::find_if(m_forms.begin(), m_forms.end(), fits);
    return found == m_forms.end() ? std::nullopt : std::optional(*found);
}

QString HtmlPage::textOfClass(const QString &name) const
{
    for (const auto &[classes, text] : m_texts) {
        if (classes.simplified().split(u' ').contains(name) && !text.trimmed().isEmpty())
            return text.simplified();
    }
    return {};
}

} // namespace latchkey
