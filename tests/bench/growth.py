"""How time and memory of each tool grow with the size of the payload, and with the number of its files."""
import math
import os
import shutil
import statistics
import subprocess
import time

from bench.content import MIB, Content
from bench.places import POLICIES

PIECE = 32 * MIB  # a large payload is many names of one file of this size: it needs no room, and is read all the same
PER_DIRECTORY = 1000
SMALL = 64  # bytes of each of many files
ROUND_SECONDS = 1.5  # short runs are repeated for about so long

LABEL = f"label --policy {POLICIES}/nato-sample.spif.xml --classification RESTRICTED --category Context=NATO"
VERIFY = "verify --signers signers --ignore label"
# By name: the commands of a row, each through time(1); what they leave; what is removed before each run.
STEPS = {
    "pack | sign": (["pack --tmp . -C in .", "sign --tmp . -k key --unlabelled -o bundle"], "bundle"),
    "label": ([f"{LABEL} --drop-signatures -o labelled bundle"], "labelled"),
    "verify -t": ([f"{VERIFY} --unlabelled -t bundle"], ""),
    "verify -x": ([f"{VERIFY} --unlabelled -x out bundle"], "out"),
    "encrypt": (["encrypt -R recipient -o pouch bundle"], "pouch"),
    "encrypt -d": (["encrypt -d -i id -o opened pouch"], "opened"),
}
KEPT = {"bundle", "pouch"}  # a later step reads it


class Figures:
    """Of one step at one size: medians of the runs, the largest of the memories."""

    def __init__(self, runs):
        self.wall = statistics.median(run[0] for run in runs)
        self.cpu = statistics.median(run[1] for run in runs)
        self.peak = max(run[2] for run in runs)
        self.runs = len(runs)


class Growth:
    def __init__(self, home, tools):
        self.ratio = 0.6  # of bundle to payload, until it is seen
        self.home = home
        self.env = dict(os.environ, PATH=f"{tools}:{os.environ['PATH']}", LC_ALL="C.UTF-8")
        self.content = Content(2026)
        self.shell("ssh-keygen -q -t ed25519 -N '' -f key -C bench; printf 'bench@example.org namespaces=\"pouch-release-v1\" "
                   "%s\\n' \"$(cut -d' ' -f1,2 key.pub)\" >signers; age-keygen -o id 2>recipient; sed -i 's/.*: //' recipient")

    def shell(self, command):
        done = subprocess.run(["bash", "-c", "set -eo pipefail; " + command], cwd=self.home, env=self.env,
                              stdin=subprocess.DEVNULL, capture_output=True)
        if done.returncode != 0:
            raise RuntimeError(f"exit {done.returncode}: {command}\n{done.stderr.decode(errors='replace')}")

    def make_size(self, size):
        """A payload of text of `size` bytes: one file, or names of one."""
        shutil.rmtree(self.home / "in", ignore_errors=True)
        piece = self.home / "piece"
        if not piece.exists():
            self.content.text(piece, PIECE)
            os.truncate(piece, PIECE)
        whole, rest = divmod(size, PIECE)
        (self.home / "in").mkdir()
        for number in range(whole):
            os.link(piece, self.home / f"in/{number:06d}")
        if rest:
            with open(piece, "rb") as source, open(self.home / "in/rest", "wb") as out:
                out.write(source.read(rest))

    def make_files(self, count):
        """A payload of `count` small files, a thousand names of one in each directory."""
        shutil.rmtree(self.home / "in", ignore_errors=True)
        for directory in range(-(-count // PER_DIRECTORY)):
            place = self.home / f"in/{directory:04d}"
            place.mkdir(parents=True)
            for number in range(min(PER_DIRECTORY, count - directory * PER_DIRECTORY)):
                if number == 0:
                    (place / "000").write_bytes(b"EXERCISE ONLY\n".ljust(SMALL, b"."))
                else:
                    os.link(place / "000", place / f"{number:03d}")

    def run_once(self, commands, made):
        """Wall seconds of a pipe of commands; their processor seconds, and the peak memory of the largest, in MiB."""
        shutil.rmtree(self.home / "out", ignore_errors=True)
        if made and made != "out":
            (self.home / made).unlink(missing_ok=True)
        (self.home / "figures").unlink(missing_ok=True)
        start = time.perf_counter()
        self.shell(" | ".join(f"env time -q -a -o figures -f '%U %S %M' -- {command}" for command in commands))
        wall = time.perf_counter() - start
        figures = [line.split() for line in (self.home / "figures").read_text().splitlines()]
        return (wall, sum(float(user) + float(system) for user, system, _ in figures),
                max(int(peak) for *_, peak in figures) / 1024)

    def repeat(self, commands, made, rounds):
        runs = []
        while len(runs) < rounds and (not runs or sum(run[0] for run in runs) < ROUND_SECONDS * 4):
            runs.append(self.run_once(commands, made))
        return Figures(runs)

    def has_room(self, step, payload, count):
        """Is there room for what the step leaves? A file in memory takes whole pages, and its inode."""
        free = shutil.disk_usage(self.home).free
        if str(self.home).startswith("/dev/shm"):
            with open("/proc/meminfo") as lines:
                free = min(free, next(int(line.split()[1]) for line in lines if line.startswith("MemAvailable")) * 1024)
        bundle = self.home / "bundle"
        sealed = bundle.stat().st_size if bundle.exists() else int(payload * self.ratio)
        needed = {"pack | sign": 2 * sealed, "verify -x": payload + 6000 * count, "verify -t": 0}.get(step, sealed)
        return free > needed * 1.1 + 256 * MIB

    def measure(self, payload, count, rounds):
        """Each step once the payload is made: its figures, or None where there is no room for it."""
        found = {}
        (self.home / "bundle").unlink(missing_ok=True)
        for step, (commands, made) in STEPS.items():
            if not self.has_room(step, payload, count):
                found[step] = None
                if step == "pack | sign":
                    return dict.fromkeys(STEPS)
                continue
            if step == "encrypt -d" and not found["encrypt"]:
                found[step] = None
                continue
            found[step] = self.repeat(commands, made, rounds)
            if step == "pack | sign" and payload >= PIECE:
                self.ratio = 1.1 * (self.home / "bundle").stat().st_size / payload
            if made == "out":
                shutil.rmtree(self.home / "out")
            elif made and made not in KEPT:
                (self.home / made).unlink()
        (self.home / "pouch").unlink(missing_ok=True)
        return found


def slope(points, start_up):
    """Of log(time above start-up) against log(size), over what is more than three times start-up; 1 is linear."""
    least = max(3 * start_up, 0.1)  # less is noise
    logs = [(math.log(size), math.log(seconds - start_up)) for size, seconds in points if seconds > least]
    if len(logs) < 2:
        return None
    return statistics.linear_regression(*zip(*logs)).slope
