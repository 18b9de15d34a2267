// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/mail/smtpdialogue.h"

#include <algorithm>
#include <array>
#include <cctype>

namespace latchkey {

namespace {

struct Verb
{
    const char *word;
    SmtpStep step;
};

constexpr std::array verbs{
    Verb{.word = "EHLO", .step = SmtpStep::Hello},
    Verb{.word = "HELO", .step = SmtpStep::Hello},
    Verb{.word = "STARTTLS", .step = SmtpStep::StartTls},
    Verb{.word = "AUTH", .step = SmtpStep::Login},
    Verb{.word = "MAIL", .step = SmtpStep::Sender},
    Verb{.word = "RCPT", .step = SmtpStep::Recipient},
    Verb{.word = "DATA", .step = SmtpStep::DataStart},
    Verb{.word = "NOOP", .step = SmtpStep::Other},
    Verb{.word = "RSET", .step = SmtpStep::Other},
};

/// The first word, up to a blank, a colon or the line's end.
QByteArrayView firstWord(QByteArrayView line)
{
    const auto *end = std::find_if(line.begin(), line.end(), [](char c) {
        return c == ' ' || c == ':' || c == '\r' || c == '\n';
    });
    return line.first(end - line.begin());
}

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

/// "250", with a blank or the end behind it for a reply's last line, or 0.
int replyCode(QByteArrayView line)
{
    if (line.size() < 3 || !std::all_of(line.begin(), line.begin() + 3, isDigit))
        return 0;
    return line.first(3).toByteArray().toInt();
}

/// "5.7.1" of a text that begins with it.
QByteArray statusCode(QByteArrayView text)
{
    const QByteArrayView word = firstWord(text);
    const bool shaped = word.size() >= 5 && word.size() <= 9 && word[1] == '.' &&
                        word.count('.') == 2 &&
                        std::ranges::all_of(word, [](char c) { return isDigit(c) || c == '.'; });
    return shaped ? word.toByteArray() : QByteArray();
}

} // namespace

const char *stepName(SmtpStep step) noexcept
{
    switch (step) {
    case SmtpStep::Opening:
        return "connection";
    case SmtpStep::Hello:
        return "EHLO";
    case SmtpStep::StartTls:
        return "STARTTLS";
    case SmtpStep::Login:
        return "AUTH";
    case SmtpStep::Sender:
        return "MAIL";
    case SmtpStep::Recipient:
        return "RCPT";
    case SmtpStep::DataStart:
        return "DATA";
    case SmtpStep::Content:
        return "content";
    case SmtpStep::DataEnd:
        return "end of data";
    case SmtpStep::Other:
        return "NOOP";
    }
    return "";
}

void SmtpDialogue::enter(SmtpStep step)
{
    m_step = step;
    m_since = Clock::now();
    m_reply = 0;
    m_status.clear();
}

void SmtpDialogue::begin(SmtpStep step)
{
    enter(step);
    m_greeted = m_greeted && step != SmtpStep::Opening;
    m_leaving = false;
}

void SmtpDialogue::sent(QByteArrayView command)
{
    const QByteArrayView word = firstWord(command);
    if (word == QByteArrayView("QUIT")) {
        m_leaving = true;
        m_since = Clock::now();
        return;
    }
    const auto *found = std::ranges::find_if(
        verbs, [word](const Verb &verb) { return word == QByteArrayView(verb.word); });
    if (found == verbs.end()) {
        // A line of the login that has begun. It is not looked at.
        m_reply = 0;
        return;
    }
    enter(found->step);
    if (m_step == SmtpStep::Hello)
        m_offers.clear();
}

void SmtpDialogue::received(QByteArrayView line)
{
    const int code = replyCode(line);
    if (code == 0 || m_leaving)
        return;
    m_greeted = true;
    const bool last = line.size() == 3 || line[3] != '-';
    const QByteArrayView text = line.sliced(std::min<qsizetype>(4, line.size()));
    if (m_step == SmtpStep::Hello && code == 250)
        m_offers += firstWord(text).toByteArray().toUpper();
    if (last) {
        m_reply = code;
        m_status = statusCode(text);
    }
}

void SmtpDialogue::contentSent(bool all)
{
    enter(all ? SmtpStep::DataEnd : SmtpStep::Content);
}

} // namespace latchkey
