"""The examples under RULES of pouch-label(1) as shell commands for label_rules.test, with the labels and clearances they need.

An example is `+` or `-`, a label, and what a reader's clearance holds, a time, and for `-` the reason:
    - LOW; Needs=LOCK,DAY for LOW; Needs=LOCK at 2026-12-01T00:00:00Z [label.denied]
or a label to be translated, or one with an alternative that came beside it:
    - LOW; Readers=ISLES to partner [label.equivalent]
    + LOW; Needs=LOCK as TWO; Bars=BAR
"""
import re
import shlex
import sys
import xml.etree.ElementTree as xml
from xml.sax.saxutils import escape, quoteattr

SPIF = "{http://www.xmlspif.org/spif}"
TYPES = {"restrictive": "RESTRICTIVE", "permissive": "PERMISSIVE", "tagType7": "INFORMATIVE"}
LABEL = "urn:nato:stanag:4774:confidentialitymetadatalabel:1:0"
BINDING = "urn:nato:stanag:4778:bindinginformation:1:0"
CLEARANCE = "urn:nato:stanag:4774:confidentialityclearance:1:0"


class Policy:
    def __init__(self, path):
        self.path = path
        root = xml.parse(path).getroot()
        identity = root.find(SPIF + "securityPolicyId")
        self.name, self.oid = identity.get("name"), identity.get("id")
        self.sets = {}
        for tag_set in root.iter(SPIF + "securityCategoryTagSet"):
            tag = tag_set.find(SPIF + "securityCategoryTag")
            kind = tag.get("tagType") if tag.get("tagType") != "enumerated" else tag.get("enumType")
            self.sets[tag_set.get("name")] = (tag_set.get("id"), TYPES[kind])

    def policy_element(self):
        return f'<s:PolicyIdentifier URI="urn:oid:{self.oid}">{escape(self.name)}</s:PolicyIdentifier>'

    def category(self, text):
        kind = re.match(r"(RESTRICTIVE|PERMISSIVE|INFORMATIVE) ", text)
        name, values = text[kind.end() if kind else 0:].split("=")
        oid, own_kind = self.sets[name]
        inside = "".join(f"<s:GenericValue>{escape(value)}</s:GenericValue>" for value in values.split(","))
        return (f'<s:Category Type="{kind[1] if kind else own_kind}" URI="urn:oid:{oid}" '
                f"TagName={quoteattr(name)}>{inside}</s:Category>")


def write(name, text):
    with open(name, "w", encoding="utf-8") as file:
        file.write(text)
    return name


def label_text(policy, text, role="originator"):
    own_class, *categories = text.split("; ")
    return (f'<s:{role}ConfidentialityLabel xmlns:s="{LABEL}" ReviewDateTime="2036-01-01T00:00:00Z">'
            f"<s:ConfidentialityInformation>{policy.policy_element()}"
            f"<s:Classification>{escape(own_class)}</s:Classification>"
            f'{"".join(map(policy.category, categories))}</s:ConfidentialityInformation>'
            f"<s:CreationDateTime>2026-01-01T00:00:00Z</s:CreationDateTime></s:{role}ConfidentialityLabel>")


def label_file(policy, text, name):
    return write(name, label_text(policy, text))


def bdo_file(labels, name):
    metadata = "".join(f"<b:Metadata>{label}</b:Metadata>" for label in labels)
    return write(name, f'<b:BindingInformation xmlns:b="{BINDING}"><b:MetadataBindingContainer><b:MetadataBinding>'
                 f'{metadata}<b:DataReference URI="./document"/></b:MetadataBinding></b:MetadataBindingContainer>'
                 "</b:BindingInformation>")


def clearance_file(policy, text, name):
    own_class, *categories = text.split("; ")
    return write(name, f'<c:ConfidentialityClearance xmlns:c="{CLEARANCE}" xmlns:s="{LABEL}">{policy.policy_element()}'
                 f"<c:ClassificationList><s:Classification>{escape(own_class)}</s:Classification></c:ClassificationList>"
                 f'{"".join(map(policy.category, categories))}</c:ConfidentialityClearance>')


def translation(number, text, policies):
    """`[nato|received] LABEL to partner`"""
    policy = policies["nato" if text.startswith("nato ") else "rules"]
    received = ["--received"] if text.startswith("received ") else []
    text = text.removesuffix(" to partner").removeprefix("nato ").removeprefix("received ")
    return ["label", "translate", "-q", "--policy", policy.path, "--to", policies["rules-partner"].path, *received,
            label_file(policy, text, f"{number}.label")]


def with_alternative(number, text, policies):
    """`LABEL as ALTERNATIVE`, for a reader of the partner who holds all that the alternative says."""
    rules, partner = policies["rules"], policies["rules-partner"]
    text, alternative = text.split(" as ")
    bdo = bdo_file([label_text(rules, text), label_text(partner, alternative, "alternative")], f"{number}.bdo")
    return ["label", "check", "--policy", rules.path, "--policy", partner.path, "--at", "2026-12-01T00:00:00Z",
            "--clearance", clearance_file(partner, alternative, f"{number}.clearance"), bdo]


def judgement(number, text, policies):
    """`[new] [nato] LABEL [for CLEARANCE] [at TIME]`"""
    text, _, time = text.partition(" at ")
    text, _, held = text.partition(" for ")
    is_new = text.startswith("new ")
    policy = policies["nato" if text.startswith("nato ") else "rules"]
    text = text.removeprefix("nato ").removeprefix("new ")
    if is_new:
        own_class, *categories = text.split("; ")
        words = ["label", "bdo", "--policy", policy.path, "--classification", own_class]
        for category in categories:
            words += ["--category", category]
        words += ["-o", f"{number}.bdo", "document"]
    else:
        words = ["label", "check", "--policy", policy.path, "--at", time or "2026-12-01T00:00:00Z"]
        if held:
            words += ["--clearance", clearance_file(policy, held, f"{number}.clearance")]
        words.append(label_file(policy, text, f"{number}.label"))
    return words


def command(number, example, policies):
    sign, text, reason = re.fullmatch(r"([+-]) (.*?)(?: \[(.*)\])?", example).groups()
    assert (sign == "+") == (reason is None), example
    kind = translation if text.endswith(" to partner") else with_alternative if " as " in text else judgement
    return shlex.join((["passes"] if sign == "+" else ["fails", reason]) + kind(number, text, policies))


def main():
    source = sys.argv[1]
    policies = {name: Policy(f"{source}/lib/policies/{name}-sample.spif.xml")
                for name in ("rules", "rules-partner", "nato")}
    with open(f"{source}/man/pouch-label.1", encoding="utf-8") as page:
        rules = page.read().split("\n.Sh RULES\n")[1].split("\n.Sh ")[0]
    examples = re.findall(r"^\.Dl ([+-] .*)$", rules, re.MULTILINE)
    for number, example in enumerate(examples):
        print(command(number, example, policies))


main()
