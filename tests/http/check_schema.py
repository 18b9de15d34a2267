#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Fails when a shipped profile does not fit the schema beside it, or the schema is too lax.

usage: check_schema.py FOLDER
"""
import copy
import json
import pathlib
import sys

import jsonschema


def planted(profile):
    """Copies of a good profile, each with one fault that the schema has to see."""
    def at(change):
        broken = copy.deepcopy(profile)
        change(broken)
        return broken
    step = lambda document: document["request"]["steps"][0]
    return [
        at(lambda d: d.pop("set")),
        at(lambda d: d.update(tilte="x")),
        at(lambda d: d.update(id="Not An Id")),
        at(lambda d: d["checked"].update(against="hearsay")),
        at(lambda d: d["request"].update(browser="https://x.example")),
        at(lambda d: d.update(request={"browser": "http://x.example"})),
        at(lambda d: step(d).update(method="DELETE")),
        at(lambda d: step(d).update(path="reset")),
        at(lambda d: step(d).update(json={}, form={})),
        at(lambda d: step(d).update(outcomes=[])),
        at(lambda d: step(d)["outcomes"][0].update(status=99)),
        at(lambda d: step(d)["outcomes"][0].update(outcome="fine")),
        at(lambda d: step(d)["outcomes"][0].update({"is": "x"})),
        at(lambda d: step(d).update(capture={"Name": {"pointer": "/x"}})),
        at(lambda d: step(d).update(capture={"name": {"pointer": "x"}})),
        at(lambda d: d.update(links=["https://elsewhere.example/{token}"])),
    ]


def main():
    folder = pathlib.Path(sys.argv[1])
    schema = json.loads((folder / "profile.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    found, profiles = [], {}
    for path in sorted(folder.glob("*.json")):
        if path.name == "profile.schema.json":
            continue
        profile = profiles[path.stem] = json.loads(path.read_text(encoding="utf-8"))
        found += [f"{path.name}: {error.json_path}: {error.message}"
                  for error in validator.iter_errors(profile)]
        if profile.get("id") != path.stem:
            found.append(f"{path.name}: its id is {profile.get('id')!r}")
    for path in pathlib.Path(__file__).parent.glob("stubs/*.json"):
        if path.stem not in profiles:
            found.append(f"stubs/{path.name}: there is no such profile")
    for number, broken in enumerate(planted(profiles["flask-forms"])):
        if validator.is_valid(broken):
            found.append(f"planted fault {number} was not seen")
    print(f"{len(profiles)} profiles, {len(found)} faults", *found, sep="\n")
    sys.exit(1 if found or not profiles else 0)


if __name__ == "__main__":
    main()
