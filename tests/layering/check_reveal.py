#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Fails when a file looks into a Secret that is not on the list, or is on it and does not.

usage: check_reveal.py ROOT
"""
import pathlib
import sys

LIST = pathlib.Path(__file__).resolve().parent / "reveal.txt"


def main():
    root = pathlib.Path(sys.argv[1])
    lines = (line.strip() for line in LIST.read_text(encoding="utf-8").splitlines())
    allowed = {line for line in lines if line and not line.startswith("#")}
    found = {
        source.relative_to(root).as_posix()
        for folder in ("app", "ui")
        for source in (root / folder).rglob("*")
        if source.suffix in (".h", ".cpp") and "reveal()" in source.read_text(encoding="utf-8")
    }
    for path in sorted(found - allowed):
        print(f"{path}: calls reveal() and is not in tests/layering/reveal.txt")
    for path in sorted(allowed - found):
        print(f"{path}: is in tests/layering/reveal.txt and calls no reveal()")
    sys.exit(0 if found == allowed else 1)


if __name__ == "__main__":
    main()
