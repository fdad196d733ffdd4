"""redact against rg, sed, perl and jq: speed, and what is found."""
import statistics

from bench.content import MIB
from bench.found import Marked
from bench.rules import alternation, write_rules
from bench.stix_rows import stix_row


def found_rows(bench, commands):
    """Recall: of the planted values, how many are gone. Precision: of all that is gone, how much was planted."""
    marked = Marked(bench.home / "marked", 8000)
    columns = "".join(f"{kind:>14}" for kind in ("plain", "encoded", "controls"))
    print(f"{'what was removed of 8000 values':<46}{columns}{'recall':>9}{'precision':>11}")
    for name, command in commands.items():
        bench.run(f"{command.format('marked')} >found")
        left = marked.left((bench.home / "found").read_text(errors="replace"))
        gone = {kind: total - kept for kind, (kept, total) in left.items()}
        values = gone["plain"] + gone["encoded"]
        columns = "".join(f"{f'{gone[kind]} of {left[kind][1]}':>14}" for kind in gone)
        recall = values / (left["plain"][1] + left["encoded"][1])
        precision = values / max(1, values + gone["control"])
        print(f"{name:<46}{columns}{100 * recall:8.2f}%{100 * precision:10.2f}%", flush=True)


def speed_row(bench, least):
    """Of redact alone, in bytes of text a second: of processor time on one thread, of wall time on two."""
    size = (bench.home / "text").stat().st_size / 1e6
    runs = {threads: [bench.run(f"redact --threads {threads} --rules rules.toml text >/dev/null")
                      for _ in range(bench.rounds)] for threads in (1, 2)}
    core = size / statistics.median(cpu for _, cpu in runs[1])
    two = size / statistics.median(wall for wall, _ in runs[2])
    bench.below += core < least
    print(f"redact: {core:.0f} MB/s a core, {two:.0f} MB/s on two threads; at least {least} a core"
          f"{'  BELOW' if core < least else ''}", flush=True)


def redact_rows(bench, quick):
    count = write_rules(bench.home / "rules.toml")
    (bench.home / "rg.pattern").write_text(alternation(r"(?-u:\b)") + "\n")
    (bench.home / "sed.script").write_text("s/" + alternation(r"\b").replace("/", r"\/") + "/[REDACTED]/g\n")
    (bench.home / "perl.script").write_text("s{" + alternation(r"\b").replace("@", r"\@") + "}{[REDACTED]}g\n")
    # One core against one core: the stock ones have one thread, and two of ours may share a core's units.
    ours = "redact --threads 1 --rules rules.toml {}"
    rg = "rg --passthru -N -r '[REDACTED]' -f rg.pattern {}"
    sed = "LC_ALL=C sed -E -f sed.script {}"
    perl = "perl -p perl.script {}"

    def row(name, stock, text, least):
        bench.row(name, f"{stock.format(text)} >/dev/null", f"{ours.format(text)} >/dev/null", least, "cpu")

    # The slow ones get a piece of it, and so does redact beside them.
    row(f"redact, {count} rules, against rg", rg, "text", 20)
    bench.run(f"head -c {8 * MIB if quick else 64 * MIB} text | sed '$d' >piece")
    row("redact, against sed -E", sed, "piece", 35)
    row("redact, against perl -pe", perl, "piece", 50)
    stix_row(bench, quick)
    speed_row(bench, 600)
    found_rows(bench, {"redact": ours, "rg": rg, "sed -E": sed, "perl -pe": perl})
