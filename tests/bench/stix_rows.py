"""redact of STIX against jq."""
import json

from bench.content import MIB


RED = "marking-definition--5e57c739-391a-4eb3-b6be-7d15ca92d5ed"
GREEN = "marking-definition--34098fce-860f-48ae-8e50-ebd3cc5e41da"


def write_bundle(path, size):
    """A bundle of STIX: a third of its objects is RED, and each fifth is a relationship that may point at one."""
    stamp = "2026-01-01T00:00:00.000Z"
    name = "{}--00000000-0000-4000-8000-{:012x}".format

    def made(kind, number, marking, **more):
        return json.dumps({"type": kind, "spec_version": "2.1", "id": name(kind, number), "created": stamp, "modified": stamp,
                           "object_marking_refs": [marking], **more})

    with open(path, "w") as out:
        written = out.write('{"type": "bundle", "id": "%s", "objects": [\n' % name("bundle", 0))
        number = 0
        while written < size:
            comma = ",\n" if number else ""
            written += out.write(comma + made("malware", number, GREEN if number % 3 else RED, name=f"m{number}", is_family=False,
                                              description=f"seen at 192.0.2.{number % 250} and a few more words to look at"))
            if number % 4 == 0:
                written += out.write(",\n" + made("relationship", number, GREEN, relationship_type="variant-of",
                                                  source_ref=name("malware", number), target_ref=name("malware", number // 2)))
            number += 1
        out.write("]}\n")


def stix_row(bench, quick):
    """jq does the filter of objects alone: no references, no ids, no text."""
    write_bundle(bench.home / "bundle.json", (8 if quick else 64) * MIB)
    (bench.home / "stix.toml").write_text('version = 1\n[target]\ntlp = "AMBER"\n[[rule]]\nid = "R1"\n'
                                          'category = "ip"\nbuiltin = "ipv4"\n')
    (bench.home / "stix.jq").write_text(f'.objects |= map(select(.object_marking_refs | index("{RED}") | not))\n')
    bench.row("redact, a bundle of STIX, against jq", "jq -c -f stix.jq bundle.json >/dev/null",
              "redact --threads 1 --rules stix.toml bundle.json >/dev/null", 20, "cpu")
