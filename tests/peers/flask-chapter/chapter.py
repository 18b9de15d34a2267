# SPDX-License-Identifier: GPL-3.0-or-later
"""The application of Explore Flask's chapter on accounts, with users in memory.

It behaves as the chapter's does, also where that is not good: an unknown address is told (404), a
link works as often as it is opened for a day, and an account that is not confirmed gets mail.
"""
from dataclasses import dataclass

import bcrypt
from flask import Flask, abort, redirect, render_template, session, url_for
from flask_wtf import FlaskForm
from itsdangerous import BadData, URLSafeTimedSerializer
from wtforms import PasswordField, StringField
from wtforms.validators import DataRequired, Email, Length

A_DAY = 86400


@dataclass
class User:
    email: str
    digest: bytes
    confirmed: bool = True
    disabled: bool = False

    def knows(self, password):
        return bcrypt.checkpw(password.encode(), self.digest)


def digest(password, rounds):
    return bcrypt.hashpw(password.encode(), bcrypt.gensalt(rounds))


def create_app(users, send_email, rounds=4, min_length=1):
    """`users`: address -> User; `send_email(address, kind, subject, text, token, url)`."""
    app = Flask(__name__)
    app.secret_key = "the chapter's secret key"
    serializer = URLSafeTimedSerializer(app.secret_key)

    class EmailForm(FlaskForm):
        email = StringField("Email", validators=[DataRequired(), Email()])

    class PasswordForm(FlaskForm):
        password = PasswordField("Password", validators=[DataRequired(), Length(min=min_length)])

    class SigninForm(EmailForm):
        password = PasswordField("Password", validators=[DataRequired()])

    def known(email):
        return users.get(email) or abort(404)

    def opened(token, salt):
        try:
            return known(serializer.loads(token, salt=salt, max_age=A_DAY))
        except BadData:
            abort(404)

    def mail(user, kind, subject, salt, endpoint):
        token = serializer.dumps(user.email, salt=salt)
        url = url_for(endpoint, token=token, _external=True)
        text = render_template(f"email/{kind}.txt", url=url)
        send_email(user.email, kind, subject, text, token, url)

    @app.get("/")
    def index():
        return render_template("index.html", email=session.get("email"))

    @app.route("/reset", methods=["GET", "POST"])
    def reset():
        form = EmailForm()
        if form.validate_on_submit():
            mail(known(form.email.data), "reset", "Password reset requested", "recover-key",
                 "reset_with_token")
            return redirect(url_for("index"))
        return render_template("form.html", title="Reset your password", form=form)

    @app.route("/reset/<token>", methods=["GET", "POST"])
    def reset_with_token(token):
        user = opened(token, "recover-key")
        form = PasswordForm()
        if form.validate_on_submit():
            user.digest = digest(form.password.data, rounds)
            return redirect(url_for("signin"))
        return render_template("form.html", title="Choose a new password", form=form)

    @app.get("/confirm/<token>")
    def confirm_email(token):
        opened(token, "email-confirm-key").confirmed = True
        return redirect(url_for("signin"))

    @app.route("/signin", methods=["GET", "POST"])
    def signin():
        form = SigninForm()
        if not form.validate_on_submit():
            return render_template("form.html", title="Sign in", form=form)
        user = users.get(form.email.data)
        if not user or user.disabled or not user.knows(form.password.data):
            return redirect(url_for("signin"))
        session["email"] = user.email
        return redirect(url_for("index"))

    app.mail_confirmation = lambda user: mail(
        user, "confirm", "Confirm your email", "email-confirm-key", "confirm_email")
    return app
