"""Two commands side by side."""
import os
import statistics
import subprocess
import time


class Bench:
    def __init__(self, home, tools, rounds, size):
        self.home, self.rounds, self.size = home, rounds, size
        self.env = dict(os.environ, PATH=f"{tools}:{os.environ['PATH']}", LC_ALL="C.UTF-8")
        self.below = 0

    def run(self, command):
        start = time.perf_counter()
        process = subprocess.Popen(["bash", "-c", "set -eo pipefail; " + command], cwd=self.home, env=self.env,
                                   stdin=subprocess.DEVNULL, stderr=subprocess.PIPE)
        complaint = process.stderr.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        wall = time.perf_counter() - start
        if process.returncode != 0:
            raise RuntimeError(f"exit {process.returncode}: {command}\n{complaint.decode(errors='replace')}")
        return wall, usage.ru_utime + usage.ru_stime

    def row(self, name, stock, ours, least, metric="wall", before="true"):
        """Pairs of runs, side by side in time, in alternating order. The ratio is the median of the pairs' ratios."""
        results = {stock: [], ours: []}
        for number in range(-1, self.rounds):  # the first pair warms caches and is not counted
            for command in (stock, ours) if number % 2 else (ours, stock):
                self.run(before)
                figures = self.run(command)
                if number >= 0:
                    results[command].append(figures)
        self.run(before)

        def ratio(which):
            return statistics.median(a[which] / b[which] for a, b in zip(results[stock], results[ours]))

        def median(command, which):
            return statistics.median(figures[which] for figures in results[command])

        wall, cpu = ratio(0), ratio(1)
        missed = (wall if metric == "wall" else cpu) < least
        self.below += missed
        print(f"{name:<46}{median(stock, 0):8.3f}{median(stock, 1):8.3f}{median(ours, 0):9.3f}{median(ours, 1):8.3f}"
              f"{wall:8.2f}x{cpu:7.2f}x   {least:.2f}x {metric}{'  BELOW' if missed else ''}", flush=True)
