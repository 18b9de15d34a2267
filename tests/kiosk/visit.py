# SPDX-License-Identifier: GPL-3.0-or-later
"""One visit at a real kiosk, from the address to Finish, typed on its keyboard; then what is left of
it is looked for: in the process, its home, the clipboard and selections, and on the session bus. Then
the administrator's way out; links that are refused; code that is offered; and a visit that nobody
ends.

visit.py PROGRAM_FOLDER [PICTURE_FOLDER]"""

import os
import pathlib
import signal
import subprocess
import sys
import time

from Xlib import XK

import kioskkit
from kioskkit import Kiosk, Screen, Service, wait_for

ADDRESS = "quokka7f3a@example.com"
ABANDONED = "wombat51c2@example.org"
PASSWORD = "zebra umbrella 93471 lantern"
WRONG_PIN, PIN = "111111", "271828"
SKIPPED = 77


class Bus:
    """A session bus that somebody listens to."""

    def __init__(self, folder):
        self.heard = folder / "bus.log"
        self.daemon = subprocess.Popen(["dbus-daemon", "--session", "--nofork", "--print-address"],
                                       stdout=subprocess.PIPE, text=True)
        self.address = self.daemon.stdout.readline().strip()
        with self.heard.open("wb") as log:
            self.monitor = subprocess.Popen(["dbus-monitor", "--address", self.address], stdout=log)

    def end(self):
        for process in (self.monitor, self.daemon):
            process.terminate()
            process.wait()


def reset(screen, kiosk, service, picture):
    """From the address to Finish; the code that it took."""
    kiosk.see("Get back into")
    picture("ask")
    screen.type(ADDRESS)
    screen.press(XK.XK_Return)
    kiosk.see("Check your mail")
    code = wait_for("a mail with a code", service.code)
    picture("wait")
    screen.type(code)
    screen.press(XK.XK_Return)
    kiosk.see("new password")
    screen.type(PASSWORD)
    picture("choose")
    screen.press(XK.XK_Return)
    kiosk.see("Your password is changed")
    picture("done")
    return code


def look_for(kiosk, screen, bus, secrets):
    yield from (f"{owner:#x} owns {name}" for name, owner in screen.owners().items() if owner)
    yield from kioskkit.files_with(kiosk.home, secrets)
    heard = bus.heard.read_bytes()
    yield from (f"the bus heard {secret}" for secret in secrets
                if any(form in heard for form in kioskkit.forms(secret)))
    said = kiosk.log.read_bytes()
    yield from (f"the log says {secret}" for secret in secrets if secret.encode() in said)
    with open(f"/proc/{kiosk.pid}/environ", "rb") as environment:
        held = environment.read() + kiosk.born()
    yield from (f"the arguments hold {secret}" for secret in secrets if secret.encode() in held)


def look_in_memory(kiosk, screen, before):
    """Of the process that the visit was in, and of the X server, through which all of it went."""
    # Otherwise nothing was looked through.
    assert before[ADDRESS] > 0
    after = kioskkit.copies_in(kiosk.pid, before)
    print("copies in memory before and after:",
          ", ".join(f"{before[each]} and {after[each]}" for each in before))
    server = kioskkit.copies_in(screen.server.pid, before)
    for where, counts in (("memory", after), ("the X server", server)):
        yield from (f"{count} copies of {secret} in {where}"
                    for secret, count in counts.items() if count)


def finish(screen, kiosk):
    """Enter on the last page; the same process goes on with a new program in it."""
    screen.press(XK.XK_Return)
    began = time.monotonic()
    wait_for("the window is gone", lambda: not screen.clients())
    gone = time.monotonic()
    wait_for("a window again", screen.clients)
    dark = time.monotonic() - gone
    kiosk.see("The last visit is wiped")
    assert b"--wiped" in kiosk.born()
    print(f"from Finish to dark {1000 * (gone - began):.0f} ms, dark for {1000 * dark:.0f} ms")


def leave(screen, kiosk, picture):
    """The administrator's way out: a wrong PIN, then the right one."""
    screen.press(XK.XK_q, (XK.XK_Control_L, XK.XK_Alt_L, XK.XK_Shift_L))
    kiosk.see("For administrators")
    picture("pin")
    screen.type(WRONG_PIN)
    screen.press(XK.XK_Return)
    wait_for("the wrong PIN in the log", lambda: b"a wrong PIN" in kiosk.log.read_bytes())
    screen.type(PIN)
    screen.press(XK.XK_Return)
    assert kiosk.process.wait(kioskkit.PATIENCE) == 0


def walk_away(screen, kiosk, picture):
    """Somebody types an address and leaves: asked, then wiped."""
    kiosk.see("Get back into")
    screen.type(ABANDONED)
    kiosk.see("Are you still there?")
    picture("countdown")
    screen.press(XK.XK_F5)  # any key
    kiosk.see("Get back into")
    kiosk.see("Are you still there?")
    kiosk.see("The last visit is wiped")
    if os.geteuid() == 0:
        left = kioskkit.copies_in(kiosk.pid, [ABANDONED])
        assert not left[ABANDONED], left


def refuse_links(programs, service, home):
    """A kiosk by its configuration is one for whoever starts the program, and opens no link."""
    link = "latchkey-devel://reset/example/quokka7f3a"
    text = service.configuration.read_text()
    always = service.configuration.with_name("always.toml")
    always.write_text(text + "enabled = true\n")
    for words in (["--kiosk", link], ["--config", always, link],
                  ["--config", always, "https://webmail.example/reset?t=quokka7f3a"]):
        done = subprocess.run([f"{programs}/latchkey", *words], capture_output=True, text=True,
                              env={**os.environ, "HOME": str(home)}, timeout=kioskkit.PATIENCE)
        assert done.returncode == 2, done
        assert "opens no link" in done.stderr and "quokka" not in done.stderr, done.stderr


def load_nothing_planted(programs, screen, folder, configuration):
    """What the environment offers, and what lies beside the program, is not even opened."""
    planted = folder / "planted"
    planted.mkdir()
    offers = {name: str(planted) for name in (
        "QT_PLUGIN_PATH", "QT_QPA_PLATFORM_PLUGIN_PATH", "QML2_IMPORT_PATH", "GTK_PATH",
        "GTK_MODULES", "GIO_EXTRA_MODULES", "LIBGL_DRIVERS_PATH", "XDG_DATA_DIRS")}
    offers.update({name: str(planted / "file") for name in (
        "OPENSSL_CONF", "SSLKEYLOGFILE", "QT_LOGGING_CONF", "QT_QPA_GENERIC_PLUGINS")})
    offers.update(QT_STYLE_OVERRIDE="planted", QT_QPA_PLATFORMTHEME="gtk3")
    trace = folder / "trace"
    environment = {**os.environ, **offers, "DISPLAY": screen.name, "QT_QPA_PLATFORM": "xcb",
                   "HOME": str(folder / "home")}
    with subprocess.Popen(["strace", "-f", "-qq", "-e", "trace=%file", "-o", trace,
                           f"{programs}/latchkey", "--kiosk", "--config", configuration],
                          env=environment, stderr=subprocess.DEVNULL) as traced:
        wait_for("the traced kiosk", lambda: "Get back into" in screen.title())
        for pid in kioskkit.below(traced.pid):
            os.kill(pid, signal.SIGKILL)
    asked = trace.read_text(errors="replace")
    assert "libqxcb.so" in asked  # otherwise nothing was traced
    beside = [f"{programs}/{kind}/" for kind in ("platforms", "styles", "platformthemes", "imageformats")]
    found = [line for line in asked.splitlines()
             if str(planted) in line or "qgtk3" in line or any(each in line for each in beside)]
    assert not found, "\n".join(found[:20])


def visit(programs, folder, pictures):
    bus = Bus(folder)
    screen = Screen(1280, 1024)
    (folder / "service").mkdir()
    (folder / "home").mkdir()
    service = Service(programs, folder / "service", "", ADDRESS)
    hash_line = service.ctl("kiosk", "pin", given=PIN + "\n")
    with service.configuration.open("a") as configuration:
        configuration.write(hash_line)

    def picture(name):
        if pictures:
            time.sleep(0.5)  # for the eye: until the fade is over
            screen.picture(f"{pictures}/{name}.png")

    kiosk = Kiosk(programs, screen, service.configuration, folder / "home",
                  DBUS_SESSION_BUS_ADDRESS=bus.address)
    try:
        code = reset(screen, kiosk, service, picture)
        secrets = [ADDRESS, code, code.replace("-", ""), PASSWORD]
        before = kioskkit.copies_in(kiosk.pid, secrets) if os.geteuid() == 0 else {}
        finish(screen, kiosk)
        picture("receipt")
        findings = list(look_for(kiosk, screen, bus, secrets))
        if before:
            findings += look_in_memory(kiosk, screen, before)
        assert not findings, "\n".join(findings)

        screen.press(XK.XK_Return)
        kiosk.see("Get back into")
        leave(screen, kiosk, picture)
        refuse_links(programs, service, kiosk.home)
        load_nothing_planted(programs, screen, folder, service.configuration)
        impatient = service.configuration.with_name("impatient.toml")
        impatient.write_text(service.configuration.read_text() +
                             "idle_seconds = 15\nwarn_seconds = 12\n")
        kiosk = Kiosk(programs, screen, impatient, kiosk.home)
        walk_away(screen, kiosk, picture)
    finally:
        kiosk.end()
        screen.end()
        bus.end()
    return bool(before)


def main():
    programs = str(pathlib.Path(sys.argv[1]).absolute())
    pictures = sys.argv[2] if len(sys.argv) > 2 else None
    with kioskkit.folder() as folder:
        complete = visit(programs, folder, pictures)
    if not complete:
        print("not root: memory was not looked through")
        return SKIPPED
    return 0


if __name__ == "__main__":
    sys.exit(main())
