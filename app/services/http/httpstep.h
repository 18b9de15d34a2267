// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/http/jsonpointer.h"
#include "services/http/texttemplate.h"

#include <utility>
#include <variant>
#include <vector>

namespace latchkey {

// One exchange with a service, as a profile describes it. Plain data; `stepreader` makes it.

/// What a reply means, in our words.
enum class Outcome : quint8 {
    Ok,      ///< the next step, or the flow has done what it is for
    Neutral, ///< told as though all were well, and the flow ends: no such account, its own limit
    Weak,    ///< the password was refused; the proof and what was captured are still good
    Expired,
    Used,
    Dead, ///< the link is no good, and the service does not say why
    WrongCode,
    Disabled,
    Limited, ///< too many tries, whatever the account: the only limit that is told
    Browser, ///< what comes next has to be done there
    Unavailable,
};

/// A form of an HTML page, told apart by one of these.
struct FormChoice
{
    enum class By : quint8 { Id, Name, Action, Field };

    By by = By::Field;
    QString value;
};

// What a row of the outcome table may ask of a reply beside its status.
struct PointerTest
{
    enum class How : quint8 { Is, Begins, Present, Absent };

    JsonPointer where;
    How how = How::Present;
    QString value; ///< compared with a text, number or truth value as JSON writes it
};
struct TextTest ///< the body holds it
{
    QByteArray text;
};
struct FormTest ///< the page has such a form
{
    FormChoice form;
};
struct RedirectTest ///< the redirect's target holds it
{
    QByteArray text;
};

struct OutcomeRow
{
    std::vector<std::pair<int, int>> statuses; ///< from, to; both included
    std::variant<std::monostate, PointerTest, TextTest, FormTest, RedirectTest> also;
    Outcome outcome = Outcome::Ok;
};

// Where a capture comes from.
struct FromHeader
{
    QByteArray name;
};
struct FromCookie ///< percent-decoded, as frameworks that want it back in a header expect it
{
    QByteArray name;
};
struct FromRedirect ///< a parameter of its target's query or fragment
{
    QString parameter;
};
using CaptureSource = std::variant<JsonPointer, FromHeader, FromCookie, FromRedirect, FormChoice>;

/// A value that later steps use by name; a form is kept under its name as well.
struct Capture
{
    QByteArray name;
    CaptureSource from;
};

using NamedTemplates = std::vector<std::pair<QByteArray, TextTemplate>>;

struct JsonBody
{
    TextTemplate document; ///< JSON text
};
struct FormBody ///< application/x-www-form-urlencoded
{
    NamedTemplates fields;
};
struct FilledForm ///< a captured form, with its hidden fields, sent where and how it says
{
    QByteArray form;
    NamedTemplates fields;
};

struct Step
{
    QByteArray method;
    TextTemplate path; ///< below the service's address; empty for a FilledForm
    NamedTemplates query;
    NamedTemplates headers;
    std::variant<std::monostate, JsonBody, FormBody, FilledForm> body;
    std::vector<Capture> captures;
    std::vector<OutcomeRow> outcomes; ///< the first that fits

    /// Of the variables; a form is not one.
    std::vector<QByteArray> neededNames() const;
};

/// Where the service's own reason for a refusal stands; the first that holds a text is told.
using MessageSource = std::variant<JsonPointer, QString>; ///< or an HTML class

struct Flow
{
    std::vector<Step> steps;
    std::vector<MessageSource> messages;
    /// Instead of steps: the page where a person goes on, below the service's address or anywhere.
    TextTemplate browser;
    bool browserBelowBase = false;
};

} // namespace latchkey
