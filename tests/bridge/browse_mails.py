#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""browse_mails.py LATCHKEYCTL PICTURE-FOLDER: the HTML of each mail in Chromium, light and dark, in
narrow windows and wide ones, as `latchkeyctl mail preview` prints it. Leaves pictures."""
import pathlib
import subprocess
import sys
import tempfile
import unittest

from browser import Browser

CTL = sys.argv.pop(1)
PICTURES = pathlib.Path(sys.argv.pop(1))
SETTINGS = """[service]
id = "acme"
name = "Acme Webmail"
desk_contact = "the help desk, 555 0100"
[database]
path = "latchkey.db"
[mail]
transport = "folder"
folder = "mail"
[links]
{bridge}
"""


def luminance(colour):
    parts = [int(part) / 255 for part in colour[colour.index("(") + 1:-1].split(",")[:3]]
    linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


class Mails(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        PICTURES.mkdir(parents=True, exist_ok=True)
        cls.folder = tempfile.TemporaryDirectory()
        cls.browser = Browser()

    @classmethod
    def tearDownClass(cls):
        cls.browser.close()
        cls.folder.cleanup()

    def html(self, kind, language, bridge):
        settings = pathlib.Path(self.folder.name, "latchkey.toml")
        settings.write_text(SETTINGS.format(
            bridge='bridge = "https://accounts.acme.example/open/"' if bridge else ""))
        shown = subprocess.run([CTL, "mail", "preview", "--html", "--kind", kind, "--language",
                                language, "--config", settings], check=True, capture_output=True)
        page = pathlib.Path(self.folder.name, "mail.html")
        page.write_bytes(shown.stdout)
        return page.as_uri()

    def assertReadable(self):
        """WCAG 1.4.3 of every text, against the nearest ground that is painted."""
        for text, ground, words in self.browser.run("""
            [...document.querySelectorAll('h1, p, a, span, b')].filter((e) => e.innerText.trim())
                .map((element) => {
                    let ground = element;
                    while (getComputedStyle(ground).backgroundColor === 'rgba(0, 0, 0, 0)')
                        ground = ground.parentElement;
                    return [getComputedStyle(element).color,
                            getComputedStyle(ground).backgroundColor, element.innerText];
                })"""):
            light, dark = sorted((luminance(text), luminance(ground)), reverse=True)
            self.assertGreaterEqual((light + 0.05) / (dark + 0.05), 4.5, (text, ground, words))

    def test_every_mail_in_every_dress(self):
        for kind, bridge in (("reset", False), ("reset", True), ("confirm", True),
                             ("notice", False)):
            for language in ("en", "de"):
                address = self.html(kind, language, bridge)
                for width in (320, 600):
                    for dark in (False, True):
                        with self.subTest(kind=kind, language=language, width=width, dark=dark):
                            self.browser.look_like(width, dark)
                            self.browser.open(address)
                            self.assertLessEqual(self.browser.run(
                                "document.documentElement.scrollWidth"), width)
                            self.assertReadable()
                            sent = self.browser.of("Network.requestWillBeSent")
                            self.assertEqual([event["request"]["url"] for event in sent], [address])
                            name = f"mail-{kind}{'-bridge' if bridge else ''}-{language}-{width}"
                            self.browser.picture(
                                PICTURES / f"{name}{'-dark' if dark else ''}.png")

    def test_code_is_copied_as_it_is_typed(self):
        self.browser.look_like(320)
        self.browser.open(self.html("reset", "en", True))
        self.assertEqual(self.browser.run("document.querySelector('.code').innerText"),
                         "BCDF-GHJK")
        self.assertEqual(self.browser.run("document.querySelector('.code').getClientRects().length"),
                         1)


if __name__ == "__main__":
    unittest.main()
