"""Reads a bundle of STIX with no code of the library: no dangling reference within it, selectors that mean something."""
import json
import re
import sys

ID = re.compile(r"[a-z0-9-]+--[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
bundle = json.load(open(sys.argv[1], encoding="utf-8"))
assert bundle["type"] == "bundle" and bundle["objects"], "no bundle"
ids = {made["id"] for made in bundle["objects"]}


def references(value):
    if isinstance(value, list):
        for item in value:
            yield from references(item)
    elif isinstance(value, dict):
        for name, item in value.items():
            if name.endswith("_ref"):
                yield item
            elif name.endswith("_refs"):
                yield from item
            else:
                yield from references(item)


for made in bundle["objects"]:
    assert ID.fullmatch(made["id"]) and made["id"].split("--")[0] == made["type"], made["id"]
    for target in references(made):
        assert target in ids or target[target.index("--") + 16] != "5", (made["id"], target)
    for entry in made.get("granular_markings", []):
        for selector in entry["selectors"]:
            value = made
            for step in selector.split("."):
                value = value[int(step[1:-1])] if isinstance(value, list) else value[step]
