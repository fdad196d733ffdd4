#!/usr/bin/env python3
"""A second reader of bundles, written from man/pouch-bundle.5 alone: shows that the page is enough, and that
what the tools write is what it says. Slow, and no verifier: it knows no signatures and no policy.

usage: read_bundle.py BUNDLE [DIRECTORY]    checks the form; with DIRECTORY writes the payload there
"""
import hashlib
import os
import re
import subprocess
import sys
import unicodedata

MASK = (1 << 64) - 1
P1, P2, P3 = 0x9E3779B185EBCA87, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9
P4, P5 = 0x85EBCA77C2B2AE63, 0x27D4EB2F165667C5


def xxh64(data):
    """XXH64 with seed 0, as its specification has it."""
    def rotate(x, r):
        return (x << r | x >> (64 - r)) & MASK

    def round_(acc, lane):
        return rotate((acc + lane * P2) & MASK, 31) * P1 & MASK

    at, acc = 0, P5
    if len(data) >= 32:
        lanes = [(P1 + P2) & MASK, P2, 0, -P1 & MASK]
        while at + 32 <= len(data):
            for k in range(4):
                lanes[k] = round_(lanes[k], int.from_bytes(data[at + 8 * k:at + 8 * k + 8], "little"))
            at += 32
        acc = sum(rotate(lane, r) for lane, r in zip(lanes, (1, 7, 12, 18))) & MASK
        for lane in lanes:
            acc = ((acc ^ round_(0, lane)) * P1 + P4) & MASK
    acc = (acc + len(data)) & MASK
    while at + 8 <= len(data):
        acc = (rotate(acc ^ round_(0, int.from_bytes(data[at:at + 8], "little")), 27) * P1 + P4) & MASK
        at += 8
    if at + 4 <= len(data):
        acc = (rotate(acc ^ int.from_bytes(data[at:at + 4], "little") * P1 & MASK, 23) * P2 + P3) & MASK
        at += 4
    for byte in data[at:]:
        acc = rotate(acc ^ byte * P5 & MASK, 11) * P1 & MASK
    acc = (acc ^ acc >> 33) * P2 & MASK
    acc = (acc ^ acc >> 29) * P3 & MASK
    return acc ^ acc >> 32


def demand(condition, what):
    if not condition:
        raise SystemExit(f"read_bundle: {what}")


def stored_frame(content):
    out = bytearray(bytes.fromhex("28B52FFDC438") + len(content).to_bytes(8, "little"))
    for at in range(0, len(content), 131072):
        block = content[at:at + 131072]
        last = at + len(block) == len(content)
        out += (len(block) << 3 | last).to_bytes(3, "little") + block
    return bytes(out + (xxh64(content) & 0xFFFFFFFF).to_bytes(4, "little"))


def take_stored(data, at):
    size = int.from_bytes(data[at + 6:at + 14], "little")
    end = at + size + (size + 131071) // 131072 * 3 + 18
    demand(0 < size and end <= len(data), "a stored frame runs past the end")
    content = b"".join(data[block + 3:block + 3 + min(131072, end - 4 - block - 3)]
                       for block in range(at + 14, end - 4, 131075))
    demand(data[at:end] == stored_frame(content), "a stored frame is not canonical")
    return content, end


def block(name, size, kind):
    header = bytearray(512)
    for offset, text in ((0, name), (100, b"0000644"), (108, b"0000000"), (116, b"0000000"), (124, b"%011o" % size),
                         (136, b"00000000000"), (148, b" " * 8), (156, kind), (257, b"ustar\0" b"00")):
        header[offset:offset + len(text)] = text
    header[148:156] = b"%06o\0 " % sum(header)
    return bytes(header)


def record(key, value):
    rest = len(key) + len(value) + 3
    length = rest
    while len(b"%d" % length) + rest != length:
        length += 1
    return b"%d %s=%s\n" % (length, key, value)


def tar_header(path, size, substitute):
    fits = len(path) <= 100 and path.isascii()
    records = (b"" if fits else record(b"path", path)) + (record(b"size", b"%d" % size) if size >= 1 << 33 else b"")
    out = b""
    if records:
        out = block(substitute, len(records), b"x") + records + bytes(-len(records) % 512)
    return out + block(path if fits else substitute, 0 if size >= 1 << 33 else size, b"0")


def take_member(data, at, substitute):
    """Path, content and end of one member; every byte of its headers is made again and compared."""
    start, name, size = at, None, None
    if data[at + 156:at + 157] == b"x":
        length = int(data[at + 124:at + 135], 8)
        text = data[at + 512:at + 512 + length]
        while text:
            count = int(text.split(b" ", 1)[0])
            key, value = text[:count - 1].split(b" ", 1)[1].split(b"=", 1)
            name, size = (value, size) if key == b"path" else (name, int(value))
            text = text[count:]
        at += 512 + length + -length % 512
    if name is None:
        name = data[at:at + 100].rstrip(b"\0")
    if size is None:
        size = int(data[at + 124:at + 135], 8)
    at += 512
    demand(data[start:at] == tar_header(name, size, substitute), f"the header of {name!r} is not canonical")
    end = at + size + -size % 512
    demand(end <= len(data) and not any(data[at + size:end]), f"{name!r}: cut, or padding is not zero")
    return name.decode(), data[at:at + size], end


def main(bundle, directory=None):
    data = open(bundle, "rb").read()
    head, at = take_stored(data, 0)

    ident = head[:100].split(b"/")[0]
    files, position, count = {}, 0, 0
    while position < len(head):
        count += 1
        name, content, position = take_member(head, position, ident + b"/pax/head-%d" % count)
        demand(name.startswith(ident.decode() + "/"), f"{name}: outside the bag")
        files[name[len(ident) + 1:]] = content
    algorithm = next(name[7:-4] for name in files if name.startswith("frames-"))
    tables = [f"{stem}-{algorithm}.txt" for stem in ("frames", "manifest", "tagmanifest")]
    labels = sorted(name for name in files if name.startswith("labels/data/"))
    signatures = sorted(name for name in files if name.startswith("signatures/"))
    order = (["bagit.txt", "bag-info.txt"] + [n for n in ["labels/bundle.bdo"] if n in files] + labels
             + [n for n in ["redaction.jsonl"] if n in files] + tables + signatures)
    demand(list(files) == order, "the files of HEAD are not the ones of the format, in order")
    listed = order[:order.index(tables[2])]

    def digest(content):
        return hashlib.new(algorithm, content).hexdigest()

    demand(files[tables[2]].decode() == "".join(f"{digest(files[n])}  {n}\n" for n in listed), "tag manifest differs")
    demand(files["bagit.txt"] == b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n", "bagit.txt differs")
    fields = [line.split(": ", 1) for line in files["bag-info.txt"].decode().splitlines()]
    info = dict(fields)
    demand(info["Bundle-Format"] == "1" and info["Bundle-Id"] == ident.decode(), "format or id differs")
    demand(info["Bundle-Content"] == f"{algorithm}:{digest(files[tables[1]])}", "Bundle-Content differs")

    payload, lines = bytearray(), files[tables[0]].decode().splitlines()
    for number, line in enumerate(lines, 1):
        want, size, content_size = line.split("  ")
        frame = data[at:at + int(size)]
        at += int(size)
        demand(digest(frame) == want, f"frame {number}: digest differs")
        content = subprocess.run(["zstd", "-qdc"], input=frame, stdout=subprocess.PIPE, check=True).stdout
        demand(len(content) == int(content_size), f"frame {number}: size differs")
        demand(len(content) == 4194304 or number == len(lines), f"frame {number}: short and not the last")
        payload += content
    demand(data[at:] == stored_frame(bytes(1024)), "END is missing, or not the end")

    payload, position, count, octets, manifest, last = bytes(payload), 0, 0, 0, "", b""
    while position < len(payload):
        count += 1
        name, content, position = take_member(payload, position, ident + b"/pax/data-%d" % count)
        path = name[len(ident) + 1:]
        demand(path.startswith("data/") and unicodedata.is_normalized("NFC", path), f"{path}: not a payload path")
        demand(not re.search(r"(^|/)(\.\.?|-[^/]*|[^/]*[ .])?(/|$)", path), f"{path}: not a payload path")
        demand(path.encode() > last, f"{path}: out of order")
        last, octets = path.encode(), octets + len(content)
        manifest += f"{digest(content)}  {path}\n"
        if directory:
            target = os.path.join(directory, path[5:])
            os.makedirs(os.path.dirname(target), exist_ok=True)
            with open(target, "xb") as out:
                out.write(content)
    demand(manifest == files[tables[1]].decode(), "the payload is not what the manifest lists")
    demand(info["Payload-Oxum"] == f"{octets}.{count}", "Payload-Oxum differs")


if __name__ == "__main__":
    main(*sys.argv[1:])
