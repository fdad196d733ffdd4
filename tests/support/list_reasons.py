#!/usr/bin/env python3
"""Which reasons can the tools give, and with which exit status?

    list_reasons.py code ROOT   of the source: each string that is a reason, with the status of the place where it stands
    list_reasons.py page ROOT   of the table of pouch-reasons(7); says what is wrong with its form

One line each, `reason status,status`, sorted. Status 0 is a warning or a remark. A place whose status is not known here is
an error, so that a new way to refuse cannot pass unseen.
"""
import re
import sys
from pathlib import Path

FAULTS = {"refused": 1, "usage": 2, "system": 3, "policy": 4, "no_key": 5, "bug": 70, "temporary": 75}
TOOLS = ["redact", "pack", "label", "sign", "encrypt", "verify"]

# Strings of this form that are no reasons.
NAMES = {"bagit.txt", "bag-info.txt", "fetch.txt", "package-info.txt", "redaction.jsonl"}

# Reasons that nobody sees: a reader gives the first another (rethrow_as), of the second only the sentence is told.
INNER = {"xml.malformed", "label.roll-up"}

# What may stand before a reason, in which files, and the status that it means; None is a comparison.
PLACES = [
    (r"\brefused\($", "", 1),
    (r"\busage_error\($", "", 2),
    (r"\bnot_allowed\($", "", 4),
    (r"\bno_key\($", "", 5),
    (r"\bFault::(\w+), ?$", "", "fault"),
    (r'\? "limit\.size" : $', "stage/label_document", 1),
    (r'Fault::(\w+), error\.reason\(\) == "limit\.size" \? $', "stage/label_document", "fault"),
    (r"\breason(\(\))? [!=]= $", "", None),
    (r"\b(warn|warnings_?\.add)\($", "", 0),
    (r'object\("note", $', "tools/redact", 0),
    # By a function of its own.
    (r"\bfail\($", "redact/xml/reader|redact/ooxml/cleaner", 1),
    (r"\bfail\($", "redact/rules", 2),
    (r"\bfail\((\*?\w+), $", "format/label_map", 2),
    (r"\bread_toml\(text, $", "", 2),
    (r"\bkey_error\($", "format/age_keys", 3),
    (r"\blacks\($", "io/tree", 75),
    (r"\brefuse_if_any\($", "stage/bag_check", 1),
    (r"\bconfirm\(kind, sample, $", "stage/redact", 1),
    (r"\bin_\(in, $", "format/(jpeg|png)", 1),
    (r"\bleave_out\([^\"]*, $", "format/xmp", 1),
    (r"\bcheck\([^\"]*, $", "stage/quotas", 1),
    # Findings: thrown as Fault::policy, but for those that only inform.
    (r"\b(remarks|taken)\.push_back\( ?\{ ?$", "stage", 0),
    (r"\bdiscard\(\{$", "stage/translate_bdo", 0),
    (r"\badd\($", "label/policy_lint", 0),
    (r"(Severity::\w+, )$", "redact/lint", 0),
    (r"\b(findings_?\.push_back\( ?\{|add(_fault)?\() ?$", "label|stage", 4),
    (r"\bFinding\{ ?$|\bOffences \w+\{$|\bkeep\(\{$|\bfinding\.reason = $", "label|stage", 4),
    (r"\bfind\($|\bfindings\.add\( ?path_, $", "stage/member_check", 4),
    (r"\breturn \{ ?$", "label/resolve|stage/judge_labels", 4),
    (r"\{\{ \{$|\}, \{$", "stage/content_findings", 4),
    (r"\{std::nullopt, \{\{$", "label/roll_up", None),
]

# Where an error is thrown anew under its own reason with another fault: the reasons that come there.
RETHROWN = {"io/file.cpp": ["limit.size"], "tools/label_policy.cpp": ["policy.malformed"]}

TOKEN = re.compile(r'R"(\w*)\([\s\S]*?\)\1"|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n]){1,4}\'|//[^\n]*|/\*[\s\S]*?\*/')
REASON = re.compile(r'"([a-z][a-z0-9-]*(?:\.[a-z][a-z0-9-]*)?)"')
ANEW = re.compile(r"\bError\(Fault::(\w+), ([\w.>-]*reason_?(?:\(\))?)[,)]")


def without_comments(text):
    return TOKEN.sub(lambda token: " " if token[0].startswith("/") else token[0], text)


def status_of(path, before):
    for pattern, files, status in PLACES:
        found = re.search(pattern, before)
        if found and re.search(files, path):
            return FAULTS[found[1]] if status == "fault" else status
    return "unknown"


def of_code(root):
    statuses = {}
    wrong = []
    for file in sorted([*root.glob("lib/pouch/**/*.?pp"), *root.glob("tools/*.?pp")]):
        path = str(file.relative_to(root))
        text = without_comments(file.read_text())
        text = re.sub(r"\s+", " ", text).replace("( ", "(")
        for found in REASON.finditer(text):
            reason, before = found[1], text[max(0, found.start() - 160) : found.start()]
            status = status_of(path, before)
            is_dotted = "." in reason
            if reason in NAMES | INNER or status is None:
                continue
            if status == "unknown" or not (is_dotted or reason in ("usage", "bug")):
                if is_dotted and "/recognise/" not in path:
                    wrong.append(f"{path}: {reason}: behind what is not known: {before[-60:]}")
                continue
            statuses.setdefault(reason, set()).add(status)
        for found in ANEW.finditer(text):
            if found[1] == "policy":
                continue  # a finding
            for reason in RETHROWN.get(path.removeprefix("lib/pouch/"), []):
                statuses.setdefault(reason, set()).add(FAULTS[found[1]])
            if path.removeprefix("lib/pouch/") not in RETHROWN:
                wrong.append(f"{path}: a fault of another kind under the reason it had: {found[0]}")
    return statuses, wrong


def of_page(root):
    statuses = {}
    wrong = []
    last = None
    text = (root / "man/pouch-reasons.7").read_text()
    table = text[text.index(".Sh REASONS\n") : text.index(".Sh SEE ALSO\n")]
    lines = table.splitlines()
    for line, following in zip(lines, lines[1:]):
        if line.startswith(".Bl"):
            last = None
        if not line.startswith(".It"):
            continue
        found = re.fullmatch(r"\.It Cm (\S+) No ([0-9, ]+): (all|[a-z ]+)", line)
        if not found:
            wrong.append(f"not a line of the table: {line}")
            continue
        reason, tools = found[1], found[3].split()
        if tools != ["all"] and tools != [tool for tool in TOOLS if tool in tools]:
            wrong.append(f"{reason}: tools that are none, or out of order")
        if last is not None and reason <= last:
            wrong.append(f"{reason}: out of order, or twice")
        if following.startswith((".It", ".El")):
            wrong.append(f"{reason}: nothing is said of it")
        if reason in statuses:
            wrong.append(f"{reason}: in two groups")
        last = reason
        statuses[reason] = {int(number) for number in found[2].split(", ")}
    return statuses, wrong


def main():
    of, root = sys.argv[1], Path(sys.argv[2])
    statuses, wrong = of_code(root) if of == "code" else of_page(root)
    for line in wrong:
        print(f"list_reasons: {line}", file=sys.stderr)
    for reason in sorted(statuses):
        print(reason, ",".join(str(status) for status in sorted(statuses[reason])))
    sys.exit(1 if wrong else 0)


main()
