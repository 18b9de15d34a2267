// SPDX-License-Identifier: GPL-3.0-or-later
// A library that is preloaded into the real program and works its windows from within, as a person
// would: `LD_PRELOAD=liblatchkey-hands.so latchkey`. It takes one JSON object a line on standard
// input and gives one a line in reply, as tests/peers/README.md describes for the servers:
//
//   {"do": "see", "name": N}                → "text": what it shows; waits for it, 20 s at most
//   {"do": "click", "name": N}
//   {"do": "type", "name": N, "text": T}    key by key
//   {"do": "paste", "name": N, "text": T}   over the clipboard
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

#include <cstdio>
#include <cstdlib>
#include <map>
#include <string>
#include <unistd.h>

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

    static QJsonObject done(const QJsonObject &wish)
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
        } else if (act == u"picture") {
            fine = Guide::pictureInto(QString::fromUtf8(name));
            reply.insert(QStringLiteral("words"), wordsOnScreen());
        }
        reply.insert(QStringLiteral("ok"), fine);
        if (!fine)
            reply.insert(QStringLiteral("words"), wordsOnScreen());
        return reply;
    }

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
