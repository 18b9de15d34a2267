// SPDX-License-Identifier: GPL-3.0-or-later
#include "recovery/recoverycode.h"

namespace latchkey {

namespace {

/// Blanks, dashes and dots of any script, as mail programs and people put them between groups.
bool isSeparator(QChar c)
{
    return c.isSpace() || c.category() == QChar::Punctuation_Dash || c == u'.' || c == u'\u2212';
}

} // namespace

Result<RecoveryCode> RecoveryCode::parse(QStringView typed)
{
    QByteArray letters;
    for (const QChar c : typed) {
        if (isSeparator(c))
            continue;
        const char16_t upper = c >= u'a' && c <= u'z' ? c.unicode() - (u'a' - u'A') : c.unicode();
        if (upper >= 0x80 || !alphabet.contains(static_cast<char>(upper)) ||
            letters.size() == length) {
            wipe(letters);
            return fail(Reason::CodeMalformed);
        }
        letters.append(static_cast<char>(upper));
    }
    if (letters.size() != length) {
        wipe(letters);
        return fail(Reason::CodeMalformed);
    }
    return RecoveryCode(share(Secret::taking(std::move(letters))));
}

RecoveryCode RecoveryCode::fromBytes(QByteArrayView bytes)
{
    Q_ASSERT(bytes.size() >= 16);
    QByteArray number = bytes.first(16).toByteArray();
    QByteArray letters(length, Qt::Uninitialized);
    for (char &letter : letters) {
        // Long division of the 128-bit number by 20; the remainder is the next letter.
        unsigned remainder = 0;
        for (char &digit : number) {
            const unsigned value = remainder << 8 | static_cast<unsigned char>(digit);
            digit = static_cast<char>(value / 20);
            remainder = value % 20;
        }
        letter = alphabet[remainder];
    }
    wipe(number);
    return RecoveryCode(share(Secret::taking(std::move(letters))));
}

QString RecoveryCode::grouped() const
{
    QString text = QString::fromLatin1(m_letters->reveal());
    text.insert(length / 2, u'-');
    return text;
}

} // namespace latchkey
