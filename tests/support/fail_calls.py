#!/usr/bin/env python3
"""Fails every system call of every tool in turn, with each error it may give, and judges what is then to be seen.

A first run under strace(1) lists the calls from where a tool begins its own work; then there is a run for each call and error,
in which strace has the kernel refuse that one. The calls are those of the locked tool: an injected error counts before seccomp.
"""
import argparse
import collections
import concurrent.futures
import dataclasses
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time

import fault_bench

# What the loader does before is not ours: prepare_process() of cli/run.cpp makes this call early in main().
BEGINS = "PR_SET_DUMPABLE"
# What cannot fail; and of the C library what it ends the process for, since threads wait and wake by one call.
SPARED = {"execve", "exit", "exit_group", "rt_sigreturn", "restart_syscall", "getpid", "gettid", "sched_yield", "futex", "umask",
          "set_robust_list"}
ERRORS = {
    "read pread64 getdents64 lseek": "EIO EINTR",
    "write": "ENOSPC EIO EPIPE EINTR",
    "pwrite64 fallocate ftruncate copy_file_range": "ENOSPC EIO EINTR",
    "fsync syncfs fdatasync": "EIO ENOSPC EINTR",
    "openat open openat2": "EMFILE EACCES ENOENT EINTR",
    "close": "EIO EINTR",
    "link linkat rename renameat renameat2": "EEXIST ENOSPC EACCES",
    "mkdir mkdirat": "ENOSPC EACCES",
    "unlink unlinkat rmdir": "EACCES EIO",
    "stat fstat newfstatat statx statfs fstatfs": "EIO EACCES",
    "mmap mremap mprotect munmap mlock munlock madvise": "ENOMEM EAGAIN",
    "brk": "retval=0",  # the call has no errors: it says where the heap ends
    "clone clone3 fork vfork": "EAGAIN ENOMEM",
    "fcntl": "EMFILE EINVAL EINTR",
    "poll ppoll": "ENOMEM EINTR",
    "wait4 waitid": "EINTR",
    "recvmsg sendmsg recvfrom sendto": "EIO ENOBUFS EINTR",
    "getrandom": "ENOSYS EINTR",
    "seccomp landlock_create_ruleset landlock_add_rule landlock_restrict_self": "ENOSYS EPERM",
}
ERRORS_OF = {call: errors.split() for calls, errors in ERRORS.items() for call in calls.split()}
OTHER_ERRORS = ["EPERM", "EINVAL"]  # and ENOSYS only once: a kernel that has a call has it for good
# A signal that is none of ours interrupts nothing: these go on.
GO_ON = {"read", "pread64", "write", "pwrite64", "fsync", "openat", "open", "poll", "recvmsg", "sendmsg", "wait4"}
LIBRARIES = re.compile(r'"(/usr)?/(lib|etc)/')  # loaded by the C library, in its own way
# The reader went away; libsodium ends the process where there is no randomness.
DIES_OF = {("write", "EPIPE"): (13,), ("getrandom", "ENOSYS"): (6,)}


FORKED = re.compile(r"(clone|fork|vfork)\(.*\) += (\d+)$")  # a process; with CLONE_THREAD a thread
# strace counts the calls of each process from 1. One that was forked begins with so many calls that are none (hard_times.cpp),
# so that no count is one of its parent's too.
SHIFT = 500


@dataclasses.dataclass(frozen=True)
class Point:
    """The `number`th time that a process of the tool makes the call, counted from its start; `text` is how strace shows it."""
    call: str
    number: int
    text: str


def points_of(trace):
    """The points of a trace, in order. A process or thread counts for itself, and one that was forked from SHIFT."""
    counts, begun, points = collections.Counter(), False, {}
    forked = {made[2] for made in map(FORKED.search, trace.splitlines()) if made and "CLONE_THREAD" not in made[0]}
    for line in trace.splitlines():
        process, _, text = line.partition(" ")
        call = re.match(r" *(\w+)\(", text)
        if not call:
            continue
        call = call[1]
        if process in forked and (process, call) not in counts:
            counts[process, call] = SHIFT
        counts[process, call] += 1
        begun = begun or BEGINS in text
        if begun and call not in SPARED:
            point = Point(call, counts[process, call], text.strip())
            points.setdefault((point.call, point.number), point)
    return list(points.values())


def sample(points, share):
    """At most `share` points of each call: the first, the last, and some between."""
    by_call = collections.defaultdict(list)
    for point in points:
        by_call[point.call].append(point)
    for of_call in by_call.values():
        step = max(1.0, (len(of_call) - 1) / max(1, share - 1))
        for index in {min(round(i * step), len(of_call) - 1) for i in range(share)}:
            yield of_call[index]


class Harness:
    def __init__(self, bench, home, share, library):
        self.bench, self.home, self.share, self.library = bench, home, share, library
        self.of_thread = threading.local()
        self.trials = self.missed = 0

    def place(self):
        if not hasattr(self.of_thread, "place"):
            self.of_thread.place = fault_bench.Place(pathlib.Path(tempfile.mkdtemp(dir=self.home)))
        return self.of_thread.place

    def strace(self, place, *options):
        return ["strace", "-f", "-qq", "-o", str(place.out.parent / "trace"), "-E", f"LD_PRELOAD={self.library}", *options]

    def trace_of(self, place):
        return (place.out.parent / "trace").read_text(errors="replace")

    def try_point(self, case, good, is_late, point, error):
        """One run. What is wrong with it, or None if it never came to the point."""
        place = self.place()
        what = error if "=" in error else f"error={error}"
        inject = f"inject={point.call}:{what}:when={point.number}"
        outcome = self.bench.run(case, place, self.strace(place, "-E", f"HARD_TIMES_SHIFT={point.call}:{SHIFT}",
                                                          "-e", f"trace={point.call}", "-e", inject))
        if "(INJECTED)" not in self.trace_of(place):
            return None
        wrong = self.bench.judge(case, place, outcome, good, DIES_OF.get((point.call, error), ()), is_late,
                                 may_leave_hidden="unlink" in point.call)  # what cannot be removed stays
        if error == "EINTR" and point.call in GO_ON and outcome.status != 0 and not LIBRARIES.search(point.text):
            wrong.append(f"gives up after EINTR: {outcome.stderr.strip()}")
        return wrong

    def trials_of(self, case, points):
        """What to try: whether the output has replaced another by then, the point, the error."""
        replaced = max((at for at, point in enumerate(points) if case.replaces and point.call == "rename"), default=len(points))
        first = {point.call: point for point in reversed(points)}
        for point in sample(points, self.share) if self.share else points:
            for error in ERRORS_OF.get(point.call, OTHER_ERRORS):
                if error != "ENOSYS" or point is first[point.call]:
                    yield points.index(point) > replaced, point, error

    def run_case(self, case, workers):
        """All points of a case; the complaints."""
        start, place = time.perf_counter(), self.place()
        good = self.bench.good_run(case, place)
        self.bench.run(case, place, self.strace(place))
        points = points_of(self.trace_of(place))
        if not points:
            raise RuntimeError(f"{case.name}: no call to fail")
        trials = list(self.trials_of(case, points))
        verdicts = list(workers.map(lambda trial: self.try_point(case, good, *trial), trials))
        missed = verdicts.count(None)
        faults = [(trial, wrong) for trial, wrong in zip(trials, verdicts) if wrong]
        self.trials += len(trials) - missed
        self.missed += missed
        print(f"{case.name:<36}{len(points):6}{len(trials) - missed:7}{missed:7}{len(faults):7}"
              f"{time.perf_counter() - start:9.1f}", flush=True)
        return [(f"{case.name}: {error} at {point.call} number {point.number}, {point.text}", wrong)
                for (_, point, error), wrong in faults]


def can_trace():
    tried = subprocess.run(["strace", "-f", "-qq", "-o", "/dev/null", "-e", "inject=getppid:error=EPERM", "true"],
                           capture_output=True, check=False) if shutil.which("strace") else None
    return tried is not None and tried.returncode == 0


def main():
    parser = argparse.ArgumentParser(prog="fail_calls.py", description=__doc__)
    parser.add_argument("--tools", required=True, help="directory of the tools")
    parser.add_argument("--share", type=int, default=0, help="at most so many points of each call (default: every point)")
    parser.add_argument("--only", default="", help="a regular expression: cases in whose name it is found")
    parser.add_argument("--threads", type=int, default=1, help="of each tool; with more than one, counts vary (default 1)")
    parser.add_argument("--jobs", type=int, default=2, help="runs at a time (default 2)")
    parser.add_argument("--named", action="store_true", help="as on a file system without O_TMPFILE")
    parser.add_argument("--dir", help="where the files go (default: the directory for temporary files)")
    parser.add_argument("--self-test", action="store_true", help="fail calls of tools that are wrong; each must be found out")
    arguments = parser.parse_args()
    if not can_trace():
        print("skipped: strace cannot trace here")
        return 77
    start = time.perf_counter()
    with tempfile.TemporaryDirectory(prefix="pouch-faults.", dir=arguments.dir) as home, \
            concurrent.futures.ThreadPoolExecutor(arguments.jobs) as workers:
        home = pathlib.Path(home).resolve()
        bench = fault_bench.Bench(home / "bench", pathlib.Path(arguments.tools).resolve(), 30000)
        library = fault_bench.hard_times(pathlib.Path(arguments.tools).resolve())
        if arguments.named:
            bench.do_without_unnamed(library)
        harness = Harness(bench, home, arguments.share, library)
        print(f"{'system calls failed':<36}{'points':>6}{'runs':>7}{'missed':>7}{'faults':>7}{'seconds':>9}")
        if arguments.self_test:
            return fault_bench.find_out(lambda case: harness.run_case(case, workers), fault_bench.WRONGS)
        complaints = [complaint for case in fault_bench.cases(arguments.threads) if re.search(arguments.only, case.name)
                      for complaint in harness.run_case(case, workers)]
    if harness.missed * 10 >= harness.trials:  # none at all, for one
        complaints.append(("too many points were not reached", []))
    for what, wrong in complaints:
        print(f"FAULT {what}: {'; '.join(wrong)}")
    print(f"{harness.trials} runs with a failed call, {len(complaints)} faults, {harness.missed} not reached, "
          f"{time.perf_counter() - start:.0f} seconds")
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main())
