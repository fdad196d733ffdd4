"""What is wrong with the sequence of frames: cuts, additions, and framing that is not the one canonical form."""
import tarmember
import zstdframe as z
from bundle import END
from cases import big, case, each, edit_list, replace, small

# --- accepted: these show that the crafted bundles fail for the reason named and not for another --------------

@case("valid")
def _(b): pass

@case("valid-three-frames", base=big)
def _(b): pass

@case("valid-compressed")
def _(b): b.payload_frame = z.compressed

@case("valid-level-19-single-segment-payload")
def _(b): b.payload_frame = lambda content: z.compressed(content, "-19", "--single-thread")

@case("valid-window-of-8-mib")
def _(b): b.payload_frame = lambda c: z.header(len(c), window=0x68) + z.raw_blocks(c) + z.checksum(c)

# --- cuts -------------------------------------------------------------------------------------------------------

each({"cut-behind-head": 1, "cut-behind-frame-1": 2, "cut-behind-frame-2": 3, "cut-behind-last-frame": 4},
     "bundle.truncated", base=big)(lambda b, count: b"".join(b.parts()[:count]))

@each({f"cut-{name}-of-{part}": (index, at) for index, part in enumerate(("head", "frame", "end"))
       for name, at in (("first-byte", 1), ("first-6-bytes", 6), ("header", 14), ("block-header", 17), ("half", 0.5),
                        ("all-but-checksum", -4), ("all-but-one-byte", -1))}, "bundle.truncated")
def _(b, where):
    index, at = where
    parts = b.parts()
    part = parts[index]
    return b"".join(parts[:index]) + part[:len(part) // 2 if at == 0.5 else at]

@case("empty-input", "bundle.truncated")
def _(b): return b""

@case("missing-frame", "frame.digest", base=big)
def _(b): edit_list(b, "parts", lambda parts: parts.pop(2))

@case("missing-last-frame", "bundle.truncated", base=big)
def _(b): edit_list(b, "parts", lambda parts: parts.pop(3))

# --- additions --------------------------------------------------------------------------------------------------

EXTRA = {"byte": b"\0", "line-feed": b"\n", "zero-blocks": bytes(1024), "skippable": z.skippable(),
         "empty-skippable": z.skippable(b""), "empty-frame": z.stored(b""), "end": z.stored(END),
         "member": z.stored(tarmember.member(b"bundle/data/zz", b"hidden", b"")), "junk": b"junk behind the end"}

@each({f"{name}-behind-end": extra for name, extra in EXTRA.items()}, "bundle.trailing")
def _(b, extra): return b.build() + extra

@case("second-bundle-behind-end", "bundle.trailing")
def _(b): return b.build() + small().build()

FRAMES = {"skippable": z.skippable(), "empty-skippable": z.skippable(b"", 15), "empty-frame": z.stored(b""),
          "end": z.stored(END), "member": EXTRA["member"]}

@each({f"{name}-before-head": frame for name, frame in FRAMES.items() if "skippable" in name}, "bundle.not")
def _(b, frame): return frame + b.build()

@each({"empty-frame-before-head": z.stored(b"")}, "frame.stored")
def _(b, frame): return frame + b.build()

@each({f"{name}-behind-head": frame for name, frame in FRAMES.items()}, "frame.digest")
def _(b, frame): edit_list(b, "parts", lambda parts: parts.insert(1, frame))

@each({f"{name}-between-frames": frame for name, frame in FRAMES.items()}, "frame.digest", base=big)
def _(b, frame): edit_list(b, "parts", lambda parts: parts.insert(2, frame))

@each({f"{name}-before-end": frame for name, frame in FRAMES.items() if name != "end"}, "bundle.end")
def _(b, frame): edit_list(b, "parts", lambda parts: parts.insert(-1, frame))

@case("frames-swapped", "frame.digest", base=big)
def _(b): edit_list(b, "parts", lambda parts: parts.insert(1, parts.pop(2)))

@case("frame-of-another-bundle", "frame.digest")
def _(b):
    other = small()
    other.payload[0] = ("a.txt", b"ALPHA\n")
    edit_list(b, "parts", lambda parts: parts.__setitem__(1, other.parts()[1]))

# --- HEAD is stored, in one way only ------------------------------------------------------------------------

def framed(header=None, blocks=None, tail=None):
    return lambda c: ((header or (lambda c: z.header(len(c))))(c) + (blocks or z.raw_blocks)(c)
                      + (tail or z.checksum)(c))

@each({
    "head-compressed": z.compressed,
    "head-single-segment": framed(lambda c: z.header(len(c), single_segment=True)),
    "head-window-256-kib": framed(lambda c: z.header(len(c), window=0x40)),
    "head-content-size-of-4-bytes": framed(lambda c: z.header(len(c), size_bytes=4)),
    "head-without-content-size": framed(lambda c: z.header(0, size_bytes=0)),
    "head-without-checksum": framed(lambda c: z.header(len(c), check=False), tail=lambda c: b""),
    "head-with-dictionary-id": framed(lambda c: z.header(len(c), dictionary=b"\1")),
    "head-with-dictionary-id-0": framed(lambda c: z.header(len(c), dictionary=b"\0")),
}, "bundle.not")
def _(b, frame_of): b.head_frame = frame_of

@each({
    "head-in-blocks-of-512": framed(blocks=lambda c: z.raw_blocks(c, 512)),
    "head-with-empty-last-block": framed(
        blocks=lambda c: z.block(c, False) + z.block(b"", True)),
    "head-with-empty-first-block": framed(blocks=lambda c: z.block(b"", False) + z.block(c, True)),
    "head-with-rle-block": framed(
        blocks=lambda c: z.block(c[:-200], False) + z.block(b"\0", True, z.RLE, 200)),
    "head-last-block-not-marked": framed(blocks=lambda c: z.block(c, False)),
    "head-size-one-more": framed(lambda c: z.header(len(c) + 1)),
    "head-size-one-less": framed(lambda c: z.header(len(c) - 1)),
    "head-size-0": framed(lambda c: z.header(0)),
}, "frame.stored")
def _(b, frame_of): b.head_frame = frame_of

@case("head-with-block-behind-last", "frame.checksum")
def _(b): b.head_frame = framed(blocks=lambda c: z.block(c, True) + z.block(b"garbage", True))

@case("head-checksum-wrong", "frame.checksum")
def _(b): b.head_frame = framed(tail=lambda c: bytes([z.checksum(c)[0] ^ 1]) + z.checksum(c)[1:])

@each({"head-size-of-2-to-63": 1 << 63, "head-size-over-256-mib": (256 << 20) + 1}, "head.size")
def _(b, size): b.head_frame = framed(lambda c: z.header(size))

@case("head-over-max-head", "head.size", options=("--max-head", "2000"))
def _(b): pass

@case("head-within-max-head", options=("--max-head", "10000"))
def _(b): pass

# A third of a terabyte, which is not there: no room is asked for.
@case("frames-more-than-there-are", "bundle.truncated")
def _(b):
    real = b.frame_lines
    b.oxum = lambda: "%d.%d" % (80000 * 4194304 - 1024 * (2 + len(b.sorted_payload())), len(b.sorted_payload()))
    b.frame_lines = lambda frames: [real(frames)[0].split(b"  ")[0] + b"  150  4194304\n"] * 80000

@case("head-in-two-frames", "head.order")
def _(b): b.head_frame = lambda c: z.stored(c[:2048]) + z.stored(c[2048:])

@each({"not-zstd-tar": "tar", "not-zstd-gzip": "gzip", "not-zstd-text": "text", "whole-compressed": "zstd"},
    "bundle.not")
def _(b, kind):
    if kind == "text":
        return b"This is not a bundle.\n" * 100
    if kind == "gzip":
        import gzip
        return gzip.compress(b.build(), mtime=0)
    if kind == "zstd":
        return z.compressed(b.build())
    return b.head_tar(b.payload_frames()) + b.payload_tar() + END

# --- END ----------------------------------------------------------------------------------------------------------

@each({
    "end-compressed": z.compressed(END),
    "end-of-512-bytes": z.stored(bytes(512)),
    "end-single-segment": framed(lambda c: z.header(len(c), single_segment=True))(END),
    "end-without-checksum": framed(lambda c: z.header(len(c), check=False), tail=lambda c: b"")(END),
    "end-rle": framed(blocks=lambda c: z.block(b"\0", True, z.RLE, 1024))(END),
    "end-of-10240-bytes": z.stored(bytes(10240)),
    "end-in-two-frames": z.stored(bytes(512)) * 2,
    "end-not-zero": z.stored(bytes(1023) + b"\1"),
    "end-checksum-wrong": z.stored(END)[:-1] + b"\0",
    "end-in-two-blocks": framed(blocks=lambda c: z.raw_blocks(c, 512))(END),
}, "bundle.end")
def _(b, frame): b.end_frame = lambda: frame

# --- payload frames: authentic by the table, and yet not what the format allows ---------------------------------

@each({
    "frame-without-checksum": framed(lambda c: z.header(len(c), check=False), tail=lambda c: b""),
    "frame-without-content-size": framed(lambda c: z.header(0, size_bytes=0)),
    "frame-with-dictionary-id": framed(lambda c: z.header(len(c), dictionary=b"\7")),
    "frame-window-over-8-mib": framed(lambda c: z.header(len(c), window=0x69)),
    "frame-window-of-16-mib": framed(lambda c: z.header(len(c), window=0x70)),
    "frame-window-of-2-gib": framed(lambda c: z.header(len(c), window=0xA8)),
    "frame-skippable": lambda c: z.skippable(c),
    "frame-behind-skippable": lambda c: z.skippable() + z.stored(c),
    "frame-before-skippable": lambda c: z.stored(c) + z.skippable(),
    "frame-before-empty-frame": lambda c: z.stored(c) + z.stored(b""),
    "frame-not-zstd": lambda c: c,
    "frame-cut": lambda c: z.stored(c)[:-1],
    "frame-with-byte-behind": lambda c: z.stored(c) + b"\0",
    "frame-legacy-magic": lambda c: b"\x27\xb5\x2f\xfd" + z.stored(c)[4:],
    "frame-reserved-block-type": framed(blocks=lambda c: z.block(c, True, 3)),
}, "frame.form")
def _(b, frame_of): b.payload_frame = frame_of

@each({
    "frame-in-two-halves": lambda c: z.stored(c[:512]) + z.stored(c[512:]),
    "frame-declares-more": framed(lambda c: z.header(len(c) + 512)),
    "frame-declares-less": framed(lambda c: z.header(len(c) - 512)),
    "frame-declares-8-exbibytes": framed(lambda c: z.header(1 << 63)),
}, "frame.size")
def _(b, frame_of): b.payload_frame = frame_of

@each({
    "frame-holds-less": lambda c: (z.header(len(c)) + z.raw_blocks(c[:-512]) + z.checksum(c[:-512])),
    "frame-holds-more": lambda c: (z.header(len(c)) + z.raw_blocks(c + bytes(512)) + z.checksum(c + bytes(512))),
    "frame-bomb": lambda c: (z.header(len(c)) + z.block(c, False) + z.block(b"\0", False, z.RLE, z.BLOCK) * 20000
                             + z.block(b"\0", True, z.RLE, z.BLOCK) + z.checksum(c)),
    "frame-checksum-wrong": lambda c: z.stored(c)[:-1] + bytes([z.stored(c)[-1] ^ 1]),
}, "frame.content")
def _(b, frame_of): b.payload_frame = frame_of

@case("frame-bit-flipped", "frame.digest", base=big)
def _(b):
    def flip(parts):
        frame = bytearray(parts[2])
        frame[len(frame) // 2] ^= 1
        parts[2] = bytes(frame)
    edit_list(b, "parts", flip)

def sliced(*sizes):
    def slices(tar):
        cuts, at = [], 0
        for size in sizes:
            cuts.append(tar[at:at + size])
            at += size
        return cuts + [tar[at:]]
    return slices

@each({"frames-first-short": sliced((4 << 20) - 512), "frames-first-long": sliced((4 << 20) + 512),
       "frames-of-1-mib": lambda tar: [tar[at:at + (1 << 20)] for at in range(0, len(tar), 1 << 20)],
       "frames-one-of-9-mib": sliced(9 << 20), "frames-last-two-short": sliced(4 << 20, 4 << 20, 512),
       "frames-last-not-of-blocks": sliced(4 << 20, 4 << 20, 511)}, "frames.malformed", base=big)
def _(b, slices): b.slices = slices

@case("payload-without-last-padding", "frames.malformed")
def _(b): replace(b, "payload_tar", lambda tar: tar[:-100])

@case("no-payload-frame", "frames.malformed")
def _(b): b.payload_frames = lambda: []
