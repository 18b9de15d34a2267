#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""smtplib_peer.py PORT COUNT: sends the mail of standard input so many times over one connection of
Python's smtplib, and prints the seconds that it took."""
import smtplib
import sys
import time


def main():
    port, count = int(sys.argv[1]), int(sys.argv[2])
    mail = sys.stdin.buffer.read()
    began = time.monotonic()
    with smtplib.SMTP("127.0.0.1", port) as server:
        for _ in range(count):
            server.sendmail("noreply@acme.example", ["alice@example.com"], mail)
    print(time.monotonic() - began)


if __name__ == "__main__":
    main()
