# SPDX-License-Identifier: GPL-3.0-or-later
"""A desk to click at: a person's account in a root folder, with an X server, with or without a
session bus, and a watch over what processes say in their arguments."""

import hashlib
import os
import pathlib
import subprocess
import threading
import time

PATIENCE = 20.0
STEP = 0.005


def wait_for(what, condition, patience=PATIENCE):
    end = time.monotonic() + patience
    while time.monotonic() < end:
        result = condition()
        if result:
            return result
        time.sleep(STEP)
    raise AssertionError(f"{what}: not within {patience:g} s")


def processes():
    """(pid, arguments) of everything that runs here; zombies have no arguments."""
    for entry in os.scandir("/proc"):
        if entry.name.isdigit():
            try:
                yield int(entry.name), pathlib.Path(entry.path, "cmdline").read_bytes()
            except OSError:
                pass


class ArgumentWatch(threading.Thread):
    """Who has the secret in its arguments, and for how long at most: from the last look that did
    not find it there yet to the first that does not any more."""

    def __init__(self, secret):
        super().__init__(daemon=True)
        self.secret = secret
        self.ended = threading.Event()
        self.seen = {}
        self.lock = threading.Lock()
        self.looked = time.monotonic()

    def run(self):
        while not self.ended.is_set():
            self.look()
            time.sleep(STEP)

    def look(self):
        with self.lock:
            began = time.monotonic()
            holders = {(pid, arguments.replace(b"\0", b" ").replace(self.secret, b"TOKEN").decode())
                       for pid, arguments in processes() if self.secret in arguments}
            for each in holders:
                self.seen.setdefault(each, [self.looked, None])
            for each, times in self.seen.items():
                if times[1] is None and each not in holders:
                    times[1] = time.monotonic()
            self.looked = began
            return holders

    def end(self):
        self.ended.set()
        self.join()
        if self.look():
            raise AssertionError("the token is in arguments again")
        return {key: last - first for key, (first, last) in self.seen.items()}


class Desk:
    """`root`: the folder that is the system's root; `program`: the window's path in it."""

    def __init__(self, root, program, uid=4711):
        self.root = pathlib.Path(root)
        self.program = program
        self.uid = uid
        self.home = "/home/person"
        self.runtime = f"{self.home}/run"
        self.servers = []
        self.environment = {
            "HOME": self.home, "USER": "person", "XDG_RUNTIME_DIR": self.runtime,
            "LANG": "C.UTF-8", "TZ": "UTC", "PATH": "/usr/bin:/bin"}
        self.path(self.runtime).mkdir(mode=0o700)
        os.chown(self.path(self.runtime), uid, uid)

    def path(self, inside):
        return self.root / inside.lstrip("/")

    def enter(self):
        os.chroot(self.root)
        os.chdir(self.home)
        os.setgroups([])
        os.setgid(self.uid)
        os.setuid(self.uid)

    def begin(self, *words, bus=None, **options):
        environment = dict(self.environment)
        if bus:
            environment["DBUS_SESSION_BUS_ADDRESS"] = bus
        options.setdefault("stdin", subprocess.DEVNULL)
        options.setdefault("stdout", subprocess.DEVNULL)
        options.setdefault("stderr", subprocess.DEVNULL)
        return subprocess.Popen(words, env=environment, preexec_fn=self.enter, **options)

    def run(self, *words, text=""):
        process = self.begin(*words, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                             stderr=subprocess.STDOUT, text=True)
        output, _ = process.communicate(text, timeout=60)
        if process.returncode != 0:
            raise AssertionError(f"{words[0]} ended with {process.returncode}: {output}")
        return output

    def start_display(self):
        read, write = os.pipe()
        server = self.begin("Xvfb", "-displayfd", str(write), "-noreset", "-nolisten", "tcp",
                            "-screen", "0", "800x700x24", "-fbdir", self.runtime,
                            pass_fds=[write])
        os.close(write)
        self.servers.append(server)
        with os.fdopen(read) as number:
            self.environment["DISPLAY"] = ":" + number.readline().strip()

    def start_bus(self):
        server = self.begin("dbus-daemon", "--session", "--nofork", "--print-address",
                            stdout=subprocess.PIPE, text=True)
        self.servers.append(server)
        return server.stdout.readline().strip()

    def screen(self):
        """What is on the screen, as a number that is the same for the same picture."""
        return hashlib.sha256(self.path(f"{self.runtime}/Xvfb_screen0").read_bytes()).digest()

    def stand_still(self):
        """Until nothing but a cursor has moved for a second: pages fade into each other."""
        recent = []

        def still():
            time.sleep(0.05)
            recent.append(self.screen())
            del recent[:-20]
            return len(recent) == 20 and len(set(recent)) <= 2
        wait_for("a page that stands still", still)

    def frames(self, seconds=2.5):
        """Each picture of a page that stands still: a cursor blinks in it."""
        end = time.monotonic() + seconds
        found = set()
        while time.monotonic() < end:
            found.add(self.screen())
            time.sleep(0.05)
        return found

    def instances(self):
        own = self.program.encode()
        return [pid for pid, arguments in processes() if arguments.split(b"\0")[0] in
                (own, own.rsplit(b"/", 1)[1])]

    def xdotool(self, *words):
        environment = {"DISPLAY": self.environment["DISPLAY"], "PATH": os.environ["PATH"]}
        done = subprocess.run(["xdotool", *words], text=True, capture_output=True, check=False,
                              env=environment)
        return done.stdout.split()

    def windows(self):
        return self.xdotool("search", "--onlyvisible", "--name", "account recovery")

    def close_all(self):
        for pid in self.instances():
            os.kill(pid, 15)
        wait_for("the program's end", lambda: not self.instances())
        wait_for("an empty screen", lambda: not self.windows())

    def leave(self):
        for server in reversed(self.servers):
            server.terminate()
            server.wait()
