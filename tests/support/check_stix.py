"""Reads a bundle of STIX with no code of the library: no dangling reference within it, selectors that mean something.

usage: check_stix.py BUNDLE [BEFORE [DESK]]    no text speaks of objects of BEFORE that are gone, however it writes their ids;
                                               those with their ids are what they were; the others are by DESK
"""
import base64
import html
import json
import re
import sys
import unicodedata
import urllib.parse

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
            if name == "objects" and value.get("type") == "observed-data":
                check_dictionary(item)
            elif name.endswith("_ref"):
                yield item
            elif name.endswith("_refs"):
                yield from item
            else:
                yield from references(item)


def has(made, *names):
    return any(made.get(name) for name in names)


def check_type(made):
    """What STIX 2.1 demands of some types, by their tables."""
    kind = made["type"]
    if kind == "network-traffic":
        assert has(made, "src_ref", "dst_ref") and made["protocols"], made
    elif kind == "file":
        assert has(made, "hashes", "name"), made
    elif kind == "observed-data":
        assert has(made, "object_refs", "objects"), made
    elif kind == "email-message":
        for part in made.get("body_multipart", []):
            assert has(part, "body", "body_raw_ref"), made
    elif kind == "artifact":
        assert has(made, "payload_bin", "url") and ("url" not in made or has(made, "hashes")), made
    elif kind == "malware":
        assert made.get("is_family") is not True or made["name"], made
    assert made.get("object_marking_refs", [0]) != [], made


def check_dictionary(observables):
    """Observables of STIX 2.0, which refer to one another by number."""
    assert observables
    for made in observables.values():
        check_type(made)
        for target in references(made):
            assert target in observables, (target, "is no observable")


for made in bundle["objects"]:
    check_type(made)
    assert ID.fullmatch(made["id"]) and made["id"].split("--")[0] == made["type"], made
    for target in references(made):
        assert target in ids or target[target.index("--") + 16] != "5", (made["id"], target)
    for entry in made.get("granular_markings", []):
        for selector in entry["selectors"]:
            value = made
            for step in selector.split("."):
                value = value[int(step[1:-1])] if isinstance(value, list) else value[step]


def texts(value):
    if isinstance(value, dict):
        for name, item in value.items():
            yield name
            yield from texts(item)
    elif isinstance(value, list):
        for item in value:
            yield from texts(item)
    elif isinstance(value, str):
        yield value


def readings(text, depth=3):
    """What a text says, and what it hides."""
    plain = unicodedata.normalize("NFKC", html.unescape(urllib.parse.unquote(text))).replace("\u200b", "")
    plain = re.sub(r"\\u00([0-9a-f]{2})", lambda match: chr(int(match[1], 16)), plain)
    yield re.sub("[-\u2010]", "", plain.lower())
    for run in re.findall(r"[A-Za-z0-9+/_-]{40,}={0,2}", plain) if depth else []:
        for hidden in (lambda: bytes.fromhex(run), lambda: base64.b64decode(run + "=" * (-len(run) % 4), b"-_" if "-" in run or "_" in run else None)):
            try:
                yield from readings(hidden().decode(), depth - 1)
            except ValueError:
                pass


if len(sys.argv) > 2:
    kept = {made["id"][-36:] for made in bundle["objects"]}
    before = json.load(open(sys.argv[2], encoding="utf-8"))["objects"]
    gone = {made["id"][-36:] for made in before if made["type"] != "extension-definition"} - kept
    everything = "\n".join(said for text in texts(bundle["objects"]) for said in readings(text))
    for uuid in gone:
        assert uuid.replace("-", "") not in everything, (uuid, "is spoken of")

if len(sys.argv) > 3:
    before = {made["id"]: made for made in json.load(open(sys.argv[2], encoding="utf-8"))["objects"]}
    desk = sys.argv[3]
    assert len(ids) == len(bundle["objects"]), "an id twice"
    for made in bundle["objects"]:
        if made["id"] in before:
            assert made == before[made["id"]], (made["id"], "another object under its id")
        elif "created" in made and made["type"] != "marking-definition" and made["id"] != desk:
            assert made["created_by_ref"] == desk and desk in ids, (made["id"], "by nobody")
