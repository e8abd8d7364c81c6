#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""json_schema.py COMMAND: holds JSON Lines on stdin against json.schema.json, which is beside this file.

  validate  fails at the first line that does not pass, and says which; prints how many of each kind there were
  refuse    damages each line in many ways, and fails if one of these passes
  keys      prints the keys of rows, of summaries and of check, each with its types: KIND KEY TYPE[,TYPE]

It knows nothing of tcpwho but that schema.
"""
import collections
import json
import pathlib
import sys

import jsonschema

SCHEMA = json.loads(pathlib.Path(__file__).with_name("json.schema.json").read_text())
KINDS = ("row", "group", "check")
REQUIRED = {key for kind in KINDS for key in SCHEMA["$defs"][kind].get("required", ())}
REQUIRED |= SCHEMA["$defs"]["group"]["dependentRequired"].keys()


def validator(schema):
    return jsonschema.Draft202012Validator(
        {**schema, "$defs": SCHEMA["$defs"]}, format_checker=jsonschema.FormatChecker(("ipv4", "ipv6")))


ANY = validator(SCHEMA)
OF_KIND = {kind: validator({"$ref": f"#/$defs/{kind}"}) for kind in KINDS}


def no_constant(name):
    raise ValueError(f"{name} is not JSON")


def unique(pairs):
    counts = collections.Counter(key for key, _ in pairs)
    if len(counts) < len(pairs):
        raise ValueError(f"a key is there twice: {counts.most_common(1)[0][0]}")
    return dict(pairs)


def parse(line):
    return json.loads(line, object_pairs_hook=unique, parse_constant=no_constant)


def kind_of(line):
    """The kind of a line that passes; ValueError says why it does not."""
    value = parse(line)
    kinds = [kind for kind in KINDS if OF_KIND[kind].is_valid(value)]
    if len(kinds) == 1:
        return kinds[0]
    why = jsonschema.exceptions.best_match(ANY.iter_errors(value))
    raise ValueError(f"{why.json_path}: {why.message}" if why else f"it is of {len(kinds)} kinds")


def validate(lines):
    counts = collections.Counter()
    for number, line in enumerate(lines, 1):
        try:
            counts[kind_of(line)] += 1
        except ValueError as why:
            sys.exit(f"line {number}: {why}: {line.rstrip()}")
    if not counts:
        sys.exit("there is no line")
    print(", ".join(f"{kind}: {counts[kind]}" for kind in KINDS))


def other_values(value):
    """What must not stand where this value does."""
    if value is None:
        return ["", False, [], {}]
    if isinstance(value, bool):
        return [str(value).lower(), []]
    if isinstance(value, (int, float)):
        return [str(value), -1, [value], True]
    if isinstance(value, str):
        return [7, "", value + "\x1b", [value]]
    return [json.dumps(value), {}, [[0.5, "1"]], [[0.5]], [[0.5, 1, 1]]]


def damages(line):
    value = parse(line)
    yield line.rstrip("\n")[:-1]
    yield line.replace("{", "{" + line[1:line.index(":")] + ":null,", 1)
    yield json.dumps([value])
    yield json.dumps({**value, "unheard_of": 1})
    yield json.dumps({key.upper(): what for key, what in value.items()})
    yield line.replace(":", ":NaN,\"x\":", 1)
    for key in REQUIRED & value.keys():
        yield json.dumps({other: what for other, what in value.items() if other != key})
    for key, what in value.items():
        # The name of a check is a word, and its value and detail are of any.
        others = ["", []] if "check" in value and key in ("value", "detail") else other_values(what)
        for other in others:
            yield json.dumps({**value, key: other})
        if isinstance(what, str) and "/" in what and key.startswith("ip_"):
            yield json.dumps({**value, key: what.split("/")[0] + ("/129" if ":" in what else "/33")})


def refuse(lines):
    count = 0
    for line in lines:
        for damaged in damages(line):
            count += 1
            try:
                kind = kind_of(damaged)
            except ValueError:
                continue
            sys.exit(f"taken for a {kind}: {damaged}")
    if not count:
        sys.exit("there is no line")
    print(f"{count} refused")


def types_of(schema):
    """Their names, without null: what is not known may be that anywhere."""
    while "type" not in schema:
        if "$ref" not in schema:
            return "string"
        schema = SCHEMA["$defs"][schema["$ref"].rsplit("/", 1)[1]]
    types = schema["type"]
    return ",".join(sorted({types} if isinstance(types, str) else set(types) - {"null"}))


def keys(_):
    columns = SCHEMA["$defs"]["columns"]["properties"]
    for kind, properties in (("row", columns), ("group", SCHEMA["$defs"]["group"]["properties"]),
                             ("check", SCHEMA["$defs"]["check"]["properties"])):
        for key, schema in properties.items():
            if kind == "row" or key not in columns:
                print(kind, key, types_of(schema))


if __name__ == "__main__":
    {"validate": validate, "refuse": refuse, "keys": keys}[sys.argv[1]](sys.stdin)
