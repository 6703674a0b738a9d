"""How long a recording's waveform takes beside merely decoding it, and what it costs the rest of the app.

    python benchmarks/peaks.py [RECORDING] [--rounds N] [--only wav,mp3]

The baseline opens the file as the app does and decodes it with PyAV, frame by frame, keeping nothing; where the
``ffmpeg`` command is installed, ``ffmpeg -f null`` stands beside it. They take turns with the app's own waveform: until
its peaks are whole (which the target is about), until the voice detector has heard all of it too, and made without the
detector; ratios are of medians. The recording is also measured as mp3, m4a and wav, made
from it once and kept in the computer's folder for temporary files.

Memory is the highest that a fresh process ever held while making the waveform, less what it held as the idle app (the
parts joined, no decoder loaded). Another thread asks for its turn every 10 ms meanwhile; its longest wait is what a
window would feel. The same wait while another process does the work says how much of it is a busy machine.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from fidelity_rater import bootstrap
from fidelity_rater.app.ports.jobs import Cancelled
from fidelity_rater.app.ports.waveform import Waveform
from fidelity_rater.app.silent import SilentProgress
from fidelity_rater.media.peaks import FASTER, PyAvWaveforms

ROOT = Path(__file__).resolve().parents[1]
DATA = Path(os.environ.get("FIDELITY_TEST_DATA", ROOT.parent / "shared" / "data"))
CACHE = Path(tempfile.gettempdir()) / "fidelity-rater-peaks"
CODECS: Final = {"mp3": ("mp3", "libmp3lame"), "m4a": ("ipod", "aac"), "wav": ("wav", "pcm_s16le")}
GOAL, GOAL_MB, GOAL_WAIT_MS, GOAL_READ_MS, GOAL_COLUMNS_MS = 1.25, 150, 50, 50, 0.5
COUNT = 1920
LENGTH_MS = 3_300_000


def main() -> int:
    arguments = parse()
    if arguments.memory:
        print(memory(arguments.recording))
        return 0
    print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors, {arguments.rounds} rounds in turn, medians")
    PyAvWaveforms().warm()
    reached = True
    for name, file in files(arguments.recording, arguments.only.split(",")).items():
        reached = measure(name, file, rounds=arguments.rounds) and reached
    print("targets reached" if reached else "targets missed")
    return 0 if reached else 1


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="time the waveform of a recording")
    parser.add_argument("recording", nargs="?", type=Path, default=DATA / "audio" / "meeting_55min.opus")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", default="opus,mp3,m4a,wav")
    parser.add_argument("--memory", action="store_true", help=argparse.SUPPRESS)
    return parser.parse_args()


def measure(name: str, file: Path, *, rounds: int) -> bool:
    """Print one recording's figures; return whether they reach the targets."""
    jobs: dict[str, Callable[[], object]] = {
        "decode": lambda: decode(file),
        "peaks": lambda: peaks(file),
        "and speech": lambda: make(file),
        "without voice": lambda: make(file, voice=False),
    }
    if shutil.which("ffmpeg"):
        jobs["ffmpeg -f null"] = lambda: subprocess.run(
            ["ffmpeg", "-v", "error", "-i", str(file), "-f", "null", "-"], check=True
        )
    elapsed, busy = take_turns(jobs, rounds=rounds)
    base, base_cpu = statistics.median(elapsed["decode"]), statistics.median(busy["decode"])
    print(f"{name}: {file.stat().st_size / 1e6:.1f} MB")
    for what in jobs:
        took, cpu = statistics.median(elapsed[what]), statistics.median(busy[what])
        beside = f"   processor {cpu:6.2f} s, {cpu / base_cpu:4.2f}" if cpu else ""
        print(f"  {what:15}{took:6.2f} s   {took / base:4.2f} of decode{beside}")
    ratio = statistics.median(elapsed["peaks"]) / base
    above: list[float] = []
    wait_ms = longest_wait_ms(lambda: make(file))
    elsewhere_ms = longest_wait_ms(lambda: above.append(memory_of(file)))
    made = make(file)
    began = time.perf_counter()
    data = made.as_bytes()
    kept_ms = (time.perf_counter() - began) * 1000
    read_ms = quickest_ms(lambda: PyAvWaveforms().read(data), times=9)
    columns_ms = {
        f"{span / 1000:.0f} s": quickest_ms(lambda span=span: made.columns(None, 0.0, span, COUNT), times=51)  # type: ignore[misc]
        for span in (made.duration_ms, made.duration_ms / 4, made.duration_ms / 15, 60_000, 5000)
    }
    print(f"  memory above the idle app {above[0]:.0f} MB")
    print(f"  longest wait of another thread {wait_ms:.1f} ms, with the work in another process {elsewhere_ms:.1f} ms")
    print(f"  kept {len(data) / 1e6:.2f} MB, written in {kept_ms:.1f} ms, read in {read_ms:.1f} ms")
    print(f"  {COUNT} columns of", ", ".join(f"{span}: {took:.2f} ms" for span, took in columns_ms.items()))
    return (
        ratio <= GOAL
        and above[0] <= GOAL_MB
        and wait_ms <= GOAL_WAIT_MS
        and read_ms <= GOAL_READ_MS
        and max(columns_ms.values()) <= GOAL_COLUMNS_MS
    )


def files(recording: Path, only: list[str]) -> dict[str, Path]:
    """Return the recording in each format; made once."""
    CACHE.mkdir(exist_ok=True)
    out = {}
    for name in only:
        out[name] = recording if name == "opus" else CACHE / f"{recording.stem}.{name}"
        if not out[name].exists():
            print(f"making {out[name].name}")
            convert(recording, out[name], *CODECS[name])
    return out


def convert(source: Path, target: Path, container: str, codec: str) -> None:
    import av

    half = target.with_suffix(".part")
    with av.open(str(source)) as reading, av.open(str(half), "w", format=container) as writing:
        sound = reading.streams.audio[0]
        stream: Any = writing.add_stream(codec, rate=sound.rate, layout=sound.layout.name)
        stream.bit_rate = 64_000
        resampler = av.AudioResampler(stream.codec_context.format, sound.layout.name, sound.rate)
        for frame in reading.decode(sound):
            for piece in resampler.resample(frame):
                writing.mux(stream.encode(piece))
        writing.mux(stream.encode())
    half.rename(target)


def decode(file: Path) -> None:
    """Do the least: open it as the app does, decode every frame, keep nothing."""
    from fidelity_rater.media.reading import CalmReader, best_sound, open_container

    with file.open("rb") as reader, open_container(CalmReader(reader), **FASTER) as container:
        for _ in container.decode(best_sound(container)):
            pass


def peaks(file: Path) -> None:
    """Make a waveform until nothing but speech is missing."""

    def look(waveform: Waveform) -> None:
        if waveform.known_ms == waveform.duration_ms:
            raise Cancelled

    with file.open("rb") as reader, contextlib.suppress(Cancelled):
        PyAvWaveforms().make(reader, duration_ms=LENGTH_MS + 1, progress=SilentProgress(), grown=look)


def make(file: Path, *, voice: bool = True) -> Any:
    with file.open("rb") as reader:
        return PyAvWaveforms(voice=voice).make(reader, duration_ms=LENGTH_MS, progress=SilentProgress())


def take_turns(
    jobs: dict[str, Callable[[], object]], *, rounds: int
) -> tuple[dict[str, list[float]], dict[str, list[float]]]:
    """Time the jobs one after the other, over and over, so that a busy machine slows them alike."""
    elapsed: dict[str, list[float]] = {name: [] for name in jobs}
    busy: dict[str, list[float]] = {name: [] for name in jobs}
    for turn in range(rounds):
        names = list(jobs) if turn % 2 == 0 else list(reversed(jobs))
        for name in names:
            cpu, began = sum(os.times()[:4]), time.perf_counter()
            jobs[name]()
            elapsed[name].append(time.perf_counter() - began)
            busy[name].append(sum(os.times()[:4]) - cpu)
    return elapsed, busy


def quickest_ms(work: Callable[[], object], *, times: int) -> float:
    """Return the median of several."""
    taken = []
    for _ in range(times):
        began = time.perf_counter()
        work()
        taken.append((time.perf_counter() - began) * 1000)
    return statistics.median(taken)


def longest_wait_ms(work: Callable[[], object]) -> float:
    """Ask for a turn every 10 ms while the work is done in another thread; return the longest delay."""
    worker = threading.Thread(target=work)
    pause, longest = threading.Event(), 0.0
    worker.start()
    while worker.is_alive():
        began = time.perf_counter()
        pause.wait(0.01)
        longest = max(longest, (time.perf_counter() - began) * 1000)
    return longest


def memory_of(file: Path) -> float:
    done = subprocess.run([sys.executable, __file__, str(file), "--memory"], check=True, capture_output=True, text=True)
    return float(done.stdout)


def memory(file: Path) -> float:
    """Return by how many megabytes this process grew at its highest."""
    import resource

    import psutil

    with tempfile.TemporaryDirectory() as home:
        bootstrap.build(Path(home))
        idle = psutil.Process().memory_info().rss
        make(file)
    unit = 1 if sys.platform == "darwin" else 1024
    return (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit - idle) / 1e6


if __name__ == "__main__":
    sys.exit(main())
