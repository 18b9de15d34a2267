# SPDX-License-Identifier: GPL-3.0-or-later
"""A server that runs while a test in Python wants it, with the people whom it knows."""
import json
import os
import subprocess
import tempfile

from client import Client

HERE = os.path.dirname(os.path.abspath(__file__))
ALICE, BOB, NOBODY = "alice@example.com", "bob@example.com", "nobody@example.com"
OLD, NEW, NEWER = "an old pass phrase", "a new pass phrase", "a newer pass phrase"


class Peer:
    def __init__(self, name, *options):
        print(f"== {' '.join((name, *options))}")
        self._folder = tempfile.TemporaryDirectory(prefix="latchkey-peer.")
        self._process = subprocess.Popen(
            [os.path.join(HERE, "run"), name, "--mailbox", self._folder.name, *options],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.facts = json.loads(self._process.stdout.readline())
        self.ask("add", email=ALICE, password=OLD)
        self.ask("add", email=BOB, password=OLD)

    def __enter__(self):
        return self

    def __exit__(self, *_error):
        self._process.stdin.close()
        assert self._process.wait(10) == 0, "it outlives its standard input"
        self._process.stdout.close()
        self._folder.cleanup()

    def ask(self, command, **fields):
        self._process.stdin.write(json.dumps({"do": command, **fields}) + "\n")
        self._process.stdin.flush()
        reply = json.loads(self._process.stdout.readline())
        assert reply.pop("ok"), f"{command}: {reply}"
        return reply

    def signs_in(self, password, email=ALICE):
        return self.ask("sign_in", email=email, password=password)["signed_in"]

    def mails(self):
        names = sorted(name for name in os.listdir(self._folder.name) if name.endswith(".json"))
        read = []
        for name in names:
            with open(os.path.join(self._folder.name, name), encoding="utf-8") as file:
                read.append(json.load(file))
        return read

    def last_mail(self, kind="reset"):
        mail = [mail for mail in self.mails() if mail["kind"] == kind][-1]
        assert mail["recipient"] == ALICE, mail
        return mail

    def client(self):
        return Client(self.facts["url"])
