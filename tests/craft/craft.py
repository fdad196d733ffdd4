#!/usr/bin/env python3
"""craft.py: builds bundles of format 1 without the tools, good ones and bad ones.

    craft.py all OUTDIR     every case as OUTDIR/<name>.bundle; the list of cases as OUTDIR/cases (name, expected status,
                            expected reason or `-`, how many bytes verify may hand on as a filter, options for verify;
                            tab-separated); and beside them the signers, policy and clearance that they are judged by
    craft.py one NAME       one case, to stdout
    craft.py pack DIR [--id ID] [--alg ALG] [--date DATE] [--agent TEXT] [--recipient NAME]... [--info 'N: V']...
             [--sign KEY:ROLE]...
                            what `pack --level store -C DIR .`, then `sign`, must write; to stdout
"""
import argparse
import os
import shutil
import sys

sys.dont_write_bytecode = True

import cases              # noqa: E402
import cases_bag          # noqa: E402,F401
import cases_frames       # noqa: E402,F401
import cases_label        # noqa: E402,F401
import cases_order        # noqa: E402,F401
import cases_signature    # noqa: E402
import cases_tar          # noqa: E402,F401
import zstdframe          # noqa: E402
from bundle import HERE, KEYS, Bundle  # noqa: E402
from cases import CASES   # noqa: E402

NOW = "2026-11-21T00:00:00Z"  # when the cases are judged, unless they say so themselves
POLICIES = {"nato.spif.xml": "nato-sample.spif.xml", "kor.clearance.xml": "kor.clearance.xml"}


def signers():
    lines = []
    for principal, options, key in cases_signature.SIGNERS:
        with open(os.path.join(KEYS, key + ".key.pub")) as file:
            lines.append(f"{principal} {options} {' '.join(file.read().split()[:2])}\n")
    return "".join(lines)


# What is wrong with one payload frame, or a member in it: HEAD may have been handed on, of that frame nothing.
IN_A_FRAME = ("frame.", "tar.", "payload.digest", "payload.order", "payload.unlisted")
# What shows only behind the last frame: all but END may have been handed on.
BEHIND_FRAMES = ("bundle.end", "bundle.trailing", "bundle.truncated", "payload.missing", "payload.oxum")


def handed_on(name, case, made):
    """The most bytes that verify may hand on before it refuses."""
    if not case.reason:
        return len(made)
    in_head = name.startswith("head-") or case.reason in ("frame.stored", "frame.checksum")
    in_payload = not in_head and (case.reason.startswith(IN_A_FRAME) or case.reason in BEHIND_FRAMES)
    if not in_payload or not made.startswith(zstdframe.header(0)[:6]):
        return 0
    content = int.from_bytes(made[6:14], "little")
    head = len(zstdframe.header(0)) + content + -(-content // zstdframe.BLOCK) * 3 + 4
    if len(made) < head or b"/signatures/" not in made[:head]:
        return 0
    one_frame = case.base is not cases.big
    return head if one_frame and case.reason.startswith(IN_A_FRAME) else len(made) - 1


def write_all(directory):
    os.makedirs(directory, exist_ok=True)
    with open(os.path.join(directory, "signers"), "w") as file:
        file.write(signers())
    for name, source in POLICIES.items():
        shutil.copyfile(os.path.join(HERE, "..", "..", "lib", "policies", source), os.path.join(directory, name))
    with open(os.path.join(directory, "cases"), "w") as listing:
        for name, case in CASES.items():
            with open(os.path.join(directory, name + ".bundle"), "wb") as file:
                made = case.make()
                file.write(made)
            options = (() if "--at" in case.options else ("--at", NOW)) + case.options
            listing.write(f"{name}\t{case.status}\t{case.reason or '-'}\t{handed_on(name, case, made)}\t{' '.join(options)}\n")


def pack(arguments):
    payload = []
    for root, _, names in os.walk(arguments.dir):
        for name in names:
            path = os.path.join(root, name)
            with open(path, "rb") as file:
                payload.append((os.path.relpath(path, arguments.dir), file.read()))
    bundle = Bundle(payload)
    bundle.id, bundle.alg, bundle.date, bundle.agent = arguments.id, arguments.alg, arguments.date, arguments.agent
    bundle.recipients = arguments.recipient
    bundle.extra_info = [tuple(field.split(": ", 1)) for field in arguments.info]
    bundle.signed_by = [tuple(entry.split(":")) for entry in arguments.sign]
    return bundle.build()


def main():
    parser = argparse.ArgumentParser()
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("all").add_argument("outdir")
    commands.add_parser("one").add_argument("name")
    packer = commands.add_parser("pack")
    packer.add_argument("dir")
    for option, default in (("--id", "bundle"), ("--alg", "sha512"), ("--date", "2026-11-21"),
        ("--agent", "craft 1")):
        packer.add_argument(option, default=default)
    for option in ("--recipient", "--info", "--sign"):
        packer.add_argument(option, action="append", default=[])
    arguments = parser.parse_args()
    if arguments.command == "all":
        write_all(arguments.outdir)
    else:
        made = CASES[arguments.name].make() if arguments.command == "one" else pack(arguments)
        sys.stdout.buffer.write(made)


if __name__ == "__main__":
    main()
