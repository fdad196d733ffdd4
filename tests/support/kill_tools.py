#!/usr/bin/env python3
"""Kills the tools at random moments, and judges what is then to be seen.

SIGKILL ends a tool where it stands: a named output is complete or is not there, and what may be left is hidden and has the name
of our temporary files. SIGTERM and SIGINT leave nothing at all, and so does a reader of standard output that goes away.
"""
import argparse
import collections
import concurrent.futures
import dataclasses
import os
import pathlib
import random
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time

import fault_bench

GRACE = 10.0  # seconds for the processes behind a killed one to end: the machine may be busy
WAYS = [signal.SIGKILL] * 6 + [signal.SIGTERM] * 2 + [signal.SIGINT] * 2
# Its companions are there before the result: of the rest the result is first.
RESULT_LAST = ("redact, with record and ledger", "verify, with receipt")


@dataclasses.dataclass
class Target:
    """A case, what it makes undisturbed, and how long that takes."""
    case: fault_bench.Case
    good: tuple
    seconds: float


@dataclasses.dataclass(frozen=True)
class Kill:
    """What is to be killed, how, and after how many seconds."""
    number: int
    target: Target
    way: signal.Signals
    after: float


def wait_for_group(group):
    """Waits until no process of the group is left; False if one stays."""
    end = time.monotonic() + GRACE
    while time.monotonic() < end:
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.002)
    return False


class Harness:
    def __init__(self, bench, home, seed):
        self.bench, self.home = bench, home
        self.random = random.Random(seed)
        self.of_thread = threading.local()
        self.left = collections.Counter()
        self.ends = collections.Counter()
        self.lock = threading.Lock()

    def place(self):
        if not hasattr(self.of_thread, "place"):
            self.of_thread.place = fault_bench.Place(pathlib.Path(tempfile.mkdtemp(dir=self.home)))
        return self.of_thread.place

    def target(self, case):
        good = self.bench.good_run(case, self.place())
        start = time.perf_counter()
        self.bench.run(case, self.place())
        return Target(case, good, time.perf_counter() - start)

    def plan(self, targets, count):
        for number in range(count):
            target = self.random.choice(targets)
            way = self.random.choice(WAYS)
            yield Kill(number, target, way, self.random.uniform(0, 1.1 * target.seconds))

    def try_kill(self, kill):
        """One run. What is wrong with it."""
        case, place = kill.target.case, self.place()
        process = self.bench.start(case, place)
        try:
            _, stderr = process.communicate(timeout=kill.after)
        except subprocess.TimeoutExpired:
            process.send_signal(kill.way)
            _, stderr = process.communicate(timeout=fault_bench.PATIENCE)
        outcome = fault_bench.Outcome(process.returncode, stderr.decode(errors="replace"))
        if not wait_for_group(process.pid):
            return [f"a process is there {GRACE} seconds later"]
        with self.lock:
            self.ends["finished" if outcome.status == 0 else kill.way.name] += 1
        if outcome.status == -signal.SIGKILL:
            return self.judge_killed(kill.target, place)
        return self.bench.judge(case, place, outcome, kill.target.good, (kill.way,))

    def judge_killed(self, target, place):
        case, (content, sizes) = target.case, target.good
        wrong = []
        if case.is_piped:
            made = self.bench.content(case, place)
            if not case.is_sealed and not content.startswith(made):
                wrong.append("torn: standard output has what a good run does not write")
        else:
            before = fault_bench.OLD if case.replaces else None
            there = [fault_bench.snapshot(place.out / name) != before for name in case.outputs]
            if there[0] and self.bench.content(case, place) != content:
                wrong.append("torn: neither what was there nor what should be")
            for name, size, is_there in zip(case.outputs[1:], sizes, there[1:]):
                if is_there and (place.out / name).stat().st_size != size:
                    wrong.append(f"torn: {name}")
            if case.name in RESULT_LAST and there[0] and not all(there):
                wrong.append("the result is there without its companions")
        for name in place.left_over(case):
            if fault_bench.HIDDEN.fullmatch(name):
                with self.lock:
                    self.left[case.name] += 1
            else:
                wrong.append(f"left over: {name}")
        return wrong


def leave_pipe(harness, target, size):
    """The reader of standard output goes away after `size` bytes: a death by SIGPIPE, or the end, with nothing to say."""
    case, place = target.case, harness.place()
    reading, writing = os.pipe()
    process = harness.bench.start(case, place, pipe=writing)
    os.close(writing)
    os.read(reading, size)
    os.close(reading)
    _, stderr = process.communicate(timeout=fault_bench.PATIENCE)
    with harness.lock:
        harness.ends["SIGPIPE" if process.returncode else "finished"] += 1
    wrong = [] if process.returncode in (0, -signal.SIGPIPE) else [f"ends with {process.returncode} without a reader"]
    if stderr:
        wrong.append(f"says without a reader: {stderr.decode(errors='replace')!r}")
    if left := place.left_over(case):
        wrong.append(f"left over: {' '.join(left)}")
    return wrong


def run(harness, targets, arguments, workers):
    """All kills; the complaints."""
    piped = [target for target in targets if target.case.is_piped]
    pipes = arguments.kills // 10 if piped else 0
    kills = list(harness.plan(targets, arguments.kills - pipes))
    complaints = [(f"kill {kill.number}: {kill.target.case.name}, {kill.way.name} after {kill.after * 1000:.1f} ms", wrong)
                  for kill, wrong in zip(kills, workers.map(harness.try_kill, kills)) if wrong]
    readers = [(harness.random.choice(piped), harness.random.randrange(1, 65536)) for _ in range(pipes)]
    complaints += [(f"{target.case.name}, reader gone after {size} bytes", wrong) for (target, size), wrong in
                   zip(readers, workers.map(lambda reader: leave_pipe(harness, *reader), readers)) if wrong]
    return complaints


def main():
    parser = argparse.ArgumentParser(prog="kill_tools.py", description=__doc__)
    parser.add_argument("--tools", required=True, help="directory of the tools")
    parser.add_argument("--kills", type=int, default=500, help="how many (default 500)")
    parser.add_argument("--seed", type=int, help="of another run, to repeat its plan")
    parser.add_argument("--only", default="", help="a regular expression: cases in whose name it is found")
    parser.add_argument("--size", type=int, default=3 << 20, help="bytes of input (default 3 MiB)")
    parser.add_argument("--threads", type=int, default=2, help="of each tool (default 2)")
    parser.add_argument("--jobs", type=int, default=2, help="runs at a time (default 2)")
    parser.add_argument("--named", action="store_true", help="as on a file system without O_TMPFILE")
    parser.add_argument("--dir", help="where the files go (default: the directory for temporary files)")
    parser.add_argument("--self-test", action="store_true", help="kill tools that are wrong; each must be found out")
    arguments = parser.parse_args()
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a tool that finds it ignored leaves it so
    seed = arguments.seed if arguments.seed is not None else random.SystemRandom().randrange(1 << 32)
    start = time.perf_counter()
    with tempfile.TemporaryDirectory(prefix="pouch-kills.", dir=arguments.dir) as home, \
            concurrent.futures.ThreadPoolExecutor(arguments.jobs) as workers:
        home = pathlib.Path(home).resolve()
        bench = fault_bench.Bench(home / "bench", pathlib.Path(arguments.tools).resolve(), arguments.size)
        if arguments.named:
            bench.do_without_unnamed(fault_bench.hard_times(pathlib.Path(arguments.tools).resolve()))
        harness = Harness(bench, home, seed)
        if arguments.self_test:
            return fault_bench.find_out(lambda case: run(harness, [harness.target(case)], arguments, workers),
                                        [mode for mode in fault_bench.WRONGS if mode != "silent"], pause=500, rounds=50)
        targets = [harness.target(case) for case in fault_bench.cases(arguments.threads) if re.search(arguments.only, case.name)]
        complaints = run(harness, targets, arguments, workers)
    for what, wrong in complaints:
        print(f"FAULT {what}: {'; '.join(wrong)}")
    ends = ", ".join(f"{count} {end}" for end, count in sorted(harness.ends.items()))
    print(f"{arguments.kills} kills with seed {seed}: {ends}")
    print(f"{len(complaints)} faults; {sum(harness.left.values())} hidden temporary files left by SIGKILL {dict(harness.left)}; "
          f"{time.perf_counter() - start:.0f} seconds")
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main())
