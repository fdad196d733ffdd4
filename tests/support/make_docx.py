#!/usr/bin/env python3
"""Writes documents of Word for tests: make_docx.py OUT [NAME=FILE ...] [NAME:=TEXT ...] [-NAME ...]

The document holds all that redact knows, with `copper finch` in each place that is not its text. NAME=FILE takes the
content of a part from a file instead, or adds it, NAME:=TEXT the same from the command line; -NAME leaves a part out. `body=FILE` is what stands in w:body,
`rels=FILE` is added to the relationships of the document, `types=FILE` to the types of content. Without arguments a line of the input is one document, with tabs
between its arguments."""
import struct
import sys
import zipfile
import zlib

PLANTED = "copper finch"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml."
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
NS = ('xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="%s" '
      'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
      'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
      'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
      'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
      'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" mc:Ignorable="w14"' % REL[:-1])
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

BODY = """
<w:p w14:paraId="00C0FFEE" w:rsidR="00ABCDEF"><w:pPr><w:pStyle w:val="Body"/><w:rPr><w:lang w:val="en-GB"/></w:rPr></w:pPr>
<w:commentRangeStart w:id="0"/><w:r w:rsidRPr="00ABCDEF"><w:t xml:space="preserve">Seen at 192.0</w:t></w:r><w:proofErr w:type="spellStart"/>
<w:r><w:rPr><w:b/></w:rPr><w:t>.2</w:t></w:r><w:r><w:t>.44 &amp; elsewhere</w:t></w:r><w:commentRangeEnd w:id="0"/>
<w:r><w:commentReference w:id="0"/></w:r><w:r><w:footnoteReference w:id="1"/></w:r></w:p>
<w:p><w:hyperlink r:id="rId20"><w:r><w:t>write to us</w:t></w:r></w:hyperlink><w:r><w:t xml:space="preserve"> or </w:t></w:r>
<w:hyperlink r:id="rId21" w:tooltip="copper finch"><w:r><w:t>read</w:t></w:r></w:hyperlink><w:hyperlink r:id="rId22"><w:r><w:t>a file</w:t></w:r></w:hyperlink></w:p>
<w:sdt><w:sdtPr><w:alias w:val="copper finch"/><w:tag w:val="copper finch"/></w:sdtPr><w:sdtContent>
<w:p><w:bookmarkStart w:id="1" w:name="Place"/><w:r><w:t>Controlled: 192.0.2.45</w:t></w:r><w:bookmarkEnd w:id="1"/></w:p></w:sdtContent></w:sdt>
<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>
<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>7</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>
<w:tbl><w:tblPr><w:tblCaption w:val="copper finch"/></w:tblPr><w:tblGrid><w:gridCol w:w="100"/></w:tblGrid>
<w:tr><w:tc><w:p><w:r><w:t>host</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>192.0.2.46</w:t></w:r></w:p></w:tc></w:tr></w:tbl>
<w:p><w:r><w:t>192.0.</w:t><w:sym w:font="Symbol" w:char="F032"/><w:t>.47</w:t><w:tab/><w:t>010</w:t><w:noBreakHyphen/><w:t>9999</w:t><w:softHyphen/><w:noBreakHyphen/><w:t>1234</w:t></w:r></w:p>
<w:sectPr><w:headerReference w:type="default" r:id="rId10"/><w:footerReference w:type="default" r:id="rId11"/><w:printerSettings r:id="rId30"/><w:pgSz w:w="11906" w:h="16838"/></w:sectPr>
"""


def part(root, content):
    return f"{HEAD}<w:{root} {NS}>{content}</w:{root}>"


def paragraph(text):
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def relationships(rows):
    text = "".join(
        f'<Relationship Id="{i}" Type="{t}" Target="{target}"' + (' TargetMode="External"/>' if external else "/>")
        for i, t, target, external in rows)
    return f'{HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{text}</Relationships>'


def png():
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)) +
            chunk(b"tEXt", b"Comment\0" + PLANTED.encode()) + chunk(b"IDAT", zlib.compress(b"\0\0")) + chunk(b"IEND", b""))


def make(path, arguments):
    given = dict(a.split("=", 1) for a in arguments if "=" in a)
    read = {name.rstrip(":"): value.encode() if name.endswith(":") else open(value, "rb").read() for name, value in given.items()}
    secret = f'{HEAD}<secret xmlns="urn:example">{PLANTED}</secret>'
    ms = "http://schemas.microsoft.com/office/"
    document_rows = [
        ("rId1", REL + "styles", "styles.xml", 0), ("rId2", REL + "settings", "settings.xml", 0),
        ("rId3", REL + "numbering", "numbering.xml", 0), ("rId4", REL + "fontTable", "fontTable.xml", 0),
        ("rId5", REL + "footnotes", "footnotes.xml", 0), ("rId6", REL + "webSettings", "webSettings.xml", 0),
        ("rId7", REL + "comments", "comments.xml", 0), ("rId8", ms + "2011/relationships/people", "people.xml", 0),
        ("rId9", REL + "customXml", "../customXml/item1.xml", 0), ("rId10", REL + "header", "header1.xml", 0),
        ("rId11", REL + "footer", "copper-finch.xml", 0), ("rId12", REL + "header", "header2.xml", 0),
        ("rId13", REL + "glossaryDocument", "glossary/document.xml", 0),
        ("rId20", REL + "hyperlink", "mailto:copper%20finch@example.org", 1),
        ("rId21", REL + "hyperlink", "https://example.org/", 1),
        ("rId22", REL + "hyperlink", "file:///srv/cases/list.txt", 1),
        ("rId30", REL + "printerSettings", "printer.bin", 0),
    ]
    body = read.pop("body", BODY.encode()).decode()
    more = read.pop("rels", b"").decode()
    types = read.pop("types", b"").decode()
    overrides = {
        "word/document.xml": WORD + "document.main+xml", "word/styles.xml": WORD + "styles+xml",
        "word/settings.xml": WORD + "settings+xml", "word/numbering.xml": WORD + "numbering+xml",
        "word/fontTable.xml": WORD + "fontTable+xml", "word/footnotes.xml": WORD + "footnotes+xml",
        "word/header1.xml": WORD + "header+xml", "word/header2.xml": WORD + "header+xml",
        "word/copper-finch.xml": WORD + "footer+xml", "word/comments.xml": WORD + "comments+xml",
    }
    parts = {
        "[Content_Types].xml": HEAD + '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/>'
        '<Default Extension="bin" ContentType="application/octet-stream"/>' +
        "".join(f'<Override PartName="/{n}" ContentType="{t}"/>' for n, t in overrides.items()) + types + "</Types>",
        "_rels/.rels": relationships([
            ("rId1", REL + "officeDocument", "word/document.xml", 0),
            ("rId2", "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties", "docProps/core.xml", 0),
            ("rId3", REL + "extended-properties", "docProps/app.xml", 0),
            ("rId4", REL + "custom-properties", "docProps/custom.xml", 0),
            ("rId5", "http://schemas.openxmlformats.org/package/2006/relationships/metadata/thumbnail", "docProps/thumbnail.png", 0)]),
        "word/document.xml": part("document", f"<w:body>{body}</w:body>"),
        "word/_rels/document.xml.rels": relationships(document_rows).replace("</Relationships>", more + "</Relationships>"),
        "word/styles.xml": part("styles", '<w:style w:type="paragraph" w:styleId="Body"><w:name w:val="Body"/><w:hidden/><w:rsid w:val="00ABCDEF"/></w:style>'),
        "word/settings.xml": part("settings", '<w:defaultTabStop w:val="720"/><w:docVars><w:docVar w:name="x" w:val="copper finch"/></w:docVars><w:attachedTemplate r:id="rId1"/><w:rsids><w:rsid w:val="00ABCDEF"/></w:rsids>'),
        "word/_rels/settings.xml.rels": relationships([("rId1", REL + "attachedTemplate", "file:///srv/copper%20finch.dotx", 1)]),
        "word/numbering.xml": part("numbering", '<w:abstractNum w:abstractNumId="0"><w:nsid w:val="12345678"/><w:lvl w:ilvl="0"><w:lvlText w:val="%1."/></w:lvl></w:abstractNum>'),
        "word/fontTable.xml": part("fonts", '<w:font w:name="Batang"><w:charset w:val="81"/></w:font>'),
        "word/footnotes.xml": part("footnotes", '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote><w:footnote w:id="1"><w:p><w:r><w:footnoteRef/></w:r><w:r><w:t xml:space="preserve"> As 192.0.2.48</w:t></w:r></w:p></w:footnote><w:footnote w:id="2">' + paragraph(PLANTED) + "</w:footnote>"),
        "word/header1.xml": part("hdr", paragraph("Page of 192.0.2.49")),
        "word/header2.xml": part("hdr", paragraph(PLANTED)),
        "word/copper-finch.xml": part("ftr", paragraph("The end")),
        "word/webSettings.xml": secret, "word/comments.xml": part("comments", PLANTED), "word/people.xml": secret,
        "word/printer.bin": PLANTED, "word/glossary/document.xml": secret,
        "word/glossary/_rels/document.xml.rels": relationships([("rId1", REL + "styles", "styles.xml", 0)]),
        "word/glossary/styles.xml": secret,
        "customXml/item1.xml": secret, "customXml/itemProps1.xml": secret,
        "customXml/_rels/item1.xml.rels": relationships([("rId1", REL + "customXmlProps", "itemProps1.xml", 0)]),
        "docProps/core.xml": secret, "docProps/app.xml": secret, "docProps/custom.xml": secret, "docProps/thumbnail.png": png(),
    }
    parts.update(read)
    for name in (a[1:] for a in arguments if a.startswith("-")):
        del parts[name]
    if "png" in parts:
        parts[parts.pop("png").decode().strip()] = png()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        for name, content in parts.items():
            out.writestr(name, content)


for line in [sys.argv[1:]] if len(sys.argv) > 1 else (line.rstrip("\n").split("\t") for line in sys.stdin):
    make(line[0], line[1:])
