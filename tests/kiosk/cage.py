# SPDX-License-Identifier: GPL-3.0-or-later
"""A visit under cage, as the unit starts it: a Wayland screen, here within an X server that nobody
looks at. The program is replaced at the end of the visit without cage noticing. The PIN ends both, and
leaves the mark by which the unit stays ended; a program that is killed leaves none.

cage.py PROGRAM_FOLDER [PICTURE_FOLDER]"""

import os
import pathlib
import pwd
import re
import shlex
import signal
import subprocess
import sys
import time

from Xlib import XK

import kioskkit
from kioskkit import Screen, Service, wait_for

ADDRESS = "quokka7f3a@example.com"
PASSWORD = "zebra umbrella 93471 lantern"
PIN = "271828"
SKIPPED = 77
STILL = 1.5
SIZE = (1024, 768)  # of the screen that wlroots opens within X


def somebody(folder):
    """cage refuses to run as root: then everything belongs to nobody, and so does it."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    for path in (folder, *folder.rglob("*")):
        os.chown(path, nobody.pw_uid, nobody.pw_gid)
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


class Eye:
    """Looks at the screen: Wayland tells nobody what a window is called."""

    def __init__(self, screen, pictures):
        self.screen, self.pictures = screen, pictures
        self.seen = None

    def next_page(self, name):
        """Waits until there is another page than the last, which has not changed for longer than
        any service takes here."""
        latest, since = None, 0.0

        def stands():
            nonlocal latest, since
            now = self.screen.pixels()
            if self.differs(now, latest):
                latest, since = now, time.monotonic()
            return (time.monotonic() - since > STILL and self.differs(now, self.seen)
                    and self.is_page(now))

        try:
            wait_for(name, stands)
        except AssertionError:
            self.picture("missed")
            raise
        self.seen = latest
        self.picture(name)

    def picture(self, name):
        if self.pictures:
            self.screen.picture(f"{self.pictures}/cage-{name}.png")

    @staticmethod
    def differs(one, other):
        """In more than what a cursor is, or a strength bar."""
        if one is None or other is None:
            return True
        step = 4 * 37
        return sum(a != b for a, b in zip(one[::step], other[::step])) > 60

    @staticmethod
    def is_page(pixels):
        """White in most places; before the first window it is of one colour, and black."""
        places = pixels[::4 * 37]
        return places.count(255) > len(places) * 0.7 and places.count(255) < len(places)


class Cage:
    def __init__(self, programs, folder, screen, service):
        environment = {**os.environ, "HOME": str(folder / "home"), "DISPLAY": screen.name,
                       "XDG_RUNTIME_DIR": str(folder / "run"), "WLR_BACKENDS": "x11",
                       "WLR_RENDERER": "pixman", "QT_QPA_PLATFORM": "wayland"}
        for name in ("WAYLAND_DISPLAY", "DBUS_SESSION_BUS_ADDRESS"):
            environment.pop(name, None)
        self.log = folder / "log"
        account = somebody(folder)
        # The unit's own words, with other places.
        unit = (kioskkit.SOURCE / "packaging/kiosk/latchkey-kiosk.service").read_text()
        line = re.search(r"^ExecStart=/usr/bin/(.*)$", unit, re.MULTILINE).group(1)
        words = [word.replace("/run/latchkey-kiosk", str(folder / "run"))
                 .replace("/usr/bin/latchkey --kiosk",
                          f"{programs}/latchkey --kiosk --config {service.configuration}")
                 for word in shlex.split(line)]
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(words, env=environment, stdout=log, stderr=log, **account)

    def program(self):
        for pid in kioskkit.below(self.process.pid):
            words = pathlib.Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
            if words[0].endswith(b"latchkey"):
                return pid, words
        return None, []


def visit(screen, service, cage, eye):
    eye.next_page("ask")
    first, _ = cage.program()
    screen.type(ADDRESS)
    screen.press(XK.XK_Return)
    code = wait_for("a mail with a code", service.code)
    eye.next_page("wait")
    screen.type(code)
    screen.press(XK.XK_Return)
    eye.next_page("choose")
    screen.type(PASSWORD)
    screen.press(XK.XK_Return)
    wait_for("the notice", lambda: len(service.mails()) == 2)
    eye.next_page("done")
    screen.press(XK.XK_Return)
    wait_for("a new program", lambda: b"--wiped" in cage.program()[1])
    eye.next_page("receipt")
    assert cage.program()[0] == first
    return first


def administrator_leaves(screen, cage, eye):
    screen.press(XK.XK_q, (XK.XK_Control_L, XK.XK_Alt_L, XK.XK_Shift_L))
    eye.next_page("pin")
    screen.type(PIN)
    screen.press(XK.XK_Return)
    cage.process.wait(kioskkit.PATIENCE)


def run(programs, folder, pictures):
    for name in ("service", "home", "run"):
        (folder / name).mkdir(mode=0o700)
    service = Service(programs, folder / "service", "", ADDRESS)
    with service.configuration.open("a") as configuration:
        configuration.write(service.ctl("kiosk", "pin", given=PIN + "\n"))
    screen = Screen(*SIZE, manager=None)
    cage = None
    try:
        cage = Cage(programs, folder, screen, service)
        eye = Eye(screen, pictures)
        pid = visit(screen, service, cage, eye)
        if os.geteuid() == 0:
            left = kioskkit.copies_in(pid, [ADDRESS, PASSWORD, service.code()])
            assert not any(left.values()), left
        administrator_leaves(screen, cage, eye)
        mark = folder / "run" / "ended"
        assert mark.exists()
        mark.unlink()

        cage = Cage(programs, folder, screen, service)
        Eye(screen, None).next_page("ask")
        os.kill(cage.program()[0], signal.SIGKILL)
        cage.process.wait(kioskkit.PATIENCE)
        assert not mark.exists()
        print("a visit under cage; ended by its PIN, and killed")
    except BaseException:
        print(cage.log.read_text(errors="replace")[-3000:] if cage else "", file=sys.stderr)
        raise
    finally:
        if cage and cage.process.poll() is None:
            cage.process.kill()
        screen.end()


def within_reach(program):
    """Whether nobody may run it: not where the source lies in root's own home."""
    try:
        account = {"user": "nobody"} if os.geteuid() == 0 else {}
        subprocess.run([program, "--version"], check=True, stdout=subprocess.DEVNULL, **account)
    except OSError:
        return False
    return True


def main():
    if not within_reach(pathlib.Path(sys.argv[1]) / "latchkey"):
        print("cage runs as nobody, who cannot reach the program here")
        return SKIPPED
    with kioskkit.folder() as folder:
        run(pathlib.Path(sys.argv[1]).absolute(), folder, sys.argv[2] if len(sys.argv) > 2 else None)
    return 0


if __name__ == "__main__":
    sys.exit(main())
