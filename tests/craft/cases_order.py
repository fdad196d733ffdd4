"""Bundles with more than one thing wrong: which check answers shows which came first. Nothing in the head is looked into
before its signatures are judged, and nothing of the payload before the head is."""
import tarmember as t
import zstdframe as z
from bundle import SIGNER
from cases import case, edit_list, replace, replace_file, small
from cases_label import CLEARED, CONFIDENTIAL, label

# --- by nobody we know, and malformed inside: whose it is comes first ------------------------------------------------

GARBAGE = b"\xff<!DOCTYPE x SYSTEM 'file:///etc/passwd'>\0../../x\n"

INSIDE = {
    "tag-manifest": lambda b: setattr(b, "tag_manifest", lambda files: GARBAGE),
    "bagit": lambda b: setattr(b, "bagit", lambda: GARBAGE),
    "bag-info": lambda b: setattr(b, "bag_info", lambda manifest: GARBAGE),
    "frame-table": lambda b: setattr(b, "frame_table", lambda frames: GARBAGE),
    "manifest": lambda b: setattr(b, "manifest", lambda: GARBAGE),
    "label": lambda b: setattr(b, "label", GARBAGE),
    "record": lambda b: setattr(b, "record", GARBAGE),
    "payload": lambda b: setattr(b, "payload_frame", lambda content: GARBAGE),
    "end": lambda b: setattr(b, "end_frame", lambda: GARBAGE),
}


def badly_signed(b):
    b.signature_files = lambda statement: [
        (b"signatures/release.%s.sig" % SIGNER.key_id("release").encode(),
         SIGNER.sign("release", "pouch-release-v1", b"another statement"))]


TRUST = {  # (change, reason, status)
    "unsigned": (lambda b: setattr(b, "signed_by", []), "signature.missing", 4),
    "by-stranger": (lambda b: setattr(b, "signed_by", [("stranger", "release")]), "signature.unknown-key", 5),
    "badly-signed": (badly_signed, "signature.bad", 1),
}

for trust, (signing, reason, status) in TRUST.items():
    for inside, break_it in INSIDE.items():
        case(f"{trust}-and-malformed-{inside}", reason, status)(
            lambda b, signing=signing, break_it=break_it: (break_it(b), signing(b)) and None)

# --- the checks in their order: each step is wrong, and so is all that comes behind it -----------------------------


def other_digest(content):
    """The digest of bagit.txt, the first in the tag manifest, with its first digit changed."""
    return (b"1" if content[:1] == b"0" else b"0") + content[1:]


def first_member(**fields):
    def change(b):
        blob = t.ustar(b"bundle/data/a.txt", 6, **fields) + t.padded(b"alphA\n")
        edit_list(b, "members", lambda members: members.__setitem__(0, blob))
    return change


def flip_frame(parts):
    parts[1] = parts[1][:-1] + bytes([parts[1][-1] ^ 1])


def without_checksum(content):
    return z.header(len(content), check=False) + z.raw_blocks(content)


STEPS = (  # (reason, status, change)
    ("signature.bad", 1, badly_signed),
    ("tagmanifest.digest", 1, lambda b: replace(b, "tag_manifest", other_digest)),
    ("bagit.version", 1, lambda b: replace(b, "bagit", lambda c: c.replace(b"1.0", b"0.97"))),
    ("bag-info.malformed", 1, lambda b: replace_file(b, b"bag-info.txt", lambda c: b"Hidden: x\n" + c)),
    ("frames.malformed", 1, lambda b: replace_file(b, b"frames-sha512.txt", lambda c: c + b"\n")),
    ("path.grammar", 1, lambda b: b.payload.append(("../x", b"x"))),
    ("manifest.count", 1, lambda b: setattr(b, "oxum", lambda: "1021.5")),
    ("label.orphan", 1, lambda b: b.file_labels.append(("ghost", label(reference="./ghost")))),
    ("signature.role", 4, lambda b: setattr(b, "signed_by", [("release", "review")])),
    ("recipient.other", 4, lambda b: setattr(b, "recipients", ["KOR"])),
    ("bundle.expired", 4, lambda b: setattr(b, "not_after", "2026-11-20T23:59:59Z")),
    ("label.denied", 4, lambda b: setattr(b, "label", CONFIDENTIAL)),
    ("channel.unanswered", 4, lambda b: setattr(b, "channel", [
        ("Bundle-Channel", "desk"), ("Bundle-Epoch", "1"), ("Bundle-Sequence", "1")])),
    ("limit.bytes", 1, lambda b: b.payload.append(("more", bytes(1 << 16)))),
    ("limit.files", 1, lambda b: b.payload.extend((f"y{n}", b"") for n in range(9))),
    ("frame.digest", 1, lambda b: edit_list(b, "parts", flip_frame)),
    ("frame.form", 1, lambda b: setattr(b, "payload_frame", without_checksum)),
    ("tar.header", 1, first_member(mode=b"0000755\0")),
    ("payload.digest", 1, first_member()),
    ("bundle.end", 1, lambda b: setattr(b, "end_frame", lambda: z.stored(bytes(512)))),
    ("bundle.trailing", 1, lambda b: replace(b, "joined", lambda made: made + b"more")),
)


def wrong_from(first):
    """The bundle in which every step from `first` on is wrong; the later ones first, so that an earlier one may undo
    a change to the same part."""
    def change(b):
        b.recipients, b.label = ["JPN"], label()
        for _, _, step in reversed(STEPS[first:]):
            step(b)
    return change


DEMANDS = CLEARED + ("--recipient", "JPN", "--max-bytes", "2000", "--max-files", "5")
for number, (reason, status, _) in enumerate(STEPS):
    case(f"order-{number + 1:02}-{reason}", reason, status, DEMANDS, unlabelled=False)(wrong_from(number))
case("order-nothing-wrong", options=DEMANDS, unlabelled=False)(wrong_from(len(STEPS)))
