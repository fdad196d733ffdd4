"""Labels: where they stand, what they are for, and whether the reader may see what they label. The policy and the
clearance are the samples of lib/policies, which craft.py puts beside the bundles."""
from cases import case

POLICY = ("--policy", "nato.spif.xml")
CLEARED = POLICY + ("--clearance", "kor.clearance.xml")


def label(classification="RESTRICTED", releasable=("NATO", "KOR"), *, context=("NATO", "Releasable"),
    reference="./data/",
          policy='URI="urn:oid:1.3.26.1.3.1">NATO', review="2036-11-21T00:00:00Z"):
    """A STANAG 4778 binding of one STANAG 4774 label to `reference`."""
    def category(kind, oid, name, values):
        generic = "".join(f"<l:GenericValue>{value}</l:GenericValue>" for value in values)
        start = f'<l:Category Type="{kind}" URI="urn:oid:{oid}" TagName="{name}">'
        return f"{start}{generic}</l:Category>" if values else ""
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<b:BindingInformation xmlns:b="urn:nato:stanag:4778:bindinginformation:1:0">
 <b:MetadataBindingContainer><b:MetadataBinding><b:Metadata>
  <l:originatorConfidentialityLabel xmlns:l="urn:nato:stanag:4774:confidentialitymetadatalabel:1:0"
      ReviewDateTime="{review}">
   <l:ConfidentialityInformation><l:PolicyIdentifier {policy}</l:PolicyIdentifier>
    <l:Classification>{classification}</l:Classification>
    {category("PERMISSIVE", "1.3.26.1.4.4", "Context", context)}
    {category("PERMISSIVE", "1.3.26.1.4.2", "Releasable To", releasable)}
   </l:ConfidentialityInformation><l:CreationDateTime>2026-11-20T00:00:00Z</l:CreationDateTime>
  </l:originatorConfidentialityLabel></b:Metadata>
  <b:DataReference URI="{reference}"/></b:MetadataBinding></b:MetadataBindingContainer>
</b:BindingInformation>
""".encode()


def labelled(name, reason="", status=None, options=CLEARED, whole=label(), files=(), unlabelled=False):
    def change(b):
        b.label, b.file_labels = whole, list(files)
    case(name, reason, status, options, unlabelled=unlabelled)(change)


CONFIDENTIAL, NOT_KOR = label("CONFIDENTIAL"), label(releasable=(), context=("NATO",))

labelled("label-permitted")
labelled("label-valid-without-clearance", options=POLICY)
labelled("label-of-file-permitted", files=[("a.txt", label("UNCLASSIFIED", reference="./a.txt")),
                                           ("한국어.txt", label(reference="./%ED%95%9C%EA%B5%AD%EC%96%B4.txt"))])
labelled("label-ignored", options=("--ignore", "label"), whole=CONFIDENTIAL)
labelled("quota-labels", "limit.labels", 1, CLEARED + ("--max-labels", "1"), files=[("a.txt", label(reference="./a.txt"))])
labelled("quota-labels-just-enough", options=CLEARED + ("--max-labels", "2"), files=[("a.txt", label(reference="./a.txt"))])
labelled("label-not-answered", "label.unanswered", 4, ())
labelled("label-missing", "label.missing", 4, (), None)
labelled("label-missing-with-policy", "label.missing", 4, CLEARED, None)
labelled("label-missing-for-bundle-only", "label.missing", 4, CLEARED, None, [("a.txt", label(reference="./a.txt"))])
labelled("label-above-clearance", "label.denied", 4, whole=CONFIDENTIAL)
labelled("label-not-releasable", "label.denied", 4, whole=NOT_KOR)
labelled("label-for-other-nation", "label.denied", 4, whole=label(releasable=("NATO", "JPN")))
labelled("label-of-file-above-bundle", "label.dominance", 4,
    files=[("a.txt", label("CONFIDENTIAL", reference="./a.txt"))])
labelled("label-of-file-not-releasable", "label.dominance", 4,
    files=[("a.txt", label(releasable=(), context=("NATO",), reference="./a.txt"))])
labelled("label-of-file-above-clearance-without-bundle-label", "label.denied", 4, CLEARED, None,
         [("a.txt", label("CONFIDENTIAL", reference="./a.txt"))], unlabelled=True)
labelled("label-of-file-not-answered-without-bundle-label", "label.unanswered", 4, (), None,
         [("a.txt", label(reference="./a.txt"))], unlabelled=True)
labelled("label-in-unknown-policy", "label.unknown-policy", 4, whole=label(policy='URI="urn:oid:1.2.3.4">OTHER'))
labelled("label-with-unknown-class", "label.invalid", 4, whole=label("TOP HAT"))
labelled("label-with-unknown-category", "label.invalid", 4, whole=label(releasable=("NATO", "ATLANTIS")))
labelled("label-class-in-other-case", whole=label("restricted"))

labelled("label-without-file", "label.orphan", 1, files=[("ghost.txt", label(reference="./ghost.txt"))])
labelled("label-without-file-at-end", "label.orphan", 1, files=[("힣", label(reference="./%ED%9E%A3"))])
labelled("label-of-file-refers-to-other", "label.reference", 1, files=[("a.txt", label(reference="./z.txt"))])
labelled("label-of-file-refers-to-bundle", "label.reference", 1, files=[("a.txt", label())])
labelled("label-of-bundle-refers-to-file", "label.reference", 1, whole=label(reference="./a.txt"))
labelled("label-of-bundle-refers-elsewhere", "label.reference", 1, whole=label(reference="https://example.com/data/"))

def label_in_the_way(name, files, labels, reason):
    """Each label has a place beside its file; here something else is, or another label wants to be, in that place."""
    def change(b):
        b.payload += [(path, b"x") for path in files]
        b.label = label()
        b.file_labels = [(path, label(reference="./" + path.split("/")[-1])) for path in labels]
    case(name, reason, options=CLEARED, unlabelled=False)(change)


label_in_the_way("label-beside-directory", ["a.txt.x/y"], ["a.txt", "a.txt.x/y"], "")
label_in_the_way("label-where-a-directory-is", ["a.txt.bdo/y"], ["a.txt"], "path.collision")
label_in_the_way("label-where-a-directory-is-in-capitals", ["A.TXT.BDO/y"], ["a.txt"], "path.collision")
label_in_the_way("label-below-another-label", ["a.txt.bdo/y"], ["a.txt", "a.txt.bdo/y"], "path.collision")
label_in_the_way("label-below-a-directory-like-a-label", ["a.bdo/y"], ["a.bdo/y"], "")

BAD = {
    "empty": b"", "text": b"SECRET", "not-a-binding": b"<x/>", "cut": label()[:-20], "behind": label() + b"<x/>",
    "nul": label() + b"\0",
    "doctype": label().replace(b"?>\n", b"?>\n<!DOCTYPE x [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;'>]>\n", 1),
    "external-entity": label().replace(b"?>\n", b"?>\n<!DOCTYPE x SYSTEM 'file:///etc/passwd'>\n", 1),
    "utf-16": label().decode().replace("UTF-8", "UTF-16").encode("utf-16"),
    "not-utf-8": label().replace(b"RESTRICTED", b"RESTRICT\xcb\xd0"),
    "two-classes": label().replace(b"<l:Classification>",
    b"<l:Classification>UNCLASSIFIED</l:Classification><l:Classification>", 1),
    "two-labels": label().replace(b"<b:Metadata>",
    label()[label().index(b"<b:Metadata>"):label().index(b"</b:Metadata>") + 13] + b"<b:Metadata>", 1),
    "two-references": label().replace(b"<b:DataReference", b'<b:DataReference URI="./other/"/><b:DataReference', 1),
    "deep": b"<x>" * 50000 + b"</x>" * 50000,
    "other-namespace": label().replace(b"stanag:4774", b"stanag:4775"),
}
for bad, content in BAD.items():
    labelled(f"label-malformed-{bad}", "label.malformed", 1, whole=content)
    labelled(f"label-malformed-{bad}-and-ignored", "label.malformed", 1, ("--ignore", "label"), content)
labelled("label-over-1-mib", "limit.size", 1, whole=label().replace(b"</b:Binding",
    b" " * (1 << 20) + b"</b:Binding"))
