#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""browse_page.py SOURCE-FOLDER PICTURE-FOLDER: the bridge page in Chromium, served with the headers
that its manual gives. Leaves pictures of what people see."""
import functools
import http.server
import pathlib
import re
import sys
import threading
import unittest

from browser import Browser

ROOT = pathlib.Path(sys.argv.pop(1)).resolve()
PICTURES = pathlib.Path(sys.argv.pop(1))
FOLDER = ROOT / "packaging" / "bridge"
HEADERS = re.findall(r"^   ([A-Z][A-Za-z-]+): (.*)$", (FOLDER / "README.md").read_text(), re.M)
TOKEN = "eyJpZCI6ImFiY2RlZmdoaWprbG1ub3BxcnN0dXYifQ.ZkQwMQ.abcDEF_123-4567890abcdefghi"


class Server(http.server.SimpleHTTPRequestHandler):
    asked = []

    def end_headers(self):
        for name, value in HEADERS:
            self.send_header(name, value)
        super().end_headers()

    def log_message(self, form, *args):
        Server.asked.append(self.path)


def seen(browser):
    """What a person can read."""
    return browser.run("document.querySelector('main').innerText")


class BridgePage(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        PICTURES.mkdir(parents=True, exist_ok=True)
        cls.server = http.server.ThreadingHTTPServer(
            ("127.0.0.1", 0), functools.partial(Server, directory=FOLDER))
        threading.Thread(target=cls.server.serve_forever, daemon=True).start()
        cls.page = f"http://127.0.0.1:{cls.server.server_port}/index.html"
        cls.browser = Browser()

    @classmethod
    def tearDownClass(cls):
        cls.browser.close()
        cls.server.shutdown()
        cls.server.server_close()

    def setUp(self):
        self.browser.look_like(600)

    def visit(self, path):
        Server.asked.clear()
        self.browser.open(self.page + "#" + path)

    def link(self):
        links = self.browser.run(
            "[...document.querySelectorAll('a[data-link]')].map((a) => a.getAttribute('href'))")
        self.assertEqual(len(set(links)), 1)
        return links[0]

    def assertNothingRefused(self):
        for entry in self.browser.of("Log.entryAdded"):
            text = entry["entry"]["text"]
            self.assertNotRegex(text, "Content Security Policy|Refused|Uncaught")
        self.assertEqual(self.browser.of("Runtime.exceptionThrown"), [])

    def tries(self):
        """Links that the page tried to open by itself."""
        return self.browser.run(
            "[...document.querySelectorAll('iframe')].map((frame) => frame.src)")

    def test_shows_the_link_and_tries_it_once(self):
        for verb in ("reset", "confirm", "withdraw"):
            self.visit(f"{verb}/acme/{TOKEN}")
            wanted = f"latchkey://{verb}/acme/{TOKEN}"
            self.assertEqual(self.link(), wanted)
            self.assertEqual(self.browser.run(
                "document.querySelector('section:not([hidden]) textarea').value"), wanted)
            self.assertEqual(self.tries(), [wanted])
            self.assertIn("Open Latchkey", seen(self.browser))
            self.assertNothingRefused()

    def test_server_hears_nothing_of_the_token(self):
        self.visit(f"reset/acme/{TOKEN}")
        self.link()
        self.assertEqual([path for path in Server.asked if path != "/favicon.ico"],
                         ["/index.html"])
        sent = [event["request"]["url"] + str(event["request"]["headers"])
                for event in self.browser.of("Network.requestWillBeSent")]
        self.assertTrue(sent)
        self.assertFalse([url for url in sent if TOKEN in url.partition("latchkey:")[0]], sent)

    def test_link_leaves_the_address_bar_and_outlives_a_reload(self):
        self.visit(f"reset/acme/{TOKEN}")
        self.assertEqual(self.browser.run("location.href"), self.page)
        self.browser.reload()
        self.assertEqual(self.link(), f"latchkey://reset/acme/{TOKEN}")
        self.assertEqual(self.tries(), [], "once is enough")

    def test_another_link_in_the_same_tab(self):
        self.visit("reset/acme/one.two.three")
        self.browser.run(f"location.hash = 'reset/acme/{TOKEN}'; "
                         "new Promise((done) => setTimeout(done))")
        self.assertEqual(self.link(), f"latchkey://reset/acme/{TOKEN}")

    def test_phones_are_left_in_peace(self):
        self.browser.look_like(320, pointer="coarse")
        self.visit(f"reset/acme/{TOKEN}")
        self.assertEqual(self.tries(), [])
        self.assertEqual(self.link(), f"latchkey://reset/acme/{TOKEN}")

    def test_gateways_that_encode_slashes(self):
        self.visit(f"reset%2Facme%2f{TOKEN}")
        self.assertEqual(self.link(), f"latchkey://reset/acme/{TOKEN}")

    def test_whatever_else_comes_is_opened_by_nobody(self):
        for path in ("", "reset/acme/", "reset/acme", "hello/acme/x", "reset/ACME/x", "reset//x",
                     "javascript:alert(1)", "reset/acme/x?y", "reset/acme/<b>", "//evil.example/",
                     "reset/acme/x%0a", "reset/acme/" + "x" * 2049, "reset/acme/x/y",
                     "reset/" + "a" * 64 + "/x", "latchkey://reset/acme/x"):
            self.visit(path)
            self.assertIn("Part of the link is missing", seen(self.browser), path)
            self.assertEqual(self.tries(), [], path)
            self.assertNotIn("latchkey:", self.link() or "", path)
            self.assertNothingRefused()

    def test_speaks_the_browsers_language(self):
        for languages, words in (("de-AT,en", "Neues Passwort wählen"), ("fr,de,en", "Neues"),
                                 ("en-GB,de", "Choose a new password"), ("fr", "Choose")):
            self.browser.look_like(600, languages=languages)
            self.visit(f"reset/acme/{TOKEN}")
            self.assertIn(words, seen(self.browser), languages)

    def test_says_what_to_do_without_javascript(self):
        self.browser.look_like(600, script=False)
        self.visit(f"reset/acme/{TOKEN}")
        self.assertEqual(self.browser.run("location.hash"), f"#reset/acme/{TOKEN}")
        for words in ("This page needs JavaScript", "Diese Seite braucht JavaScript"):
            self.assertIn(words, seen(self.browser))
        self.assertNotIn("Nothing opens?", seen(self.browser))

    def test_button_copies_the_link(self):
        self.visit(f"reset/acme/{TOKEN}")
        self.browser.ask("Browser.grantPermissions",
                         permissions=["clipboardReadWrite", "clipboardSanitizedWrite"])
        # A headless window has the focus or not, as it comes; the clipboard is for who has it.
        self.browser.ask("Emulation.setFocusEmulationEnabled", enabled=True)
        self.browser.ask("Page.bringToFront")
        self.browser.run("document.querySelector('section:not([hidden]) button').click(); "
                         "new Promise((done) => setTimeout(done, 0))")
        self.assertEqual(self.browser.run("navigator.clipboard.readText()"),
                         f"latchkey://reset/acme/{TOKEN}")
        self.assertIn("Copied", seen(self.browser))

    def test_fits_narrow_windows_in_every_dress(self):
        for width in (320, 600):
            for dark in (False, True):
                for languages in ("en", "de"):
                    self.browser.look_like(width, dark, languages)
                    for verb in ("reset", "withdraw", ""):
                        self.visit(f"{verb}/acme/{TOKEN}" if verb else "cut")
                        self.assertLessEqual(
                            self.browser.run("document.documentElement.scrollWidth"), width)
                        name = f"bridge-{verb or 'broken'}-{languages}-{width}"
                        self.browser.picture(
                            PICTURES / f"{name}{'-dark' if dark else ''}.png")


if __name__ == "__main__":
    unittest.main()
