#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""See ../README.md. Own options: --min-length N, below which a password is refused, and
--secure-cookie."""
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
import chapter
import peer
from client import Client

ROUNDS = 4  # bcrypt's least


def main():
    options = peer.arguments(
        ("--min-length", {"type": int, "default": 1}), ("--secure-cookie", {"action": "store_true"}))
    clock = peer.Clock(options.now)
    clock.govern_tokens()
    mailbox = peer.Mailbox(options)
    users = {}
    app = chapter.create_app(users, mailbox.deliver, ROUNDS, options.min_length)
    app.config["SESSION_COOKIE_SECURE"] = options.secure_cookie
    server = peer.listen(app, options)

    def add(email, password, confirmed=True, disabled=False):
        users[email] = chapter.User(email, chapter.digest(password, ROUNDS), confirmed, disabled)

    def disable(email):
        users[email].disabled = True

    def move(email, to):
        user = users.pop(email)
        user.email, user.confirmed = to, False
        users[to] = user

    def stored(email):
        return {"digest": users[email].digest.decode(), "record": repr(users[email])}

    def sign_in(email, password):
        reply = Client(server.url).fill_in("/signin", email=email, password=password)
        return {"signed_in": reply.status == 302 and reply.location == "/"}

    def mail_confirmation(email):
        with app.test_request_context(base_url=server.url):
            app.mail_confirmation(users[email])

    peer.serve(server, mailbox, {
        **peer.common_commands(clock, mailbox, users.clear), "add": add, "disable": disable,
        "move": move, "stored": stored, "sign_in": sign_in,
        "mail_confirmation": mail_confirmation})


main()
