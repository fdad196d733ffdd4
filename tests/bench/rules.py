"""Fifty rules as a desk would write them, for redact and as one alternation for the stock tools."""

NAMES = ["Alex Sample", "Erika Mustermann", "Jane Roe", "Max Mustermann", "홍길동", "성춘향", "이몽룡", "임꺽정",
         "COPPER FINCH", "QUIET HERON", "Harbour Nine", "Blue Anchor", "Paper Crane", "SyncAgent", "berth-plan",
         "exercise desk", "class survey", "watch officer", "hull 1187", "drawing comment"]
REGEXES = [r"\b[0-9a-f]{64}\b", r"\b[0-9a-f]{40}\b", r"\b[0-9a-f]{32}\b", r'\bhttps?://[^\s"<>]{1,200}',
           r"\bAKIA[0-9A-Z]{16}\b", r"\bghp_[0-9A-Za-z]{36}\b", r"\bbc1q[0-9a-z]{20,60}\b", r"\b0x[0-9a-fA-F]{40}\b",
           r"\bCVE-20[0-9]{2}-[0-9]{4,7}\b", r"\bSN-[0-9]{8}\b", r"\b[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}\b",
           r"\bM[0-9]{8}\b", r"\b[0-9]{3}-[0-9]{2}-[0-9]{5}\b", r"\b[0-9]{2}-[0-9]{2}-[0-9]{6}-[0-9]{2}\b",
           r"\b[0-9]{3}-[0-9]{6}-[0-9]{2}-[0-9]{3}\b", r"\b([0-9A-Fa-f]{2}:){5}[0-9A-Fa-f]{2}\b",
           r"\bpassw(or)?d[=:][^\s,;]{4,64}", r"\btoken[=:][^\s,;]{8,64}", r"\bcase [0-9]{4}-[0-9]{4}\b",
           r"\boperation [A-Z]{4,12}\b", r"\b[0-9]{6}Z [A-Z]{3} [0-9]{2}\b", r"\bgrid [0-9]{2}[A-Z]{3}[0-9]{8}\b",
           r"\bIMEI[: ][0-9]{15}\b"]
# The built-in recognisers, and the nearest a plain expression comes to each (no date, Luhn or range checks).
BUILTINS = {
    "ipv4": r"\b(25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])(\.(25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])){3}\b",
    "ipv6": r"\b([0-9a-f]{1,4}:){1,7}:?([0-9a-f]{1,4}:?){1,7}\b",
    "email": r"\b[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9.-]{1,200}\.[A-Za-z]{2,24}\b",
    "phone-kr": r"\b(\+82[- ]?1|01)[016789][- ]?[0-9]{3,4}[- ]?[0-9]{4}\b",
    "rrn-kr": r"\b[0-9]{2}(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])-[1-4][0-9]{6}\b",
    "pan": r"\b[0-9]{4}([- ]?[0-9]{4}){2}[- ]?[0-9]{1,7}\b",
}
ONE_MORE = r"\bhost[0-9]{1,3}\.example\b"


def write_rules(path):
    rules, number = ['version = 1\nname = "bench"\n[target]\nname = "bench"\nunmarked = "keep"\n'], 0

    def add(how):
        nonlocal number
        number += 1
        rules.append(f'[[rule]]\nid = "R{number:03d}"\ncategory = "c{number}"\naction = "token"\n{how}\n')

    for name in NAMES:
        add(f'literals = ["{name}"]')
    for builtin in BUILTINS:
        add(f'builtin = "{builtin}"')
    for regex in REGEXES + [ONE_MORE]:
        add(f"regex = '''{regex}'''")
    path.write_text("\n".join(rules))
    return number


def alternation(ascii_border):
    parts = NAMES + list(BUILTINS.values()) + REGEXES + [ONE_MORE]
    return "|".join(parts).replace(r"\b", ascii_border)
