# SPDX-License-Identifier: GPL-3.0-or-later
"""Every key with every modifier, every mouse button everywhere, drags, and what window managers can
ask for, on each page of a real kiosk: no other window, no process, and the kiosk stays.

sweep.py PROGRAM_FOLDER [ROUNDS]   so many random touches of everything at the end (default 300)"""

import os
import pathlib
import random
import subprocess
import sys
import time

from Xlib import X, XK

import kioskkit
from kioskkit import Kiosk, Screen, Service, wait_for

ADDRESS = "quokka7f3a@example.com"
PIN = "271828"
ADMINISTRATOR = (XK.XK_Control_L, XK.XK_Alt_L, XK.XK_Shift_L)

MODIFIERS = [(), (XK.XK_Shift_L,), (XK.XK_Control_L,), (XK.XK_Alt_L,), (XK.XK_Super_L,),
             (XK.XK_Control_L, XK.XK_Shift_L), (XK.XK_Control_L, XK.XK_Alt_L),
             (XK.XK_Alt_L, XK.XK_Shift_L), (XK.XK_Super_L, XK.XK_Control_L), ADMINISTRATOR]
NAMED = ["Menu", "Help", "Print", "Sys_Req", "Pause", "Break", "Scroll_Lock", "Insert", "Delete",
         "Home", "End", "Prior", "Next", "Left", "Right", "Up", "Down", "BackSpace", "Super_L",
         "Super_R", "Find", "Undo", "Redo", "Cancel", "Select", "Execute"]
MEDIA = ["XF86_HomePage", "XF86_WWW", "XF86_Mail", "XF86_Search", "XF86_Explorer", "XF86_Calculater",
         "XF86_Terminal", "XF86_PowerOff", "XF86_Sleep", "XF86_MyComputer", "XF86_Favorites",
         "XF86_Open", "XF86_Close", "XF86_Copy", "XF86_Paste", "XF86_Reload", "XF86_Launch1"]
# These have work to do on a page; they are among the random touches.
WORKING = ["Return", "Escape", "Tab", "space", "KP_Enter"]


def keysyms():
    names = [f"F{number}" for number in range(1, 25)] + NAMED + MEDIA
    names += [chr(letter) for letter in range(ord("a"), ord("z") + 1)] + list("0123456789")
    names += ["minus", "equal", "comma", "period", "slash", "backslash", "semicolon"]
    return [keysym for keysym in map(XK.string_to_keysym, names) if keysym]


class Guard:
    """What has to hold whatever is pressed."""

    def __init__(self, kiosk, screen):
        self.kiosk, self.screen = kiosk, screen
        self.others = {each[0] for each in screen.shown()} - self.frames()
        self.helpers = kioskkit.below(screen.manager.pid)

    def frames(self):
        """The windows on the screen that fill it: of the kiosk, there is one."""
        width, height = self.screen.size
        return {each[0] for each in self.screen.shown()
                if each[3] >= width and each[4] >= height}

    def faults(self):
        if self.kiosk.process.poll() is not None:
            yield "the kiosk has ended"
            return
        if len(self.screen.clients()) != 1:
            yield f"{len(self.screen.clients())} windows are managed"
        added = {each for each in self.screen.shown() if each[0] not in self.others}
        added = {each for each in added if each[0] not in self.frames()}
        if added:
            yield f"there is another window: {added}"
        if kioskkit.below(self.kiosk.pid):
            yield "the kiosk has begun a process"
        if kioskkit.below(self.screen.manager.pid) - self.helpers:
            yield "the window manager has begun a process"
        yield from (f"{name} has an owner" for name, owner in self.screen.owners().items() if owner)
        if not self.fills():
            yield "the kiosk does not fill the screen"

    def fills(self):
        for client in self.screen.clients():
            window = self.screen.x.create_resource_object("window", client)
            place = window.get_geometry()
            corner = window.translate_coords(self.screen.root, 0, 0)
            if (place.width, place.height) == self.screen.size and (corner.x, corner.y) == (0, 0):
                return window.get_attributes().map_state == X.IsViewable
        return False

    def check(self, what):
        """Between visits the window is away for a moment; everything else is final."""
        faults = []

        def holds():
            try:
                faults[:] = list(self.faults())
            except Exception as gone:  # a window that went while it was asked
                faults[:] = [repr(gone)]
            return not faults

        try:
            wait_for(what, holds, 10.0)
        except AssertionError:
            raise AssertionError(f"after {what} on {self.screen.title()!r}: " +
                                 "; ".join(faults)) from None


def see_that_it_sees(screen, guard):
    """Another window and another process are found out."""
    window = screen.root.create_window(10, 10, 50, 50, 0, X.CopyFromParent, override_redirect=True)
    window.map()
    screen.x.sync()
    wait_for("another window to be seen", lambda: list(guard.faults()))
    window.destroy()
    guard.check("the other window")
    with subprocess.Popen(["sleep", "60"]) as sleeper:
        assert kioskkit.below(os.getpid()) >= {sleeper.pid}
        sleeper.kill()


def press_everything(screen, guard):
    count = 0
    for keysym in keysyms():
        for held in MODIFIERS:
            if keysym == XK.XK_q and held == ADMINISTRATOR:
                continue
            if screen.press(keysym, held):
                count += 1
        guard.check(XK.keysym_to_string(keysym) or hex(keysym))
    for name in WORKING:
        for held in MODIFIERS[2:]:
            screen.press(XK.string_to_keysym(name), held)
            count += 1
        guard.check(f"{name} with something held")
    return count


def touch_everywhere(screen, guard):
    width, height = screen.size
    count = 0
    for y in range(5, height, height // 14):
        for x in range(5, width, width // 10):
            for button in (2, 3, 8, 9):
                screen.click(x, y, button, times=2)
            screen.drag((x, y), (width - x, height - y), 3)
            # To where there is nothing to press.
            screen.drag((x, y), (width - 3, height // 2), 1)
            for wheel in (4, 5):
                screen.click(x, y, wheel)
            count += 12
        guard.check(f"the mouse at {y}")
    return count


def ask_the_window_manager(screen, guard):
    client = screen.clients()[0]
    for name, *data in (("_NET_CLOSE_WINDOW", X.CurrentTime, 2), ("WM_CHANGE_STATE", 3),
                        ("_NET_WM_STATE", 0, screen.atom("_NET_WM_STATE_FULLSCREEN")),
                        ("_NET_WM_STATE", 0, screen.atom("_NET_WM_STATE_ABOVE")),
                        ("_NET_SHOW_DESKTOP", 1)):
        screen.tell(client, name, *data)
        time.sleep(0.2)
        guard.check(f"{name} {data}")
    window = screen.x.create_resource_object("window", client)
    for resize in ({"width": 300, "height": 200}, {"x": 100, "y": 100}, {"stack_mode": X.Below}):
        window.configure(**resize)
        screen.x.sync()
        guard.check(str(resize))


def to_start(kiosk, screen):
    """A new visit, however the last one stands."""
    width, height = screen.size
    for _ in range(20):
        if "wiped" in screen.title():
            break
        screen.press(XK.XK_Escape)
        screen.click(width // 2, height - 12)  # Start over and wipe
        wait_soon(lambda: "wiped" in screen.title())
    kiosk.see("wiped")
    screen.press(XK.XK_Return)
    kiosk.see("Get back into")


def wait_soon(condition):
    end = time.monotonic() + 2
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.05)
    return False


def clear(screen):
    screen.press(XK.XK_a, (XK.XK_Control_L,))
    screen.press(XK.XK_Delete)


def ask(screen, kiosk, address=ADDRESS):
    clear(screen)
    screen.type(address)
    screen.press(XK.XK_Return)
    kiosk.see("Check your mail")


def open_code(screen, kiosk, service, address):
    """Each address once: one is not mailed to again within a minute."""
    service.ctl("accounts", "add", address, "--confirmed")
    before = len(service.mails())
    ask(screen, kiosk, address)
    code = wait_for("a mail with a code", lambda: len(service.mails()) > before and service.code())
    screen.type(code)
    screen.press(XK.XK_Return)
    kiosk.see("Choose a new password")


def pages(screen, kiosk, service):
    """Each page by its name, once it is up."""
    kiosk.see("Get back into")
    yield "ask"
    to_start(kiosk, screen)
    ask(screen, kiosk)
    yield "wait"
    to_start(kiosk, screen)
    open_code(screen, kiosk, service, "second@example.com")
    yield "choose"
    to_start(kiosk, screen)
    open_code(screen, kiosk, service, "third@example.com")
    screen.type("zebra umbrella 93471 lantern")
    screen.press(XK.XK_Return)
    kiosk.see("Your password is changed")
    yield "done"
    screen.press(XK.XK_Escape)
    kiosk.see("The last visit is wiped")
    yield "receipt"
    to_start(kiosk, screen)
    screen.press(XK.XK_q, ADMINISTRATOR)
    kiosk.see("For administrators")
    yield "pin"
    screen.press(XK.XK_Escape)
    to_start(kiosk, screen)


def touch_at_random(screen, guard, rounds):
    chance = random.Random(20261130)
    width, height = screen.size
    syms = keysyms() + [XK.string_to_keysym(name) for name in WORKING] * 4
    for number in range(rounds):
        for _ in range(chance.randrange(1, 12)):
            if chance.random() < 0.6:
                screen.press(chance.choice(syms), chance.choice(MODIFIERS))
            elif chance.random() < 0.5:
                screen.click(chance.randrange(width), chance.randrange(height),
                             chance.choice((1, 1, 1, 2, 3)), chance.randrange(1, 4))
            else:
                screen.drag((chance.randrange(width), chance.randrange(height)),
                            (chance.randrange(width), chance.randrange(height)),
                            chance.choice((1, 1, 3)))
        guard.check(f"random touches {number}")


def sweep(programs, folder, rounds):
    screen = Screen(1024, 768)
    for name in ("service", "home"):
        (folder / name).mkdir()
    service = Service(programs, folder / "service", "idle_seconds = 3600\n", ADDRESS)
    line = service.ctl("kiosk", "pin", given=PIN + "\n")
    with service.configuration.open("a") as configuration:
        configuration.write(line)
    kiosk = Kiosk(programs, screen, service.configuration, folder / "home")
    try:
        wait_for("the first window", screen.clients)
        guard = Guard(kiosk, screen)
        see_that_it_sees(screen, guard)
        total = 0
        for page in pages(screen, kiosk, service):
            keys = press_everything(screen, guard)
            mouse = touch_everywhere(screen, guard)
            ask_the_window_manager(screen, guard)
            print(f"{page}: {keys} keys, {mouse} touches", flush=True)
            assert keys > 300, keys
            total += keys + mouse
        touch_at_random(screen, guard, rounds)
        guard.check("the end")
        print(f"{total} keys and touches on pages, then {rounds} rounds at random: nothing opened")
    finally:
        said = pathlib.Path(kiosk.log).read_text(errors="replace")
        if said:
            print("the log:", said[-2000:])
        kiosk.end()
        screen.end()


def main():
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 300
    with kioskkit.folder() as folder:
        sweep(sys.argv[1], folder, rounds)


if __name__ == "__main__":
    main()
