#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Mail servers that misbehave, each on a port of its own.

    smtp_faults.py SCENARIO...

A scenario is an object in JSON: "mode" (tls, starttls, clear), "certificate" and "key" (files),
"version" (the only TLS version), "ciphers", "pipelining" (whether it is offered), and a "fault" at a "step" (greeting, ehlo, starttls,
auth, mail, rcpt, data, end, quit), which is done to the first "times" connections (1). Faults:

    a reply such as "451 4.3.0 later"      instead of the right one; 421 closes as well
    hang, close, reset                     instead of a reply
    slow                                   a reply that comes a byte at a time and does not end
    endless                                a reply of ever more lines
    inject                                 the right reply, and more behind it in clear
    strip                                  (ehlo) STARTTLS and AUTH PLAIN in clear, as a thief would

Prints its ports. Answers each line of input, once every connection has ended, with one line for each
of them: what came in clear, what came inside TLS, the mails that were complete and not refused, and
the step at which it misbehaved; then "synced". Lives until the input ends.
"""
import json
import os
import socket
import ssl
import struct
import sys
import threading
import time
import warnings

lock = threading.Condition()
open_connections = 0
ended = []


def tell(event, **facts):
    print(json.dumps({"event": event, **facts}), flush=True)


class Over(Exception):
    """This conversation has ended."""


class Conversation:
    def __init__(self, scenario, number, count, connection):
        self.scenario, self.number, self.count, self.socket = scenario, number, count, connection
        self.fault = scenario.get("fault") if count < scenario.get("times", 1) else None
        self.seen = {"clear": b"", "inside": b""}
        self.where = "clear"
        self.mails = []
        self.at = None
        self.buffer = b""

    def send(self, text):
        self.socket.sendall(text.encode() + b"\r\n")

    def more(self):
        got = self.socket.recv(65536)
        if not got:
            raise Over
        self.seen[self.where] += got
        self.buffer += got

    def line(self):
        while b"\r\n" not in self.buffer:
            self.more()
        line, _, self.buffer = self.buffer.partition(b"\r\n")
        return line.decode("utf-8", "replace")

    def wait_for_the_end(self):
        while True:
            self.more()

    def misbehave(self, fault, text):
        if fault == "hang":
            self.wait_for_the_end()
        elif fault == "close":
            raise Over
        elif fault == "reset":
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            raise Over
        elif fault == "slow":
            for byte in b"250-" + b"x" * 10000:
                self.socket.sendall(bytes([byte]))
                time.sleep(0.1)
        elif fault == "endless":
            while True:
                self.socket.sendall(b"250-more\r\n" * 100)
                time.sleep(0.01)
        elif fault == "inject":
            self.socket.sendall(text.encode() + b"\r\n250-mail.test\r\n250 AUTH PLAIN\r\n")
        elif fault == "strip":
            self.send("250-mail.test\r\n250 AUTH PLAIN LOGIN")
        else:
            self.send(fault)
            if fault.startswith("421"):
                if self.at == "end":
                    self.mails.pop()
                raise Over

    def reply(self, step, text):
        """Whether the conversation may go on as if nothing was wrong."""
        if self.fault and step == self.scenario.get("step"):
            fault, self.fault, self.at = self.fault, None, step
            self.misbehave(fault, text)
            return fault == "inject"
        self.send(text)
        return True

    def encrypt(self):
        scenario = self.scenario
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        # What a server should not do, OpenSSL does at its lowest level only.
        context.set_ciphers(scenario.get("ciphers", "DEFAULT") + ":@SECLEVEL=0")
        if "version" in scenario:
            context.minimum_version = context.maximum_version = ssl.TLSVersion[scenario["version"]]
        context.load_cert_chain(scenario["certificate"], scenario["key"])
        self.socket = context.wrap_socket(self.socket, server_side=True)
        self.where = "inside"
        self.buffer = b""

    def content(self):
        while not self.buffer.endswith(b"\r\n.\r\n"):
            self.more()
        mail, self.buffer = self.buffer[:-3], b""
        self.mails.append(mail.replace(b"\r\n..", b"\r\n.").hex())

    def hello(self):
        offers = ["mail.test", "8BITMIME"]
        offers += ["PIPELINING"] if self.scenario.get("pipelining") else []
        if self.where == "inside":
            offers += ["AUTH PLAIN"] if self.scenario.get("login", True) else []
        elif self.scenario["mode"] == "starttls":
            offers += ["STARTTLS"]
        return "\r\n".join("250" + (" " if offer is offers[-1] else "-") + offer
                           for offer in offers)

    def hold(self):
        if self.scenario["mode"] == "tls":
            self.encrypt()
        self.reply("greeting", "220 mail.test ESMTP")
        while True:
            command = self.line()
            verb = command.upper().split(" ")[0].split(":")[0]
            if verb in ("EHLO", "HELO"):
                self.reply("ehlo", self.hello())
            elif verb == "STARTTLS":
                if self.reply("starttls", "220 go ahead"):
                    self.encrypt()
            elif verb == "AUTH":
                if self.reply("auth", "334 ") and self.line():
                    self.send("235 welcome")
            elif verb == "MAIL":
                self.reply("mail", "250 sender")
            elif verb == "RCPT":
                self.reply("rcpt", "250 recipient")
            elif verb == "DATA":
                if self.reply("data", "354 go on"):
                    self.content()
                    if not self.reply("end", "250 taken"):  # and says so
                        self.mails.pop()
            elif verb == "QUIT":
                self.reply("quit", "221 bye")
                raise Over
            else:
                self.send("250 whatever")

    def run(self):
        global open_connections
        try:
            self.hold()
        except (Over, OSError):
            pass
        finally:
            self.socket.close()
            with lock:
                ended.append({"scenario": self.number, "clear": self.seen["clear"].hex(),
                              "inside": self.seen["inside"].hex(), "mails": self.mails,
                              "at": self.at, "count": self.count})
                open_connections -= 1
                lock.notify_all()


def serve(scenario, number, listener):
    global open_connections
    count = 0
    while True:
        connection, _ = listener.accept()
        with lock:
            open_connections += 1
        threading.Thread(target=Conversation(scenario, number, count, connection).run,
                         daemon=True).start()
        count += 1


def main():
    warnings.simplefilter("ignore")  # TLS 1.0 is what we want
    listeners = []
    for argument in sys.argv[1:]:
        listener = socket.create_server(("127.0.0.1", 0), backlog=50)
        listeners.append((json.loads(argument), listener))
    tell("ports", ports=[listener.getsockname()[1] for _, listener in listeners])
    for number, (scenario, listener) in enumerate(listeners):
        threading.Thread(target=serve, args=(scenario, number, listener), daemon=True).start()
    while sys.stdin.readline():
        with lock:
            lock.wait_for(lambda: open_connections == 0, timeout=20)
            for facts in sorted(ended, key=lambda facts: (facts["scenario"], facts["count"])):
                tell("closed", **facts)
            ended.clear()
        tell("synced")
    os._exit(0)


main()
