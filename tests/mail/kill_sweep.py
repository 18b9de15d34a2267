#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Kills one whole request-to-delivery at its writes, syncs, renames and sends, and starts again.

usage: kill_sweep.py LATCHKEYCTL [--every]

`latchkeyctl request` writes the request and its mail, sends it, and notes that. strace kills it at the
N-th call of one kind, for each kind and N (without --every, for some N of each kind); once more the
call fails with ENOSPC, and with EIO. After each the database has to be whole, and hold the request and
its mail or neither; a request that is there is then delivered, and what had already left is repeated
at most once, byte for byte.
"""
import asyncio
import os
import pathlib
import re
import shutil
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time

from aiosmtpd.controller import Controller

CALLS = ("write", "writev", "pwrite64", "fsync", "fdatasync", "ftruncate", "rename", "unlink", "sendto",
         "sendmsg")
ADDRESS = "robin@example.com"


class Sink:
    def __init__(self):
        self.mails = []

    async def handle_DATA(self, _server, _session, envelope):
        self.mails.append(envelope.content)
        return "250 kept"


class Home:
    """A service with one account, made once and copied for each round."""

    def __init__(self, program, folder, port):
        self.program = program
        self.master = folder / "master"
        self.master.mkdir()
        self.path = folder / "home"
        self.use(self.master)
        self.run("init", "--service-id", "example", "--name", "Example", "--keys-file",
                 str(self.path / "keys"), "--database", str(self.path / "accounts.db"), "--mail-host",
                 "127.0.0.1", "--mail-port", str(port), "--mail-security", "clear-loopback",
                 "--mail-from", "recovery@example.com")
        settings = self.path / ".config/latchkey/latchkey.toml"
        text = settings.read_text(encoding="utf-8")
        settings.write_text(text.replace("# answer_delay_ms = 700", "answer_delay_ms = 100"),
                            encoding="utf-8")
        self.run("accounts", "add", ADDRESS, "--confirmed")
        shutil.rmtree(self.master)
        shutil.copytree(self.path, self.master)

    def use(self, master):
        shutil.rmtree(self.path, ignore_errors=True)
        shutil.copytree(master, self.path)

    def fresh(self):
        self.use(self.master)

    def run(self, *words, before=()):
        environment = dict(os.environ, HOME=str(self.path))
        for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME"):
            environment.pop(name, None)
        return subprocess.run([*before, self.program, *words], capture_output=True, text=True,
                              env=environment, timeout=120, check=False)

    def ask(self, sql):
        with sqlite3.connect(self.path / "accounts.db") as database:
            return database.execute(sql).fetchall()


def calls_of_a_request(home, folder):
    """How often a thread makes each call, at most."""
    trace = folder / "trace"
    home.fresh()
    done = home.run("request", ADDRESS,
                    before=("strace", "-f", "-qq", "-o", str(trace), "-e", "trace=" + ",".join(CALLS)))
    assert done.returncode == 0, done.stderr
    counts = {}
    for line in trace.read_text(errors="replace").splitlines():
        found = re.match(r"(\d+)\s+(\w+)\(", line)
        if found:
            counts[found.groups()] = counts.get(found.groups(), 0) + 1
    most = {}
    for (_thread, call), count in counts.items():
        most[call] = max(most.get(call, 0), count)
    return most


def places(count, every):
    if every:
        return range(1, count + 1)
    return sorted({1, 2, count - 1, count} & set(range(1, count + 1)) |
                  set(range(1, count + 1, max(1, count // 4))))


def examine(home, sink, what, accepted):
    """What has to be so after the fault; gives the faults found."""
    faults = []
    if home.ask("PRAGMA integrity_check") != [("ok",)]:
        faults.append("the database is damaged")
    requests = home.ask("SELECT count(*) FROM latchkey_requests")[0][0]
    letters = home.ask("SELECT count(*) FROM latchkey_outbox WHERE kind = 0")[0][0]
    if requests != letters:
        faults.append(f"{requests} requests and {letters} mails")
    if accepted and requests == 0:
        faults.append("called done, and nothing is there")
    # What a lease would wait for has passed.
    home.ask("UPDATE latchkey_outbox SET due_at = 0, lease_until = 0 WHERE state IN (0, 1)")
    flushed = home.run("outbox", "flush")
    if flushed.returncode != 0:
        faults.append("flush: " + flushed.stderr.strip())
    if len(sink.mails) < requests:
        faults.append("a request was not delivered")
    if len(sink.mails) > requests + 1 or (requests == 0 and sink.mails):
        faults.append(f"{len(sink.mails)} mails for {requests} requests")
    if len(set(sink.mails)) > 1:
        faults.append("the repeated mail is another one")
    if sink.mails:
        link = re.search(rb"latchkey://reset/example/[A-Za-z0-9._-]+",
                         sink.mails[-1].replace(b"=\r\n", b""))
        opened = subprocess.run(
            [home.program, "inspect"], input=link.group().decode() + "\n", text=True,
            capture_output=True, env=dict(os.environ, HOME=str(home.path)), check=False)
        if opened.returncode != 0:
            faults.append("its link does not open: " + opened.stderr.strip())
    return [f"{what}: {fault}" for fault in faults]


def main():
    program = sys.argv[1]
    every = "--every" in sys.argv[2:]
    sink = Sink()
    asyncio.set_event_loop(asyncio.new_event_loop())
    controller = Controller(sink, hostname="127.0.0.1", port=0)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        controller.port = probe.getsockname()[1]
    controller.start()
    faults, rounds, killed, began = [], 0, 0, time.monotonic()
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        home = Home(program, folder, controller.port)
        most = calls_of_a_request(home, folder)
        sink.mails.clear()
        for call, count in sorted(most.items()):
            for at in places(count, every):
                for harm in ("signal=KILL", "error=ENOSPC", "error=EIO"):
                    if call in ("sendto", "sendmsg") and harm == "error=ENOSPC":
                        continue
                    home.fresh()
                    sink.mails.clear()
                    done = home.run("request", ADDRESS, before=(
                        "strace", "-f", "-qq", "-o", "/dev/null", "-e", f"trace={call}",
                        "-e", f"inject={call}:{harm}:when={at}"))
                    faults += examine(home, sink, f"{call} {at} {harm}",
                                      accepted=done.returncode == 0)
                    rounds += 1
                    killed += done.returncode in (-9, 137)
    controller.stop()
    print(f"{most}\n{rounds} rounds, {killed} of them killed, {len(faults)} faults, "
          f"{time.monotonic() - began:.0f} s", *faults, sep="\n")
    # A third of the rounds is to kill: where far fewer do, nothing was tried.
    sys.exit(1 if faults or killed * 4 < rounds else 0)


if __name__ == "__main__":
    main()
