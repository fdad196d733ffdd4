"""What was found: values planted one by one, and others that must stay."""
import base64
import random
import re
import unicodedata

from bench.content import ENGLISH, KOREAN
from bench.rules import NAMES


def luhn(digits):
    """The digits with the check digit that makes them a card number."""
    total = sum(sum(divmod(int(d) * 2, 10)) if i % 2 == 0 else int(d) for i, d in enumerate(reversed(digits)))
    return digits + str(-total % 10)


def planted(rng):
    """A value that the rules name, in one of its plain spellings."""
    card = luhn(f"411111{rng.randrange(10**9):09d}")
    fours = [card[i:i + 4] for i in range(0, 16, 4)]
    four = f"{rng.randrange(10**4):04d}"
    return rng.choice([
        f"192.0.2.{rng.randrange(256)}", f"2001:db8:44::{rng.randrange(1, 65536):x}:{rng.randrange(1, 65536):x}",
        f"user{rng.randrange(10**6)}@mail.example.org", f"010-0000-{four}", f"0100000{four}", f"010.0000.{four}",
        f"+82 10-0000-{four}", f"{rng.randrange(60, 100)}{rng.randrange(1, 13):02d}{rng.randrange(1, 29):02d}"
        f"-{rng.randrange(1, 3)}{rng.randrange(10**6):06d}", card, " ".join(fours), "-".join(fours),
        f"https://host{rng.randrange(10**4)}.example/{rng.getrandbits(32):x}", rng.choice(NAMES[:14]),
        f"SN-{rng.randrange(10**8):08d}", f"{rng.getrandbits(256):064x}", f"CVE-2026-{rng.randrange(10**4, 10**5)}",
    ])


def control(rng):
    """What looks like such a value and is none."""
    right = luhn(f"411111{rng.randrange(10**9):09d}")
    card = right[:-1] + str((int(right[-1]) + rng.randrange(1, 10)) % 10)
    uuid = f"{rng.getrandbits(128):032x}"
    return rng.choice([
        f"version {rng.randrange(20)}.{rng.randrange(99)}.{rng.randrange(9999)}", f"1.3.6.1.4.1.{rng.randrange(10**5)}.1",
        f"256.{rng.randrange(256)}.{rng.randrange(256)}.{rng.randrange(256)}",
        f"{uuid[:8]}-{uuid[8:12]}-4{uuid[13:16]}-a{uuid[17:20]}-{uuid[20:]}", card,
        " ".join(card[i:i + 4] for i in range(0, 16, 4)), f"96{rng.randrange(13, 100)}01-1{rng.randrange(10**6):06d}",
        f"2026-{rng.randrange(1, 13):02d}-{rng.randrange(1, 29):02d}T{rng.randrange(24):02d}:{rng.randrange(60):02d}:00Z",
        f"010-{rng.randrange(100):02d}-{rng.randrange(10**4):04d}", f"{rng.randrange(24):02d}:{rng.randrange(60):02d}:00",
        f"user{rng.randrange(10**6)}@localhost", f"std::dead{rng.randrange(1000)}",
    ])


def in_base64(text):
    return base64.b64encode(f"memo: {text} and that is all of it".encode()).decode()


# Spellings that a reader undoes; what is not changed by one is not planted in it.
ENCODINGS = [
    lambda v: "".join(f"\\u{ord(c):04x}" for c in v),
    lambda v: "".join(f"%{b:02X}" for b in v.encode()),
    lambda v: "".join(f"&#{ord(c)};" for c in v),
    lambda v: "".join(f"&#x{ord(c):x};" for c in v),
    lambda v: "".join(f"={b:02X}" for b in v.encode()),
    lambda v: f"=?UTF-8?B?{base64.b64encode(v.encode()).decode()}?=",
    in_base64,
    lambda v: in_base64(in_base64(v)),
    lambda v: f"memo: {v} and that is all of it".encode().hex(),
    lambda v: "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in v),
    lambda v: unicodedata.normalize("NFD", v),
    lambda v: v[:3] + "\u200b" + v[3:],
    lambda v: v.replace(".", "[.]").replace("@", "[at]"),
]


class Marked:
    """A file of numbered items, a quarter of the values encoded, as many values that must stay between them."""

    def __init__(self, path, count):
        rng = random.Random(7)
        frames = [lambda v: f"{rng.choice(ENGLISH)} {rng.choice(ENGLISH)} {v} {rng.choice(ENGLISH)}.",
                  lambda v: f"{rng.choice(KOREAN)} {rng.choice(KOREAN)} {v} {rng.choice(KOREAN)}",
                  lambda v: f'{{"event":"{rng.choice(ENGLISH)}","note":"{rng.choice(KOREAN)} {v} {rng.choice(ENGLISH)}"}}',
                  lambda v: f"Mar 14 host app[{rng.randrange(9999)}]: {rng.choice(ENGLISH)}: {v} ok"]
        self.items = []
        for number in range(count):
            value = planted(rng) if number % 2 else control(rng)
            kind = "plain" if number % 2 else "control"
            if number % 8 == 7:
                spelt = rng.choice(ENCODINGS)(value)
                kind, value = "plain" if spelt == value else "encoded", spelt
            self.items.append((kind, value))
        path.write_text("".join(f"<item {self.name(i)}> {rng.choice(frames)(v)}\n" for i, (_, v) in enumerate(self.items)))

    @staticmethod
    def name(number):
        return "".join(chr(ord("a") + number // 26**i % 26) for i in range(4))

    def left(self, output):
        """By kind: how many items the output still holds as they were, and how many there were."""
        parts = re.split(r"<item ([a-z]{4})> ", output)
        text = dict(zip(parts[1::2], parts[2::2]))
        counts = {kind: [0, 0] for kind in ("plain", "encoded", "control")}
        for number, (kind, value) in enumerate(self.items):
            counts[kind][0] += value in text.get(self.name(number), "")
            counts[kind][1] += 1
        return counts
