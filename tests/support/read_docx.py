#!/usr/bin/env python3
"""Reads a document of Word as a stranger would, with Python's zipfile and ElementTree: read_docx.py FILE [WORD ...]

Prints `part: text` for each paragraph. Fails if the archive or a part is broken, a relationship leads nowhere, a part has
no type, something beside the parts is in the file, or a WORD is in a name or a part: in its bytes, or in its text when all
tags are taken out."""
import posixpath
import re
import sys
import zipfile
from xml.etree import ElementTree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
SIGNS = {W + "tab": "\t", W + "br": "\n", W + "noBreakHyphen": "-"}

archive = zipfile.ZipFile(sys.argv[1])
assert archive.testzip() is None, "a broken entry"
assert not archive.comment and not any(i.extra or i.comment for i in archive.infolist()), "comments or extra fields"
names = archive.namelist()
types = ElementTree.fromstring(archive.read("[Content_Types].xml"))
typed = {t.get("PartName", "").lstrip("/") for t in types} | {"." + t.get("Extension", "") for t in types}
led = set()
for name in names:
    content = archive.read(name)
    if not name.endswith((".png", ".jpeg")):
        tree = ElementTree.fromstring(content)
        bare = re.sub(rb"<[^>]*>", b"", content)
        for word in sys.argv[2:]:
            for text in (name.encode(), content, bare):
                assert word.lower().encode() not in text.lower(), f"{word} is in {name}"
    else:
        assert not any(word.encode() in content for word in sys.argv[2:]), f"something is in {name}"
    if name.endswith(".rels"):
        folder = posixpath.dirname(posixpath.dirname(name))
        for one in tree:
            if one.get("TargetMode") != "External":
                led.add(posixpath.normpath(posixpath.join(folder, one.get("Target"))))
    assert name in typed or posixpath.splitext("x" + posixpath.basename(name))[1] in typed, f"{name} has no type"
parts = {n for n in names if not n.endswith(".rels") and n != "[Content_Types].xml"}
assert led == parts, f"parts {sorted(led ^ parts)}"
for name in names:
    if not name.endswith(".xml"):
        continue
    for paragraph in ElementTree.fromstring(archive.read(name)).iter(W + "p"):
        text = "".join((e.text or "") if e.tag == W + "t" else SIGNS.get(e.tag, "") for e in paragraph.iter())
        print(f"{name}: {text}")
