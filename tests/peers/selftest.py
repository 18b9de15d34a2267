#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""selftest.py [NAME…]: goes through a recovery at each server by plain HTTP.

Prints every reply in short, and fails where one is not what the profiles were written for.
"""
import re
import sys
from urllib.parse import parse_qs, urlencode, urlsplit

from client import Client
from started import ALICE, BOB, NEW, NEWER, NOBODY, OLD, Peer

LINK = "latchkey://{kind}?token={token}&service=here"
A_DAY = 86400


def see(what, reply, status, *wanted, location=None):
    """`wanted` are regular expressions for the body."""
    body = " ".join(re.sub(r"<style.*?</style>|<[^>]*>", " ", reply.text, flags=re.S).split())
    print(f"  {what}: {reply.status} {reply.location} {body[:160]}")
    assert reply.status == status, reply.status
    for pattern in wanted:
        assert re.search(pattern, reply.text), f"no {pattern} in {reply.text}"
    if location is not None:
        assert re.fullmatch(location, reply.location), reply.location
    return reply


def token_of(link):
    parts = urlsplit(link)
    query = parse_qs(parts.query)
    return (query.get("token") or query.get("oobCode") or [parts.path.rsplit("/", 1)[-1]])[0]


def deeds_beside(peer):
    """What every server has: accounts that can be looked at and moved, a fresh start."""
    peer.ask("post", state="works")
    before = peer.ask("stored", email=BOB)["digest"]
    peer.ask("move", email=BOB, to="robert@example.com")
    assert peer.ask("stored", email="robert@example.com")["digest"] == before
    peer.ask("disable", email="robert@example.com")
    peer.ask("post", state="lost")
    peer.ask("clear")
    assert not peer.mails()
    peer.ask("add", email=ALICE, password=OLD)
    assert peer.signs_in(OLD) and not peer.signs_in(NEW)


def flask_chapter():
    with Peer("flask-chapter", "--min-length", "8", "--now", "1800000000") as peer:
        see("page", peer.client().send("GET", "/reset"), 200, 'name="csrf_token"', 'name="email"')
        see("no CSRF token", peer.client().send("POST", "/reset", form={"email": ALICE}), 200,
            "The CSRF token is missing")
        see("unknown", peer.client().fill_in("/reset", email=NOBODY), 404)
        see("no address", peer.client().fill_in("/reset", email="alice"), 200, "Invalid email")
        see("asked", peer.client().fill_in("/reset", email=ALICE), 302, location="/")
        path = urlsplit(peer.last_mail()["link"]).path
        see("opened", peer.client().send("GET", path), 200, 'name="password"')
        see("weak", peer.client().fill_in(path, password="short"), 200, "at least 8 characters")
        see("saved", peer.client().fill_in(path, password=NEW), 302, location="/signin")
        assert peer.signs_in(NEW) and not peer.signs_in(OLD)
        see("used", peer.client().fill_in(path, password=NEWER), 302, location="/signin")
        see("damaged", peer.client().send("GET", path[:-1]), 404)
        peer.ask("advance", seconds=A_DAY)
        see("a day later", peer.client().send("GET", path), 200)
        peer.ask("advance", seconds=1)
        see("expired", peer.client().send("GET", path), 404)
        peer.ask("post", state="fails")
        see("post fails", peer.client().fill_in("/reset", email=ALICE), 500)
        peer.ask("post", state="works")
        peer.ask("mail_confirmation", email=ALICE)
        see("confirmed", peer.client().send("GET", peer.last_mail("confirm")["link"]), 302)
        deeds_beside(peer)


def flask_security_json(csrf, *options):
    as_json = {"Accept": "application/json"}

    def post(client, path, **body):
        headers = dict(as_json)
        if csrf != "off":
            page = see("CSRF", client.send("GET", "/reset", as_json), 200, '"csrf_token"')
            body["csrf_token"] = headers["X-CSRFToken"] = page.json["response"]["csrf_token"]
        return client.send("POST", path, headers, body=body)

    def save(path, password, again=None):
        return post(peer.client(), path, password=password, password_confirm=again or password)

    with Peer("flask-security", "--csrf", csrf, "--link", LINK, "--now", "1800000000",
              *options) as peer:
        bare = peer.client().send("POST", "/reset", as_json, body={"email": ALICE})
        if csrf == "off":
            see("no CSRF token", bare, 200)
        elif csrf == "form":
            see("no CSRF token", bare, 400, '"field_errors":{"csrf_token":.*token is missing')
        else:
            see("no CSRF token", bare, 400, "<!doctype html>", "CSRF token is missing")
        unknown = post(peer.client(), "/reset", email=NOBODY)
        if "--generic" in options:
            see("unknown", unknown, 200)
        else:
            see("unknown", unknown, 400, '"field_errors":{"email":.*user does not exist')
        see("asked", post(peer.client(), "/reset", email=ALICE.upper()), 200)
        link = peer.last_mail()["link"]
        assert link.startswith("latchkey://reset?token="), link
        path = "/reset/" + token_of(link)
        see("weak", save(path, "short"), 400, '"field_errors":{"password":.*at least 8 characters')
        see("mismatch", save(path, NEW, NEWER), 400, '"password_confirm":.*do not match')
        see("damaged", save(path[:-1], NEW), 400, '"null":.*Invalid reset password token')
        see("saved", save(path, NEW), 200, '"user":{}')
        assert peer.signs_in(NEW) and not peer.signs_in(OLD)
        assert peer.last_mail("notice")
        see("used", save(path, NEWER), 400, '"null":.*Invalid reset password token')
        see("asked", post(peer.client(), "/reset", email=ALICE), 200)
        path = "/reset/" + token_of(peer.last_mail()["link"])
        count = len(peer.mails())
        peer.ask("advance", seconds=A_DAY + 1)
        see("expired", save(path, NEWER), 400, '"null":.*within 1 days. New instructions')
        assert len(peer.mails()) == count + 1, "an expired link mails a new one"
        deeds_beside(peer)


def flask_security_forms():
    with Peer("flask-security") as peer:
        see("unknown", peer.client().fill_in("/reset", email=NOBODY), 200, "user does not exist")
        see("asked", peer.client().fill_in("/reset", email=ALICE), 200)
        path = urlsplit(peer.last_mail()["link"]).path

        def save(password):
            return peer.client().fill_in(path, password=password, password_confirm=password)

        see("weak", save("short"), 200, "at least 8 characters")
        see("damaged", peer.client().send("GET", path[:-1]), 302, location="/reset")
        see("saved", save(NEW), 302, location="/")
        assert peer.signs_in(NEW) and not peer.signs_in(OLD)
        see("used", peer.client().send("GET", path), 302, location="/reset")


def flask_security_own_scheme():
    with Peer("flask-security", "--csrf", "off", "--reset-view", "latchkey://reset") as peer:
        body = {"email": ALICE}
        see("asked", peer.client().send("POST", "/reset", body=body), 200)
        link = peer.last_mail()["link"]
        see("hop", peer.client().send("GET", link), 302,
            location=r"latchkey://reset\?token=[\w.-]+&email=alice%40example.com&identity=alice.*")
        see("bad hop", peer.client().send("GET", link[:-1]), 302,
            location=r"latchkey://reset-error\?error=Invalid\+reset\+password\+token.")


def flask_security():
    flask_security_json("off")
    flask_security_json("form")
    flask_security_json("app", "--generic")
    flask_security_forms()
    flask_security_own_scheme()


def better_auth():
    with Peer("better-auth", "--now", "1800000000") as peer:
        def send(verb, **body):
            return peer.client().send("POST", f"/api/auth/{verb}", body=body)

        def asked(email, to="latchkey://reset"):
            return send("request-password-reset", email=email, redirectTo=to)

        see("unknown", asked(NOBODY), 200, '"status":true', "If this email exists")
        see("no address", asked("alice"), 400, "VALIDATION_ERROR")
        see("foreign scheme", asked(ALICE, "other://reset"), 403, "INVALID_REDIRECT_URL")
        see("asked", asked(ALICE.upper()), 200, '"status":true')
        hop = see("hop", peer.client().send("GET", peer.last_mail()["link"]), 302,
                  location=r"latchkey://reset\?token=\w{24}")
        token = token_of(hop.location)
        see("weak", send("reset-password", token=token, newPassword="short"), 400,
            "PASSWORD_TOO_SHORT")
        see("long", send("reset-password", token=token, newPassword="x" * 129), 400,
            "PASSWORD_TOO_LONG")
        see("saved", send("reset-password", token=token, newPassword=NEW), 200, '"status":true')
        assert peer.signs_in(NEW) and not peer.signs_in(OLD)
        see("used", send("reset-password", token=token, newPassword=NEWER), 400, "INVALID_TOKEN")
        see("used hop", peer.client().send("GET", peer.last_mail()["link"]), 302,
            location=r"latchkey://reset\?error=INVALID_TOKEN")
        see("asked", asked(ALICE), 200)
        token = token_of(urlsplit(peer.last_mail()["link"])._replace(query="").geturl())
        peer.ask("advance", seconds=3601)
        see("expired", send("reset-password", token=token, newPassword=NEWER), 400, "INVALID_TOKEN")
        peer.ask("post", state="fails")
        see("post fails", asked(ALICE), 200)
        deeds_beside(peer)
    with Peer("better-auth", "--rate-limit") as peer:
        for _ in range(3):
            assert asked(ALICE).status == 200
        limited = see("often", asked(ALICE), 429, "Too many requests")
        print(f"  X-Retry-After: {limited.headers['X-Retry-After']}")
        assert 0 < int(limited.headers["X-Retry-After"]) <= 60


def cognito():
    with Peer("cognito") as peer:
        def send(target, **body):
            return peer.client().send(
                "POST", "/", {"Content-Type": "application/x-amz-json-1.1",
                              "X-Amz-Target": f"AWSCognitoIdentityProviderService.{target}"},
                body={"ClientId": peer.facts["client_id"], **body})

        def save(code, password):
            return send("ConfirmForgotPassword", Username=ALICE, ConfirmationCode=code,
                        Password=password)

        see("unknown", send("ForgotPassword", Username=NOBODY), 400, '"UserNotFoundException"')
        see("asked", send("ForgotPassword", Username=ALICE), 200, "CodeDeliveryDetails")
        code = peer.last_mail()["code"]
        assert re.fullmatch(r"\d{6}", code), code
        see("damaged", save("x" + code[1:], NEW), 400, '"CodeMismatchException"')
        see("saved", save(code, NEW), 200, r"^\{\}$")
        assert peer.signs_in(NEW) and not peer.signs_in(OLD)
        see("used", save(code, NEWER), 400, '"CodeMismatchException"')
        peer.ask("post", state="fails")
        see("post fails", send("ForgotPassword", Username=ALICE), 500)
        deeds_beside(peer)


def firebase():
    with Peer("firebase", "--link", LINK) as peer:
        def send(verb, **body):
            query = urlencode({"key": peer.facts["key"]})
            return Client(peer.facts["api"]).send("POST", f"/v1/accounts:{verb}?{query}", body=body)

        def asked(email):
            return send("sendOobCode", requestType="PASSWORD_RESET", email=email)

        see("unknown", asked(NOBODY), 400, '"message": ?"EMAIL_NOT_FOUND"')
        see("asked", asked(ALICE.upper()), 200, f'"email": ?"{ALICE}"')
        code = token_of(peer.last_mail()["link"])
        see("inspected", send("resetPassword", oobCode=code), 200, '"PASSWORD_RESET"')
        see("weak", send("resetPassword", oobCode=code, newPassword="five5"), 400,
            '"message": ?"WEAK_PASSWORD : Password should be at least 6 characters"')
        see("damaged", send("resetPassword", oobCode=code[1:], newPassword=NEW), 400,
            '"message": ?"INVALID_OOB_CODE"')
        see("saved", send("resetPassword", oobCode=code, newPassword=NEW), 200, ALICE)
        assert peer.signs_in(NEW) and not peer.signs_in(OLD)
        see("used", send("resetPassword", oobCode=code, newPassword=NEWER), 400,
            '"message": ?"INVALID_OOB_CODE"')
        peer.ask("post", state="fails")
        see("post fails", asked(ALICE), 500)
        deeds_beside(peer)
    with Peer("firebase", "--private") as peer:
        see("unknown", asked(NOBODY), 200, f'"email": ?"{NOBODY}"')
        assert not peer.mails()


SERVERS = {"flask-chapter": flask_chapter, "flask-security": flask_security,
           "better-auth": better_auth, "cognito": cognito, "firebase": firebase}

for chosen in sys.argv[1:] or SERVERS:
    SERVERS[chosen]()
print("All as expected.")
