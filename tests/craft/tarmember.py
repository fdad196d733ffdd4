"""tar members in the canonical form of a bundle, and in every other form a test asks for."""
BLOCK = 512
OCTAL_LIMIT = 1 << 33

FIELDS = {  # name: (offset, size)
    "name": (0, 100), "mode": (100, 8), "uid": (108, 8), "gid": (116, 8), "size": (124, 12), "mtime": (136, 12),
    "checksum": (148, 8), "type": (156, 1), "linkname": (157, 100), "magic": (257, 6), "version": (263, 2),
    "uname": (265, 32), "gname": (297, 32), "devmajor": (329, 8), "devminor": (337, 8), "prefix": (345, 155),
    "tail": (500, 12),
}


def padded(content):
    return content + bytes(-len(content) % BLOCK)


def ustar(name, size, kind=b"0", /, **fields):
    """One header block. `fields`: bytes for a field, put there in place of the canonical ones; the checksum
    fits them unless it is given too."""
    values = {"name": name, "mode": b"0000644\0", "uid": b"0000000\0", "gid": b"0000000\0",
              "size": b"%011o\0" % size, "mtime": b"00000000000\0", "checksum": b"        ", "type": kind,
              "magic": b"ustar\0", "version": b"00"}
    values.update({key: value for key, value in fields.items() if key != "checksum"})
    block = bytearray(BLOCK)
    for key, value in values.items():
        offset, limit = FIELDS[key]
        assert len(value) <= limit, (key, value)
        block[offset:offset + len(value)] = value
    offset, limit = FIELDS["checksum"]
    spelt = fields.get("checksum", lambda total: b"%06o\0 " % total)(sum(block))
    block[offset:offset + limit] = spelt
    return bytes(block)


def record(key, value):
    """A pax record, which counts its own length."""
    size = len(key) + len(value) + 3
    total = size + 1
    while len(b"%d" % total) + size != total:
        total += 1
    return b"%d %s=%s\n" % (total, key, value)


def fits(path):
    return len(path) <= 100 and all(0 < c < 0x80 for c in path)


def headers(path, size, pax_name):
    """The header blocks of a regular file: `path` is bytes, `pax_name` stands in for a name that does not fit."""
    records = b"" if fits(path) else record(b"path", path)
    if size >= OCTAL_LIMIT:
        records += record(b"size", b"%d" % size)
    field = 0 if size >= OCTAL_LIMIT else size
    if not records:
        return ustar(path, field)
    return (ustar(pax_name, len(records), b"x") + padded(records)
            + ustar(path if fits(path) else pax_name, field))


def member(path, content, pax_name):
    return headers(path, len(content), pax_name) + padded(content)
