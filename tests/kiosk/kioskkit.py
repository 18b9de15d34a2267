# SPDX-License-Identifier: GPL-3.0-or-later
"""What the tests of the kiosk share: a screen with a small window manager, a service of its own, and
the real `latchkey --kiosk` on it, which is only touched from outside."""

import contextlib
import email
import email.policy
import os
import pathlib
import re
import shutil
import signal
import struct
import subprocess
import tempfile
import time
import zlib

from Xlib import X, XK, display as xdisplay
from Xlib.ext import xtest
from Xlib.protocol import event

PATIENCE = 30.0
STEP = 0.01
SOURCE = pathlib.Path(__file__).resolve().parents[2]


def wait_for(what, condition, patience=PATIENCE):
    end = time.monotonic() + patience
    while time.monotonic() < end:
        result = condition()
        if result:
            return result
        time.sleep(STEP)
    raise AssertionError(f"{what}: not within {patience:g} s")


def below(pid):
    """Every process that this one has begun, and those below."""
    found = set()
    for task in pathlib.Path(f"/proc/{pid}/task").glob("*/children"):
        with contextlib.suppress(OSError):
            for child in task.read_text().split():
                found |= {int(child)} | below(int(child))
    return found


class Screen:
    """An X server of one's own, with matchbox as a kiosk has it, or with nothing."""

    def __init__(self, width, height, manager="matchbox"):
        self.size = (width, height)
        reading, writing = os.pipe()
        self.server = subprocess.Popen(
            ["Xvfb", "-displayfd", str(writing), "-noreset", "-nolisten", "tcp", "-screen", "0",
             f"{width}x{height}x24"], pass_fds=[writing], stderr=subprocess.DEVNULL)
        os.close(writing)
        with os.fdopen(reading) as number:
            self.name = ":" + number.readline().strip()
        self.manager = self.manage() if manager else None
        self.x = xdisplay.Display(self.name)
        self.root = self.x.screen().root
        if manager:
            wait_for("the window manager", self.managed)

    def manage(self):
        return subprocess.Popen(
            ["matchbox-window-manager", "-use_titlebar", "no", "-use_desktop_mode", "plain",
             "-kbdconfig", str(SOURCE / "packaging/kiosk/matchbox-keys")],
            env={**os.environ, "DISPLAY": self.name}, stderr=subprocess.DEVNULL)
    def atom(self, name):
        return self.x.intern_atom(name)

    def managed(self):
        found = self.root.get_full_property(self.atom("_NET_SUPPORTING_WM_CHECK"), X.AnyPropertyType)
        return found and found.value[0]

    def clients(self):
        found = self.root.get_full_property(self.atom("_NET_CLIENT_LIST"), X.AnyPropertyType)
        return list(found.value) if found else []

    def shown(self):
        """What lies on the screen, each as (id, x, y, width, height)."""
        found = []
        for window in self.root.query_tree().children:
            with contextlib.suppress(Exception):
                attributes = window.get_attributes()
                if attributes.map_state == X.IsViewable and attributes.win_class == X.InputOutput:
                    place = window.get_geometry()
                    found.append((window.id, place.x, place.y, place.width, place.height))
        return found

    def title(self):
        """Of the one window; what it calls itself is the heading of its page."""
        for client in self.clients():
            with contextlib.suppress(Exception):
                window = self.x.create_resource_object("window", client)
                name = window.get_full_property(self.atom("_NET_WM_NAME"), X.AnyPropertyType)
                if name:
                    value = name.value
                    return value.decode() if isinstance(value, bytes) else value
        return ""

    def owners(self):
        return {name: self.x.get_selection_owner(self.atom(name))
                for name in ("PRIMARY", "SECONDARY", "CLIPBOARD")}

    def code_of(self, keysym):
        """The key that gives it, and whether Shift has to be held."""
        for code, column in self.x.keysym_to_keycodes(keysym):
            if column in (0, 1):
                return code, column == 1
        return None, False

    def press(self, keysym, held=()):
        code, shifted = self.code_of(keysym)
        if code is None:
            return False
        holding = [self.code_of(each)[0] for each in held]
        if shifted and XK.XK_Shift_L not in held:
            holding.append(self.code_of(XK.XK_Shift_L)[0])
        for each in holding:
            xtest.fake_input(self.x, X.KeyPress, each)
        xtest.fake_input(self.x, X.KeyPress, code)
        xtest.fake_input(self.x, X.KeyRelease, code)
        for each in reversed(holding):
            xtest.fake_input(self.x, X.KeyRelease, each)
        self.x.sync()
        return True

    def type(self, text):
        for letter in text:
            name = {"@": "at", ".": "period", "-": "minus", " ": "space", "_": "underscore"}
            assert self.press(XK.string_to_keysym(name.get(letter, letter))), letter
            time.sleep(STEP)

    def move(self, x, y):
        xtest.fake_input(self.x, X.MotionNotify, x=x, y=y)

    def click(self, x, y, button=1, times=1):
        self.move(x, y)
        for _ in range(times):
            xtest.fake_input(self.x, X.ButtonPress, button)
            xtest.fake_input(self.x, X.ButtonRelease, button)
        self.x.sync()

    def drag(self, start, end, button=1):
        self.move(*start)
        xtest.fake_input(self.x, X.ButtonPress, button)
        for step in range(1, 6):
            self.move(*(a + (b - a) * step // 5 for a, b in zip(start, end)))
        xtest.fake_input(self.x, X.ButtonRelease, button)
        self.x.sync()

    def tell(self, window, name, *data):
        """A client message to the window manager, as a pager or a taskbar would send it."""
        message = event.ClientMessage(window=window, client_type=self.atom(name),
                                      data=(32, (list(data) + [0] * 5)[:5]))
        mask = X.SubstructureRedirectMask | X.SubstructureNotifyMask
        self.root.send_event(message, event_mask=mask)
        self.x.sync()

    def pixels(self):
        """What is on the screen now; four bytes for each, from blue to red."""
        return self.root.get_image(0, 0, *self.size, X.ZPixmap, 0xFFFFFFFF).data

    def picture(self, path):
        """The same as a PNG file."""
        width, height = self.size
        found = self.pixels()
        colours = bytearray(width * height * 3)
        for place, colour in enumerate((2, 1, 0)):
            colours[place::3] = found[colour::4]
        rows = b"".join(b"\0" + colours[row * width * 3:(row + 1) * width * 3]
                        for row in range(height))

        def chunk(kind, data):
            check = zlib.crc32(kind + data)
            return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", check)

        header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
        pathlib.Path(path).write_bytes(
            b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) +
            chunk(b"IDAT", zlib.compress(rows, 1)) + chunk(b"IEND", b""))

    def end(self):
        self.x.close()
        for process in filter(None, (self.manager, self.server)):
            process.terminate()
            process.wait()


class Service:
    """A local service with one account, whose mails become files. Nothing of it is in the home."""

    def __init__(self, programs, folder, kiosk, address):
        self.programs = pathlib.Path(programs).absolute()
        self.folder = pathlib.Path(folder)
        self.address = address
        self.configuration = self.folder / "latchkey.toml"
        self.ctl("init", "--service-id", "example", "--name", "Example Webmail", "--keys-file", "keys",
                 "--database", "accounts.db", "--mail-folder", "mail")
        self.ctl("accounts", "add", address, "--confirmed")
        text = self.configuration.read_text()
        text = re.sub(r"^\[kiosk\]$.*", "", text, flags=re.MULTILINE | re.DOTALL)
        self.configuration.write_text(text + "\n[kiosk]\n" + kiosk)

    def ctl(self, *words, given=""):
        return subprocess.run(
            [self.programs / "latchkeyctl", "--config", self.configuration, *words], cwd=self.folder,
            input=given, check=True, capture_output=True, text=True).stdout

    def mails(self):
        """The oldest first."""
        found = sorted(pathlib.Path(self.folder, "mail").rglob("*.eml"),
                       key=lambda path: path.stat().st_mtime_ns)
        return [email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
                for path in found]

    def code(self):
        """Of the newest mail that has one."""
        for mail in reversed(self.mails()):
            text = mail.get_body(("plain",)).get_content()
            found = re.search(r"^\s*([A-Z]{4}-[A-Z]{4})\s*$", text, re.MULTILINE)
            if found:
                return found.group(1)
        return None


class Kiosk:
    """The program, in a home of its own."""

    def __init__(self, programs, screen, configuration, home, **environment):
        self.screen = screen
        self.home = pathlib.Path(home)
        (self.home / "run").mkdir(mode=0o700, exist_ok=True)
        kept = {name: os.environ[name] for name in ("PATH", "LC_ALL", "LANG", "ASAN_OPTIONS",
                                                    "LSAN_OPTIONS", "UBSAN_OPTIONS")
                if name in os.environ}
        kept.update(DISPLAY=screen.name, QT_QPA_PLATFORM="xcb", HOME=str(home),
                    XDG_RUNTIME_DIR=str(self.home / "run"), **environment)
        self.log = self.home.with_name("kiosk.log")
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [pathlib.Path(programs) / "latchkey", "--kiosk", "--config", configuration], env=kept,
                stdout=log, stderr=log)
        self.pid = self.process.pid

    def see(self, heading, patience=PATIENCE):
        """Waits for the page with this heading."""
        try:
            wait_for(heading, lambda: heading in self.screen.title(), patience)
        except AssertionError as late:
            raise AssertionError(f"{late}; shown is {self.screen.title()!r}") from None

    def born(self):
        """When its present program was put into the process: changes with each visit."""
        return pathlib.Path(f"/proc/{self.pid}/cmdline").read_bytes()

    def end(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        self.process.wait(PATIENCE)


def memory_of(pid):
    """Everything that the process can read, piece by piece. Wants to be root: the program lets
    nobody else in."""
    with open(f"/proc/{pid}/maps", encoding="ascii") as maps, open(f"/proc/{pid}/mem", "rb", 0) as mem:
        for line in maps:
            span, rights = line.split()[:2]
            if "r" not in rights or "[v" in line:
                continue
            start, end = (int(each, 16) for each in span.split("-"))
            with contextlib.suppress(OSError, ValueError, OverflowError):
                mem.seek(start)
                yield mem.read(end - start)


def forms(secret):
    return {secret.encode(), secret.encode("utf-16-le")}


def copies_in(pid, secrets):
    """How often each stands in the memory of the process, in either of Qt's two forms."""
    counts = dict.fromkeys(secrets, 0)
    for piece in memory_of(pid):
        for secret in secrets:
            counts[secret] += sum(piece.count(form) for form in forms(secret))
    return counts


def files_with(folder, secrets):
    """The files below it that hold one of them, in their bytes or their names."""
    found = []
    for path in pathlib.Path(folder).rglob("*"):
        held = path.read_bytes() if path.is_file() else b""
        held += str(path).encode()
        found += [str(path) for secret in secrets if any(form in held for form in forms(secret))]
    return found


@contextlib.contextmanager
def folder():
    path = tempfile.mkdtemp(prefix="latchkey-kiosk.")
    try:
        yield pathlib.Path(path)
    finally:
        shutil.rmtree(path, ignore_errors=True)
