"""The table and the plots of growth."""
import datetime
import os
import platform
import shutil
import subprocess

from bench.content import MIB
from bench.growth import STEPS, slope
from bench.places import TOP

PLOTS = (("size", "payload, bytes"), ("files", "number of files"))


def machine():
    """Processor, cores, memory, kernel."""
    with open("/proc/cpuinfo") as lines:
        model = next((line.split(":")[1].strip() for line in lines if line.startswith("model name")), platform.machine())
    with open("/proc/meminfo") as lines:
        memory = int(next(lines).split()[1]) / (1 << 20)
    return f"{model}, {os.cpu_count()} cores, {memory:.0f} GiB, Linux {platform.release()}"


def commit():
    """Of the sources, if they are a clone; `+` where files were changed since."""
    def git(*words):
        return subprocess.run(["git", "-C", TOP, *words], capture_output=True, text=True).stdout.strip()
    return (git("rev-parse", "--short=12", "HEAD") or "unknown") + ("+" if git("status", "--porcelain", "-uno") else "")


def named(axis, value):
    if axis == "files":
        return f"{value}"
    return f"{value / 1e9:g} GB" if value >= 10**9 else f"{value / 1e6:g} MB"


def head_of_report(home, load):
    now = datetime.datetime.now(datetime.timezone.utc)
    lines = [f"{now:%Y-%m-%d %H:%M} UTC, commit {commit()}", machine(), f"files in {home.parent}, load before {load:.1f}"]
    if load > (os.cpu_count() or 1) / 2:
        lines.append("THE MACHINE WAS BUSY: believe the cpu columns rather than the wall")
    return lines


def table(axis, results, start_up):
    """A line for each step and size: wall and processor seconds, bytes or files a second, peak memory; then slopes, above
    the figures of `start_up`: those of one small file."""
    unit = "MB/s" if axis == "size" else "files/s"
    lines = [f"{axis:<13}{'step':<13}{'wall s':>10}{'cpu s':>10}{unit:>12}{'peak MiB':>10}{'runs':>6}"]
    for value, found in results:
        for step, figures in found.items():
            start = f"{named(axis, value):<13}{step:<13}"
            if figures is None:
                lines.append(f"{start}{'no room':>10}")
                continue
            rate = value / figures.wall / (1e6 if axis == "size" else 1)
            lines.append(f"{start}{figures.wall:10.3f}{figures.cpu:10.2f}{rate:12.0f}{figures.peak:10.1f}{figures.runs:6}")
    lines += ["", f"slope of log(time above start-up) against log({axis}); 1 is linear"]
    for step in STEPS:
        measured = [(value, found[step]) for value, found in results if found[step]]
        slopes = []
        for which in ("wall", "cpu"):
            points = [(value, getattr(figures, which)) for value, figures in measured]
            exponent = slope(points, getattr(start_up[step], which))
            slopes.append("too short" if exponent is None else f"{exponent:.2f}")
        lines.append(f"{step:<13}wall {slopes[0]:>9}   cpu {slopes[1]:>9}")
    return lines


def data(axis, results):
    """For gnuplot: a column for each step."""
    lines = ["# " + " ".join([axis, *(step.replace(" ", "_") for step in STEPS)])]
    for value, found in results:
        lines.append(" ".join([str(value), *(f"{found[step].wall:.4f}" if found[step] else "-" for step in STEPS)]))
    return "\n".join(lines) + "\n"


def plot(out, all_results):
    """PNG and text, one picture of both axes each: lines of slope 1 are linear."""
    for axis, results in all_results.items():
        (out / f"growth-{axis}.dat").write_text(data(axis, results))

    def script(terminal, target):
        parts = [f"set terminal {terminal}", f"set output '{target}'", "set logscale xy", "set datafile missing '-'",
                 "set key left top", "set format x '10^{%L}'" if "png" in terminal else "set format x '%.0e'"]
        if "png" in terminal:
            parts += ["set grid", f"set multiplot layout 1,{len(all_results)}"]
        for axis, label in PLOTS:
            if axis not in all_results:
                continue
            curves = [f"'growth-{axis}.dat' using 1:{number} with linespoints title '{step}'"
                      for number, step in enumerate(STEPS, 2)]
            parts += [f"set xlabel '{label}'", "set ylabel 'seconds'", "plot " + ", ".join(curves)]
        return "\n".join(parts) + "\n"

    for terminal, target in (("pngcairo size 1400,600" if has_cairo() else "png size 1400,600", "growth.png"),
                             ("dumb size 100,32", "growth-plot.txt")):
        drawn = subprocess.run(["gnuplot"], input=script(terminal, target), text=True, cwd=out, capture_output=True)
        if drawn.returncode != 0:
            raise RuntimeError(f"gnuplot: {drawn.stderr}")
    text = (out / "growth-plot.txt").read_text().replace("\f", "\n")
    (out / "growth-plot.txt").write_text("\n".join(line.rstrip() for line in text.splitlines()).strip("\n") + "\n")


def has_cairo():
    listed = subprocess.run(["gnuplot", "-e", "set terminal"], capture_output=True, text=True)
    return "pngcairo" in listed.stderr + listed.stdout


def can_plot():
    return shutil.which("gnuplot") is not None
