"""zstd frames written by hand (RFC 8878), one bit at a time where a test wants them wrong."""
import functools
import subprocess

MASK = (1 << 64) - 1
P1, P2, P3, P4, P5 = (0x9E3779B185EBCA87, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0x85EBCA77C2B2AE63,
                      0x27D4EB2F165667C5)
MAGIC = b"\x28\xb5\x2f\xfd"
BLOCK = 128 * 1024
RAW, RLE = 0, 1


def rotl(x, r):
    return ((x << r) | (x >> (64 - r))) & MASK


@functools.lru_cache(maxsize=None)
def xxh64(data):
    """XXH64 with seed 0, from its specification."""
    size, at = len(data), 0
    if size >= 32:
        a, b, c, d = (P1 + P2) & MASK, P2, 0, -P1 & MASK
        words = memoryview(data[:size // 32 * 32]).cast("Q")  # little-endian hosts only
        for i in range(0, len(words), 4):
            a = (a + words[i] * P2) & MASK
            a = (((a << 31) | (a >> 33)) & MASK) * P1 & MASK
            b = (b + words[i + 1] * P2) & MASK
            b = (((b << 31) | (b >> 33)) & MASK) * P1 & MASK
            c = (c + words[i + 2] * P2) & MASK
            c = (((c << 31) | (c >> 33)) & MASK) * P1 & MASK
            d = (d + words[i + 3] * P2) & MASK
            d = (((d << 31) | (d >> 33)) & MASK) * P1 & MASK
        h = (rotl(a, 1) + rotl(b, 7) + rotl(c, 12) + rotl(d, 18)) & MASK
        for lane in (a, b, c, d):
            h = ((h ^ rotl(lane * P2 & MASK, 31) * P1 & MASK) * P1 + P4) & MASK
        at = size // 32 * 32
    else:
        h = P5
    h = (h + size) & MASK
    for at in range(at, size - 7, 8):
        k = rotl(int.from_bytes(data[at:at + 8], "little") * P2 & MASK, 31) * P1 & MASK
        h = (rotl(h ^ k, 27) * P1 + P4) & MASK
    at = size - size % 8
    if size % 8 >= 4:
        h = (rotl(h ^ int.from_bytes(data[at:at + 4], "little") * P1 & MASK, 23) * P2 + P3) & MASK
        at += 4
    for byte in data[at:]:
        h = rotl(h ^ byte * P5 & MASK, 11) * P1 & MASK
    h = (h ^ (h >> 33)) * P2 & MASK
    h = (h ^ (h >> 29)) * P3 & MASK
    return h ^ (h >> 32)


def checksum(content):
    if len(content) > 1 << 20:  # by the zstd program, which is faster
        command = ["zstd", "-q", "-c", "-1", "--check"]
        return subprocess.run(command, input=content, stdout=subprocess.PIPE, check=True).stdout[-4:]
    return (xxh64(content) & 0xFFFFFFFF).to_bytes(4, "little")


def block(content, last, kind=RAW, size=None):
    size = len(content) if size is None else size
    return (size << 3 | kind << 1 | last).to_bytes(3, "little") + content


def raw_blocks(content, step=BLOCK):
    """`content` in raw blocks of `step` bytes, the last shorter; at least one block."""
    cuts = range(0, max(len(content), 1), step)
    return b"".join(block(content[at:at + step], at + step >= len(content)) for at in cuts)


def header(content_size, *, window=0x38, check=True, single_segment=False, dictionary=b"", size_bytes=8):
    """A frame header. `window`: the window byte, absent in a single segment; `dictionary`: 0, 1, 2 or 4 bytes."""
    size_flag = {0: 0, 1: 0, 2: 1, 4: 2, 8: 3}[size_bytes]
    descriptor = size_flag << 6 | single_segment << 5 | check << 2 | {0: 0, 1: 1, 2: 2, 4: 3}[len(dictionary)]
    stored = content_size - 256 if size_bytes == 2 else content_size
    return (MAGIC + bytes([descriptor]) + (b"" if single_segment else bytes([window])) + dictionary
            + stored.to_bytes(size_bytes, "little"))


def stored(content):
    """The one stored frame of `content`: what HEAD and END are."""
    return header(len(content)) + raw_blocks(content) + checksum(content)


@functools.lru_cache(maxsize=None)
def compressed(content, *options):
    """What the zstd program makes of `content`, content size and checksum included."""
    command = ["zstd", "-q", "-c", "-3", "--check", f"--stream-size={len(content)}", *options]
    return subprocess.run(command, input=content, stdout=subprocess.PIPE, check=True).stdout


def skippable(content=b"hidden", number=0):
    return (0x184D2A50 + number).to_bytes(4, "little") + len(content).to_bytes(4, "little") + content
