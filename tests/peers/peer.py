# SPDX-License-Identifier: GPL-3.0-or-later
"""What the servers in Python have in common; README.md describes how it looks from outside."""
import argparse
import json
import logging
import os
import sys
import threading
import time
from urllib.parse import quote

from itsdangerous import TimestampSigner
from werkzeug.serving import WSGIRequestHandler, make_server


class Clock:
    """Runs, or stands still at a given second; either can be moved."""

    def __init__(self, still_at=None):
        self._still = still_at
        self._offset = 0

    def now(self):
        return (time.time() if self._still is None else self._still) + self._offset

    def advance(self, seconds):
        self._offset += seconds

    def reset(self):
        self._offset = 0

    def govern_tokens(self):
        """All that itsdangerous signs and checks in this process follows this clock."""
        TimestampSigner.get_timestamp = lambda _signer: int(self.now())


class Mailbox:
    """A folder with one file for each mail, complete from the moment it is there."""

    def __init__(self, options):
        self.folder = options.mailbox
        os.makedirs(self.folder, exist_ok=True)
        self._link = options.link
        self.state = "works"
        self._count = 0
        self._lock = threading.Lock()

    def deliver(self, recipient, kind, subject, text, token="", url=""):
        """Raises OSError while the post is broken."""
        if self.state == "fails":
            raise OSError("the post is broken")
        if self.state == "lost":
            return
        link = url
        if self._link and token:
            fill = {"kind": kind, "token": token, "email": recipient, "url": url}
            link = self._link.format(**{name: quote(what, "") for name, what in fill.items()})
            text = text.replace(url, link)
        mail = {"recipient": recipient, "kind": kind, "subject": subject, "text": text,
                "link": link, "code": ""}
        with self._lock:
            self._count += 1
            name = f"{self._count:06}.json"
        path = os.path.join(self.folder, name)
        with open(path + ".part", "w", encoding="utf-8") as file:
            json.dump(mail, file, ensure_ascii=False)
        os.rename(path + ".part", path)

    def clear(self):
        self.state = "works"
        for name in os.listdir(self.folder):
            os.unlink(os.path.join(self.folder, name))


def arguments(*own):
    """The options that every server has, and its own as (name, keyword arguments)."""
    parser = argparse.ArgumentParser(allow_abbrev=False)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--mailbox", required=True)
    parser.add_argument("--link", help="what mails link to: README.md")
    parser.add_argument("--now", type=int, help="the clock stands still at this second")
    for name, keywords in own:
        parser.add_argument(name, **keywords)
    return parser.parse_args()


class _Handler(WSGIRequestHandler):
    protocol_version = "HTTP/1.1"


def listen(app, options):
    """Binds, so that the address is known; requests wait until serve()."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = make_server("127.0.0.1", options.port, app, threaded=True, request_handler=_Handler)
    server.url = f"http://127.0.0.1:{server.server_port}"
    return server


def serve(server, mailbox, commands):
    """Serves until standard input ends. `commands`: name -> function(**fields) -> dict or None."""
    threading.Thread(target=server.serve_forever, daemon=True).start()
    _say({"url": server.url, "mailbox": mailbox.folder, "can": sorted(commands)})
    for line in sys.stdin:
        _say(_answer(commands, line))


def _answer(commands, line):
    try:
        fields = json.loads(line)
        return {"ok": True, **(commands[fields.pop("do")](**fields) or {})}
    except Exception as error:  # whatever it is, the test wants to read it
        return {"ok": False, "error": f"{type(error).__name__}: {error}"}


def _say(value):
    print(json.dumps(value), flush=True)


def common_commands(clock, mailbox, forget_accounts):
    def advance(seconds):
        clock.advance(seconds)
        return {"now": int(clock.now())}

    def post(state):
        if state not in ("works", "fails", "lost"):
            raise ValueError(state)
        mailbox.state = state

    def clear():
        forget_accounts()
        mailbox.clear()
        clock.reset()

    return {"advance": advance, "post": post, "clear": clear}
