"""What is wrong with the lists and fields of the bag; all of it properly signed."""
import hashlib

import tarmember
from cases import big, case, each, edit_list, replace, replace_file, small, substitute

def text(method, reason, variants, base=small):
    """Registers changes of the bytes that a method of the bundle returns."""
    each(variants, reason, base=base)(lambda b, change: replace(b, method, change))

def in_file(name, reason, variants, base=small):
    """Registers changes of one listed tag file."""
    each(variants, reason, base=base)(lambda b, change: replace_file(b, name, change))

def swap_lines(first, second):
    def change(content):
        lines = content.splitlines(True)
        lines[first], lines[second] = lines[second], lines[first]
        return b"".join(lines)
    return change

def drop_line(number):
    def change(content):
        lines = content.splitlines(True)
        del lines[number]
        return b"".join(lines)
    return change

def repeat_line(number):
    return lambda content: b"".join(content.splitlines(True)[:number + 1] + content.splitlines(True)[number:])

def upper_digest(content):
    """The first digest in upper case; one that has a letter in it."""
    return content[:128].upper() + content[128:]

SPELLING = {  # of any list of digests
    "upper-case": upper_digest, "one-blank": substitute(b"  ", b" "), "tabulator": substitute(b"  ", b"\t"),
    "three-blanks": substitute(b"  ", b"   "), "crlf": lambda c: c.replace(b"\n", b"\r\n"),
    "no-last-line-feed": lambda c: c[:-1], "empty-line": lambda c: c + b"\n", "empty-line-first": lambda c: b"\n" + c,
    "comment": lambda c: b"# comment\n" + c, "byte-order-mark": lambda c: b"\xef\xbb\xbf" + c,
    "digest-short": lambda c: c[2:], "digest-long": lambda c: b"00" + c, "nul": lambda c: c + b"\0",
}

# --- manifest -----------------------------------------------------------------------------------------------------

text("manifest", "manifest.malformed",
     {f"manifest-{name}": change for name, change in SPELLING.items() if name not in ("three-blanks", "crlf")})

text("manifest", "path.grammar", {
    "manifest-path-outside-data": substitute(b"  data/a.txt", b"  bagit.txt"),
    "manifest-path-absolute": substitute(b"  data/a.txt", b"  /data/a.txt"),
    "manifest-path-with-dot": substitute(b"  data/a.txt", b"  ./data/a.txt"),
    "manifest-path-dot-dot": substitute(b"  data/a.txt", b"  data/../a.txt"),
    "manifest-binary-mark": substitute(b"  data/a.txt", b"  *data/a.txt"),
    "manifest-three-blanks": substitute(b"  ", b"   "), "manifest-crlf": SPELLING["crlf"],
    "manifest-data-only": substitute(b"  data/a.txt", b"  data/"),
})

text("manifest", "manifest.order", {"manifest-out-of-order": swap_lines(0, 1)})
text("manifest", "path.duplicate", {"manifest-line-twice": repeat_line(0)})

@each({"manifest-entry-without-file": (b"b", b"ghost"), "manifest-entry-without-file-at-end": ("힣".encode(),
    b"ghost")}, "manifest.count")
def _(b, ghost):
    original = b.sorted_payload
    b.manifest = lambda: b.lines((b"data/" + path, content) for path,
        content in sorted([*original(), ghost], key=lambda e: e[0]))

@case("manifest-entry-without-file-counted", "payload.order")
def _(b):
    original = b.sorted_payload
    b.manifest = lambda: b.lines((b"data/" + path, content) for path,
        content in sorted([*original(), (b"b", b"ghost")], key=lambda e: e[0]))
    b.oxum = lambda: "1024.5"

@case("manifest-empty-and-no-payload", "bag-info.malformed")
def _(b): b.payload = []

@case("manifest-digest-of-other-content", "payload.digest")
def _(b): replace(b, "manifest", lambda c: substitute(b.digest(b"alpha\n"), b.digest(b"other\n"))(c))

# --- totals -------------------------------------------------------------------------------------------------------

@each({"oxum-one-byte-more": "1022.4", "oxum-one-byte-less": "1020.4", "oxum-huge": "18446744073709551615.4"},
    "payload.oxum")
def _(b, oxum): b.oxum = lambda: oxum

@each({"oxum-one-file-more": "1021.5", "oxum-one-file-less": "1021.3"}, "manifest.count")
def _(b, oxum): b.oxum = lambda: oxum

@each({"oxum-leading-zero": "01021.4", "oxum-sign": "+1021.4", "oxum-no-dot": "1021", "oxum-no-files": "1021.",
    "oxum-comma": "1021,4",
       "oxum-too-large": "18446744073709551616.4", "oxum-negative": "-1.4", "oxum-no-files-at-all": "0.0",
       "oxum-two-dots": "1021.4.0"}, "bag-info.malformed")
def _(b, oxum): b.oxum = lambda: oxum

# --- bagit.txt ------------------------------------------------------------------------------------------------------

text("bagit", "bagit.version", {
    "bagit-version-0.97": substitute(b"1.0", b"0.97"), "bagit-version-1.1": substitute(b"1.0", b"1.1"),
    "bagit-latin-1": substitute(b"UTF-8", b"ISO-8859-1"),
    "bagit-lines-swapped": swap_lines(0, 1), "bagit-crlf": lambda c: c.replace(b"\n", b"\r\n"),
    "bagit-no-last-line-feed": lambda c: c[:-1],
    "bagit-third-line": lambda c: c + b"Hidden: yes\n", "bagit-byte-order-mark": lambda c: b"\xef\xbb\xbf" + c,
    "bagit-two-blanks": substitute(b": ", b":  "),
    "bagit-empty": lambda c: b"", "bagit-one-line": drop_line(1), "bagit-lower-case": bytes.lower,
})

# --- bag-info.txt ---------------------------------------------------------------------------------------------------

def info(reason, variants):
    each({f"info-{name}": change for name, change in variants.items()}, reason)(lambda b,
        change: edit_list(b, "info_fields", change))

def insert(at, field, value):
    return lambda fields: fields.insert(at, (field, value))

def in_channel(field, value):
    return lambda fields: fields.__setitem__(slice(3, 3), [("Bundle-Channel", "desk"), (f"Bundle-{field}", value)])

def put(at, value):
    return lambda fields: fields.__setitem__(at, (fields[at][0], value))

info("bag-info.malformed", {
    "format-2": put(0, "2"), "format-01": put(0, "01"), "no-format": lambda f: f.pop(0), "no-id": lambda f: f.pop(1),
    "no-content": lambda f: f.pop(2),
    "no-oxum": lambda f: f.pop(3), "no-date": lambda f: f.pop(4), "no-agent": lambda f: f.pop(5),
    "format-twice": insert(0, "Bundle-Format", "1"),
    "oxum-twice": insert(3, "Payload-Oxum", "1021.4"), "date-twice": insert(4, "Bagging-Date", "2026-11-21"),
    "swapped": lambda f: f.insert(0, f.pop(1)),
    "date-not-real": put(4, "2026-02-30"), "date-short": put(4, "2026-1-1"),
    "date-with-time": put(4, "2026-11-21T00:00:00Z"), "empty-value": put(5, ""),
    "value-with-blank-first": put(5, " craft"), "value-with-blank-last": put(5, "craft "),
    "value-with-escape": put(5, "a\x1b[2Jb"), "value-with-bidi": put(5, "a\u202eb"),
    "value-of-1001": put(5, "v" * 1001), "field-of-bagit": insert(6, "Bag-Size", "1 GB"),
    "field-of-bagit-in-lower-case": insert(6, "payload-oxum", "1.1"),
    "field-with-blank": insert(6, "My Field", "x"), "field-with-colon": insert(6, "a:b", "x"),
    "field-korean": insert(6, "보낸이", "x"),
    "sender-twice": lambda f: f.__setitem__(slice(3, 3), [("Bundle-Sender", "a"), ("Bundle-Sender", "b")]),
    "recipients-unsorted": lambda f: f.__setitem__(slice(3, 3),
    [("Bundle-Recipient", "b"), ("Bundle-Recipient", "a")]),
    "recipient-twice": lambda f: f.__setitem__(slice(3, 3), [("Bundle-Recipient", "a"), ("Bundle-Recipient", "a")]),
    "recipient-before-sender": lambda f: f.__setitem__(slice(3, 3),
    [("Bundle-Recipient", "a"), ("Bundle-Sender", "s")]),
    "not-after-local": insert(3, "Bundle-Not-After", "2030-01-01T00:00:00+09:00"),
    "not-after-date": insert(3, "Bundle-Not-After", "2030-01-01"),
    "sequence-without-channel": insert(3, "Bundle-Sequence", "1"),
    "epoch-without-channel": insert(3, "Bundle-Epoch", "1"), "void-without-channel": insert(3, "Bundle-Void", "1"),
    "previous-without-channel": insert(3, "Bundle-Previous", "sha512:00"),
    "channel-epoch-0": in_channel("Epoch", "0"), "channel-epoch-word": in_channel("Epoch", "first"),
    "channel-sequence-01": in_channel("Sequence", "01"), "channel-sequence-sign": in_channel("Sequence", "+1"),
    "channel-sequence-2-64": in_channel("Sequence", "18446744073709551616"),
    "channel-void-range": in_channel("Void", "3-5"), "channel-previous-bare": in_channel("Previous", "0" * 64),
    "channel-previous-md5": in_channel("Previous", "md5:" + "0" * 32),
    "channel-previous-short": in_channel("Previous", "sha256:" + "0" * 63),
    "channel-previous-upper-case": in_channel("Previous", "sha512:" + "A" * 128),
    "channel-with-slash": insert(3, "Bundle-Channel", "a/b"), "channel-korean": insert(3, "Bundle-Channel", "연습"),
    "channel-behind-its-sequence": lambda f: f.__setitem__(slice(3, 3),
    [("Bundle-Sequence", "1"), ("Bundle-Channel", "desk")]), "unknown-first": insert(0, "Hidden", "x"),
    "unknown-between": insert(3, "Hidden", "x"),
    "bundle-unknown-between": insert(3, "Bundle-Hidden", "x"),
    "content-after-sender": lambda f: f.insert(3, f.pop(2)) or f.insert(2, ("Bundle-Sender", "s")),
})
info("bag-info.unknown", {
    "bundle-unknown-at-end": insert(6, "Bundle-Hidden", "x"),
    "bundle-unknown-in-lower-case": insert(6, "bundle-hidden", "x"),
    "sender-at-end": insert(6, "Bundle-Sender", "x"), "recipient-at-end": insert(6, "Bundle-Recipient", "x"),
    "id-again-at-end": insert(6, "Bundle-Id", "bundle"),
})
info("", {"good-own-fields": lambda f: f.extend([("Exercise", "연습"), ("Case-Number", "42"), ("Exercise", "again")])})
info("bag-info.malformed", {"id-bad": put(1, "../x")})

# Bundle-Id must equal the directory, and Bundle-Content the manifest.
@case("info-id-of-other-directory", "bag-info.malformed")
def _(b): edit_list(b, "info_fields", put(1, "bundl"))

@each({"info-content-of-other-manifest": lambda b: f"sha512:{hashlib.sha512(b'x').hexdigest()}",
    "info-content-sha256": lambda b: f"sha256:{hashlib.sha256(b.manifest()).hexdigest()}",
       "info-content-upper-case": lambda b: f"sha512:{b.digest(b.manifest()).decode().upper()}",
       "info-content-no-algorithm": lambda b: b.digest(b.manifest()).decode(),
       "info-content-blank": lambda b: f"sha512: {b.digest(b.manifest()).decode()}"}, "bag-info.malformed")
def _(b, content): edit_list(b, "info_fields", lambda fields: put(2, content(b))(fields))

in_file(b"bag-info.txt", "bag-info.malformed", {
    "info-continuation-line": substitute(b"craft 1\n", b"craft\n  1\n"),
    "info-crlf": lambda c: c.replace(b"\n", b"\r\n"), "info-no-blank": substitute(b": ", b":"),
    "info-two-blanks": substitute(b": ", b":  "), "info-tabulator": substitute(b": ", b":\t"),
    "info-blank-before-colon": substitute(b": ", b" : "),
    "info-no-last-line-feed": lambda c: c[:-1], "info-empty-line": lambda c: c + b"\n", "info-empty": lambda c: b"",
    "info-lower-case": substitute(b"Bundle-Id", b"bundle-id"),
    "info-byte-order-mark": lambda c: b"\xef\xbb\xbf" + c, "info-not-utf-8": substitute(b"craft 1", b"craft\xff"),
    "info-nul": substitute(b"craft 1", b"craft\0"),
})

# --- frame table ----------------------------------------------------------------------------------------------------

FRAMES = b"frames-sha512.txt"

def number(at, change):
    """Changes one of the numbers (1: compressed, 2: content) of the first line."""
    def on_table(content):
        first, rest = content.split(b"\n", 1)
        fields = first.split(b"  ")
        fields[at] = change(fields[at])
        return b"  ".join(fields) + b"\n" + rest
    return on_table

in_file(FRAMES, "frames.malformed", {
    **{f"frames-{name}": change for name, change in SPELLING.items()}, "frames-empty": lambda c: b"",
    "frames-leading-zero": number(1, lambda n: b"0" + n),
    "frames-sign": number(2, lambda n: b"+" + n), "frames-hexadecimal": number(1, lambda n: b"0x%x" % int(n)),
    "frames-blank-at-end": substitute(b"\n", b" \n"),
    "frames-third-number": substitute(b"\n", b"  0\n"), "frames-no-content-size": lambda c: c.rsplit(b"  ",
    1)[0] + b"\n", "frames-size-0": number(1, lambda n: b"0"),
    "frames-content-0": number(2, lambda n: b"0"), "frames-content-not-of-blocks": number(2,
    lambda n: b"%d" % (int(n) - 1)),
    "frames-content-over-4-mib": number(2, lambda n: b"4194816"),
    "frames-size-of-1-gib": number(1, lambda n: b"1073741824"),
    "frames-size-overflows": number(1, lambda n: b"18446744073709551617"), "frames-line-behind-short": repeat_line(0),
})
in_file(FRAMES, "frames.malformed", {"frames-lines-swapped-short-first": swap_lines(0, 2)}, base=big)
in_file(FRAMES, "frame.digest", {
    "frames-digest-wrong": lambda c: hashlib.sha512(b"x").hexdigest().encode() + c[128:],
    "frames-size-one-less": number(1, lambda n: b"%d" % (int(n) - 1)),
    "frames-size-one-more": number(1, lambda n: b"%d" % (int(n) + 1)),
})
in_file(FRAMES, "frame.size", {"frames-content-one-block-less": number(2, lambda n: b"%d" % (int(n) - 512)),
    "frames-content-one-block-more": number(2, lambda n: b"%d" % (int(n) + 512))})
in_file(FRAMES, "frame.digest", {"frames-lines-swapped": swap_lines(0, 1)}, base=big)
in_file(FRAMES, "payload.missing", {"frames-last-line-missing": lambda c: b"".join(c.splitlines(True)[:2])}, base=big)
in_file(FRAMES, "frame.digest",
    {"frames-line-too-many": repeat_line(1)}, base=big)

# --- tag manifest -----------------------------------------------------------------------------------------------------

text("tag_manifest", "manifest.malformed",
     {f"tags-{name}": change for name, change in SPELLING.items() if name not in ("three-blanks", "crlf")})
text("tag_manifest", "tagmanifest.malformed", {
    "tags-three-blanks": substitute(b"  ", b"   "), "tags-crlf": SPELLING["crlf"],
    "tags-binary-mark": substitute(b"  bagit", b"  *bagit"), "tags-with-dot": substitute(b"  bagit", b"  ./bagit"),
    "tags-entry-missing": drop_line(1), "tags-last-entry-missing": drop_line(3), "tags-entry-twice": repeat_line(0),
    "tags-out-of-order": swap_lines(0, 1), "tags-empty": lambda c: b"",
    "tags-entry-too-many": lambda c: c + hashlib.sha512(b"").hexdigest().encode() + b"  extra.txt\n",
    "tags-lists-payload": lambda c: c + hashlib.sha512(b"alpha\n").hexdigest().encode() + b"  data/a.txt\n",
    "tags-lists-itself": lambda c: c + hashlib.sha512(b"").hexdigest().encode() + b"  tagmanifest-sha512.txt\n",
})

@each({name: at for at,
    name in enumerate(("tag-digest-of-bagit", "tag-digest-of-bag-info", "tag-digest-of-frames",
    "tag-digest-of-manifest"))}, "tagmanifest.digest")
def _(b, at):
    def change(content):
        lines = content.splitlines(True)
        lines[at] = hashlib.sha512(b"x").hexdigest().encode() + lines[at][128:]
        return b"".join(lines)
    replace(b, "tag_manifest", change)

# --- the closed list of names, and its order ------------------------------------------------------------------------

def head_files(reason, variants, base=small):
    """Changes the members of the head after everything is signed: (files) in place."""
    each(variants, reason, base=base)(lambda b, change: edit_list(b, "head_files", change))

def listed_extra(reason, variants):
    """Adds a tag file that is listed, digested and signed as if it belonged there: {name: (place, file)}."""
    each(variants, reason)(lambda b, value: edit_list(b, "listed_files",
        lambda files: files.insert(value[0], (value[1], b"hidden\n"))))

listed_extra("head.name", {
    "tag-file-unknown": (2, b"extra.txt"), "tag-file-fetch": (2, b"fetch.txt"),
    "tag-file-second-manifest": (3, b"manifest-sha256.txt"), "tag-file-md5-manifest": (3, b"manifest-md5.txt"),
    "tag-file-second-tag-manifest": (4, b"tagmanifest-sha256.txt"), "tag-file-in-directory": (2, b"meta/extra.xml"),
    "tag-file-in-data": (2, b"data/hidden"),
    "tag-file-label-elsewhere": (2, b"labels/extra.bdo"), "tag-file-label-without-suffix": (2, b"labels/data/a.txt"),
    "tag-file-label-of-nothing": (2, b"labels/data/.bdo"),
    "tag-file-upper-case": (2, b"BAGIT.TXT"), "tag-file-dot-dot": (2, b"../evil"), "tag-file-without-name": (2, b""),
    "tag-file-frames-md5": (2, b"frames-md5.txt"),
    "tag-file-signature-without-key": (2, b"signatures/release.sig"),
})
listed_extra("head.order", {"tag-file-second-frames": (3, b"frames-sha256.txt"),
    "tag-file-manifest-twice": (3, b"manifest-sha512.txt"), "tag-file-bagit-twice": (1, b"bagit.txt"),
                            "tag-file-record-late": (3, b"redaction.jsonl"),
                            "tag-file-label-late": (4, b"labels/bundle.bdo")})
head_files("head.name", {"unlisted-fetch": lambda f: f.insert(2, (b"fetch.txt", b"http://evil.example/ 1 data/a.txt\n")),
    "unlisted-second-tag-manifest": lambda f: f.insert(5, (b"tagmanifest-sha256.txt", f[4][1])),
    "unlisted-tag-file": lambda f: f.insert(2, (b"extra.txt", b"hidden")),
    "unlisted-tag-file-at-end": lambda f: f.append((b"zz.txt", b"hidden")),
                         "unlisted-signature-directory": lambda f: f.append((b"signatures/readme.txt", b"hidden"))})
head_files("head.order", {
    "frames-missing": lambda f: f.pop(2), "frames-behind-manifest": lambda f: f.insert(3, f.pop(2)),
    "bagit-missing": lambda f: f.pop(0), "bag-info-missing": lambda f: f.pop(1),
    "manifest-missing": lambda f: f.pop(3), "tag-manifest-missing": lambda f: f.pop(4),
    "tag-manifest-and-signatures-missing": lambda f: f.__delitem__(slice(4, None)),
    "bagit-not-first": lambda f: f.insert(1, f.pop(0)), 
    "tag-manifest-before-manifest": lambda f: f.insert(3, f.pop(4)),
    "signature-before-tag-manifest": lambda f: f.insert(4, f.pop(5)),
    "tag-manifest-twice": lambda f: f.insert(5, f[4]),
    "bagit-again-at-end": lambda f: f.append(f[0]),
    "head-empty-but-for-bagit": lambda f: f.__delitem__(slice(1, None)),
})
head_files("tagmanifest.digest", {"bagit-replaced": lambda f: f.__setitem__(0, (b"bagit.txt", f[0][1][:-1])),
    "manifest-replaced": lambda f: f.__setitem__(3, (f[3][0], f[3][1][:-1]))})

@each({"id-with-hyphen-first": "-bundle", "id-with-dot-first": ".bundle", "id-dot-dot": "..", "id-of-65": "i" * 65,
    "id-with-blank": "my bundle", "id-korean": "꾸러미", "id-empty": ""}, "head.name")
def _(b, name): b.id = name

@each({"id-good-64": "i" * 64, "id-good-one": "7", "id-good-all": "A.b_c-9"})
def _(b, name): b.id = name

@each({"head-member-of-other-directory": b"other/", "head-member-of-directory-of-same-length": b"bundlE/",
       "head-member-of-longer-directory": b"bundle2/", "head-member-of-no-directory": b""}, "head.name")
def _(b, directory):
    original = b.head_member
    b.head_member = lambda n, name, c: original(n, name, c) if n != 2 else tarmember.member(directory + name, c, b"")

@case("payload-of-other-directory", "payload.unlisted")
def _(b): b.data_name = lambda path: b"other/data/" + path

@case("valid-with-record")
def _(b): b.record = b'{"rules":"EXERCISE"}\n'

@case("valid-sha256")
def _(b): b.alg = "sha256"

# --- labels and record whose place is wrong (what is in them is judged elsewhere) ---------------------------------

@case("file-labels-out-of-order", "head.order", status=1)
def _(b):
    b.label = b"<x/>"
    b.file_labels = [("a.txt", b"<x/>"), ("z.txt", b"<x/>")]
    edit_list(b, "listed_files", lambda files: files.insert(3, files.pop(4)))

@case("file-label-twice", "head.order")
def _(b): b.label, b.file_labels = b"<x/>", [("a.txt", b"<x/>"), ("a.txt", b"<x/>")]

@case("file-label-with-bad-path", "path.grammar")
def _(b): b.label, b.file_labels = b"<x/>", [("../a.txt", b"<x/>")]
