#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A real SMTP server on a port of its own: prints the port, then serves until its input ends.

usage: smtp_peer.py [USER PASSWORD]     with a login, which is then required
"""
import asyncio
import os
import sys

from aiosmtpd.handlers import Sink
from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword


async def serve(login):
    def judge(server, session, envelope, mechanism, data):
        return AuthResult(success=data == login, handled=False)

    needed = {"authenticator": judge, "auth_required": True, "auth_require_tls": False}
    loop = asyncio.get_running_loop()
    server = await loop.create_server(
        lambda: SMTP(Sink(), hostname="127.0.0.1", **(needed if login else {})), "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await loop.run_in_executor(None, sys.stdin.read)
    os._exit(0)  # without waiting for clients


words = [word.encode() for word in sys.argv[1:]]
asyncio.run(serve(LoginPassword(*words) if words else None))
