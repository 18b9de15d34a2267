// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/http/httpmessage.h"

#include "tests/http/misbehavingserver.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QMap>
#include <QRegularExpression>

namespace latchkey {

/// Stands for a service that cannot be run here: a stub of its documented contract, read from
/// tests/http/stubs. It knows the service's calls, each to the last header and member of the body,
/// and answers what a case says, in its order; any other request is a fault and is answered with
/// 500.
class ContractStub
{
public:
    explicit ContractStub(const QJsonObject &contract)
        : m_contract(contract), m_server([this](QTcpSocket *client, const QByteArray &request) {
              client->write(answer(request));
          })
    {
    }

    static QJsonObject read(const QString &profile)
    {
        QFile file(QStringLiteral(LATCHKEY_SOURCE_DIR "/tests/http/stubs/%1.json").arg(profile));
        if (!file.open(QIODevice::ReadOnly))
            return {};
        QJsonParseError error;
        const QJsonDocument document = QJsonDocument::fromJson(file.readAll(), &error);
        if (document.isNull())
            qFatal("%s: %s at %d", qPrintable(profile), qPrintable(error.errorString()),
                   error.offset);
        return document.object();
    }

    QUrl base() const
    {
        QUrl base = m_server.url();
        base.setPath(m_contract.value(QLatin1String("path")).toString());
        return base;
    }

    /// The answers to come, each `{ "to": call, "status": …, "headers": …, "json" | "text": … }`.
    void expect(const QJsonArray &answers) { m_answers = answers; }
    /// What went wrong since the last look, and the calls that did not come.
    QStringList faults()
    {
        QStringList faults = std::exchange(m_faults, {});
        for (const QJsonValue answer : std::exchange(m_answers, {}))
            faults += QStringLiteral("no call of ") + answer[QLatin1String("to")].toString();
        return faults;
    }

    /// All answers of all cases.
    static std::vector<QJsonObject> answersOf(const QJsonObject &contract)
    {
        std::vector<QJsonObject> answers;
        for (const QJsonValue actions : contract[u"cases"].toObject()) {
            for (const QJsonValue action : actions.toArray()) {
                for (const QJsonValue answer : action[u"calls"].toArray())
                    answers.push_back(answer.toObject());
            }
        }
        return answers;
    }
    /// Whether this step of a profile, as it is written, makes the call that this answers.
    static bool isOfStep(const QJsonObject &contract, const QJsonObject &answer,
                         const QJsonValue &step)
    {
        QString path = QRegularExpression::escape(step[u"path"].toString());
        static const QRegularExpression name(QStringLiteral("\\\\\\{[a-z_]+\\\\\\}"));
        path.replace(name, QStringLiteral("[^/?]+"));
        const QString base = QRegularExpression::escape(contract[u"path"].toString());
        const QRegularExpression line(
            QStringLiteral("^%1 %2%3(\\?.*)?$").arg(step[u"method"].toString(), base, path));
        const QJsonValue call = contract[u"calls"][answer[u"to"].toString()][u"call"];
        return line.match(call.toString()).hasMatch();
    }
    static HttpReply httpReplyOf(const QJsonObject &answer)
    {
        HttpReply reply{.status = answer[u"status"].toInt()};
        reply.body = bodyOf(answer);
        return reply;
    }

private:
    using Headers = QMap<QByteArray, QByteArray>;

    static Headers headersOf(const QJsonObject &object)
    {
        Headers headers;
        for (auto entry = object.begin(); entry != object.end(); ++entry)
            headers.insert(entry.key().toLower().toUtf8(), entry.value().toString().toUtf8());
        return headers;
    }

    /// What a request of ours has whatever it is for, with its value where that is always the same.
    static void takeCommon(Headers &headers, bool hasBody)
    {
        for (const char *name : {"host", "connection", "user-agent", "accept-encoding"})
            headers.remove(name);
        if (hasBody) {
            for (const char *name : {"content-length", "idempotency-key"})
                headers.remove(name);
        }
        for (const char *name : {"cache-control", "pragma"}) {
            if (headers.value(name) == "no-cache")
                headers.remove(name);
        }
    }

    QByteArray answer(const QByteArray &request)
    {
        if (m_answers.isEmpty())
            return refuse(QStringLiteral("one call too many"), request);
        const QJsonObject next = m_answers.takeAt(0).toObject();
        const QString name = next.value(QLatin1String("to")).toString();
        const QJsonObject call =
            m_contract.value(QLatin1String("calls")).toObject().value(name).toObject();
        const QString fault = faultOf(request, call);
        if (!fault.isEmpty())
            return refuse(name + QStringLiteral(": ") + fault, request);
        return replyOf(next);
    }

    QByteArray refuse(const QString &why, const QByteArray &request)
    {
        m_faults += why + QStringLiteral(" in\n") + QString::fromUtf8(request);
        return MisbehavingServer::reply("500 Stub");
    }

    QString faultOf(const QByteArray &request, const QJsonObject &call) const
    {
        const qsizetype head = request.indexOf("\r\n\r\n");
        const QByteArrayList lines = request.left(head).replace("\r\n", "\n").split('\n');
        const QByteArray wanted = call.value(QLatin1String("call")).toString().toUtf8();
        if (lines.front() != wanted + " HTTP/1.1")
            return QStringLiteral("not the line \"%1\"").arg(QString::fromUtf8(wanted));
        Headers headers;
        for (const QByteArray &line : lines.mid(1)) {
            const qsizetype colon = line.indexOf(':');
            headers.insert(line.left(colon).toLower(), line.mid(colon + 1).trimmed());
        }
        const bool hasBody = call.contains(QLatin1String("json"));
        takeCommon(headers, hasBody);
        Headers due = headersOf(m_contract.value(QLatin1String("headers")).toObject());
        due.insert(headersOf(call.value(QLatin1String("headers")).toObject()));
        if (hasBody)
            due.insert("content-type", "application/json");
        if (!due.contains("accept-language"))
            headers.remove("accept-language"); // the desktop's
        for (const QByteArray &name : headers.keys() + due.keys()) {
            if (headers.value(name) != due.value(name)) {
                return QStringLiteral("the header %1 has to be \"%2\"")
                    .arg(QString::fromUtf8(name), QString::fromUtf8(due.value(name)));
            }
        }
        return bodyFault(request.mid(head + 4), call.value(QLatin1String("json")));
    }

    static QString bodyFault(const QByteArray &body, const QJsonValue &due)
    {
        const QJsonDocument sent = QJsonDocument::fromJson(body);
        const bool same = due.isUndefined() ? body.isEmpty() : sent.object() == due.toObject();
        return same ? QString() : QStringLiteral("not the body of the contract");
    }

    static QByteArray bodyOf(const QJsonObject &answer)
    {
        return answer.contains(QLatin1String("json"))
                   ? QJsonDocument(answer[u"json"].toObject()).toJson()
                   : answer[u"text"].toString().toUtf8();
    }

    static QByteArray replyOf(const QJsonObject &answer)
    {
        QByteArray headers;
        const QJsonObject given = answer.value(QLatin1String("headers")).toObject();
        for (auto entry = given.begin(); entry != given.end(); ++entry) {
            const QJsonArray values =
                entry.value().isArray() ? entry.value().toArray() : QJsonArray{entry.value()};
            for (const QJsonValue value : values)
                headers += entry.key().toUtf8() + ": " + value.toString().toUtf8() + "\r\n";
        }
        if (answer.contains(QLatin1String("json")))
            headers += "Content-Type: application/json\r\n";
        const int status = answer.value(QLatin1String("status")).toInt();
        return MisbehavingServer::reply(QByteArray::number(status) + " Stub", headers,
                                        bodyOf(answer));
    }

    QJsonObject m_contract;
    QJsonArray m_answers;
    QStringList m_faults;
    MisbehavingServer m_server;
};

} // namespace latchkey
