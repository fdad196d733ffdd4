#!/usr/bin/env python3
"""heavy.py OUTDIR: bundles that are made to cost the reader much, as OUTDIR/<name>.heavy. All are signed, as if by somebody
who is trusted and should not be; what they may cost is in the test that uses them."""
import os
import sys

sys.dont_write_bytecode = True

import zstdframe as z  # noqa: E402
from cases import small  # noqa: E402

FILES = 1_000_000


def listing(paths):
    """A bundle that declares empty files of these paths and holds none of them."""
    b = small()
    b.alg = "sha256"
    start = b.digest(b"") + b"  data/"
    text = b"".join(start + path + b"\n" for path in paths)
    b.manifest = lambda: text
    b.oxum = lambda: f"1021.{len(paths)}"
    return b.build()


def empty_files():
    return listing([b"%07d" % number for number in range(FILES)])


def deep_paths():
    """Every path has 31 directories of its own."""
    return listing([b"%06d" % number + b"/d" * 30 + b"/f" for number in range(100_000)])


def large_head():
    """One tag file fills it."""
    b = small()
    b.bagit = lambda: bytes(64 << 20)
    return b.build()


def claimed_head():
    return z.header(256 << 20) + z.block(bytes(z.BLOCK), False)


def window_bomb():
    b = small()
    b.payload_frame = lambda c: z.header(len(c), window=0xA8) + z.raw_blocks(c) + z.checksum(c)
    return b.build()


def bomb():
    """A frame of less than 4 MiB that unpacks to 128 GiB."""
    b = small()
    b.payload_frame = lambda c: (z.header(len(c)) + z.block(b"\0", False, z.RLE, z.BLOCK) * (1 << 20)
                                 + z.block(b"\0", True, z.RLE, z.BLOCK) + z.checksum(c))
    return b.build()


def signatures():
    b = small()
    b.signed_by = [("stranger", f"r{number:02}") for number in range(32)]
    return b.build()


MAKERS = {"empty-files": empty_files, "deep-paths": deep_paths, "large-head": large_head,
          "claimed-head": claimed_head, "window-bomb": window_bomb, "bomb": bomb, "signatures": signatures}

if __name__ == "__main__":
    for name, make in MAKERS.items():
        with open(os.path.join(sys.argv[1], name + ".heavy"), "wb") as file:
            file.write(make())
