// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QByteArrayView>

#include <random>

namespace latchkey {

/// Random input that is the same in every run; a failure message names the round, which is its
/// seed.
class Sweep
{
public:
#ifdef LATCHKEY_LONG_SWEEPS
    static constexpr int stretch = 50;
#else
    static constexpr int stretch = 1;
#endif

    explicit Sweep(int round) : m_engine(static_cast<std::mt19937::result_type>(round)) {}

    /// From 0 to below `limit`, which is at least 1.
    int below(qsizetype limit)
    {
        return static_cast<int>(m_engine() % static_cast<std::mt19937::result_type>(limit));
    }
    char pick(QByteArrayView from) { return from[below(from.size())]; }
    QByteArray bytes(qsizetype size)
    {
        QByteArray drawn(size, Qt::Uninitialized);
        for (char &byte : drawn)
            byte = static_cast<char>(below(256));
        return drawn;
    }
    QByteArray word(qsizetype size, QByteArrayView alphabet)
    {
        QByteArray drawn(size, Qt::Uninitialized);
        for (char &letter : drawn)
            letter = pick(alphabet);
        return drawn;
    }

    /// The text with a few bytes altered, lost, doubled or put in.
    QByteArray mutated(QByteArray text)
    {
        const int times = 1 + below(4);
        for (int i = 0; i < times && !text.isEmpty(); ++i) {
            const int at = below(text.size());
            switch (below(5)) {
            case 0:
                text[at] = static_cast<char>(below(256));
                break;
            case 1:
                text.remove(at, 1 + below(8));
                break;
            case 2:
                text.insert(at, text.sliced(at, qMin<qsizetype>(text.size() - at, below(40))));
                break;
            case 3:
                text.insert(at, pick("=>&%;./:\n\r \t-_?#@\0"));
                break;
            case 4:
                text.truncate(at);
                break;
            }
        }
        return text;
    }

private:
    std::mt19937 m_engine;
};

/// For QVERIFY2: which round failed.
inline QByteArray inRound(int round)
{
    return "round " + QByteArray::number(round);
}

} // namespace latchkey
