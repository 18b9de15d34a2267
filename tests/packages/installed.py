# SPDX-License-Identifier: GPL-3.0-or-later
"""installed.py ROOT CLICKS: the package in a system of its own that clean-root made: clicks, and
what its removal leaves; then the same clicks with the build in /opt/latchkey, in a fresh home. Wants
namespaces of its own (tests/packages/run makes them)."""

import os
import pathlib
import shutil
import subprocess
import sys

from clicks import Clicks, Service
from desk import Desk

TIMER = "etc/systemd/system/timers.target.wants/latchkey-outbox.timer"
# Not the system, or what every package leaves there.
ELSEWHERE = ("proc", "dev", "tmp", "home", "opt", "var/log", "var/cache", "var/lib/dpkg",
             "var/lib/apt")


def mount(root):
    subprocess.run(["mount", "-t", "proc", "proc", root / "proc"], check=True)
    subprocess.run(["mount", "--bind", "/dev", root / "dev"], check=True)
    subprocess.run(["mount", "-t", "tmpfs", "tmpfs", root / "tmp"], check=True)
    (root / "tmp").chmod(0o1777)
    (root / "tmp/.X11-unix").mkdir()
    (root / "tmp/.X11-unix").chmod(0o1777)


def dpkg(root, *words):
    subprocess.run(["chroot", root, "dpkg", *words], check=True, stdout=subprocess.DEVNULL,
                   env={"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL": "C.UTF-8"})


def listing(root):
    """Everything in the system, with size and mode."""
    pruned = " -o ".join(f"-path {root}/{each} -prune" for each in ELSEWHERE).split()
    found = subprocess.run(["find", root, *pruned, "-o", "-type", "d", "-printf", "%P %m\n",
                            "-o", "-printf", "%P %m %s %l\n"],
                           check=True, capture_output=True, text=True)
    return set(found.stdout.splitlines())


def mentions(root):
    """Files of the system that name the program."""
    places = [root / each for each in ("etc", "usr/share", "var/lib")]
    found = subprocess.run(["grep", "-rlsI", "latchkey", *places], capture_output=True, text=True,
                           check=False).stdout.split()
    ledgers = (f"{root}/var/lib/dpkg", f"{root}/var/lib/apt")
    return [each for each in found if not each.startswith(ledgers)]


def fresh_home(root):
    home = root / "home/person"
    shutil.rmtree(home)
    home.mkdir(mode=0o700)
    os.chown(home, 4711, 4711)


def click_everywhere(root, program, count, prepare=None):
    """With `prepare`, no package has set the desk up."""
    fresh_home(root)
    desk = Desk(root, program)
    try:
        desk.start_display()
        bus = desk.start_bus()
        if prepare:
            prepare(desk)
        service = Service(desk, f"{program}ctl")
        clicks = Clicks(desk, service.link())
        clicks.learn()
        for name, opener, address in (("xdg-open", ["xdg-open"], None),
                                      ("gio open", ["gio", "open"], None),
                                      ("gio open, session bus", ["gio", "open"], bus)):
            for temperature in ("cold", "warm"):
                clicks.leg(f"{name}, {temperature}", opener, count, temperature == "warm", address,
                           by_bus=address is not None and prepare is None)
        clicks.journey(service, ["xdg-open"], None)
    finally:
        desk.leave()


def packaged(root, count):
    # The place of the link that `systemctl enable` makes belongs to systemd, which is not here.
    (root / TIMER).parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(root / "latchkey.deb", root / "tmp")
    dpkg(root, "--purge", "latchkey")
    without = listing(root)
    dpkg(root, "--install", "/tmp/latchkey.deb")
    (root / TIMER).symlink_to("/usr/lib/systemd/system/latchkey-outbox.timer")

    click_everywhere(root, "/usr/bin/latchkey", count)

    dpkg(root, "--remove", "latchkey")
    left = sorted(listing(root) ^ without) + mentions(root)
    dpkg(root, "--purge", "latchkey")
    left += sorted(listing(root) ^ without) + mentions(root)
    if left:
        raise AssertionError("removal leaves: " + ", ".join(left))
    print("removal leaves the system as it was", flush=True)
    home = root / "home/person"
    data = sorted(str(each.relative_to(home)) for each in home.glob("**/*") if each.is_file())
    # The runtime folder is emptied by the system when the person leaves.
    known = (".config/latchkey/", ".local/share/latchkey/", "mail/", "keys", "run/")
    strange = [each for each in data if not each.startswith(known)]
    if strange:
        raise AssertionError(f"that is no data: {strange}")
    print("and data in the home: " + " ".join(data), flush=True)


def unpackaged(root, count):
    program = "/opt/latchkey/bin/latchkey"
    click_everywhere(root, program, count,
                     lambda desk: desk.run("/opt/latchkey/bin/latchkey-register", program))


def main():
    root, count = pathlib.Path(sys.argv[1]).resolve(), int(sys.argv[2])
    mount(root)
    print("== installed", flush=True)
    packaged(root, count)
    print("== unpackaged, in a fresh home", flush=True)
    unpackaged(root, count)


if __name__ == "__main__":
    main()
