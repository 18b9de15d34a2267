#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads what Latchkey wrote, with Python's own email and quopri.

mail_peer.py words  < lines            each line a header value; prints its text as JSON
mail_peer.py qp     < hex lines        quoted-printable bodies; prints what they decode to, as hex
mail_peer.py mail FILE...              prints the facts of each mail as one line of JSON
"""
import email
import email.header
import email.policy
import json
import quopri
import sys


def words():
    for line in sys.stdin.buffer.read().split(b"\0"):
        message = email.message_from_bytes(b"Subject: " + line + b"\r\n\r\n",
                                           policy=email.policy.SMTPUTF8)
        print(json.dumps({"keys": message.keys(), "text": str(message["Subject"])}))


def quoted_printable():
    for line in sys.stdin:
        print(quopri.decodestring(bytes.fromhex(line.strip())).hex())


def part_of(part):
    return {"type": part.get_content_type(),
            "charset": part.get_content_charset(),
            "encoding": part["Content-Transfer-Encoding"],
            # Line ends as they are in memory.
            "text": part.get_payload(decode=True).decode(part.get_content_charset())
                        .replace("\r\n", "\n")}


def facts_of(path):
    with open(path, "rb") as file:
        source = file.read()
    message = email.message_from_bytes(source, policy=email.policy.SMTPUTF8)
    return {"headers": {name: str(value) for name, value in message.items()},
            "names": message.keys(),
            "from": [[a.display_name, a.addr_spec] for a in message["From"].addresses],
            "to": [[a.display_name, a.addr_spec] for a in message["To"].addresses],
            "date": message["Date"].datetime.timestamp(),
            "type": message.get_content_type(),
            "defects": [repr(d) for part in message.walk() for d in part.defects] +
                       [repr(d) for value in message.values() for d in value.defects],
            "parts": [part_of(part) for part in message.iter_parts()],
            "longest": max(len(line) for line in source.split(b"\r\n")),
            "bare": source.replace(b"\r\n", b"").count(b"\r") +
                    source.replace(b"\r\n", b"").count(b"\n"),
            "ascii": source.isascii()}


def main():
    verb = sys.argv[1]
    if verb == "words":
        words()
    elif verb == "qp":
        quoted_printable()
    else:
        for path in sys.argv[2:]:
            print(json.dumps(facts_of(path)))


main()
