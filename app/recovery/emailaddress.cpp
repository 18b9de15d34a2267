// SPDX-License-Identifier: GPL-3.0-or-later
#include "recovery/emailaddress.h"

#include <QUrl>

#include <algorithm>

namespace latchkey {

namespace {

constexpr qsizetype longestLocalPart = 64; // octets, RFC 5321 4.5.3.1.1
constexpr qsizetype longestAddress = 254;  // octets, RFC 5321 4.5.3.1.3 less the angle brackets

bool isAtomMark(char32_t c)
{
    return c < 0x80 && QByteArrayView("!#$%&'*+-/=?^_`{|}~.").contains(static_cast<char>(c));
}

/// An atom's characters (RFC 5322 3.2.3), or a letter beyond ASCII (RFC 6531) that is neither a
/// control nor changes the direction of writing. Quoted local parts are refused: nobody has one,
/// and blanks or commas in them are what header injection is made of.
bool mayStandInLocalPart(char32_t c)
{
    if (c < 0x80)
        return QChar::isLetterOrNumber(c) || isAtomMark(c);
    return QChar::isLetterOrNumber(c) || QChar::isMark(c) ||
           (QChar::isSymbol(c) && c != QChar::ReplacementCharacter);
}

/// A host name's characters, as yet in any script, with the full stops that IDNA takes for ours.
/// What cannot be seen is refused, although IDNA would drop it: an address is to be what it looks
/// like.
bool mayStandInDomain(char32_t c)
{
    if (c < 0x80)
        return QChar::isLetterOrNumber(c) || c == U'.' || c == U'-';
    return QChar::isLetterOrNumber(c) || QChar::isMark(c) || c == U'\u3002' || c == U'\uff0e' ||
           c == U'\uff61';
}

bool isLocalPart(QStringView local)
{
    if (local.isEmpty() || local.front() == u'.' || local.back() == u'.' ||
        local.contains(QLatin1String("..")) || local.toUtf8().size() > longestLocalPart)
        return false;
    const auto points = local.toUcs4();
    return std::all_of(points.begin(), points.end(), mayStandInLocalPart);
}

/// The domain in A-labels and lower case, or nothing where it is no host name of two labels or
/// more.
QByteArray hostName(QStringView domain)
{
    const auto points = domain.toUcs4();
    if (!std::all_of(points.begin(), points.end(), mayStandInDomain))
        return {};
    QByteArray host = QUrl::toAce(domain.toString()).toLower();
    if (!host.contains('.') && host != "localhost")
        return {};
    for (const QByteArray &label : host.split('.')) {
        if (label.isEmpty() || label.size() > 63 || label.startsWith('-') || label.endsWith('-'))
            return {};
    }
    return host;
}

/// Folds the 26 letters that every mail server folds, and nothing else: QString's case folding
/// makes the Kelvin sign a k, and `ı` an I.
QString lowerAscii(QStringView local)
{
    QString folded = local.toString();
    for (QChar &c : folded) {
        if (c >= u'A' && c <= u'Z')
            c = QChar(c.unicode() + (u'a' - u'A'));
    }
    return folded;
}

} // namespace

Result<EmailAddress> EmailAddress::parse(QStringView typed)
{
    const QStringView text = typed.trimmed();
    if (text.isEmpty())
        return fail(Reason::AddressInvalid, QStringLiteral("empty"));
    if (text.size() > longestAddress || text.toUtf8().size() > longestAddress)
        return fail(Reason::AddressInvalid, QStringLiteral("longer than 254 bytes"));
    // Half a surrogate pair would become a replacement character, and all such addresses one.
    if (!text.isValidUtf16())
        return fail(Reason::AddressInvalid, QStringLiteral("not Unicode"));
    const qsizetype at = text.indexOf(u'@');
    if (at < 0 || text.lastIndexOf(u'@') != at)
        return fail(Reason::AddressInvalid, QStringLiteral("not exactly one @"));
    if (!isLocalPart(text.first(at)))
        return fail(Reason::AddressInvalid, QStringLiteral("the part before the @"));
    const QByteArray host = hostName(text.sliced(at + 1));
    if (host.isEmpty())
        return fail(Reason::AddressInvalid, QStringLiteral("the part after the @"));
    QByteArray matchKey = lowerAscii(text.first(at)).toUtf8() + '@' + host;
    if (matchKey.size() > longestAddress) // an A-label may be four times as long as its letters
        return fail(Reason::AddressInvalid, QStringLiteral("longer than 254 bytes"));
    return EmailAddress(text.toString(), std::move(matchKey));
}

QString EmailAddress::masked() const
{
    const qsizetype at = m_text.indexOf(u'@');
    const auto points = QStringView(m_text).first(at).toUcs4();
    QString shown;
    shown += QStringView(QChar::fromUcs4(points.front()));
    shown += QStringLiteral("•••");
    if (points.size() > 3)
        shown += QStringView(QChar::fromUcs4(points.back()));
    return shown + m_text.sliced(at);
}

} // namespace latchkey
