# SPDX-License-Identifier: GPL-3.0-or-later
"""Scheme, id, version, date, address and contact as each packaging file says them: all the same.

check_consistency.py SOURCE_FOLDER
check_consistency.py --self-test SOURCE_FOLDER   a fault in each of them, in a copy, is found"""

import configparser
import email.utils
import pathlib
import plistlib
import re
import shutil
import struct
import sys
import tempfile
import time
import xml.etree.ElementTree as ElementTree

IDENTITY = "app/launch/identity.h"
DESKTOP = "packaging/linux/org.latchkey.app.desktop"
METAINFO = "packaging/linux/org.latchkey.app.metainfo.xml"
BUS = "packaging/linux/org.latchkey.app.service.in"
DEBIAN = "packaging/debian/changelog"
COPYRIGHT = "packaging/debian/copyright"
CPACK = "packaging/debian/package.cmake"
INSTALL = "packaging/install.cmake"
FLATPAK = "packaging/flatpak/org.latchkey.app.yml"
RPM = "packaging/rpm/latchkey.spec"
WINDOWS = "packaging/windows/latchkey.nsi"
MACOS = "packaging/macos/Info.plist"
CMAKE = "CMakeLists.txt"
CHANGES = "CHANGELOG.md"
BRIDGE = "packaging/bridge/index.html"
MANUALS = ("packaging/linux/man/latchkey.1.in", "packaging/linux/man/latchkeyctl.1.in")
RELEASE_BUILD = r"^#else\n(?:inline .*\n)*inline constexpr QByteArrayView "


class Tree:
    def __init__(self, root):
        self.root = pathlib.Path(root)

    def text(self, path):
        return (self.root / path).read_text(encoding="utf-8")

    def one(self, path, pattern):
        """The one thing that the pattern finds in the file; a word for what is wrong otherwise."""
        found = set(re.findall(pattern, self.text(path), re.MULTILINE))
        return found.pop() if len(found) == 1 else f"{len(found)} values"

    def entry(self, path, group, key):
        parser = configparser.RawConfigParser(strict=True)
        parser.optionxform = str
        parser.read_string(self.text(path))
        return parser.get(group, key, fallback="missing")

    def xml(self):
        return ElementTree.fromstring(self.text(METAINFO))

    def plist(self):
        return plistlib.loads((self.root / MACOS).read_bytes())


def versions(tree):
    yield CMAKE, tree.one(CMAKE, r"^project\(latchkey VERSION ([\d.]+)")
    yield CHANGES, re.search(r"^## ([\d.]+)", tree.text(CHANGES), re.MULTILINE).group(1)
    yield DEBIAN, re.match(r"latchkey \(([\d.]+)-\d+\)", tree.text(DEBIAN)).group(1)
    yield METAINFO, tree.xml().find("releases/release").get("version")
    yield RPM, tree.one(RPM, r"^Version: +(\S+)$")
    newest = re.search(r"^\* .* - ([\d.]+)-\d+$", tree.text(RPM), re.MULTILINE)
    yield f"{RPM} %changelog", newest.group(1)
    yield WINDOWS, tree.one(WINDOWS, r'^!define APP_VERSION "(.*)"$')
    for key in ("CFBundleVersion", "CFBundleShortVersionString"):
        yield f"{MACOS} {key}", tree.plist()[key]


def ids(tree):
    yield IDENTITY, tree.one(IDENTITY, RELEASE_BUILD + r'applicationId\{"(.*)"\}')
    for path, ending in ((DESKTOP, ".desktop"), (METAINFO, ".metainfo.xml"), (BUS, ".service.in"),
                         (FLATPAK, ".yml")):
        yield f"the name of {path}", pathlib.Path(path).name.removesuffix(ending)
    yield f"{DESKTOP} Icon", tree.entry(DESKTOP, "Desktop Entry", "Icon")
    yield BUS, tree.entry(BUS, "D-BUS Service", "Name")
    metainfo = tree.xml()
    yield METAINFO, metainfo.findtext("id")
    yield f"{METAINFO} launchable", metainfo.findtext("launchable").removesuffix(".desktop")
    yield f"{METAINFO} dbus", metainfo.findtext("provides/dbus")
    yield FLATPAK, tree.one(FLATPAK, r"^id: (.*)$")
    yield f"{FLATPAK} own-name", tree.one(FLATPAK, r"--own-name=(\S+)")
    yield WINDOWS, tree.one(WINDOWS, r'^!define APP_ID "(.*)"$')
    yield MACOS, tree.plist()["CFBundleIdentifier"]
    yield INSTALL, tree.one(INSTALL, r"RENAME (\S+)\.(?:svg|png)\)")
    for folder in ("applications", "metainfo", "services", "apps"):
        pattern = rf"^%{{_datadir}}/\S*{folder}/([\w.]+?)\.(?:desktop|metainfo\.xml|service|\*)$"
        yield f"{RPM} {folder}", tree.one(RPM, pattern)


def schemes(tree):
    own = tree.one(IDENTITY, RELEASE_BUILD + r'linkScheme\{"(.*)"\}')
    twin = next(ids(tree))[1]
    yield IDENTITY, {own, twin}
    prefix = "x-scheme-handler/"
    types = tree.entry(DESKTOP, "Desktop Entry", "MimeType").rstrip(";").split(";")
    yield DESKTOP, {each.removeprefix(prefix) for each in types}
    types = tree.xml().findall("provides/mediatype")
    yield METAINFO, {each.text.removeprefix(prefix) for each in types}
    yield WINDOWS, set(re.findall(r'!insertmacro RegisterScheme "(.*)"', tree.text(WINDOWS)))
    removed = re.findall(r'DeleteRegKey HKCU "Software\\Classes\\(.*)"', tree.text(WINDOWS))
    yield f"{WINDOWS} uninstall", set(removed)
    kinds = tree.plist()["CFBundleURLTypes"]
    yield MACOS, {each for kind in kinds for each in kind["CFBundleURLSchemes"]}
    shown = re.findall(r"^\.BI ([\w.]+):/+reset", tree.text(MANUALS[0]), re.MULTILINE)
    yield MANUALS[0], set(shown)
    # A page in a browser opens one of the two.
    opened = tree.one(BRIDGE, r"frame-src ([\w.]+):")
    yield BRIDGE, {own, twin} if opened in (own, twin) else {opened}


def dates(tree):
    yield INSTALL, tree.one(INSTALL, r'LATCHKEY_RELEASE_DATE "(.*)"')
    yield METAINFO, tree.xml().find("releases/release").get("date")
    signature = re.search(r"^ -- .*>  (.*)$", tree.text(DEBIAN), re.MULTILINE).group(1)
    yield DEBIAN, email.utils.parsedate_to_datetime(signature).date().isoformat()
    day = re.search(r"^\* (\w+ \w+ \d+ \d+) ", tree.text(RPM), re.MULTILINE).group(1)
    yield RPM, time.strftime("%Y-%m-%d", time.strptime(day, "%a %b %d %Y"))


def homepages(tree):
    yield CMAKE, tree.one(CMAKE, r'HOMEPAGE_URL "(.*)"')
    yield METAINFO, tree.xml().findtext("url[@type='homepage']")
    yield COPYRIGHT, tree.one(COPYRIGHT, r"^Source: (.*)$")
    yield RPM, tree.one(RPM, r"^URL: +(.*)$")


def contacts(tree):
    yield CPACK, tree.one(CPACK, r'CPACK_PACKAGE_CONTACT "(.*)"')
    yield DEBIAN, tree.one(DEBIAN, r"^ -- (.*>)  ")
    yield RPM, tree.one(RPM, r"^\* .* \d{4} (.*>) - ")


def programs(tree):
    yield CMAKE, "latchkey"
    yield f"{DESKTOP} Exec", tree.entry(DESKTOP, "Desktop Entry", "Exec").removesuffix(" %u")
    yield f"{FLATPAK} command", tree.one(FLATPAK, r"^command: (.*)$")
    yield f"{MACOS} CFBundleExecutable", tree.plist()["CFBundleExecutable"]
    yield METAINFO, tree.xml().findtext("provides/binary")
    yield BUS, tree.one(BUS, r"^Exec=@CMAKE_INSTALL_FULL_BINDIR@/(\S+) --dbus-activated$")


def pictures(tree):
    """Each screenshot of the metainfo is a picture of ours, of the size that it names."""
    for image in tree.xml().iter("image"):
        name = image.text.rsplit("/", 1)[1]
        said = (int(image.get("width")), int(image.get("height")))
        path = tree.root / "packaging/screenshots" / name
        found = struct.unpack(">II", path.read_bytes()[16:24]) if path.exists() else "no such file"
        yield name, said, found


def findings(tree):
    for topic in (versions, ids, schemes, dates, homepages, contacts, programs):
        said = list(topic(tree))
        where, expected = said[0]
        for place, value in said[1:]:
            if value != expected:
                yield f"{topic.__name__}: {place} says {value}, {where} says {expected}"
    for name, said, found in pictures(tree):
        if said != found:
            yield f"pictures: {name} is {found}, {METAINFO} says {said}"
    for path in MANUALS:
        for word in ("@LATCHKEY_RELEASE_DATE@", "@PROJECT_VERSION@", "%SYNOPSIS%", "%OPTIONS%"):
            if word not in tree.text(path):
                yield f"manual: {path} does not take {word} from the build"
    if tree.entry(DESKTOP, "Desktop Entry", "DBusActivatable") != "true":
        yield f"{DESKTOP} is not activated by the bus"


# What a careless hand would do: one place changed, the others forgotten. The words in braces are
# those of today.
CARELESS = (
    [(path, "{version}", "9.9.9")
     for path in (CMAKE, CHANGES, DEBIAN, METAINFO, RPM, WINDOWS, MACOS)]
    + [(path, "org.latchkey.app", "org.latchkey.App")
       for path in (IDENTITY, DESKTOP, METAINFO, BUS, FLATPAK, RPM, WINDOWS, MACOS, INSTALL)]
    + [(path, "x-scheme-handler/latchkey", "x-scheme-handler/latchkeys")
       for path in (DESKTOP, METAINFO)]
    + [(WINDOWS, 'RegisterScheme "latchkey"', 'RegisterScheme "latchkeys"'),
       (WINDOWS, 'Classes\\latchkey"', 'Classes\\latchkeys"'),
       (MACOS, "<array>\n        <string>latchkey<", "<array>\n        <string>latchkeys<"),
       (IDENTITY, 'linkScheme{"latchkey"}', 'linkScheme{"latchkeys"}'),
       (MANUALS[0], "latchkey://", "latchkeys://"),
       (BRIDGE, "frame-src latchkey:", "frame-src latchkeys:"),
       (INSTALL, "{date}", "1999-12-31"), (METAINFO, "{date}", "1999-12-31"),
       (METAINFO, 'height="525"', 'height="524"'),
       (METAINFO, "ask.png", "asking.png"),
       (DESKTOP, "Exec=latchkey ", "Exec=latchkeyctl "),
       (BUS, "--dbus-activated", ""),
       (COPYRIGHT, "Source: https", "Source: http"),
       (CPACK, "maintainers@", "maintainer@")])


def self_test(source):
    version = next(versions(Tree(source)))[1]
    date = next(dates(Tree(source)))[1]
    missed = []
    for path, before, after in CARELESS:
        with tempfile.TemporaryDirectory() as folder:
            root = pathlib.Path(folder)
            shutil.copytree(source / "packaging", root / "packaging")
            (root / IDENTITY).parent.mkdir(parents=True)
            for each in (IDENTITY, CMAKE, CHANGES):
                shutil.copy(source / each, root / each)
            tree = Tree(root)
            before = before.replace("{version}", version).replace("{date}", date)
            changed = tree.text(path).replace(before, after)
            if changed == tree.text(path):
                missed.append(f"{path} does not say {before}")
            (root / path).write_text(changed, encoding="utf-8")
            if not list(findings(tree)):
                missed.append(f"{path}: {after} instead of {before} goes unnoticed")
    return missed


def main():
    source = pathlib.Path(sys.argv[-1])
    wrong = self_test(source) if "--self-test" in sys.argv else list(findings(Tree(source)))
    for each in wrong:
        print(each)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
