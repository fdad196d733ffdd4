"""A second writer of bundle format 1, from the format page alone. It shares nothing with the C++ code, so what
both agree on is the format; and every part of it can be replaced, so that a test gets one thing wrong at a time."""
import base64
import hashlib
import os
import shutil
import subprocess
import tempfile

import tarmember
import zstdframe

HERE = os.path.dirname(os.path.abspath(__file__))
KEYS = os.path.join(HERE, "..", "data", "keys")
SLICE = 4 << 20
BAGIT = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
END = bytes(1024)


def as_bytes(path):
    return path if isinstance(path, bytes) else path.encode()


class Signer:
    """Signs with ssh-keygen, which wants key files that nobody else can read."""

    def __init__(self):
        self.directory = tempfile.TemporaryDirectory()
        self.made = {}

    def key(self, name):
        path = os.path.join(self.directory.name, name)
        if not os.path.exists(path):
            shutil.copyfile(os.path.join(KEYS, name + ".key"), path)
            os.chmod(path, 0o600)
        return path

    @staticmethod
    def key_id(name):
        with open(os.path.join(KEYS, name + ".key.pub"), "rb") as file:
            wire = base64.b64decode(file.read().split()[1])
        return hashlib.sha256(wire).hexdigest()[:16]

    def sign(self, name, namespace, message, *options):
        what = (name, namespace, message, options)
        if what not in self.made:
            command = ["ssh-keygen", "-q", "-Y", "sign", "-f", self.key(name), "-n", namespace, *options]
            self.made[what] = subprocess.run(command, input=message, stdout=subprocess.PIPE,
                                             stderr=subprocess.DEVNULL, check=True).stdout
        return self.made[what]


SIGNER = Signer()


class Bundle:
    """One bundle, canonical unless a test changes it. Set an attribute, or replace a method on the object."""

    def __init__(self, payload):
        self.id = "bundle"
        self.alg = "sha512"
        self.payload = payload               # [(path, content)] in any order; a path is str, or bytes
        self.date = "2026-11-21"
        self.agent = "craft 1"
        self.sender = None
        self.recipients = []
        self.channel = []                    # [(field, value)]
        self.not_after = None
        self.extra_info = []                 # [(field, value)]
        self.label = None
        self.file_labels = []                # [(path, content)]
        self.record = None
        self.signed_by = [("release", "release")]   # [(key, role)]

    # --- payload ---------------------------------------------------------------------------------------

    def sorted_payload(self):
        return sorted(((as_bytes(path), content) for path, content in self.payload), key=lambda entry: entry[0])

    def data_name(self, path):
        return self.id.encode() + b"/data/" + path

    def pax_name(self, kind, ordinal):
        return b"%s/pax/%s-%d" % (self.id.encode(), kind, ordinal)

    def members(self):
        """One blob a payload member: headers, content, padding."""
        return [tarmember.member(self.data_name(path), content, self.pax_name(b"data", number))
                for number, (path, content) in enumerate(self.sorted_payload(), 1)]

    def payload_tar(self):
        return b"".join(self.members())

    def slices(self, tar):
        return [tar[at:at + SLICE] for at in range(0, len(tar), SLICE)]

    def payload_frame(self, content):
        return zstdframe.stored(content)

    def payload_frames(self):
        """[(frame, content size)]"""
        return [(self.payload_frame(content), len(content)) for content in self.slices(self.payload_tar())]

    # --- tag files -------------------------------------------------------------------------------------

    def digest(self, content):
        return hashlib.new(self.alg, content).hexdigest().encode()

    def lines(self, entries):
        return b"".join(b"%s  %s\n" % (self.digest(content), name) for name, content in entries)

    def frame_lines(self, frames):
        return [b"%s  %d  %d\n" % (self.digest(frame), len(frame), size) for frame, size in frames]

    def frame_table(self, frames):
        return b"".join(self.frame_lines(frames))

    def manifest(self):
        return self.lines((b"data/" + path, content) for path, content in self.sorted_payload())

    def oxum(self):
        return f"{sum(len(content) for _, content in self.payload)}.{len(self.payload)}"

    def info_fields(self, manifest):
        fields = [("Bundle-Format", "1"), ("Bundle-Id", self.id),
                  ("Bundle-Content", f"{self.alg}:{self.digest(manifest).decode()}")]
        if self.sender:
            fields.append(("Bundle-Sender", self.sender))
        fields += [("Bundle-Recipient", name) for name in sorted(self.recipients, key=str.encode)]
        fields += self.channel
        if self.not_after:
            fields.append(("Bundle-Not-After", self.not_after))
        return fields + [("Payload-Oxum", self.oxum()), ("Bagging-Date", self.date),
                         ("Bag-Software-Agent", self.agent)] + self.extra_info

    def bag_info(self, manifest):
        return "".join(f"{name}: {value}\n" for name, value in self.info_fields(manifest)).encode()

    def bagit(self):
        return BAGIT

    def listed_files(self, frames):
        """[(name, content)] of the tag files that the tag manifest lists, in their order."""
        manifest = self.manifest()
        files = [(b"bagit.txt", self.bagit()), (b"bag-info.txt", self.bag_info(manifest))]
        if self.label is not None:
            files.append((b"labels/bundle.bdo", self.label))
        files += sorted((b"labels/data/%s.bdo" % as_bytes(path), content) for path, content in self.file_labels)
        if self.record is not None:
            files.append((b"redaction.jsonl", self.record))
        alg = self.alg.encode()
        return files + [(b"frames-%s.txt" % alg, self.frame_table(frames)), (b"manifest-%s.txt" % alg, manifest)]

    def tag_manifest(self, files):
        return self.lines(files)

    def signature_files(self, statement):
        """[(name, content)]"""
        return sorted((b"signatures/%s.%s.sig" % (role.encode(), SIGNER.key_id(key).encode()),
                       SIGNER.sign(key, f"pouch-{role}-v1", statement)) for key, role in self.signed_by)

    def head_files(self, frames):
        files = self.listed_files(frames)
        statement = self.tag_manifest(files)
        files.append((b"tagmanifest-%s.txt" % self.alg.encode(), statement))
        return files + self.signature_files(statement)

    def head_member(self, number, name, content):
        return tarmember.member(self.id.encode() + b"/" + name, content, self.pax_name(b"head", number))

    def head_tar(self, frames):
        return b"".join(self.head_member(number, name, content)
                        for number, (name, content) in enumerate(self.head_files(frames), 1))

    # --- the whole -------------------------------------------------------------------------------------

    def head_frame(self, content):
        return zstdframe.stored(content)

    def end_frame(self):
        return zstdframe.stored(END)

    def parts(self):
        """[HEAD, payload frame, ..., END]"""
        frames = self.payload_frames()
        return [self.head_frame(self.head_tar(frames)), *(frame for frame, _ in frames), self.end_frame()]

    def joined(self, parts):
        return b"".join(parts)

    def build(self):
        return self.joined(self.parts())
