// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "recovery/linkfinder.h"
#include "recovery/passwordrules.h"
#include "services/http/httpstep.h"

#include <QStringList>

#include <chrono>
#include <expected>
#include <memory>
#include <optional>

namespace latchkey {

/// What is wrong with a profile, and where: the place in the document, or for a document that is no
/// JSON the line and column (from 1) where it stops being that.
struct ProfileFault
{
    QString pointer; ///< RFC 6901
    QString why;
    int line = 0;
    int column = 0;

    /// "/request/steps/0/path: …" or "3:14: …".
    QString text() const;
};
using ProfileFaults = std::vector<ProfileFault>;

/// A value that the operator gives in the settings of a service, or in the vault.
struct OperatorVariable
{
    QByteArray name;
    QString label;
    QString fallback;
    bool required = false;
    bool secret = false; ///< only ever in the vault
};

struct ProfileContent
{
    QString id;
    QString title;
    bool ranAgainstReal = false; ///< or written from documentation only
    QString checkedVersion;
    std::vector<OperatorVariable> variables;
    NamedTemplates headers;        ///< of every step
    std::optional<Flow> recognise; ///< GETs without variables that only such a service answers so
    QString usualPath;             ///< where below a host such a service usually begins
    Flow request;
    std::optional<Flow> inspect; ///< only where it consumes and mails nothing
    Flow set;
    std::vector<QByteArray> carry; ///< captured when asking, needed when setting
    QStringList links;             ///< LinkPattern
    std::optional<CodeForm> code;  ///< to type, where it mails one
    PasswordRules passwordRules;
    std::chrono::seconds linkLifetime{};
};

/// What differs between one web service and the next, read from JSON. Immutable, and cheap to copy.
/// The grammar is described in resources/services/profile.schema.json.
class ServiceProfile
{
public:
    /// Tells every fault, not only the first; a name that is not known with the nearest that is.
    static std::expected<ServiceProfile, ProfileFaults> parse(const QByteArray &json);
    /// One of those that the program brings, by its id, or a file by its absolute path.
    /// ConfigurationFaulty with the first fault; FileUnreadable.
    static Result<ServiceProfile> load(const QString &idOrPath);
    /// The ids of those that the program brings.
    static QStringList shipped();

    const ProfileContent *operator->() const noexcept { return m_content.get(); }
    const ProfileContent &operator*() const noexcept { return *m_content; }

private:
    explicit ServiceProfile(std::shared_ptr<const ProfileContent> content)
        : m_content(std::move(content))
    {
    }

    std::shared_ptr<const ProfileContent> m_content;
};

} // namespace latchkey
