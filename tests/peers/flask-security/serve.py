#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""See ../README.md. The package as it comes, but for what is said there."""
import os
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
import peer
from client import Client
from flask import Flask
from flask_security import MailUtil, Security, SQLAlchemyUserDatastore, hash_password
from flask_security.confirmable import send_confirmation_instructions
from flask_security.models import fsqla_v3 as fsqla
from flask_sqlalchemy import SQLAlchemy
from flask_wtf import CSRFProtect
from sqlalchemy import event
from sqlalchemy.engine import Engine

KINDS = {"reset_instructions": "reset", "confirmation_instructions": "confirm"}


@event.listens_for(Engine, "connect")
def forget_the_disk(connection, _):
    """Nothing has to outlive the program."""
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute("PRAGMA journal_mode = MEMORY")


def settings(options, folder):
    """The least of hashing: these tests are not about how long a guess takes."""
    chosen = {
        "SECRET_KEY": "the application's secret key",
        "SECURITY_PASSWORD_SALT": "the application's salt",
        "SECURITY_PASSWORD_HASH_PASSLIB_OPTIONS": {"bcrypt__rounds": 4},
        # In a file: one in memory is one connection, and two requests at once upset each other.
        "SQLALCHEMY_DATABASE_URI": f"sqlite:///{folder}/accounts.sqlite",
        "SECURITY_EMAIL_VALIDATOR_ARGS": {"check_deliverability": False},  # asks the DNS
        "SECURITY_CONFIRMABLE": True,
        "SECURITY_RECOVERABLE": True,
        "SECURITY_RESET_PASSWORD_WITHIN": "1 days",
        "SECURITY_RETURN_GENERIC_RESPONSES": options.generic,
    }
    if options.csrf == "off":
        chosen["SECURITY_CSRF_IGNORE_UNAUTH_ENDPOINTS"] = True
        chosen["WTF_CSRF_CHECK_DEFAULT"] = False
    if options.reset_view:
        chosen["SECURITY_REDIRECT_BEHAVIOR"] = "spa"
        chosen["SECURITY_RESET_VIEW"] = options.reset_view
        chosen["SECURITY_RESET_ERROR_VIEW"] = options.reset_view + "-error"
    return chosen


def mail_util(mailbox):
    class ToMailbox(MailUtil):
        def send_mail(self, template, subject, recipient, sender, body, html, **context):
            kind = KINDS.get(template, "notice")
            token = context.get("reset_token") or context.get("confirmation_token") or ""
            url = context.get("reset_link") or context.get("confirmation_link") or ""
            mailbox.deliver(recipient, kind, str(subject), body, token, url)

    return ToMailbox


def main():
    options = peer.arguments(
        ("--csrf", {"choices": ("off", "form", "app"), "default": "form"}),
        ("--generic", {"action": "store_true"}), ("--reset-view", {}))
    clock = peer.Clock(options.now)
    clock.govern_tokens()
    mailbox = peer.Mailbox(options)

    folder = tempfile.TemporaryDirectory()  # goes with the program
    app = Flask(__name__)
    app.config.update(settings(options, folder.name))
    if options.csrf != "form":
        CSRFProtect(app)
    database = SQLAlchemy(app)
    fsqla.FsModels.set_db_info(database)
    role = type("Role", (database.Model, fsqla.FsRoleMixin), {})
    account = type("User", (database.Model, fsqla.FsUserMixin), {})
    accounts = SQLAlchemyUserDatastore(database, account, role)
    security = Security(app, accounts, mail_util_cls=mail_util(mailbox))
    security.hashing_context.update(sha256_crypt__default_rounds=1000)
    app.get("/")(lambda: "Home")
    server = peer.listen(app, options)

    def within(act):
        """An operator's deed, with all that Flask has around a request."""
        def command(**fields):
            with app.test_request_context(base_url=server.url):
                answer = act(**fields)
                accounts.commit()
                return answer
        return command

    def the(email):
        user = accounts.find_user(email=email)
        if not user:
            raise LookupError(email)
        return user

    def add(email, password, confirmed=True, disabled=False):
        accounts.create_user(
            email=email, password=hash_password(password), active=not disabled,
            confirmed_at=security.datetime_factory() if confirmed else None)

    def disable(email):
        accounts.deactivate_user(the(email))

    def move(email, to):
        user = the(email)
        user.email, user.confirmed_at = to, None
        accounts.set_uniquifier(user)

    def stored(email):
        user = the(email)
        return {"digest": user.password, "record": str({
            column.name: getattr(user, column.name) for column in account.__table__.columns})}

    def sign_in(email, password):
        reply = Client(server.url).fill_in("/login", email=email, password=password)
        return {"signed_in": reply.status == 302}

    def mail_confirmation(email):
        send_confirmation_instructions(the(email))

    def forget():
        database.drop_all()
        database.create_all()

    commands = {**peer.common_commands(clock, mailbox, within(forget)), "sign_in": sign_in}
    for act in (add, disable, move, stored, mail_confirmation):
        commands[act.__name__] = within(act)
    within(forget)()
    peer.serve(server, mailbox, commands)


main()
