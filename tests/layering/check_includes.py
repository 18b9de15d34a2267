#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Fails when a room includes what it must not (the link graph alone does not see a header).

usage: check_includes.py ROOT          every source below ROOT against rooms.toml
       check_includes.py --self-test   planted faults are found
"""
import pathlib
import re
import sys
import tomllib

HERE = pathlib.Path(__file__).resolve().parent
INCLUDE = re.compile(r'^\s*#\s*include\s*(<[^>]+>|"[^"]+")')

# Qt headers that are not Qt Core's, as far as anybody here could want them.
WIDGETS = ("QAbstractButton", "QAccessible", "QAction", "QApplication", "QBoxLayout", "QClipboard",
           "QCloseEvent", "QColor", "QCursor", "QDialog", "QDrag", "QEnterEvent", "QFocusEvent",
           "QFont", "QFontMetrics", "QFrame", "QGraphicsOpacityEffect", "QGuiApplication",
           "QHelpEvent", "QIcon", "QImage", "QInputMethod", "QInputMethodEvent", "QKeyEvent",
           "QKeySequence", "QLabel", "QLayout", "QLineEdit", "QListWidget", "QListWidgetItem", "QMenu",
           "QMessageBox", "QMimeData", "QMouseEvent", "QPaint", "QPainter", "QPalette", "QPen",
           "QPixmap", "QPlainTextEdit", "QProgressBar", "QPushButton", "QResizeEvent", "QScreen",
           "QScrollArea", "QScrollBar", "QShortcut", "QSpacerItem", "QStacked", "QStyle", "QSvg",
           "QText", "QToolButton", "QToolTip", "QVBoxLayout", "QHBoxLayout", "QWidget", "QWindow",
           "QContextMenuEvent", "QShowEvent", "QPainterPath", "QLinearGradient")
GUARDED = ("QSql", "QNetwork", "QTcp", "QUdp", "QSsl", "QLocalS", "QHost", "QDBus", "QtSql",
           "QtNetwork", "QtDBus", "QtWidgets", "QtGui", "QDesktopServices", *WIDGETS)
PLAIN = re.compile(r"(c?[a-z_0-9]+(\.h)?|sys/[a-z]+\.h|linux/[a-z]+\.h)$")
THIRD_PARTY = ("argon2.h", "crypt.h", "zlib.h", "zxcvbn.h", "sqlite3.h")


def rule_for(path, rules):
    """The longest entry that is the path or one of its folders."""
    fitting = [key for key in rules if path == key or path.startswith(key + "/")]
    return rules[max(fitting, key=len)] if fitting else None


def fault_of(header, rule):
    """Why this header may not be included; None when it may."""
    name = header[1:-1]
    if header[0] == '"':
        if name.startswith("ui_"):
            return None if "ui" in rule["rooms"] else "a form outside ui"
        if any(name == room or name.startswith(room + "/") for room in rule["rooms"]):
            return None
        return "that room is not open to this one"
    allowed = [item for key in rule["libraries"] for item in (WIDGETS if key == "WIDGETS" else (key,))]
    if any(name.startswith(key) for key in allowed):
        return None
    if name.startswith(GUARDED):
        return "that part of Qt is not open to this room"
    if name.startswith("Q") or (PLAIN.match(name) and name not in THIRD_PARTY):
        return None
    return "that library is not open to this room"


def faults_in(path, text, rules):
    rule = rule_for(path, rules)
    if rule is None:
        return [f"{path}: belongs to no room"]
    found = []
    for number, line in enumerate(text.splitlines(), 1):
        include = INCLUDE.match(line)
        fault = include and fault_of(include[1], rule)
        if fault:
            found.append(f"{path}:{number}: {include[1]}: {fault}")
    return found


def check(root, rules):
    found, files = [], 0
    for folder in ("app", "ui"):
        for source in sorted((root / folder).rglob("*")):
            if source.suffix in (".h", ".cpp"):
                files += 1
                path = source.relative_to(root).as_posix()
                found += faults_in(path, source.read_text(encoding="utf-8"), rules)
    print(f"{files} files, {len(found)} faults")
    assert files > 100, "this is not the whole tree"
    return found


def self_test(rules):
    planted = [
        ("ui/askpage.cpp", "#include <QSqlQuery>"),
        ("ui/askpage.cpp", '#include "services/local/database.h"'),
        ("ui/askpage.cpp", '#include "application/desktop.h"'),
        ("app/core/log.cpp", '#include "recovery/recoverylink.h"'),
        ("app/core/log.cpp", "#include <openssl/evp.h>"),
        ("app/recovery/recoverysession.cpp", "#include <QNetworkAccessManager>"),
        ("app/recovery/recoverysession.cpp", "#include <QWidget>"),
        ("app/services/local/outbox.cpp", '#include "services/mail/message.h"'),
        ("app/services/local/outbox.cpp", "#include <curl/curl.h>"),
        ("app/services/mail/message.cpp", "  #  include <QSqlQuery>"),
        ("app/application/composition.cpp", '#include "ui/mainwindow.h"'),
        ("app/nowhere/new.cpp", "#include <QString>"),
    ]
    missed = [f"{path}: {line}" for path, line in planted if not faults_in(path, line, rules)]
    wrong = faults_in("app/services/local/outbox.cpp",
                      '#include <QSqlQuery>\n#include "services/mail/mailer.h"\n#include <chrono>\n'
                      "#include <sys/stat.h>\n#include <QString>\n", rules)
    print(f"{len(planted)} planted faults, {len(missed)} missed")
    return missed + wrong


def main():
    rules = tomllib.loads((HERE / "rooms.toml").read_text(encoding="utf-8"))
    if sys.argv[1:] == ["--self-test"]:
        found = self_test(rules)
    elif len(sys.argv) == 2:
        found = check(pathlib.Path(sys.argv[1]), rules)
    else:
        sys.exit(__doc__)
    print("\n".join(found))
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
