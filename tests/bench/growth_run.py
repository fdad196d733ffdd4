"""`scripts/bench --growth`: what is measured, and where the results go."""
import os

from bench import growth_report
from bench.growth import Growth

SIZES = [10**6, 10**7, 10**8, 10**9, 10**10, 2 * 10**10]
COUNTS = [1, 10, 100, 1000, 10**4, 10**5, 10**6]


def run_growth(home, tools, size, files, rounds, out):
    """Measures sizes up to `size` and numbers of files up to `files`; prints the table, and with `out` writes it there,
    with its plots."""
    if out and not growth_report.can_plot():
        raise RuntimeError("gnuplot is missing: scripts/bootstrap --growth")
    load = os.getloadavg()[0]
    lines = growth_report.head_of_report(home, load)
    lines += ["each payload of a size is many names of one file of text of 32 MiB; each of many files is 64 bytes long", ""]
    print("\n".join(lines), flush=True)
    growth = Growth(home, tools)
    results = {"files": [], "size": []}
    for axis, values, limit in (("files", COUNTS, files), ("size", SIZES, size)):
        for value in (value for value in values if value <= limit):
            growth.make_size(value) if axis == "size" else growth.make_files(value)
            payload, count = (value, 1) if axis == "size" else (0, value)
            results[axis].append((value, growth.measure(payload, count, rounds)))
            print(f"{growth_report.named(axis, value)} done", flush=True)
        more = growth_report.table(axis, results[axis], results["files"][0][1])
        print("\n".join(["", *more, ""]), flush=True)
        lines += [*more, ""]
    if out:
        (out / "growth.txt").write_text("\n".join(lines))
        growth_report.plot(out, results)
    return 0
