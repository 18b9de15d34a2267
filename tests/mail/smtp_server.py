#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A real mail server for the mailer's tests: Debian's aiosmtpd, told what to be.

    smtp_server.py --mode tls|starttls|clear [--certificate PEM --key PEM] [--login USER:PASSWORD]
                   [--mechanisms PLAIN,LOGIN] [--no-utf8] [--mail-folder FOLDER]
                   [--port PORT]

Prints one line of JSON for each thing that happens, the first being its port. Answers each line of
input with "synced", and lives until the input ends. A recipient named "4xx@…" or "5xx@…" is refused with that reply, a sender likewise, and
"data-4xx@…" only after the mail has come.
"""
import argparse
import asyncio
import json
import logging
import os
import re
import ssl
import sys
import warnings

from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword


def tell(event, **facts):
    print(json.dumps({"event": event, **facts}), flush=True)


def refusal(address, start=""):
    found = re.match(start + r"([45]\d\d)@", address)
    return f"{found[1]} {found[1][0]}.7.1 no, and <{address}> knows why" if found else None


class Handler:
    def __init__(self, folder):
        self.folder = folder
        self.count = 0

    async def handle_MAIL(self, server, session, envelope, address, options):
        tell("sender", address=address, options=options,
             tls=server.transport.get_extra_info("sslcontext") is not None)
        if (no := refusal(address)):
            return no
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):
        tell("recipient", address=address)
        if (no := refusal(address)):
            return no
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        self.count += 1
        path = os.path.join(self.folder, f"{self.count}.eml")
        with open(path, "wb") as file:
            file.write(envelope.content)
        tell("mail", path=path, sender=envelope.mail_from, recipients=envelope.rcpt_tos,
             login=session.auth_data.login.decode() if session.auth_data else None)
        return refusal(envelope.rcpt_tos[0], "data-") or "250 OK"


class Server(SMTP):
    def connection_made(self, transport):
        # Called again for the same connection when STARTTLS has succeeded.
        tell("encrypted" if self._tls_protocol else "connected")
        super().connection_made(transport)


def context_of(arguments):
    if arguments.mode == "clear":
        return None
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(arguments.certificate, arguments.key)
    return context


async def serve(arguments):
    context = context_of(arguments)
    user, _, password = (arguments.login or "").partition(":")

    def authenticate(server, session, envelope, mechanism, data):
        good = (isinstance(data, LoginPassword) and data.login.decode() == user
                and data.password.decode() == password)
        tell("login", good=good, mechanism=mechanism)
        return AuthResult(success=good, handled=False, auth_data=data)

    def connection():
        starttls = arguments.mode == "starttls"
        known = {"PLAIN", "LOGIN"}
        return Server(Handler.one, hostname="mail.test",
                      enable_SMTPUTF8=not arguments.no_utf8,
                      tls_context=context if starttls else None, require_starttls=starttls,
                      authenticator=authenticate if arguments.login else None,
                      auth_required=bool(arguments.login), auth_require_tls=starttls,
                      auth_exclude_mechanism=known - set(arguments.mechanisms.split(",")))

    Handler.one = Handler(arguments.mail_folder)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(connection, "127.0.0.1", arguments.port,
                                      ssl=context if arguments.mode == "tls" else None)
    tell("ports", ports=[server.sockets[0].getsockname()[1]])
    while await loop.run_in_executor(None, sys.stdin.readline):
        tell("synced")
    os._exit(0)  # without waiting for clients


def main():
    # A client that does not believe a certificate is no news here.
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    parser = argparse.ArgumentParser()
    parser.add_argument("--mode", choices=("tls", "starttls", "clear"), required=True)
    parser.add_argument("--certificate")
    parser.add_argument("--key")
    parser.add_argument("--login")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--mechanisms", default="PLAIN,LOGIN")
    parser.add_argument("--no-utf8", action="store_true")
    parser.add_argument("--mail-folder", default=".")
    asyncio.run(serve(parser.parse_args()))


main()
