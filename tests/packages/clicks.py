# SPDX-License-Identifier: GPL-3.0-or-later
"""A real link of a real account, clicked over and over: from nothing, and beside the window that is
open. Each time the form is on the screen, picture by picture the one that in the end changes the
password; one program and one window; and nobody's arguments hold the link any more."""

import quopri
import re
import time

from desk import ArgumentWatch, wait_for

ACCOUNT = "robin@example.com"
FORMER, CHOSEN = "correct former battery staple", "correct chosen battery staple"


class Service:
    """Made by latchkeyctl, as an administrator does."""

    def __init__(self, desk, tool):
        self.desk = desk
        self.tool = tool
        desk.run(tool, "init", "--service-id", "acme", "--name", "Acme Webmail",
                 "--mail-folder", f"{desk.home}/mail", "--keys-file", f"{desk.home}/keys")
        desk.run(tool, "accounts", "add", ACCOUNT, "--confirmed", "--password-stdin",
                 text=f"{FORMER}\n")

    def link(self):
        self.desk.run(self.tool, "request", ACCOUNT)
        mail = next(self.desk.path(f"{self.desk.home}/mail").glob("*.eml")).read_bytes()
        text = quopri.decodestring(mail).decode()
        return re.search(r"latchkey://reset/acme/[\w.~=-]+", text).group(0)

    def has_password(self, password):
        process = self.desk.begin(self.tool, "password", "verify", ACCOUNT, stdin=-1)
        process.communicate(f"{password}\n".encode())
        return process.returncode == 0


class Clicks:
    def __init__(self, desk, link):
        self.desk = desk
        self.link = link
        self.token = link.rsplit("/", 1)[1].encode()
        # Pictures of the pages: the form without the keyboard's focus, which a desk without a
        # window manager gives to nobody, and with it, as it is once a click brought it up.
        self.ask = set()
        self.form = set()
        self.form_focused = set()

    def learn(self):
        """What the pages look like; `journey` proves that the form is one."""
        self.start()
        self.ask = self.frames()
        self.start(self.link)
        self.form_focused = self.frames()
        self.desk.close_all()
        self.start(self.link)
        self.form = self.frames()
        self.desk.close_all()
        known = (self.ask, self.form, self.form_focused)
        alike = self.ask & (self.form | self.form_focused)
        if alike or any(not 1 <= len(each) <= 3 for each in known):
            raise AssertionError("pages look alike or never stand still: "
                                 + ", ".join(f"{len(each)} pictures" for each in known))

    def start(self, *words):
        self.desk.begin(self.desk.program, *words)
        wait_for("a window", self.desk.windows)

    def frames(self):
        self.desk.stand_still()
        return self.desk.frames()

    def shows_form(self):
        return self.desk.screen() in self.form | self.form_focused

    def click(self, opener, warm, bus):
        """One click; (seconds to the form, longest time that any arguments held the token)."""
        if warm:
            self.desk.begin(self.desk.program, bus=bus)
            wait_for("the first page", lambda: self.desk.screen() in self.ask)
        watch = ArgumentWatch(self.token)
        watch.start()
        began = time.monotonic()
        process = self.desk.begin(*opener, self.link, bus=bus)
        wait_for("the form", self.shows_form)
        took = time.monotonic() - began
        wait_for("the token to leave all arguments", lambda: not watch.look())
        wait_for("the opener's end", lambda: process.poll() is not None)
        held = watch.end()
        wait_for("one program alone", lambda: len(self.desk.instances()) == 1)
        if len(self.desk.windows()) != 1 or not self.shows_form():
            raise AssertionError("the form did not stay alone")
        self.desk.close_all()
        return took, held

    def leg(self, name, opener, count, warm, bus, by_bus=False):
        """`by_bus`: the opener needs no arguments to hand the link over, so none but its own have
        it."""
        times, longest, holder = [], 0.0, ""
        for number in range(count):
            try:
                took, held = self.click(opener, warm, bus)
            except AssertionError as error:
                raise AssertionError(f"{name}, click {number + 1} of {count}: {error}") from error
            others = [each for _, each in held if not each.startswith(" ".join(opener))]
            if by_bus and others:
                raise AssertionError(f"{name}: the token was in the arguments of {others}")
            times.append(took)
            for (_, arguments), duration in held.items():
                if duration > longest:
                    longest, holder = duration, arguments
        times.sort()
        print(f"{name:32} {len(times)} of {count} forms, median {times[len(times) // 2]:.2f} s, "
              f"slowest {times[-1]:.2f} s; in arguments {longest:.2f} s at most ({holder.strip()})",
              flush=True)

    def journey(self, service, opener, bus):
        """Types a new password into what the pictures show, and it counts."""
        self.desk.begin(*opener, self.link, bus=bus)
        wait_for("the form", self.shows_form)
        self.desk.xdotool("windowfocus", self.desk.windows()[0])
        wait_for("the focused form", lambda: self.desk.screen() in self.form_focused)
        self.desk.xdotool("type", "--delay", "20", CHOSEN)
        self.desk.xdotool("key", "Return")
        wait_for("the new password", lambda: service.has_password(CHOSEN))
        if service.has_password(FORMER):
            raise AssertionError("the former password still counts")
        self.desk.close_all()
        print("the form that was shown changes the password", flush=True)
