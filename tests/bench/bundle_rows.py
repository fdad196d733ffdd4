"""pack, label, sign and verify against tar, zstd, sha512sum, ssh-keygen and cp."""
from bench.places import POLICIES


def bundle_rows(bench, quick):
    bench.run("ssh-keygen -q -t ed25519 -N '' -f key -C bench; printf 'bench@example.org namespaces=\"file,pouch-release-v1\" "
              "%s\\n' \"$(cut -d' ' -f1,2 key.pub)\" >signers")
    for digest, pack_least, verify_least in (("sha512", 1.55, 2.1), ("sha256", 2.0, 3.0)):
        summing = (f"(cd tree; find . -type f -print0 | LC_ALL=C sort -z | xargs -0 {digest}sum >../sums); "
                   "rm -f sums.sig; ssh-keygen -q -Y sign -f key -n file sums")
        checking = (f"(cd new/tree; {digest}sum -c --quiet --strict ../../sums); "
                    "ssh-keygen -Y verify -f signers -I bench@example.org -n file -s sums.sig <sums >/dev/null")
        ours = f"pack --tmp . --digest {digest} --level 3 tree | sign --tmp . -k key --unlabelled"
        back = "verify --signers signers --unlabelled"
        clean = "rm -rf new out* x.*"
        bench.row(f"pack, sign: {digest}, level 3", f"tar -cf - tree | zstd -q -T2 -3 -o x.zst; {summing}",
                  f"{ours} -o x.bundle", pack_least, before=clean)
        bench.run(f"tar -cf - tree | zstd -q -T2 -3 -o in.zst; {summing}; {ours} -o in.bundle")
        bench.row(f"verify -x: {digest}", f"mkdir new; tar --zstd -xf in.zst -C new; {checking}",
                  f"{back} -x new in.bundle", verify_least, before=clean)
        if digest == "sha512":
            age = "age -r $(cat recipient)"
            bench.row("whole line to ciphertext", f"tar -cf - tree | zstd -q -T2 -3 | {age} >x.age; {summing}",
                      f"{ours} | encrypt -r $(cat recipient) -o x.pouch", 1.6, before=clean)
            bench.run(f"{age} -o in.age in.zst; encrypt -r $(cat recipient) -o in.pouch in.bundle")
            bench.row("and back", f"mkdir new; age -d -i id in.age | tar --zstd -xf - -C new; {checking}",
                      f"encrypt -d -i id in.pouch | {back} -x new", 2.2, before=clean)
        bench.run("rm -f in.*")
    bench.run("pack --level store -o in.bundle big")
    policy = POLICIES / "nato-sample.spif.xml"
    bench.row("label, against cp of the bundle", "cp in.bundle out",
              f"label --policy {policy} --classification RESTRICTED --category 'Context=NATO' -o out in.bundle",
              1 / 1.2, before="rm -f out")
    bench.row("sign, against cp of the bundle", "cp in.bundle out", "sign -k key --unlabelled -o out in.bundle", 1 / 2,
              before="rm -f out")
    bench.run("rm -f in.bundle")
