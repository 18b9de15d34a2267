#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""csv_peer.py SEED RECORDS CSV FIELDS: writes random records as Python's csv module does.

CSV gets the file, FIELDS the same records for comparing: each field as hex, one record a line.
"""
import csv
import random
import sys

ALPHABET = ["a", "Z", "0", " ", ",", ";", '"', "'", "\n", "\r", "\r\n", "\t", "\\", "ä", "€", "🔑",
            "\u200e", "\x01", "=", "@"]


def main():
    seed, count, csv_path, fields_path = sys.argv[1:]
    source = random.Random(int(seed))
    # With other line ends than RFC 4180's, Python leaves a carriage return unquoted that it then
    # reads as a line end itself.
    dialect = source.choice([{"quoting": csv.QUOTE_MINIMAL}, {"quoting": csv.QUOTE_ALL},
                             {"quoting": csv.QUOTE_ALL, "lineterminator": "\n"}])
    encoding = source.choice(["utf-8", "utf-8-sig"])
    width = source.randint(1, 6)
    with open(csv_path, "w", encoding=encoding, newline="") as text, \
            open(fields_path, "w", encoding="ascii") as fields:
        writer = csv.writer(text, **dialect)
        for _ in range(int(count)):
            record = ["".join(source.choices(ALPHABET, k=source.choice([0, 1, 2, 5, 40])))
                      for _ in range(width)]
            writer.writerow(record)
            fields.write(",".join(field.encode().hex() for field in record) + "\n")


main()
