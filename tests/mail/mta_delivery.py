#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A mail through a real MTA (OpenSMTPD) into a maildir, and what people then paste from it.

usage: mta_delivery.py LATCHKEYCTL PASTEPROBE

Asks for a reset, lets the outbox send it, and takes the delivered mail apart with Python's email.
Then the mail goes through the MTA again, in every encoding and forwarded, and each text that a mail
client would show is given to the paste field's own finder: the link has to come back byte for byte.
At last the password is changed with what the last one gave. OpenSMTPD needs root, or sudo.
"""
import base64
import email
import email.message
import email.mime.message
import email.mime.multipart
import email.mime.text
import email.policy
import os
import pathlib
import quopri
import re
import smtplib
import socket
import subprocess
import sys
import tempfile
import time
import urllib.parse

RECIPIENT = "robin@example.com"
BRIDGE = "https://bridge.example/open"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(what, look, seconds=60):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        found = look()
        if found:
            return found
        time.sleep(0.05)
    sys.exit(f"{what} did not come in {seconds} s")


class Mta:
    """OpenSMTPD with a configuration of its own. Its spool is the system's: one at a time."""

    def __init__(self, folder):
        self.port = free_port()
        self.maildir = folder / "maildir"
        self.maildir.mkdir()
        self.root = [] if os.getuid() == 0 else ["sudo", "-n"]
        subprocess.run(self.root + ["chown", "nobody", str(self.maildir)], check=True)
        settings = folder / "smtpd.conf"
        settings.write_text(
            f"listen on 127.0.0.1 port {self.port}\n"
            'table everybody { "@" = nobody }\n'
            f'action keep maildir "{self.maildir}" virtual <everybody>\n'
            "match from any for any action keep\n", encoding="ascii")
        self.log = open(folder / "smtpd.log", "wb")
        self.process = subprocess.Popen(self.root + ["/usr/sbin/smtpd", "-d", "-f", str(settings)],
                                        stdout=self.log, stderr=self.log)
        wait_for("the MTA's greeting", self.answers)

    def answers(self):
        if self.process.poll() is not None:
            sys.exit("smtpd ended: " + pathlib.Path(self.log.name).read_text(errors="replace"))
        try:
            with smtplib.SMTP("127.0.0.1", self.port, timeout=5):
                return True
        except OSError:
            return False

    def delivered(self):
        """The newest mail, once it is there; taken out."""
        def look():
            listing = subprocess.run(
                self.root + ["find", str(self.maildir), "-path", "*/new/*", "-type", "f"],
                capture_output=True, text=True, check=True).stdout.split("\n")
            return [name for name in listing if name]
        name = wait_for("a mail", look)[0]
        raw = subprocess.run(self.root + ["cat", name], capture_output=True, check=True).stdout
        subprocess.run(self.root + ["rm", name], check=True)
        return raw

    def pass_on(self, message):
        """Through the MTA and back."""
        raw = message if isinstance(message, bytes) else message.as_bytes(policy=email.policy.SMTP)
        options = ["body=8bitmime"] if any(byte > 127 for byte in raw) else []
        with smtplib.SMTP("127.0.0.1", self.port) as smtp:
            smtp.sendmail("friend@example.com", [RECIPIENT], raw, mail_options=options)
        return self.delivered()

    def stop(self):
        subprocess.run(self.root + ["kill", str(self.process.pid)], check=False)
        self.process.wait(timeout=30)


class Ctl:
    def __init__(self, program, folder, port):
        self.program = program
        self.environment = dict(os.environ, HOME=str(folder))
        for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME"):
            self.environment.pop(name, None)
        self.run("init", "--service-id", "example", "--name", "Example", "--keys-file",
                 str(folder / "keys"), "--database", str(folder / "accounts.db"), "--mail-host",
                 "127.0.0.1", "--mail-port", str(port), "--mail-security", "clear-loopback",
                 "--mail-from", "recovery@example.com")
        settings = folder / ".config/latchkey/latchkey.toml"
        text = settings.read_text(encoding="utf-8")
        assert '# bridge = ""' in text
        settings.write_text(text.replace('# bridge = ""', f'bridge = "{BRIDGE}"'),
                            encoding="utf-8")
        self.run("accounts", "add", RECIPIENT, "--confirmed")

    def run(self, *words, given="", code=0):
        done = subprocess.run([self.program, *words], input=given, capture_output=True, text=True,
                              env=self.environment, check=False)
        if done.returncode != code:
            sys.exit(f"{' '.join(words)}: {done.returncode}\n{done.stdout}{done.stderr}")
        return done.stdout


def part(raw, kind):
    message = email.message_from_bytes(raw, policy=email.policy.default)
    found = message.get_body((kind,)) if message.is_multipart() or \
        message.get_content_subtype() == kind else None
    if found is None:
        for each in message.walk():
            if each.get_content_type() == f"text/{kind}":
                found = each
                break
    return found.get_content()


def text_mail(text, encoding):
    """One text part in this transfer encoding, whatever Python would choose."""
    bytes_ = text.encode("utf-8")
    body = {"base64": base64.encodebytes, "quoted-printable": quopri.encodestring,
            "8bit": lambda b: b}[encoding](bytes_)
    head = ("From: friend@example.com\nTo: robin@example.com\nSubject: Fwd\nMIME-Version: 1.0\n"
            f"Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: {encoding}\n\n")
    return (head.encode("ascii") + body).replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


def safe_link(link):
    return ("https://eur01.safelinks.protection.outlook.com/?url=" +
            urllib.parse.quote(link, safe="") + "&data=05%7C01%7Crobin%40example.com&reserved=0")


def pasted_texts(mta, raw, facts):
    """Name, and the text that somebody pastes."""
    text, html = part(raw, "plain"), part(raw, "html")
    yield "the text part", text
    yield "the HTML part's source", html
    yield "the mail's source", raw.decode("utf-8", "replace")
    for encoding in ("base64", "quoted-printable", "8bit"):
        again = mta.pass_on(text_mail(text, encoding))
        assert part(again, "plain").replace("\r\n", "\n").rstrip("\n") == text.replace(
            "\r\n", "\n").rstrip("\n"), f"the MTA changed a {encoding} text"
        yield f"passed on as {encoding}", part(again, "plain")
    again = mta.pass_on(text_mail(text, "quoted-printable"))
    yield "the quoted-printable source", again.decode("ascii", "replace")
    long_line = (" ".join(text.split()) + " ")[:900]
    yield "one line of 900", part(mta.pass_on(text_mail(long_line, "8bit")), "plain")
    filler = "x" * (998 - len(facts["link"]) - 1)
    yield "a line of 998", part(mta.pass_on(text_mail(filler + " " + facts["link"], "8bit")),
                                "plain")
    dotted = "\n".join("." + line for line in text.splitlines())
    again = part(mta.pass_on(text_mail(dotted, "8bit")), "plain")
    assert again.startswith("."), "a dot was lost"
    yield "every line with a dot before it", again
    quoted = "\n".join("> " + line for line in text.splitlines())
    yield "forwarded, quoted", part(mta.pass_on(text_mail(quoted, "8bit")), "plain")
    twice = "\n".join("> " + line for line in quoted.splitlines())
    yield "forwarded twice, quoted", part(mta.pass_on(text_mail(twice, "quoted-printable")),
                                          "plain")
    attached = email.mime.multipart.MIMEMultipart()
    attached["Subject"] = "Fwd"
    attached.attach(email.mime.text.MIMEText("See below."))
    attached.attach(email.mime.message.MIMEMessage(email.message_from_bytes(raw)))
    again = email.message_from_bytes(mta.pass_on(attached), policy=email.policy.default)
    inner = next(each for each in again.walk() if each.get_content_type() == "message/rfc822")
    yield "forwarded as an attachment", part(inner.get_payload(0).as_bytes(), "plain")
    wrapped = text.replace(facts["link"], safe_link(facts["link"])).replace(
        facts["bridge"], safe_link(facts["bridge"]))
    yield "links wrapped by Safe Links", part(mta.pass_on(text_mail(wrapped, "base64")), "plain")
    yield "the bridge's link alone", facts["bridge"]
    yield "the bridge's link wrapped alone", safe_link(facts["bridge"])
    yield "the link with a full stop", facts["link"] + "."
    yield "the link in pointed brackets", "<" + facts["link"] + ">"
    middle = len(facts["link"]) // 2
    yield "the link broken over two lines", \
        facts["link"][:middle] + "\n" + facts["link"][middle:]


def facts_of(raw):
    """Of the text part; and that the HTML part says the same."""
    text, html = part(raw, "plain"), part(raw, "html")
    link = re.search(r"^latchkey://reset/example/[A-Za-z0-9._-]+$", text, re.M).group()
    bridge = re.search(re.escape(BRIDGE) + r"#\S*reset\S*", text).group()
    code = re.search(r"\b[BCDFGHJKLMNPQRSTVWXZ]{4}-[BCDFGHJKLMNPQRSTVWXZ]{4}\b", text).group()
    assert link in html and bridge.replace("&", "&amp;") in html.replace("&#x2F;", "/"), \
        "the HTML part has other links"
    assert link.rpartition("/")[2] in urllib.parse.unquote(bridge), "the bridge has another token"
    return {"link": link, "bridge": bridge, "code": code}


def main():
    ctl_program, probe = sys.argv[1:]
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        folder.chmod(0o711)  # the MTA's delivery runs as nobody
        home = folder / "home"
        home.mkdir()
        mta = Mta(folder)
        try:
            ctl = Ctl(ctl_program, home, mta.port)
            ctl.run("request", RECIPIENT)
            raw = mta.delivered()
            facts = facts_of(raw)
            failures = 0
            for shape, text in pasted_texts(mta, raw, facts):
                told = subprocess.run([probe], input=text.encode("utf-8"), capture_output=True,
                                      check=False).stdout.decode().strip()
                good = told == "link " + facts["link"]
                failures += not good
                print("ok  " if good else "LOST", shape, "" if good else told)
            told = subprocess.run([probe], input=facts["code"].encode(), capture_output=True,
                                  check=False).stdout.decode().strip()
            assert told == "code " + facts["code"], told
            ctl.run("reset", given=facts["link"] + "\nan entirely new password\n")
            ctl.run("reset", given=facts["link"] + "\nan entirely new password\n", code=1)
            print(f"{failures} lost")
        finally:
            mta.stop()
            subprocess.run(mta.root + ["rm", "-rf", str(mta.maildir)], check=False)
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
