#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""digests.py: puts the digests of the bridge page's style and script into its policy, and the policy
into its manual. For whoever has changed one of them."""
import base64
import hashlib
import pathlib
import re

FOLDER = pathlib.Path(__file__).resolve().parents[2] / "packaging" / "bridge"


def digest_of(tag, page):
    inside = re.search(f"<{tag}>(.*?)</{tag}>", page, re.DOTALL).group(1)
    return "sha256-" + base64.b64encode(hashlib.sha256(inside.encode()).digest()).decode()


page = (FOLDER / "index.html").read_text(encoding="utf-8")
for tag in ("script", "style"):
    page = re.sub(f"{tag}-src 'sha256-[^']*'", f"{tag}-src '{digest_of(tag, page)}'", page)
(FOLDER / "index.html").write_text(page, encoding="utf-8")
policy = re.search(r'Policy" content="([^"]*)"', page).group(1)
manual = (FOLDER / "README.md").read_text(encoding="utf-8")
manual = re.sub(r"default-src 'none'.*(?=; frame-ancestors)", lambda _: policy, manual)
(FOLDER / "README.md").write_text(manual, encoding="utf-8")
