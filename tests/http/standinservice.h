// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/http/misbehavingserver.h"

namespace latchkey {

/// A stand-in that answers the recovery of Flask-Security as a running one was seen to, as far as
/// asking goes. For tests of what is around a service; the real one is in tests/peers.
inline MisbehavingServer::Behave speakFlaskSecurity()
{
    return [](QTcpSocket *client, const QByteArray &request) {
        const QByteArray line = request.first(request.indexOf("\r\n"));
        const QByteArray json = "Content-Type: application/json\r\n";
        if (line.startsWith("GET /reset ") || line.startsWith("POST /reset "))
            client->write(MisbehavingServer::reply(
                "200 OK", json, R"({"meta":{"code":200},"response":{"csrf_token":"abc"}})"));
        else
            client->write(MisbehavingServer::reply("404 Not Found"));
    };
}

} // namespace latchkey
