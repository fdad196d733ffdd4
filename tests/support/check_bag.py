#!/usr/bin/env python3
"""A second opinion on BagIt 1.0, from RFC 8493 alone: check_bag.py DIR; silent if the bag is complete and valid."""
import hashlib
import os
import sys
import unicodedata

root = sys.argv[1]


def listed(name):
    lines = open(os.path.join(root, name), encoding="utf-8", newline="").read().split("\n")
    assert lines.pop() == "", name + ": the last line has no end"
    entries = {}
    for line in lines:
        digest, path = line.split(None, 1)
        for form, char in (("%0A", "\n"), ("%0D", "\r"), ("%25", "%")):
            path = path.replace(form, char)
        assert path not in entries, path + ": twice"
        entries[path] = digest
    return entries


def check(name):
    algorithm = name[:-4].split("-")[1]
    entries = listed(name)
    for path, digest in entries.items():
        content = open(os.path.join(root, path), "rb").read()
        assert hashlib.new(algorithm, content).hexdigest() == digest, path + ": digest"
    return entries


files = {os.path.relpath(os.path.join(at, name), root) for at, _, names in os.walk(root) for name in names}
payload = {path for path in files if path.startswith("data/")}
declaration = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
assert open(os.path.join(root, "bagit.txt"), "rb").read() == declaration, "bagit.txt"
manifests = {path for path in files if path.startswith("manifest-")}
tags = {path for path in files if path.startswith("tagmanifest-")}
assert manifests, "no manifest"
for name in manifests:
    assert set(check(name)) == payload, name + ": not the payload"
for name in tags:
    assert manifests <= set(check(name)), name + ": not the manifests"
    assert not set(check(name)) & (payload | tags), name + ": payload or tag manifests"
info = dict(line.split(": ", 1) for line in open(os.path.join(root, "bag-info.txt"), encoding="utf-8").read().splitlines())
octets = sum(os.path.getsize(os.path.join(root, path)) for path in payload)
assert info["Payload-Oxum"] == f"{octets}.{len(payload)}", "Payload-Oxum"
assert len({unicodedata.normalize("NFC", path).casefold() for path in files}) == len(files), "names collide"
