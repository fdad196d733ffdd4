"""What is wrong with signatures, signers and the demands of the head. These end in 1, 4 or 5, and who must act
depends on which."""
import base64
import hashlib
import struct

from bundle import SIGNER
from cases import case, each, replace, small, substitute

ROLES = ("release", "review", "r" * 32, *(f"r{n:02}" for n in range(32)))
SIGNERS = (  # (principal, options, key): the file that verify is given; `stranger` is in no line
    ("alice@desk.example", f'namespaces="{",".join(f"pouch-{role}-v1" for role in ROLES)}"', "release"),
    ("bob@desk.example", 'namespaces="pouch-release-v1,pouch-review-v1"', "second"),
    ("alice@desk.example", 'namespaces="pouch-release-v1"', "twin"),
    ("carol@desk.example", 'namespaces="pouch-release-v1",valid-before="20250101Z"', "expired"),
    ("dave@desk.example", 'namespaces="pouch-release-v1",valid-after="20300101Z"', "future"),
)

# --- whose signature, for what, when -----------------------------------------------------------------------------

def signed(name, signed_by, reason="", status=None, options=()):
    case(name, reason, status, options)(lambda b: setattr(b, "signed_by", signed_by))

RELEASE, SECOND, TWIN = ("release", "release"), ("second", "release"), ("twin", "release")
signed("unsigned", [], "signature.missing", 4)
signed("signed-by-stranger", [("stranger", "release")], "signature.unknown-key", 5)
signed("signed-by-stranger-in-two-roles", [("stranger", "release"), ("stranger", "review")], "signature.unknown-key",
    5)
signed("signed-by-known-and-stranger", [RELEASE, ("stranger", "release")])
signed("signed-by-expired-key", [("expired", "release")], "signature.expired", 4)
signed("signed-by-future-key", [("future", "release")], "signature.not-yet-valid", 4)
signed("signed-by-expired-key-then", [("expired", "release")], options=("--at", "2024-12-31T23:59:59Z"))
signed("signed-by-expired-key-at-the-second", [("expired", "release")], options=("--at", "2025-01-01T00:00:00Z"))
signed("signed-by-expired-key-a-second-late", [("expired", "release")], "signature.expired", 4,
    ("--at", "2025-01-01T00:00:01Z"))
signed("signed-in-role-not-allowed", [("release", "approve")], "signature.not-authorised", 4)
signed("signed-by-key-not-allowed-in-role", [("twin", "review")], "signature.not-authorised", 4,
    ("--require", "review"))
signed("signed-in-other-role-only", [("release", "review")], "signature.role", 4)
signed("signed-in-other-role-required", [("release", "review")], options=("--require", "review"))
signed("signed-by-two", [RELEASE, SECOND], options=("--require", "release=2"))
signed("signed-by-one-of-two", [RELEASE], "signature.role", 4, ("--require", "release=2"))
signed("signed-by-two-keys-of-one", [RELEASE, TWIN], "signature.role", 4, ("--require", "release=2"))
signed("signed-in-two-roles-by-one", [RELEASE, ("release", "review")], "signature.role", 4,
    ("--require", "release", "--require", "review"))
signed("signed-in-two-roles-by-two-keys-of-one", [TWIN, ("release", "review")], "signature.role", 4,
    ("--require", "release", "--require", "review"))
signed("signed-in-two-roles-by-two", [RELEASE, ("second", "review")],
    options=("--require", "release", "--require", "review"))
signed("signed-in-two-roles-crosswise", [RELEASE, SECOND, ("release", "review")],
    options=("--require", "release", "--require", "review"))
signed("signed-by-known-and-expired", [RELEASE, ("expired", "release")], "signature.expired", 4)
signed("signed-by-one-and-stranger-of-two", [RELEASE, ("stranger", "release")], "signature.role", 4,
    ("--require", "release=2"))
signed("signed-in-32-roles", [RELEASE, *(("release", f"r{n:02}") for n in range(31))])
signed("signed-in-33-roles", [RELEASE, *(("release", f"r{n:02}") for n in range(32))], "signature.count")
signed("signed-in-role-of-32-letters", [RELEASE, ("release", "r" * 32)])

# --- the signature file ---------------------------------------------------------------------------------------------

def bad_file(reason, variants, status=None):
    """Changes the name and the content of the one signature file: (name, content, statement) -> (name, content)."""
    def register(b, change):
        def signature_files(statement, original=b.signature_files):
            (name, content), = original(statement)
            return [change(name, content, statement)]
        b.signature_files = signature_files
    each(variants, reason, status=status)(register)

def content_of(change):
    return lambda name, content, statement: (name, change(content))

def by_ssh_keygen(key, namespace, *options):
    return lambda name, content, statement: (name, SIGNER.sign(key, namespace, statement, *options))

def string(content):
    return struct.pack(">I", len(content)) + content

def rebuilt(**changed):
    """The signature with fields of its blob changed, armored as usual."""
    def change(name, content, statement):
        blob = base64.b64decode(b"".join(content.splitlines()[1:-1]))
        fields, at = [], 10
        while at < len(blob):
            size, = struct.unpack(">I", blob[at:at + 4])
            fields.append(blob[at + 4:at + 4 + size])
            at += 4 + size
        parts = dict(zip(("key", "namespace", "reserved", "hash", "signature"), fields))
        parts.update(magic=b"SSHSIG", version=1, tail=b"")
        parts.update({key: value(parts[key]) if callable(value) else value for key, value in changed.items()})
        made = parts["magic"] + struct.pack(">I", parts["version"]) + b"".join(
            string(parts[key]) for key in ("key", "namespace", "reserved", "hash", "signature")) + parts["tail"]
        text = base64.b64encode(made)
        lines = b"".join(text[at:at + 70] + b"\n" for at in range(0, len(text), 70))
        return name, b"-----BEGIN SSH SIGNATURE-----\n" + lines + b"-----END SSH SIGNATURE-----\n"
    return change

def columns(width):
    def change(content):
        lines = content.splitlines()
        text = b"".join(lines[1:-1])
        return b"\n".join([lines[0], *(text[at:at + width] for at in range(0, len(text), width)), lines[-1]]) + b"\n"
    return content_of(change)

bad_file("", {"signature-good-rebuilt": rebuilt()})
bad_file("signature.malformed", {
    "signature-76-columns": columns(76), "signature-one-line": columns(1000),
    "signature-crlf": content_of(lambda c: c.replace(b"\n", b"\r\n")),
    "signature-line-feed-behind": content_of(lambda c: c + b"\n"),
    "signature-text-behind": content_of(lambda c: c + b"hidden\n"),
    "signature-text-before": content_of(lambda c: b"hidden\n" + c),
    "signature-no-last-line-feed": content_of(lambda c: c[:-1]),
    "signature-twice-in-file": content_of(lambda c: c + c), "signature-empty": content_of(lambda c: b""),
    "signature-cut": content_of(lambda c: c[:200]),
    "signature-pem-header": content_of(substitute(b"-----\n", b"-----\nComment: hidden\n\n")),
    "signature-version-0": rebuilt(version=0), "signature-version-2": rebuilt(version=2),
    "signature-reserved-used": rebuilt(reserved=b"hidden"), "signature-hash-sha256": rebuilt(hash=b"sha256"),
    "signature-bytes-behind-blob": rebuilt(tail=b"hidden"), "signature-magic": rebuilt(magic=b"SSHSIX"),
    "signature-no-namespace": rebuilt(namespace=b""), "signature-short": rebuilt(signature=lambda s: s[:-1]),
    "signature-long": rebuilt(signature=lambda s: s + b"\0"),
    "signature-sha256-by-ssh-keygen": by_ssh_keygen("release", "pouch-release-v1", "-O", "hashalg=sha256"),
    "signature-by-ecdsa-key": by_ssh_keygen("ecdsa", "pouch-release-v1"),
    "signature-of-1-mib": content_of(lambda c: c + b"\n" * (1 << 20)),
})
bad_file("signature.bad", {
    "signature-over-other-bytes": lambda name, content, statement: (name,
    SIGNER.sign("release", "pouch-release-v1", statement + b"\n")),
    "signature-over-nothing": lambda name, content, statement: (name,
    SIGNER.sign("release", "pouch-release-v1", b"")),
    "signature-over-digest": lambda name, content, statement: (name,
    SIGNER.sign("release", "pouch-release-v1", hashlib.sha512(statement).digest())),
    "signature-bit-flipped": rebuilt(signature=lambda s: s[:-1] + bytes([s[-1] ^ 1])),
    "signature-of-zeros": rebuilt(signature=lambda s: s[:-64] + bytes(64)),
    "signature-namespace-rewritten": lambda name, content, statement: rebuilt(namespace=b"pouch-release-v1")(name,
    SIGNER.sign("release", "pouch-review-v1", statement), statement),
})
# Forgeries that hold in a careless verifier: S is taken modulo the order of the curve; the key is the neutral point, for
# which R = S B holds over every message.
ORDER = (1 << 252) + 27742317777372353535851937790883648493

def plus_order(signature):
    scalar = int.from_bytes(signature[-32:], "little") + ORDER
    return signature[:-32] + scalar.to_bytes(32, "little")

def by_neutral_key(name, content, statement):
    neutral = b"\1" + bytes(31)
    wire = string(b"ssh-ed25519") + string(neutral)
    key_id = hashlib.sha256(wire).hexdigest()[:16].encode()
    forged = rebuilt(key=wire, signature=string(b"ssh-ed25519") + string(neutral + bytes(32)))
    return forged(name.replace(SIGNER.key_id("release").encode(), key_id), content, statement)

bad_file("signature.bad", {"signature-scalar-plus-order": rebuilt(signature=plus_order),
    "signature-by-neutral-key": by_neutral_key})

bad_file("signature.namespace", {
    "signature-namespace-git": by_ssh_keygen("release", "git"),
    "signature-namespace-of-other-role": by_ssh_keygen("release", "pouch-review-v1"),
    "signature-namespace-file": by_ssh_keygen("release", "file"),
    "signature-namespace-of-version-2": by_ssh_keygen("release", "pouch-release-v2"),
    "signature-name-of-other-role": lambda name, content, statement: (name.replace(b"release.", b"review."), content),
})
bad_file("signature.name", {
    "signature-key-of-another": by_ssh_keygen("second", "pouch-release-v1"),
    "signature-name-of-another-key": lambda name, content,
    statement: (name.replace(SIGNER.key_id("release").encode(), SIGNER.key_id("second").encode()), content),
})

def renamed(change):
    return lambda name, content, statement: (change(name), content)

bad_file("head.name", {
    "signature-role-upper-case": renamed(substitute(b"release", b"Release")),
    "signature-role-empty": renamed(substitute(b"release", b"")),
    "signature-role-digit-first": renamed(substitute(b"release", b"1release")),
    "signature-role-of-33": renamed(substitute(b"release", b"r" * 33)),
    "signature-role-underscore": renamed(substitute(b"release", b"re_lease")),
    "signature-role-slash": renamed(substitute(b"release", b"re/lease")),
    "signature-key-upper-case": renamed(lambda name: name[:-20] + name[-20:-4].upper() + name[-4:]),
    "signature-key-short": renamed(lambda name: name[:-5] + name[-4:]),
    "signature-key-long": renamed(lambda name: name[:-4] + b"0" + name[-4:]),
    "signature-suffix": renamed(substitute(b".sig", b".minisig")),
    "signature-without-suffix": renamed(substitute(b".sig", b"")),
})

@case("signatures-out-of-order", "head.order")
def _(b):
    b.signed_by = [RELEASE, SECOND]
    replace(b, "signature_files", lambda files: files[::-1])

@case("signature-member-twice", "head.order")
def _(b): replace(b, "signature_files", lambda files: files * 2)

# A good signature does not make up for a bad one beside it.
@case("signature-bad-beside-good", "signature.bad")
def _(b):
    b.signed_by = [RELEASE, SECOND]
    b.signature_files = lambda statement: sorted(
        (b"signatures/release.%s.sig" % SIGNER.key_id(key).encode(), SIGNER.sign(key, "pouch-release-v1", message))
        for key, message in (("release", statement), ("second", b"something else")))

@case("signature-bad-by-stranger-beside-good", "signature.bad")
def _(b):
    b.signature_files = lambda statement: sorted(
        (b"signatures/release.%s.sig" % SIGNER.key_id(key).encode(), SIGNER.sign(key, "pouch-release-v1", message))
        for key, message in (("release", statement), ("stranger", b"something else")))

@case("signature-of-another-bundle", "signature.bad")
def _(b):
    other = small()
    other.payload[0] = ("a.txt", b"ALPHA\n")
    files = other.head_files(other.payload_frames())
    b.signature_files = lambda statement: files[-1:]

# --- what the head demands and the command line must answer, and the other way round ---------------------------

def demand(name, reason="", status=None, options=(), **attributes):
    def change(b):
        for key, value in attributes.items():
            setattr(b, key, value)
    case(name, reason, status, options)(change)

demand("recipient-not-answered", "recipient.unanswered", 4, recipients=["KOR"])
demand("recipient-other", "recipient.other", 4, ("--recipient", "JPN"), recipients=["KOR"])
demand("recipient-in-other-case", "recipient.other", 4, ("--recipient", "kor"), recipients=["KOR"])
demand("recipient-part-of-name", "recipient.other", 4, ("--recipient", "KO"), recipients=["KOR"])
demand("recipient-answered", options=("--recipient", "KOR"), recipients=["KOR"])
demand("recipient-one-of-three", options=("--recipient", "KOR"), recipients=["AUS", "KOR", "NZL"])
demand("recipient-ignored", options=("--ignore", "recipient"), recipients=["KOR"])
demand("recipient-not-in-head", "recipient.missing", 4, ("--recipient", "KOR"))
demand("expired", "bundle.expired", 4, not_after="2026-11-20T23:59:59Z")
demand("not-yet-expired", not_after="2026-11-21T00:00:00Z")
demand("channel-not-answered", "channel.unanswered", 4, channel=[("Bundle-Channel", "desk"), ("Bundle-Epoch", "1"),
    ("Bundle-Sequence", "1")])
demand("channel-ignored", options=("--ignore", "channel"), channel=[("Bundle-Channel", "desk"), ("Bundle-Epoch", "1"),
    ("Bundle-Sequence", "18446744073709551615"), ("Bundle-Previous", "sha256:" + "0" * 64), ("Bundle-Void", "7")])
demand("quota-files", "limit.files", 1, ("--max-files", "3"))
demand("quota-files-just-enough", options=("--max-files", "4"))
demand("quota-bytes", "limit.bytes", 1, ("--max-bytes", "1020"))
demand("quota-bytes-just-enough", options=("--max-bytes", "1021"))
demand("quota-frames", "limit.frames", 1, ("--max-frames", "0"))
demand("quota-frames-just-enough", options=("--max-frames", "1"))
demand("quota-signatures", "limit.signatures", 1, ("--max-signatures", "1"),
       signed_by=[("release", "release"), ("second", "review")])
demand("quota-signatures-by-strangers", "limit.signatures", 1, ("--max-signatures", "1"),
       signed_by=[("release", "release"), ("stranger", "release")])
demand("quota-signatures-just-enough", options=("--max-signatures", "2"), signed_by=[("release", "release"), ("second", "review")])
demand("quota-path", "limit.path", 1, ("--max-path", "12"))
demand("quota-path-just-enough", options=("--max-path", "13"))
demand("quota-depth", "limit.depth", 1, ("--max-depth", "1"))
demand("quota-depth-just-enough", options=("--max-depth", "2"))
demand("quota-directories", "limit.directories", 1, ("--max-directories", "0"))
demand("quota-directories-just-enough", options=("--max-directories", "1"))
