// SPDX-License-Identifier: GPL-3.0-or-later
#include "recovery/passwordpolicy.h"

#include <QStringDecoder>

namespace latchkey {

namespace {

/// Everything that RFC 8264 4.3 (FreeformClass) disallows and a person could type or paste:
/// controls, halves of surrogate pairs, unassigned and private characters.
bool isForbidden(char32_t c)
{
    switch (QChar::category(c)) {
    case QChar::Other_Control:
    case QChar::Other_Surrogate:
    case QChar::Other_NotAssigned:
    case QChar::Other_PrivateUse:
    case QChar::Separator_Line:
    case QChar::Separator_Paragraph:
        return true;
    default:
        return c == 0xFFFD;
    }
}

struct Reading
{
    QString normal; ///< in the form of the rules
    int characters = 0;
    int bytes = 0;
    bool forbidden = false;
};

/// The text in the form that is hashed or sent.
QString formed(QStringView typed, PasswordForm form)
{
    QString text = typed.toString();
    if (form == PasswordForm::AsTyped)
        return text;
    if (form == PasswordForm::OpaqueString) {
        for (QChar &c : text) {
            if (c.category() == QChar::Separator_Space)
                c = u' ';
        }
    }
    QString normal = text.normalized(form == PasswordForm::Nfkd ? QString::NormalizationForm_KD
                                                                : QString::NormalizationForm_C);
    wipe(text);
    return normal;
}

Reading read(QStringView typed, PasswordForm form)
{
    Reading reading;
    reading.normal = formed(typed, form);

    for (qsizetype i = 0; i < reading.normal.size(); ++i) {
        char32_t point = reading.normal[i].unicode();
        if (QChar::isHighSurrogate(point) && i + 1 < reading.normal.size() &&
            reading.normal[i + 1].isLowSurrogate())
            point =
                QChar::surrogateToUcs4(static_cast<char16_t>(point), reading.normal[++i].unicode());
        ++reading.characters;
        reading.bytes += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
        reading.forbidden = reading.forbidden || isForbidden(point);
    }
    return reading;
}

Failure tooLong(const PasswordRules &rules)
{
    return {.reason = Reason::PasswordTooLong, .about = QString::number(rules.maximumBytes)};
}

} // namespace

int passwordLength(QStringView typed)
{
    Reading reading = read(typed, PasswordForm::OpaqueString);
    wipe(reading.normal);
    return reading.characters;
}

std::vector<RuleVerdict> PasswordPolicy::judge(QStringView typed) const
{
    Reading reading;
    if (typed.size() > m_rules.maximumBytes) {
        // At least one byte for each unit: too long whatever it is, and not worth normalising.
        reading.characters = reading.bytes =
            static_cast<int>(qMin<qsizetype>(typed.size(), 1 << 30));
    } else {
        reading = read(typed, m_rules.normalisation);
    }
    const auto violatedOr = [](bool violated) {
        return violated ? RuleState::Violated : RuleState::Met;
    };
    std::vector<RuleVerdict> verdicts = {
        {PasswordRule::Length,
         reading.characters >= m_rules.minimumCharacters ? RuleState::Met : RuleState::NotYet,
         m_rules.minimumCharacters, reading.characters},
        {PasswordRule::NotTooLong, violatedOr(reading.bytes > m_rules.maximumBytes),
         m_rules.maximumBytes, reading.bytes},
        {PasswordRule::NoForbidden, violatedOr(reading.forbidden), 0, reading.forbidden ? 1 : 0},
    };
    wipe(reading.normal);
    return verdicts;
}

Result<Secret> PasswordPolicy::prepare(QStringView typed) const
{
    if (typed.isEmpty())
        return fail(Reason::PasswordEmpty);
    if (typed.size() > m_rules.maximumBytes)
        return fail(tooLong(m_rules));
    Reading reading = read(typed, m_rules.normalisation);
    Secret prepared = Secret::taking(std::move(reading.normal));
    if (reading.forbidden)
        return fail(Reason::PasswordForbidden);
    if (reading.characters < m_rules.minimumCharacters)
        return fail({.reason = Reason::PasswordTooShort,
                     .about = QString::number(m_rules.minimumCharacters)});
    if (reading.bytes > m_rules.maximumBytes)
        return fail(tooLong(m_rules));
    return prepared;
}

Result<void> PasswordPolicy::check(QByteArrayView prepared) const
{
    if (prepared.size() > m_rules.maximumBytes)
        return fail(tooLong(m_rules));
    // Otherwise it drops a U+FEFF at the front, which `prepare` has let through.
    QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::ConvertInitialBom);
    QString text = decoder.decode(prepared);
    if (decoder.hasError())
        return fail(Reason::PasswordForbidden, QStringLiteral("not UTF-8"));
    const auto again = prepare(text);
    wipe(text);
    if (!again)
        return fail(again.error());
    // Hashed as it is, it would be another password than the one that is typed at the next sign-in.
    if (!equalInConstantTime(again->reveal(), prepared))
        return fail(Reason::PasswordForbidden, QStringLiteral("not normalised"));
    return {};
}

} // namespace latchkey
