"""What is wrong with the tar inside: members, headers, extended headers, names, content."""
import tarmember as t
from bundle import END
from cases import case, each, edit_list, first_header, noise, replace, with_member

DATA = b"bundle/data/"

# --- headers that another tar reader may read differently -------------------------------------------------------

FIELDS = {
    "mode-0755": {"mode": b"0000755\0"}, "mode-with-blank": {"mode": b"000644 \0"},
    "mode-setuid": {"mode": b"0004644\0"},
    "uid-1": {"uid": b"0000001\0"}, "uid-blank": {"uid": b"       \0"}, "gid-1": {"gid": b"0000001\0"},
    "mtime-1": {"mtime": b"00000000001\0"}, "mtime-not-ended": {"mtime": b"000000000000"},
    "size-with-blanks": {"size": b"         6 \0"}, "size-not-padded": {"size": b"6\0"},
    "size-ended-by-blank": {"size": b"00000000006 "}, "size-base-256": {"size": b"\x80" + bytes(10) + b"\6"},
    "size-of-12-digits": {"size": b"000000000006"}, "size-negative": {"size": b"-0000000006\0"},
    "uname-root": {"uname": b"root"}, "gname-root": {"gname": b"root"},
    "device-zeros": {"devmajor": b"0000000\0", "devminor": b"0000000\0"},
    "prefix-used": {"name": b"a.txt", "prefix": b"bundle/data"},
    "prefix-hidden": {"prefix": b"hidden"}, "link-name": {"linkname": b"hidden"}, "tail-hidden": {"tail": b"hidden"},
    "magic-gnu": {"magic": b"ustar ", "version": b" \0"}, "magic-none": {"magic": b"", "version": bytes(2)},
    "version-01": {"version": b"01"}, "name-with-bytes-behind-nul": {"name": DATA + b"a.txt\0hidden"},
    "name-not-ended": {"name": DATA + b"a.txt\0" + b"x" * 82},
    "checksum-7-digits": {"checksum": lambda total: b"%07o\0" % total},
    "checksum-with-blank-first": {"checksum": lambda total: b" %05o\0 " % total},
    "checksum-nul-last": {"checksum": lambda total: b"%06o \0" % total},
    "checksum-wrong": {"checksum": lambda total: b"%06o\0 " % (total + 1)},
    "checksum-signed-sum": {"checksum": lambda total: b"%06o\0 " % (total - 256)},
}

@each({f"header-{name}": fields for name, fields in FIELDS.items()}, "tar.header")
def _(b, fields): first_header(b, **fields)

@each({f"head-header-{name}": FIELDS[name] for name in
       ("mode-0755", "uid-1", "mtime-1", "size-with-blanks", "uname-root", "prefix-hidden", "magic-gnu",
       "checksum-7-digits")},
      "tar.header")
def _(b, fields):
    fields = {key: value if key != "size" else b"%11o " % 141 for key, value in fields.items()}
    original = b.head_member
    def head_member(number, name, content):
        if number != 3:
            return original(number, name, content)
        return t.ustar(b"bundle/" + name, len(content), **fields) + t.padded(content)
    b.head_member = head_member

# --- members that are no regular file ---------------------------------------------------------------------------

TYPES = {"nul": (b"\0", {}), "hard-link": (b"1", {"linkname": DATA + b"a.txt"}),
         "symlink": (b"2", {"linkname": b"/etc/passwd"}), "symlink-inside": (b"2", {"linkname": b"a.txt"}),
         "character-device": (b"3", {"devmajor": b"0000001\0", "devminor": b"0000003\0"}),
         "block-device": (b"4", {}), "directory": (b"5", {}), "fifo": (b"6", {}), "contiguous": (b"7", {}),
         "gnu-sparse": (b"S", {}), "gnu-dumpdir": (b"D", {}), "gnu-multivolume": (b"M", {}), "gnu-volume": (b"V", {}),
         "gnu-long-name": (b"L", {}), "gnu-long-link": (b"K", {}), "pax-global": (b"g", {}), "solaris-x": (b"X", {}),
         "unknown-type": (b"Z", {})}

@each({f"member-{name}": value for name, value in TYPES.items()}, "tar.type")
def _(b, value):
    kind, fields = value
    with_member(b, "link", t.ustar(DATA + b"link", 0, kind, **fields))

@each({f"head-member-{name}": TYPES[name] for name in ("symlink", "hard-link", "directory", "pax-global",
    "gnu-long-name")}, "tar.type")
def _(b, value):
    kind, fields = value
    replace(b, "head_tar", lambda tar: tar[:1024] + t.ustar(b"bundle/", 0, kind, **fields) + tar[1024:])

@case("gnu-long-name-before-member", "tar.type")
def _(b):
    name = DATA + b"n" * 150
    blob = t.ustar(b"././@LongLink", len(name) + 1, b"L") + t.padded(name + b"\0") + t.ustar(name[:100], 0)
    with_member(b, "n" * 150, blob)

@case("pax-global-before-member", "tar.type")
def _(b):
    records = t.record(b"comment", b"hidden")
    edit_list(b, "members", lambda m: m.insert(0, t.ustar(b"bundle/pax/g", len(records), b"g") + t.padded(records)))

@each({"symlink-and-file-through-it": b"/tmp", "symlink-up-and-file-through-it": b"../../..",
       "symlink-to-itself-and-file-through-it": b"link"}, "tar.type")
def _(b, target):
    b.payload.append(("link/x", b"hidden"))
    edit_list(b, "members", lambda m: m.insert(2, t.ustar(DATA + b"link", 0, b"2", linkname=target)))

# --- extended headers: one, where needed, in one form -----------------------------------------------------------

KOREAN = "나.txt".encode()
LONG = b"l" * 150

def extended(path, records, content=b"", *, number=3, x_name=None, name=None, x_fields=(), fields=(), padding=bytes):
    """A member with an extended header; LONG is payload member 3."""
    fixed = b"bundle/pax/data-%d" % number
    filler = padding(-len(records) % 512)
    return (t.ustar(fixed if x_name is None else x_name, len(records), b"x", **dict(x_fields)) + records + filler
            + t.ustar(fixed if name is None else name, len(content), **dict(fields)) + t.padded(content))

def with_extended(b, path, blob_of, content=b""):
    """Adds `path` with headers of its own; blob_of(full name) makes them."""
    with_member(b, path.decode(), blob_of(DATA + path), content)

PATH = lambda full: t.record(b"path", full)
@each({
    "pax-good": lambda f: extended(f, PATH(f)),
}, "")
def _(b, blob_of): with_extended(b, LONG, blob_of)

@each({
    "pax-unknown-record": lambda f: extended(f, PATH(f) + t.record(b"comment", b"hidden")),
    "pax-unknown-record-first": lambda f: extended(f, t.record(b"mtime", b"1") + PATH(f)),
    "pax-path-twice": lambda f: extended(f, PATH(f) * 2),
    "pax-size-for-small": lambda f: extended(f, PATH(f) + t.record(b"size", b"0")),
    "pax-size-before-path": lambda f: extended(f, t.record(b"size", b"0") + PATH(f)),
    "pax-link-path": lambda f: extended(f, PATH(f) + t.record(b"linkpath", b"/etc/passwd")),
    "pax-size-beyond-header": lambda f: extended(f, PATH(f) + t.record(b"size", b"1024"), t.ustar(DATA + b"x", 0)),
    "pax-size-short-of-header": lambda f: extended(f, PATH(f) + t.record(b"size", b"0"), t.ustar(DATA + b"x", 0)),
    "pax-size-only": lambda f: extended(f, t.record(b"size", b"0")),
    "pax-size-negative": lambda f: extended(f, PATH(f) + t.record(b"size", b"-1")),
    "pax-xattr": lambda f: extended(f, PATH(f) + t.record(b"SCHILY.xattr.security.capability", b"hidden")),
    "pax-acl": lambda f: extended(f, PATH(f) + t.record(b"SCHILY.acl.access", b"user::rwx")),
    "pax-charset": lambda f: extended(f, t.record(b"hdrcharset", b"BINARY") + PATH(f)),
    "pax-uid": lambda f: extended(f, PATH(f) + t.record(b"uid", b"0")),
    "pax-name-in-capitals": lambda f: extended(f, t.record(b"PATH", f)),
    "pax-gnu-sparse": lambda f: extended(f, PATH(f) + t.record(b"GNU.sparse.major", b"1")),
    "pax-record-not-ended": lambda f: extended(f, PATH(f)[:-1] + b" "),
    "pax-length-with-zero": lambda f: extended(f, b"0" + PATH(f)),
    "pax-length-too-long": lambda f: extended(f, b"999 path=" + f + b"\n"),
    "pax-length-too-short": lambda f: extended(f, b"12 path=" + f + b"\n"),
    "pax-length-huge": lambda f: extended(f, b"99999999999999999999 path=" + f + b"\n"),
    "pax-empty": lambda f: extended(f, b""),
    "pax-no-record": lambda f: extended(f, b"\n" * 30),
    "pax-padding-not-zero": lambda f: extended(f, PATH(f), padding=lambda n: b"h" * n),
    "pax-name-of-another-number": lambda f: extended(f, PATH(f), number=2),
    "pax-name-of-gnu-tar": lambda f: extended(f, PATH(f), x_name=b"bundle/data/PaxHeaders/l"),
    "pax-name-truncated-path": lambda f: extended(f, PATH(f), name=f[:100]),
    "pax-x-header-mode": lambda f: extended(f, PATH(f), x_fields={"mode": b"0000600\0"}),
    "pax-x-header-mtime": lambda f: extended(f, PATH(f), x_fields={"mtime": b"00000000001\0"}),
    "pax-header-mode": lambda f: extended(f, PATH(f), fields={"mode": b"0000600\0"}),
    "pax-of-64-kib": lambda f: extended(f, PATH(f) + t.record(b"comment", b"c" * 70000)),
}, "tar.header")
def _(b, blob_of): with_extended(b, LONG, blob_of)

@case("pax-nul-in-path", "payload.unlisted")
def _(b): with_extended(b, LONG, lambda f: extended(f, PATH(f + b"\0hidden")))

@each({"pax-twice": lambda f: (t.ustar(b"bundle/pax/data-3", len(PATH(f)), b"x") + t.padded(PATH(f))) + extended(f,
    PATH(f)),
       "pax-for-symlink": lambda f: extended(f, PATH(f), fields={"type": b"2", "linkname": b"/etc/passwd"})},
      "tar.type")
def _(b, blob_of): with_extended(b, LONG, blob_of)

@case("pax-path-where-name-fits", "tar.header")
def _(b): with_extended(b, b"b", lambda f: extended(f, PATH(f), number=2))

@case("pax-prefix-instead", "tar.header")
def _(b): with_extended(b, b"d" * 90 + b"/" + b"e" * 50, lambda f: t.ustar(f[103:], 0, prefix=f[:102]))

@case("pax-raw-utf-8-in-name-field", "tar.header")
def _(b): with_extended(b, KOREAN, lambda f: t.ustar(f, 0))

# --- content and what follows it ----------------------------------------------------------------------------------

@case("padding-not-zero", "tar.padding")
def _(b): edit_list(b, "members", lambda m: m.__setitem__(0, m[0][:-1] + b"h"))

@case("head-padding-not-zero", "tar.padding")
def _(b): replace(b, "head_tar", lambda tar: tar[:1023] + b"h" + tar[1024:])

@each({"payload-zero-block-at-end": bytes(512), "payload-end-of-archive-inside": END}, "tar.type")
def _(b, zeros): replace(b, "payload_tar", lambda tar: tar + zeros)

@case("payload-member-behind-end-of-archive", "tar.type")
def _(b): replace(b, "payload_tar", lambda tar: tar + END + t.member(DATA + b"zz", b"hidden", b""))

@case("payload-zero-block-between", "tar.type")
def _(b): edit_list(b, "members", lambda m: m.insert(1, bytes(512)))

@case("payload-ends-in-content", "payload.missing")
def _(b):
    b.payload.append(("z.zz", noise(2000)))
    replace(b, "payload_tar", lambda tar: tar[:-1024])

@each({"payload-ends-in-last-file": 1024, "payload-ends-behind-last-header": 2048}, "payload.missing")
def _(b, size):
    b.payload.append(("힣", noise(2000)))
    replace(b, "payload_tar", lambda tar: tar[:-size])

@case("payload-ends-in-last-header", "payload.missing")
def _(b): replace(b, "payload_tar", lambda tar: tar[:-1024])

@case("head-ends-in-content", "tar.header")
def _(b): replace(b, "head_tar", lambda tar: tar[:-512])

@case("head-with-end-of-archive", "tar.type")
def _(b): replace(b, "head_tar", lambda tar: tar + END)

def with_size(b, size):
    path, content = b.sorted_payload()[0]
    edit_list(b, "members", lambda m: m.__setitem__(0, t.ustar(b.data_name(path), size) + t.padded(content)))

each({"size-one-more": 7, "size-8-gib": (1 << 33) - 1}, "payload.oxum")(with_size)
each({"size-one-less": 5}, "tar.padding")(with_size)
each({"size-one-block-more": 6 + 512}, "tar.padding")(with_size)
each({"size-zero": 0}, "tar.type")(with_size)

# --- which files there are ------------------------------------------------------------------------------------------

@case("file-not-in-manifest", "payload.unlisted")
def _(b): edit_list(b, "members", lambda m: m.insert(1, t.member(DATA + b"b", b"hidden", b"")))

@case("file-not-in-manifest-at-end", "payload.unlisted")
def _(b): edit_list(b, "members", lambda m: m.append(t.member(DATA + "힣".encode(), b"hidden", b"bundle/pax/data-5")))

@case("file-missing", "payload.order")
def _(b): edit_list(b, "members", lambda m: m.pop(1))

@case("file-missing-at-end", "payload.missing")
def _(b): edit_list(b, "members", lambda m: m.pop())

@case("files-swapped", "payload.order")
def _(b): edit_list(b, "members", lambda m: m.insert(0, m.pop(1)))

@case("file-twice-in-tar", "payload.order")
def _(b): edit_list(b, "members", lambda m: m.insert(0, m[0]))

@case("file-digest-wrong", "payload.digest")
def _(b): edit_list(b, "members", lambda m: m.__setitem__(0, t.member(DATA + b"a.txt", b"alphA\n", b"")))

@case("file-digest-wrong-in-last", "payload.digest")
def _(b): edit_list(b, "members", lambda m: m.__setitem__(2, t.member(DATA + b"z.txt", b"lasT\n", b"")))

@each({"member-outside-data": b"bundle/a.txt", "member-in-other-directory": b"other/data/a.txt",
       "member-in-directory-of-same-length": b"bundlE/data/a.txt", "member-of-the-head": b"bundle/bagit.txt",
    "member-absolute": b"/bundle/data/a.txt",
       "member-without-directory": b"a.txt", "member-with-dot": b"./bundle/data/a.txt"}, "payload.unlisted")
def _(b, name): edit_list(b, "members", lambda m: m.__setitem__(0, t.member(name, b"alpha\n", b"")))

# --- names, consistent everywhere: tar, manifest and totals agree ------------------------------------------------

GRAMMAR = {
    "dot-dot": "../x", "dot-dot-inside": "d/../../x", "dot-dot-last": "d/..", "dot": "./x", "dot-inside": "d/./x",
    "absolute": "/etc/passwd", "unc": "//server/share/x", "unc-backslash": "\\\\server\\share", "drive-slash": "C:/x", "empty-component": "d//x", "trailing-slash": "d/", "backslash": "d\\x", "drive": "C:x",
    "percent": "a%2Fb", "asterisk": "a*", "question-mark": "a?", "quote": "a\"b", "pipe": "a|b", "less-than": "a<b",
    "carriage-return": "a\rb", "tabulator": "a\tb", "escape": "a\x1b[2Jb", "delete": "a\x7fb",
    "c1-control": "a\u0085b", "bidi-override": "a\u202etxt.exe", "bidi-isolate": "a\u2066b",
    "arabic-mark": "a\u061cb",
    "zero-width": "a\u200bb", "zero-width-joiner": "a\u200db", "line-separator": "a\u2028b",
    "word-joiner": "a\u2060b",
    "left-to-right-mark": "a\u200eb", "bidi-embedding-ends": "a\u202cb", "bidi-isolate-ends": "a\u2069b",
    "nul": "a\0b", "c0-last": "a\x1fb", "tag-character": "a\U000e0041b",
    "khmer-filler": "a\u17b4b", "hieroglyph-joiner": "a\U00013430b", "shorthand-control": "a\U0001bca0b",
    "musical-control": "a\U0001d173b", "shape-character": "a\u206ab",
    "byte-order-mark": "a\ufeffb", "noncharacter-fffe": "a\ufffeb", "noncharacter-fdd0": "a\ufdd0b",
    "noncharacter-plane": "a\U0001ffffb",
    "nfd-hangul": "\u1112\u1161\u11ab.txt", "nfd-latin": "e\u0301.txt", "leading-hyphen": "-rf",
    "leading-hyphen-inside": "d/-x",
    "leading-blank": " a", "trailing-blank": "a ", "trailing-dot": "a.", "trailing-dot-in-directory": "d./x",
    "device-con": "CON", "device-nul-txt": "nul.txt", "device-com1": "d/com1.log", "device-as-directory": "aux/x", "device-console": "CONIN$", "device-superscript": "LPT\u00b9",
    "component-of-252": "c" * 252, "path-of-1001": "/".join(["c" * 200] * 4 + ["d" * 197]),
    "depth-of-33": "/".join(["d"] * 33),
    "invalid-utf-8": b"a\xff", "overlong-utf-8": b"a\xc0\xaf", "surrogate": b"a\xed\xa0\x80", "kelvin-sign": "\u212a",
    "hangul-filler": "가\u3164", "halfwidth-filler": "a\uffa0b", "grapheme-joiner": "a\u034fb", "latin-1": b"caf\xe9",
    "cp949": "가".encode("cp949"),
}

@case("name-line-feed", "manifest.malformed")
def _(b): b.payload.append(("a\nb", b"x"))

@each({f"name-{name}": path for name, path in GRAMMAR.items()}, "path.grammar")
def _(b, path): b.payload.append((path, b"x"))

@each({f"name-good-{name}": path for name, path in {
    "component-of-251": "c" * 251, "path-of-1000": "/".join(["c" * 200] * 4 + ["d" * 196]),
    "depth-of-32": "/".join(["d"] * 32),
    "name-of-88": "n" * 88, "name-of-89": "n" * 89, "emoji": "\U0001f512.txt", "japanese": "報告書.txt", "dots": "a..b",
    "console": "console", "tilde": "~root/x", "dollar": "$HOME/x"}.items()})
def _(b, path): b.payload.append((path, b"x"))

@each({"name-of-label": "x.bdo", "name-of-label-below": "dir/a.txt.bdo", "name-of-label-in-capitals": "x.BDO",
       "name-of-record": ".pouch/redaction.jsonl",
       "name-in-own-directory": ".pouch/x"}, "path.reserved")
def _(b, path): b.payload.append((path, b"x"))

COLLISIONS = {"case": ("A.TXT",), "case-directory": ("DIR/x",), "case-sharp-s": ("straße", "strasse"),
    "case-greek-sigma": ("ς", "σ"), "case-ligature": ("ﬁ.txt", "fi.txt"), "case-dotted-i": ("\u0130", "i\u0307"),
    "case-sharp-s-in-directory": ("straße/x", "STRASSE/y"), "case-deep": ("dir/e/f/g", "dir/e/F/h"),
               "file-is-directory": ("a.txt/x",), "directory-is-file": ("dir",)}

@each({f"collision-{name}": paths for name, paths in COLLISIONS.items()}, "path.collision")
def _(b, paths): b.payload += [(path, b"x") for path in paths]

@case("name-twice", "path.duplicate")
def _(b): b.payload.append(("a.txt", b"other\n"))

@case("name-twice-same-content", "path.duplicate")
def _(b): b.payload.append(("a.txt", b"alpha\n"))

@case("names-out-of-order", "manifest.order")
def _(b):
    original = b.sorted_payload()
    b.sorted_payload = lambda: [original[1], original[0], *original[2:]]

@case("name-order-of-locale", "manifest.order")
def _(b):
    b.payload.append(("B.txt", b"x"))
    original = b.sorted_payload
    b.sorted_payload = lambda: sorted(original(), key=lambda entry: entry[0].lower())
