#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""journey.py NAME PICTURES PROGRAM HANDS: a whole recovery at a real server, in the real window.

Starts the server NAME, writes the configuration of its service into the home folder, and goes
through the program as a person does: asks, reads the mail that the server sent, brings the link,
chooses a password, signs in at the server with it; and comes back later with a link that is dead.
PROGRAM is the latchkey that people run; HANDS works its windows from within (tests/tour/hands.cpp).
Wants an empty home and a display; numbered pictures are left in the folder PICTURES.
"""
import json
import os
import pathlib
import re
import subprocess
import sys
from dataclasses import dataclass

from started import ALICE, NEW, NEWER, NOBODY, OLD, Peer

A_DAY = 86400


@dataclass
class Journey:
    """What differs between the servers."""
    service: str  # as its users call it
    profile: str
    options: tuple = ()
    path: str = ""  # of its calls
    bring: str = "mail"  # what becomes of the link, a function of that name
    used_links_die: bool = True
    told_before_typing: bool = True


JOURNEYS = {
    "flask-chapter": Journey("Explore Flask", "flask-forms", used_links_die=False),
    "flask-security": Journey(
        "Harbour Library", "flask-security", ("--reset-view", "latchkey://reset"),
        bring="second_start", told_before_typing=False),
    "better-auth": Journey("Lighthouse Club", "better-auth", path="/api/auth", bring="followed"),
}


class Window:
    """The running program; every wish is granted within the patience of the hands, or fails."""

    def __init__(self, command, hands, pictures=None, environment=os.environ):
        environment = {**environment, "LD_PRELOAD": hands}
        self._pictures = pictures
        self._log = open(pathlib.Path(environment["HOME"]) / "log", "a+", encoding="utf-8")
        self._process = subprocess.Popen(command, env=environment, stdin=subprocess.PIPE,
                                         stdout=subprocess.PIPE, stderr=self._log, text=True)

    def wish(self, act, name="", text=""):
        self._process.stdin.write(json.dumps({"do": act, "name": name, "text": text}) + "\n")
        self._process.stdin.flush()
        reply = json.loads(self._process.stdout.readline())
        assert reply["ok"], f"{act} {name}: not possible; the window says {reply['words']}"
        return reply

    def picture(self, name, *wanted):
        """Takes it, and sees that each of the regular expressions is to be read in it."""
        number = len(list(self._pictures.glob("*.png"))) + 1
        words = self.wish("picture", str(self._pictures / f"{number:02}-{name}.png"))["words"]
        print(f"  {name}: {' | '.join(words)}")
        for pattern in wanted:
            assert re.search(pattern, "\n".join(words)), f"{name}: no \"{pattern}\" in {words}"
        return words

    def close(self):
        self._process.stdin.close()
        assert self._process.wait(30) == 0, "it did not end well"
        self._process.stdout.close()
        self._log.seek(0)
        return self._log.read()


def write_configuration(home, journey, url):
    folder = pathlib.Path(home) / ".config" / "latchkey"
    folder.mkdir(parents=True)
    (folder / "latchkey.toml").write_text(
        f'[service]\nid = "journey"\nname = "{journey.service}"\n'
        f'[remote]\nprofile = "{journey.profile}"\naddress = "{url}{journey.path}"\n'
        'development = true\n', encoding="utf-8")


def ask(window, peer):
    """First for an address that nobody has: the window says the same, and nobody gets mail."""
    window.picture("ask", re.escape(peer.facts["url"].removeprefix("http://")))
    window.wish("type", "addressEdit", NOBODY)
    window.wish("click", "sendButton")
    window.wish("see", "proofEdit")
    unknown = window.picture("unknown-address", NOBODY, "a mail with a link is", "usually valid")
    assert not peer.mails()
    window.wish("click", "otherAddressButton")
    window.wish("type", "addressEdit", ALICE)
    window.wish("click", "sendButton")
    window.wish("see", "proofEdit")
    known = window.picture("check-mail", ALICE)
    assert [word.replace(NOBODY, ALICE) for word in unknown] == known, "it tells who has an account"
    return peer.last_mail()


def paste(window, text):
    window.wish("paste", "proofEdit", text)
    window.picture("pasted")
    window.wish("click", "continueButton")


# How a link gets from the mail into the window.

def mail(window, _program, _peer, letter):
    """All of the mail is pasted."""
    paste(window, letter["text"])


def location(peer, letter):
    """Where the server leads a browser that opens the mail's link."""
    reply = peer.client().send("GET", letter["link"])
    assert reply.status == 302 and reply.location.startswith("latchkey://"), reply.location
    return reply.location


def followed(window, _program, peer, letter):
    """The address that the browser shows in the end is pasted."""
    paste(window, location(peer, letter))


def second_start(_window, program, peer, letter):
    """The browser hands the address to the desktop, which starts the program with it."""
    subprocess.run([program, location(peer, letter)], check=True, timeout=30)


def choose(window, password):
    window.wish("see", "newPasswordEdit")
    window.picture("choose", "Choose a new password")
    window.wish("type", "newPasswordEdit", password)
    window.picture("chosen")
    window.wish("click", "changeButton")


def recover(window, journey, program, peer):
    letter = ask(window, peer)
    globals()[journey.bring](window, program, peer, letter)
    choose(window, NEW)
    window.wish("see", "closeButton")
    window.picture("done", "Your password is changed", journey.service)
    assert peer.signs_in(NEW), "the new password does not sign in"
    assert not peer.signs_in(OLD), "the old password still signs in"
    return letter


def come_back(window, journey, peer, letter):
    """With the link of then, which is used, or a day old."""
    if not journey.used_links_die:
        peer.ask("advance", seconds=A_DAY + 1)
    window.wish("click", "haveLinkButton")
    window.wish("see", "proofEdit")
    window.picture("have-link")
    window.wish("paste", "proofEdit", letter["link"])
    window.wish("click", "continueButton")
    if not journey.told_before_typing:
        choose(window, NEWER)
    window.wish("see", "pasteAgainButton")
    window.picture("dead-link")
    assert peer.signs_in(NEW) and not peer.signs_in(NEWER), "a dead link changed the password"


def main():
    name, folder, program, hands = sys.argv[1:]
    journey = JOURNEYS[name]
    pictures = pathlib.Path(folder).absolute()
    pictures.mkdir(parents=True, exist_ok=True)
    for old in pictures.glob("*.png"):
        old.unlink()
    with Peer(name, *journey.options) as peer:
        write_configuration(pathlib.Path.home(), journey, peer.facts["url"])
        first = Window([program], hands, pictures)
        letter = recover(first, journey, program, peer)
        first.close()
        again = Window([program], hands, pictures)
        come_back(again, journey, peer, letter)
        log = again.close()
    token = max(re.findall(r"[\w.-]{20,}", letter["link"]), key=len)
    for secret in (ALICE, NEW, NEWER, token):
        assert secret not in log, f"the log tells {secret}"
    print("The whole recovery works.")


if __name__ == "__main__":
    main()
