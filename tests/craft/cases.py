"""The register of crafted bundles: each case gets one thing wrong and says how verify must end."""
import random
from dataclasses import dataclass
from typing import Callable

import tarmember
import zstdframe
from bundle import Bundle


@dataclass
class Case:
    make: Callable[[], bytes]
    status: int
    reason: str          # the dotted reason that verify must give; "" where it must succeed
    options: tuple       # for verify, besides --signers; run in the directory of the bundle
    base: Callable[[], Bundle]


CASES = {}


def noise(size, seed=1):
    return random.Random(seed).randbytes(size)


def small():
    """Four files in one stored frame."""
    return Bundle([("a.txt", b"alpha\n"), ("dir/b.bin", noise(1000)), ("z.txt", b"last\n"),
                   ("한국어.txt", "가나다\n".encode())])


def big():
    """Three frames, compressed, the last short."""
    bundle = Bundle([("a.txt", b"alpha\n"), ("b.zero", bytes(9 << 20)), ("c.bin", noise(1000))])
    bundle.payload_frame = zstdframe.compressed
    return bundle


def case(name, reason="", status=None, options=(), base=small, unlabelled=True):
    """Registers a function that changes a fresh bundle; it may return the bytes itself."""
    def register(change):
        def make():
            bundle = base()
            made = change(bundle)
            return bundle.build() if made is None else made
        assert name not in CASES, name
        CASES[name] = Case(make, (1 if reason else 0) if status is None else status, reason,
                           (*(("--unlabelled",) if unlabelled else ()), *options), base)
        return change
    return register


def each(variants, reason="", **keywords):
    """Registers a function once for each item of {name: value}; it gets the bundle and the value."""
    def register(change):
        for name, value in variants.items():
            case(name, reason, **keywords)(lambda bundle, value=value: change(bundle, value))
        return change
    return register


def replace(owner, method, change):
    """Puts `change` behind a method: what the method returns goes through it."""
    original = getattr(owner, method)
    setattr(owner, method, lambda *arguments: change(original(*arguments)))


def substitute(old, new, count=1):
    """A change of bytes; what is replaced must be there."""
    def change(content):
        assert old in content, old
        return content.replace(old, new, count)
    return change


def replace_file(owner, name, change):
    """Changes one of the listed tag files; tag manifest and signature fit the change."""
    def on_files(files):
        assert any(file == name for file, _ in files), name
        return [(file, change(content) if file == name else content) for file, content in files]
    replace(owner, "listed_files", on_files)


def edit_list(owner, method, change):
    """Changes, in place, the list that a method returns."""
    def on_list(items):
        items = list(items)
        change(items)
        return items
    replace(owner, method, on_list)


def with_member(owner, path, blob, content=b""):
    """Adds a payload file whose tar bytes are `blob`; manifest and totals take it for a file of `content`."""
    owner.payload.append((path, content))
    at = [name for name, _ in owner.sorted_payload()].index(path.encode())
    edit_list(owner, "members", lambda members: members.__setitem__(at, blob))


def first_header(owner, **fields):
    """The first payload member with other header fields."""
    path, content = owner.sorted_payload()[0]
    blob = tarmember.ustar(owner.data_name(path), len(content), **fields) + tarmember.padded(content)
    edit_list(owner, "members", lambda members: members.__setitem__(0, blob))
