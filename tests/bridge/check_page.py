#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""check_page.py SOURCE-FOLDER: what holds of the bridge page without opening it."""
import base64
import hashlib
import html.parser
import pathlib
import re
import sys
import unittest

ROOT = pathlib.Path(sys.argv.pop(1)).resolve()
FOLDER = ROOT / "packaging" / "bridge"
PAGE = (FOLDER / "index.html").read_text(encoding="utf-8")
HEADERS = (FOLDER / "README.md").read_text(encoding="utf-8")


class Elements(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.found = []
        self.feed(PAGE)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))


ELEMENTS = Elements().found


def meta(key, value, wanted="content"):
    return next(attrs[wanted] for tag, attrs in ELEMENTS
                if tag == "meta" and attrs.get(key) == value)


def policy():
    text = meta("http-equiv", "Content-Security-Policy")
    return {name: rest for name, _, rest in (part.strip().partition(" ")
                                             for part in text.split(";"))}


def digest_of(tag):
    inside = re.findall(f"<{tag}>(.*?)</{tag}>", PAGE, re.DOTALL)
    assert len(inside) == 1, tag
    return "'sha256-" + base64.b64encode(
        hashlib.sha256(inside[0].encode()).digest()).decode() + "'"


class Page(unittest.TestCase):
    def test_policy_allows_its_own_script_and_style_and_nothing_else(self):
        self.assertEqual(policy(), {"default-src": "'none'", "script-src": digest_of("script"),
                                    "style-src": digest_of("style"), "frame-src": "latchkey:",
                                    "base-uri": "'none'", "form-action": "'none'"})

    def test_policy_comes_before_what_it_rules(self):
        self.assertLess(PAGE.index("Content-Security-Policy"), PAGE.index("<style>"))

    def test_header_in_the_manual_is_that_of_the_page(self):
        self.assertIn(meta("http-equiv", "Content-Security-Policy"), HEADERS)
        for header in ("frame-ancestors 'none'", "Referrer-Policy", "X-Content-Type-Options"):
            self.assertIn(header, HEADERS)

    def test_nothing_comes_from_elsewhere(self):
        self.assertNotRegex(PAGE, r"(?i)\b(https?:)?//[a-z0-9]+\.")
        for tag, attrs in ELEMENTS:
            self.assertFalse({"src", "href", "action", "srcset", "data", "poster"} & attrs.keys(),
                             (tag, attrs))
            self.assertNotIn(tag, ("link", "img", "base", "form", "iframe", "object", "embed"))

    def test_nothing_runs_beside_the_script(self):
        for tag, attrs in ELEMENTS:
            self.assertNotIn("style", attrs, tag)
            self.assertFalse([name for name in attrs if name.startswith("on")], tag)
        self.assertNotRegex(PAGE, r"innerHTML|eval\(|document\.write|fetch\(|XMLHttpRequest|Beacon")

    def test_referrer_is_kept_back(self):
        self.assertEqual(meta("name", "referrer"), "no-referrer")

    def test_languages_say_the_same(self):
        parts = {}
        language = None
        for tag, attrs in ELEMENTS:
            if tag == "section":
                language = attrs["lang"]
            if language:
                kept = {name: value for name, value in attrs.items()
                        if name in ("data-when", "hidden", "data-link", "data-download", "class")}
                parts.setdefault(language, []).append((tag, tuple(sorted(
                    kept.items(), key=lambda item: item[0]))))
        parts = {lang: [p for p in found if p[0] != "section" and p[0] != "script"]
                 for lang, found in parts.items()}
        self.assertEqual(set(parts), {"en", "de"})
        self.assertEqual(parts["en"], parts["de"])

    def test_words_of_the_program_are_those_that_it_shows(self):
        source = "I already have a link or code"
        words = (ROOT / "translations" / "latchkey_de.ts").read_text(encoding="utf-8")
        german = re.search(f"<source>{source}</source>\\s*<translation>(.*?)</translation>",
                           words).group(1)
        self.assertIn(f"<string>{source}</string>",
                      (ROOT / "ui" / "askpage.ui").read_text(encoding="utf-8"))
        self.assertGreaterEqual(PAGE.count(f"“{source}”"), 3)
        self.assertGreaterEqual(PAGE.count(f"„{german}“"), 3)

    def test_grammar_is_the_programs(self):
        header = (ROOT / "app" / "recovery" / "recoverylink.h").read_text(encoding="utf-8")
        verbs = re.findall(r'verb +=((?: *"[a-z]+" */?)+)', header)[0]
        verbs = re.findall(r'"([a-z]+)"', verbs)
        grammar = re.search(r"grammar = /\^\(([a-z|]+)\)(.*?)\$/;", PAGE)
        self.assertEqual(set(verbs), set(grammar.group(1).split("|")))
        self.assertEqual(grammar.group(2),
                         r"\/[a-z0-9][a-z0-9-]{0,62}\/[A-Za-z0-9_.-]{1,2048}")


if __name__ == "__main__":
    unittest.main()
