# SPDX-License-Identifier: GPL-3.0-or-later
"""Bash completes every command and every option that the programs print in their help, and the
systemd unit runs a command that there is. check_completion.py SOURCE_FOLDER PROGRAM_FOLDER"""

import pathlib
import re
import subprocess
import sys

SCRIPT = """
source "$1"
shift
COMP_WORDS=("$@")
COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
"$(complete -p "${1##*/}" | sed 's/.*-F \\([^ ]*\\).*/\\1/')" 2>/dev/null
printf '%s\\n' "${COMPREPLY[@]}"
"""


def completed(script, *words):
    done = subprocess.run(["bash", "-c", SCRIPT, "bash", script, *words], check=True,
                          capture_output=True, text=True)
    return set(done.stdout.split("\n")) - {""}


def help_of(program, *words):
    done = subprocess.run([program, *words, "--help"], check=True, capture_output=True, text=True)
    return done.stdout


def options_in(text):
    return set(re.findall(r"^  (--[a-z-]+)", text, re.MULTILINE))


def commands_in(text):
    table = text.partition("\nCommands:\n")[2].partition("\n\n")[0]
    return [re.match(r"  ([a-z-]+(?: [a-z-]+)*)", line).group(1) for line in table.splitlines()]


def check(what, expected, found):
    if not expected:
        yield f"{what}: nothing is expected, which cannot be"
    if expected - found:
        yield f"{what}: {' '.join(sorted(expected - found))} is not completed"
    if found - expected:
        yield f"{what}: {' '.join(sorted(found - expected))} is no word of the help"


def findings(source, programs):
    window = f"{programs}/latchkey"
    script = f"{source}/packaging/linux/latchkey.bash-completion"
    yield from check("latchkey", options_in(help_of(window)), completed(script, window, "-"))

    tool = f"{programs}/latchkeyctl"
    script = f"{source}/packaging/linux/latchkeyctl.bash-completion"
    whole = help_of(tool)
    commands = commands_in(whole)
    first = {command.split()[0] for command in commands}
    yield from check("latchkeyctl", first | options_in(whole), completed(script, tool, ""))
    for word in first:
        yield from check(word, {word}, {each for each in completed(script, tool, word[:-1])
                                        if each == word})
        second = {each.split()[1] for each in commands if each.startswith(word + " ")}
        if second:
            found = {each for each in completed(script, tool, word, "") if not each.startswith("-")}
            yield from check(word, second, found)
    for command in commands:
        words = command.split()
        expected = options_in(help_of(tool, *words))
        yield from check(command, expected, completed(script, tool, *words, "--"))
        yield from check(f"--json {command} OPERAND", expected,
                         completed(script, tool, "--json", *words, "operand@example.com", "--"))

    unit = pathlib.Path(source, "packaging/linux/latchkey-outbox.service.in").read_text("utf-8")
    run = re.search(r"^ExecStart=\S+/latchkeyctl (.*)$", unit, re.MULTILINE).group(1)
    verb, *options = re.split(r" (?=--)", run)
    if verb not in commands or not set(options) <= options_in(help_of(tool, *verb.split())):
        yield f"latchkey-outbox.service runs {run}, and there is no such command"


def main():
    wrong = list(findings(sys.argv[1], sys.argv[2]))
    for each in wrong:
        print(each)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
