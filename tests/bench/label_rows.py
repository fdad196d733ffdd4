"""What it costs to judge labels."""
import io
import statistics
import tarfile

from bench.places import POLICIES


def labelled_tar(path, count, template, kinds, different):
    """A tar stream of `count` small files, each with its label: in `kinds` texts, or each in a text of its own."""
    with tarfile.open(path, "w") as tar:
        def add(name, content):
            info = tarfile.TarInfo(name)
            info.size = len(content)
            tar.addfile(info, io.BytesIO(content))

        for i in range(count):
            name = f"{i:06d}.txt"
            label = template.replace("./x", f"./{name}").replace(">UNCLASSIFIED<", f">{kinds[i % len(kinds)]}<")
            if different:
                label = label.replace("00:00:00Z</s4774:Cr", f"{i // 3600 % 24:02d}:{i // 60 % 60:02d}:{i % 60:02d}Z</s4774:Cr")
                label = label.replace("-01-01T", f"-01-{i // 86400 + 1:02d}T")
            add(f"{i // 1000:03d}/{name}", b"x\n")
            add(f"{i // 1000:03d}/{name}.bdo", label.encode())


def label_rows(bench, quick):
    """What it costs to judge labels: verify with a policy and a clearance, beside verify that does not look at them."""
    count = 10_000 if quick else min(100_000, bench.size >> 13)
    kinds = ["UNCLASSIFIED", "RESTRICTED", "CONFIDENTIAL", "SECRET", "TOP SECRET"]
    nato = f"--policy {POLICIES}/nato-sample.spif.xml"
    give = f"label {{}} {nato} --category Context=NATO --classification"
    bench.run("ssh-keygen -q -t ed25519 -N '' -f lkey -C bench; printf 'bench@example.org namespaces=\"pouch-release-v1\" %s\n' "
              "\"$(cut -d' ' -f1,2 lkey.pub)\" >lsigners; echo x >x; "
              f"SOURCE_DATE_EPOCH=1767225600 {give.format('bdo')} UNCLASSIFIED -o x.bdo x")
    template = (bench.home / "x.bdo").read_text()
    check = f"label check {nato} --clearance {POLICIES}/nato-member.clearance.xml l.bundle"
    check_costs = []
    for different, what in ((False, f"of {len(kinds)} kinds"), (True, "all different")):
        labelled_tar(bench.home / "t.tar", count, template, kinds, different)
        bench.run(f"pack <t.tar | {give.format('')} 'TOP SECRET' | sign -k lkey -o l.bundle")
        plain = "verify -t --signers lsigners --ignore label l.bundle"
        judged = f"verify -t --signers lsigners {nato} --clearance {POLICIES}/nato-member.clearance.xml l.bundle"
        bench.row(f"{count} labels {what}, judged or not", plain, judged, 1 / 1.25, "cpu")
        check_costs.append(statistics.median(bench.run(check)[1] for _ in range(bench.rounds)))
        bench.run("rm -f t.tar l.bundle")
    # What the second costs beyond the first is reading and judging each text: of 5 texts the rest are told by their bytes.
    cost = check_costs[1] - check_costs[0]
    print(f"labels all different, read and judged a second and core: {round(count / max(cost, 0.001), -3):.0f}", flush=True)
    bench.run("rm -f x x.bdo lkey lkey.pub lsigners")
