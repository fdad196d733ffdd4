"""The tools at work on small inputs of their own, and what may be seen after a run that was disturbed.

fail_calls.py and kill_tools.py disturb; this module knows the command lines and judges. The promises are those of the manuals:
a named output is complete or is not there, what it replaces stays until it is complete, success means that all of it is
right, a failure is one line and a status of the table, and nothing else is left behind.
"""
import dataclasses
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys

TOP = pathlib.Path(__file__).resolve().parent.parent.parent
HIDDEN = re.compile(r"\.[\w.-]+\.[0-9a-f]{16}\.tmp")  # our temporary files; what scripts that sweep look for
STATUSES = {0, 1, 2, 3, 4, 5, 70, 75}
OLD = b"what stood here before\n"
PATIENCE = 20  # seconds after which a run hangs

# {o} is where the output goes; the rest are files of Bench.
FILTERS = {
    "redact": "redact --rules {home}/rules.toml --threads {threads} --tmp {tmp} {o} {home}/in.tar",
    "pack": "pack -C {home}/in --threads {threads} --tmp {tmp} {o} .",
    "label": "label --policy {policy} --classification RESTRICTED --category Context=NATO {o} {home}/plain",
    "sign": "sign -k {home}/key --threads {threads} --tmp {tmp} {o} {home}/labelled",
    "verify": "verify --signers {home}/signers --policy {policy} --threads {threads} {o} {home}/signed",
    "encrypt": "encrypt -R {home}/recipient --threads {threads} {o} {home}/signed",
    "encrypt -d": "encrypt -d -i {home}/identity --threads {threads} {o} {home}/pouch",
}
WAYS = {"named": "-o {out}/result", "replacing": "--force -o {out}/result", "to stdout": ""}


@dataclasses.dataclass(frozen=True)
class Case:
    """One command line. Its outputs are names below {out}: the first is compared byte for byte, a companion by its size,
    since it bears a time or a fresh key."""
    name: str
    command: str
    outputs: tuple = ("result",)
    stdin: str = "/dev/null"
    is_sealed: bool = False  # encrypted: what is inside is compared

    @property
    def replaces(self):
        return "--force" in self.command

    @property
    def is_piped(self):
        return "{out}/result" not in self.command


def cases(threads=1):
    """Every tool, in every way that its output can go; and what has more than one output."""
    for tool, command in FILTERS.items():
        for way, where in WAYS.items():
            yield Case(f"{tool}, {way}", command.replace("{o}", where).replace("{threads}", str(threads)),
                       is_sealed=tool == "encrypt")
    companions = "--record {out}/record --ledger {out}/ledger --ledger-to {recipient}"
    gate = f"verify --signers {{home}}/signers --policy {{policy}} --threads {threads}"
    yield Case("redact, with record and ledger",
               FILTERS["redact"].replace("{o}", companions + " -o {out}/result").replace("{threads}", str(threads)),
               outputs=("result", "record", "ledger"))
    yield Case("pack, of a tar stream", f"pack --threads {threads} --tmp {{tmp}} -o {{out}}/result", stdin="in.tar")
    yield Case("verify, with receipt", gate + " --receipt {out}/receipt -o {out}/result {home}/signed",
               outputs=("result", "receipt"))
    yield Case("verify -x", gate + " -x {out}/result {home}/signed")
    yield Case("verify -x --payload", gate + " --payload -x {out}/result {home}/signed")
    yield Case("verify -x, with receipt", gate + " --receipt {out}/receipt -x {out}/result {home}/signed",
               outputs=("result", "receipt"))


# What broken_tool.cpp does wrong, and how the judge says so; by hand of a failed call, and of a kill.
WRONGS = {"torn": "torn", "deaf": "false success", "litter": "left over", "hasty": "torn", "silent": "0 lines on stderr",
          "sound": None}


def find_out(check, modes, pause=0, rounds=1):
    """Runs `check` on tools that are wrong, and one that is not: 0 if it finds out each, for what it is. Where it takes luck,
    it has so many rounds.
    """
    failed = False
    for mode in modes:
        force = "--force" if mode == "hasty" else ""
        case = Case(f"broken: {mode}", f"broken-tool {mode} {{home}}/text {{out}}/result {pause} {force}")
        for _ in range(rounds if WRONGS[mode] else 1):
            complaints = [sentence for _, wrong in check(case) for sentence in wrong]
            found = [sentence for sentence in complaints if WRONGS[mode] and WRONGS[mode] in sentence]
            if found:
                break
        good = bool(found) if WRONGS[mode] else not complaints
        print(f"{mode}: {found[0] if found else complaints or 'nothing'}{'' if good else ', NOT FOUND OUT'}")
        failed |= not good
    return 1 if failed else 0


@dataclasses.dataclass
class Outcome:
    """How a run ended: its status, or minus the signal that it died of; None if it did not end."""
    status: int
    stderr: str


def hard_times(tools):
    """The library of hard_times.cpp beside the tools."""
    library = tools / "hard-times.so"
    if not library.exists():
        sys.exit(f"no {library}: cmake --build --preset release --target hard-times")
    return library


def snapshot(path):
    """A file as its bytes, a tree as all that is in it, None for what is not there."""
    if path.is_dir():
        return tuple((str(each.relative_to(path)), each.stat().st_mode, b"" if each.is_dir() else each.read_bytes())
                     for each in sorted(path.rglob("*")))
    return path.read_bytes() if path.exists() else None


class Place:
    """Where one run at a time may write: the directories of its outputs and of its temporary files."""

    def __init__(self, home):
        self.out, self.tmp = home / "out", home / "tmp"

    def clear(self, case):
        for directory in (self.out, self.tmp):
            if not directory.exists() or any(directory.iterdir()):
                shutil.rmtree(directory, ignore_errors=True)
                directory.mkdir(parents=True)
        for name in case.outputs if case.replaces else ():
            (self.out / name).write_bytes(OLD)

    def left_over(self, case):
        """Names of what is neither an output nor was there before."""
        return [each.name for each in [*self.out.iterdir(), *self.tmp.iterdir()] if each.name not in case.outputs]


class Bench:
    """The inputs of every case, made by the tools themselves in `home` around one file of `size` random bytes."""

    def __init__(self, home, tools, size):
        self.home = home
        self.env = dict(os.environ, PATH=f"{tools}:{os.environ['PATH']}", LC_ALL="C", SOURCE_DATE_EPOCH="1773000000")
        self.policy = TOP / "lib/policies/nato-sample.spif.xml"
        (home / "in").mkdir(parents=True)
        (home / "in/noise").write_bytes(os.urandom(size))
        (home / "in/text").write_text("EXERCISE ONLY: mail someone@example.org\n" * (1 + size // 80))
        (home / "rules.toml").write_text('version = 1\n[[rule]]\nid = "m"\ncategory = "mail"\nbuiltin = "email"\n')
        self.shell("head -c 3000 in/text >text; tar -cf in.tar -C in text; ssh-keygen -q -t ed25519 -N '' -C test -f key; "
                   "encrypt --keygen -o identity; "
                   "sed -n 's/^# public key: //p' identity >recipient; "
                   'echo "desk namespaces=\\"pouch-release-v1\\" $(cut -d" " -f1,2 key.pub)" >signers')
        self.recipient = (home / "recipient").read_text().strip()
        for tool, made in (("pack", "plain"), ("label", "labelled"), ("sign", "signed"), ("encrypt", "pouch")):
            self.shell(FILTERS[tool].format(home=home, tmp=home, policy=self.policy, threads=1, o=f"-o {home}/{made}"))
        self.inputs = self.state_of_inputs()

    def shell(self, script):
        subprocess.run(["bash", "-c", "set -eo pipefail; " + script], cwd=self.home, env=self.env, check=True,
                       stdout=subprocess.PIPE, stderr=subprocess.PIPE)

    def do_without_unnamed(self, library):
        """From now on tools find no O_TMPFILE: their temporary files have names."""
        self.env.update(LD_PRELOAD=str(library), HARD_TIMES="named")

    def state_of_inputs(self):
        files = (each for each in sorted(self.home.rglob("*")) if each.is_file())
        return [(str(each), each.stat().st_size, each.stat().st_mtime_ns, each.stat().st_ino) for each in files]

    def start(self, case, place, wrapper=(), pipe=None):
        """Starts the command of `case`, writing to `place`, under `wrapper`; standard output goes to `pipe` if there is one."""
        place.clear(case)
        words = case.command.format(home=self.home, out=place.out, tmp=place.tmp, policy=self.policy,
                                    recipient=self.recipient).split()
        with open(self.home / case.stdin, "rb") as stdin, \
                open(place.out / "result" if case.is_piped else os.devnull, "wb") as stdout:
            return subprocess.Popen([*wrapper, *words], env=self.env, stdin=stdin, stdout=pipe or stdout,
                                    stderr=subprocess.PIPE, start_new_session=True)

    def run(self, case, place, wrapper=()):
        process = self.start(case, place, wrapper)
        try:
            _, stderr = process.communicate(timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()
            return Outcome(None, "")
        return Outcome(process.returncode, stderr.decode(errors="replace"))

    def content(self, case, place):
        """What a run made: of encrypted output the inside, or b"" where it cannot be opened."""
        result = place.out / "result"
        if not case.is_sealed or not result.exists() or result.read_bytes() in (b"", OLD):
            return snapshot(result)
        opened = subprocess.run(["encrypt", "-d", "-i", self.home / "identity", "--", result], env=self.env,
                                capture_output=True, check=False)
        return opened.stdout if opened.returncode == 0 else b""

    def good_run(self, case, place):
        """What an undisturbed run makes: the content of the result, and the sizes of its companions."""
        outcome = self.run(case, place)
        if outcome.status != 0 or outcome.stderr or place.left_over(case):
            raise RuntimeError(f"{case.name}: exit {outcome.status} undisturbed: {outcome.stderr}{place.left_over(case)}")
        return self.content(case, place), [(place.out / name).stat().st_size for name in case.outputs[1:]]

    def is_whole(self, case, place, good):
        sizes = [(place.out / name).stat().st_size if (place.out / name).exists() else None for name in case.outputs[1:]]
        return (self.content(case, place), sizes) == good

    def is_untouched(self, case, place):
        before = OLD if case.replaces else None
        return all(snapshot(place.out / name) == before for name in case.outputs)

    def judge(self, case, place, outcome, good, may_die_of=(), may_be_there=False, may_leave_hidden=False):
        """What a disturbed run did wrong: sentences, none if nothing. `may_be_there`: the failure came when the output had
        replaced what was there, and cannot be taken back; but it must be whole."""
        wrong = []
        if outcome.status is None:
            return ["hangs"]
        if outcome.status not in STATUSES and -outcome.status not in may_die_of:
            wrong.append(f"ends with {outcome.status}, which no table has")
        if outcome.status == 0:
            if not self.is_whole(case, place, good):
                wrong.append("false success: the output is not what it should be")
        elif case.is_piped:
            made = self.content(case, place)
            if not case.is_sealed and not good[0].startswith(made):
                wrong.append("torn: standard output has what a good run does not write")
        elif not self.is_untouched(case, place) and not (may_be_there and self.is_whole(case, place, good)):
            wrong.append("torn: an output of a run that failed is there" if not case.replaces else
                         "torn: an old file is not as it was")
        lines = [line for line in outcome.stderr.splitlines() if ": hint: " not in line]
        wanted = 1 if outcome.status > 0 else 0
        if len(lines) != wanted:
            wrong.append(f"{len(lines)} lines on stderr, not {wanted}: {outcome.stderr!r}")
        if left := [name for name in place.left_over(case) if not (may_leave_hidden and HIDDEN.fullmatch(name))]:
            wrong.append(f"left over: {' '.join(left)}")
        if self.state_of_inputs() != self.inputs:
            wrong.append("an input was changed")
        return wrong
