// SPDX-License-Identifier: GPL-3.0-or-later
// A library that is preloaded into the real program and works its windows from within, as a person
// would: `LD_PRELOAD=liblatchkey-hands.so latchkey`. It takes one JSON object a line on standard
// input and gives one a line in reply, as tests/peers/README.md describes for the servers:
//
//   {"do": "see", "name": N}                → "text": what it shows; waits for it, 20 s at most
//   {"do": "click", "name": N}
//   {"do": "type", "name": N, "text": T}    key by key
//   {"do": "paste", "name": N, "text": T}   over the clipboard
//   {"do": "gap"}                           → "microseconds": the longest time, since this was last
//                                             asked for, in which the event loop took nothing in;
//                                             "work": what of such a time its thread really worked
//   {"do": "painted", "name": N}            → "microseconds": when it was first painted since this
//   was
//                                             last asked, by the monotonic clock; waits for it
//   {"do": "picture", "name": FILE}         → "words": what the labels in it say
//
// When the input ends, it closes the windows as their owner does.
#include "tests/tour/guide.h"

#include <QApplication>
#include <QClipboard>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLabel>
#include <QSocketNotifier>
#include <QTest>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <map>
#include <optional>
#include <semaphore>
#include <string>
#include <thread>
#include <unistd.h>
#include <utility>

namespace latchkey {

namespace {

QString textOf(const QWidget &widget)
{
    const QVariant plain = widget.property("plainText");
    return (plain.isValid() ? plain : widget.property("text")).toString();
}

/// From top to bottom.
QJsonArray wordsOnScreen()
{
    std::multimap<int, QString> found;
    for (const QWidget *widget : QApplication::allWidgets()) {
        const auto *label = qobject_cast<const QLabel *>(widget);
        if (label && label->isVisible() && !label->text().isEmpty())
            found.emplace(label->mapToGlobal(QPoint(0, 0)).y(), label->text());
    }
    QJsonArray words;
    for (const auto &[y, text] : found)
        words.append(text);
    return words;
}

bool paste(const char *name, const QString &text)
{
    QWidget *field = Guide::find(name);
    if (!field)
        return false;
    field->setFocus();
    QGuiApplication::clipboard()->setText(text);
    QTest::keySequence(field, QKeySequence(QKeySequence::SelectAll));
    QTest::keySequence(field, QKeySequence(QKeySequence::Paste));
    return true;
}

/// How long the thread of the windows takes at most until it looks at something new: another thread
/// knocks, a millisecond after it was heard.
class Pulse final : public QObject
{
public:
    ~Pulse() override
    {
        m_knocking.request_stop();
        m_heard.release();
    }
    using Span = std::chrono::nanoseconds;
    Span takeLongest() { return std::exchange(m_longest, Span::zero()); }
    Span takeMostWork() { return std::exchange(m_mostWork, Span::zero()); }

private:
    void hear(std::chrono::steady_clock::time_point knocked)
    {
        m_longest = std::max<Span>(m_longest, std::chrono::steady_clock::now() - knocked);
        timespec time = {};
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
        const Span worked = std::chrono::seconds(time.tv_sec) + Span(time.tv_nsec);
        m_mostWork = std::max(m_mostWork, worked - std::exchange(m_worked, worked));
        m_heard.release();
    }

    void knock(const std::stop_token &stop)
    {
        while (!stop.stop_requested()) {
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
            const auto knocked = std::chrono::steady_clock::now();
            QMetaObject::invokeMethod(
                this, [this, knocked] { hear(knocked); }, Qt::QueuedConnection);
            m_heard.acquire();
        }
    }

    Span m_longest{};
    Span m_mostWork{};
    Span m_worked{}; ///< by the thread of the windows, in all
    std::counting_semaphore<2> m_heard{0};
    std::jthread m_knocking{[this](const std::stop_token &stop) { knock(stop); }};
};

/// When each widget was first painted, by its name.
class PaintWatch final : public QObject
{
public:
    PaintWatch() { qApp->installEventFilter(this); }

    /// Waits for it; null when it does not come. What was painted before is forgotten.
    std::optional<std::chrono::steady_clock::time_point> take(const QString &name)
    {
        if (!Guide::waitFor([this, &name] { return m_painted.contains(name); }))
            return {};
        return std::exchange(m_painted, {}).at(name);
    }

private:
    bool eventFilter(QObject *watched, QEvent *event) override
    {
        if (event->type() == QEvent::Paint && !watched->objectName().isEmpty())
            m_painted.try_emplace(watched->objectName(), std::chrono::steady_clock::now());
        return false;
    }

    std::map<QString, std::chrono::steady_clock::time_point> m_painted;
};

qint64 microseconds(std::chrono::nanoseconds span)
{
    return std::chrono::duration_cast<std::chrono::microseconds>(span).count();
}

class Hands final : public QObject
{
public:
    explicit Hands(QObject *parent) : QObject(parent)
    {
        connect(&m_input, &QSocketNotifier::activated, this, &Hands::takeInput);
    }

private:
    void takeInput()
    {
        // What is done here waits in loops of its own, in which no second line may be begun.
        m_input.setEnabled(false);
        std::string line;
        char letter = 0;
        while (::read(STDIN_FILENO, &letter, 1) == 1 && letter != '\n')
            line += letter;
        if (line.empty()) {
            // One that is not up yet nobody could close.
            Guide::waitFor([] {
                return std::ranges::any_of(QApplication::topLevelWidgets(), &QWidget::isVisible);
            });
            QApplication::closeAllWindows();
            return;
        }
        const QByteArray reply =
            QJsonDocument(done(QJsonDocument::fromJson(QByteArray::fromStdString(line)).object()))
                .toJson(QJsonDocument::Compact);
        std::printf("%s\n", reply.constData());
        std::fflush(stdout);
        m_input.setEnabled(true);
    }

    QJsonObject done(const QJsonObject &wish)
    {
        const QString act = wish.value(QLatin1String("do")).toString();
        const QByteArray name = wish.value(QLatin1String("name")).toString().toUtf8();
        const QString text = wish.value(QLatin1String("text")).toString();
        QJsonObject reply;
        bool fine = false;
        if (act == u"see") {
            const QWidget *seen = Guide::find(name.constData());
            fine = seen != nullptr;
            if (fine)
                reply.insert(QStringLiteral("text"), textOf(*seen));
        } else if (act == u"click") {
            fine = Guide::click(name.constData());
        } else if (act == u"type") {
            fine = Guide::type(name.constData(), text);
        } else if (act == u"paste") {
            fine = paste(name.constData(), text);
        } else if (act == u"gap") {
            fine = true;
            reply.insert(QStringLiteral("microseconds"), microseconds(m_pulse.takeLongest()));
            reply.insert(QStringLiteral("work"), microseconds(m_pulse.takeMostWork()));
        } else if (act == u"painted") {
            const auto when = m_paints.take(QString::fromUtf8(name));
            fine = when.has_value();
            if (fine)
                reply.insert(QStringLiteral("microseconds"),
                             microseconds(when->time_since_epoch()));
        } else if (act == u"picture") {
            fine = Guide::pictureInto(QString::fromUtf8(name));
            reply.insert(QStringLiteral("words"), wordsOnScreen());
        }
        reply.insert(QStringLiteral("ok"), fine);
        if (!fine)
            reply.insert(QStringLiteral("words"), wordsOnScreen());
        return reply;
    }

    Pulse m_pulse;
    PaintWatch m_paints;
    QSocketNotifier m_input{STDIN_FILENO, QSocketNotifier::Read};
};

void lendHands()
{
    unsetenv("LD_PRELOAD"); // the programs that this one starts have hands of their own
    new Hands(qApp);
}

Q_COREAPP_STARTUP_FUNCTION(lendHands)

} // namespace

} // namespace latchkey
