#!/usr/bin/env python3
"""Gives the tools too little, and judges what is then to be seen: of each read and write a few bytes, each third interrupted, where
all must be as ever; and of memory none, at the Nth allocation and at all from the Nth, where a failure must be a failure.
"""
import argparse
import concurrent.futures
import os
import pathlib
import re
import shutil
import sys
import tempfile
import threading
import time

import fault_bench

NO_MEMORY = 75  # how a tool ends that could not have it
LIBRARY_THREW = "an exception where none may be"  # or a library threw where it had promised not to: 70, and one line


class Harness:
    def __init__(self, bench, home, library):
        self.bench, self.home, self.library = bench, home, library
        self.of_thread = threading.local()
        self.runs = 0

    def place(self):
        if not hasattr(self.of_thread, "place"):
            home = pathlib.Path(tempfile.mkdtemp(dir=self.home))
            self.of_thread.place = fault_bench.Place(home)
            self.of_thread.count = home / "count"
        return self.of_thread.place

    def run(self, case, how):
        """One run in hard times: its outcome, and how many allocations it asked for."""
        place = self.place()
        self.of_thread.count.write_bytes(bytes(8))
        outcome = self.bench.run(case, place, ["env", f"LD_PRELOAD={self.library}", f"HARD_TIMES={how}",
                                               f"HARD_TIMES_COUNT={self.of_thread.count}"])
        return outcome, int.from_bytes(self.of_thread.count.read_bytes(), "little")

    def try_memory(self, case, good, how):
        outcome, _ = self.run(case, how)
        place = self.place()
        for left in place.out.glob(".result.*.tmp/"):  # to remove a tree takes memory
            shutil.rmtree(left)
        wrong = self.bench.judge(case, place, outcome, good, may_be_there=case.replaces)
        if outcome.status is not None and outcome.status > 0 and outcome.status != NO_MEMORY and LIBRARY_THREW not in outcome.stderr:
            wrong.append(f"ends with {outcome.status} without memory: {outcome.stderr.strip()}")
        return wrong

    def run_case(self, case, step, workers):
        """The short calls, then each `step`th allocation; the complaints."""
        start, place = time.perf_counter(), self.place()
        good = self.bench.good_run(case, place)
        outcome, _ = self.run(case, "short")
        complaints = [("short calls", wrong) for wrong in [self.bench.judge(case, place, outcome, good)] if wrong]
        if outcome.status != 0:
            complaints.append(("short calls", [f"ends with {outcome.status}: {outcome.stderr.strip()}"]))
        _, count = self.run(case, "count")
        numbers = range(1, count + 1, step)
        trials = [f"{way}:{number}" for number in numbers for way in ("once", "from")]
        complaints += [(how, wrong) for how, wrong in
                       zip(trials, workers.map(lambda how: self.try_memory(case, good, how), trials)) if wrong]
        self.runs += 1 + len(trials)
        print(f"{case.name:<36}{count:12}{1 + len(trials):7}{len(complaints):7}{time.perf_counter() - start:9.1f}", flush=True)
        return [(f"{case.name}, {how}", wrong) for how, wrong in complaints]


def main():
    parser = argparse.ArgumentParser(prog="starve_tools.py", description=__doc__)
    parser.add_argument("--tools", required=True, help="directory of the tools, and of hard-times.so")
    parser.add_argument("--step", type=int, default=1, help="each so manieth allocation (default: every one)")
    parser.add_argument("--only", default="", help="a regular expression: cases in whose name it is found")
    parser.add_argument("--threads", type=int, default=1, help="of each tool (default 1)")
    parser.add_argument("--jobs", type=int, default=2, help="runs at a time (default 2)")
    parser.add_argument("--dir", help="where the files go (default: the directory for temporary files)")
    parser.add_argument("--self-test", action="store_true", help="starve tools that are wrong; each must be found out")
    arguments = parser.parse_args()
    start, tools = time.perf_counter(), pathlib.Path(arguments.tools).resolve()
    with tempfile.TemporaryDirectory(prefix="pouch-starved.", dir=arguments.dir) as home, \
            concurrent.futures.ThreadPoolExecutor(arguments.jobs) as workers:
        home = pathlib.Path(home).resolve()
        bench = fault_bench.Bench(home / "bench", tools, 3000)
        harness = Harness(bench, home, fault_bench.hard_times(tools))
        if arguments.self_test:  # the tools that are wrong know no way to do without memory
            case = fault_bench.Case("broken: sound", "broken-tool sound {home}/text {out}/result")
            found = [sentence for _, wrong in harness.run_case(case, 1, workers) for sentence in wrong]
            print(found[0] if found else "NOT FOUND OUT")
            return 0 if found else 1
        print(f"{'little bytes, no memory':<36}{'allocations':>12}{'runs':>7}{'faults':>7}{'seconds':>9}")
        complaints = [complaint for case in fault_bench.cases(arguments.threads) if re.search(arguments.only, case.name)
                      for complaint in harness.run_case(case, arguments.step, workers)]
    if harness.runs == 0:
        complaints.append(("no case", []))
    for what, wrong in complaints:
        print(f"FAULT {what}: {'; '.join(wrong)}")
    print(f"{harness.runs} runs in hard times, {len(complaints)} faults, {time.perf_counter() - start:.0f} seconds")
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main())
