#!/usr/bin/env python3
"""Puts a BDO into a document, for tests: embed_label.py KIND BDO OUT [IN]

KIND is docx (a part of IN, which is a package), jpeg or png (a segment or chunk of XMP in IN), pdf (a file that is nothing but an
object with XMP). The reference of the BDO becomes one to the document."""
import re
import struct
import sys
import zipfile
import zlib
from xml.sax.saxutils import escape

kind, bdo_path, out_path, *rest = sys.argv[1:]
bdo = open(bdo_path, encoding="utf-8").read()
uri = "pack:///word/document.xml" if kind == "docx" else ""
bdo = re.sub(r'<s4778:DataReference URI="[^"]*"', f'<s4778:DataReference URI="{uri}"', bdo)
packet = ('<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
          '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" '
          'xmlns:mbxmp="urn:nato:stanag:4778:bindinginformation:1:0:xmp#"><mbxmp:bindingInformation>'
          + escape(bdo) + '</mbxmp:bindingInformation></rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>').encode()


def chunk(name, data):
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


source = open(rest[0], "rb").read() if rest else b""
if kind == "docx":
    with zipfile.ZipFile(rest[0]) as old, zipfile.ZipFile(out_path, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            new.writestr(info.filename, old.read(info))
        names = [info.filename for info in old.infolist() if info.filename.startswith("customXml/label")]
        new.writestr(f"customXml/label{len(names)}.xml", bdo)
    sys.exit()
if kind == "jpeg":
    body = b"http://ns.adobe.com/xap/1.0/\0" + packet
    made = source[:2] + b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body + source[2:]
elif kind == "png":
    made = source[:33] + chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + packet) + source[33:]
else:
    made = (b"%PDF-1.7\n1 0 obj\n<</Type/Metadata/Subtype/XML/Length " + str(len(packet)).encode() + b">>\nstream\n" +
            packet + b"\nendstream\nendobj\n%%EOF\n")
open(out_path, "wb").write(made)
