"""Speak the demo's scenes with flite's voices and encode them as small Opus files, with the time of every line.

Run by hand when a scene changes: ``python scripts/build_demo_audio.py [SCENE ...]``. Needs Debian's ``flite``
package. The same text gives the same bytes with the same flite and FFmpeg. Not part of the program.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import subprocess
import sys
import tempfile
import tomllib
import wave
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
from numpy.typing import NDArray

DEMO = Path(__file__).resolve().parent.parent / "resources" / "demo"
RATE = 16_000
BIT_RATE = 24_000
PAUSE_MS = 450
ANNOUNCEMENT_PAUSE_MS = 1_000
LEAD_MS = 300
SLOWER = "1.06"
"""flite talks briskly; a little slower is easier to follow and closer to a consulting room."""
LOUDNESS = 0.09
"""Root mean square that every line is brought to, because the voices differ by several decibels."""

Samples = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class SpokenLine:
    """One line of a scene and where it lies in the recording."""

    line: int
    speaker: str
    start_ms: int
    end_ms: int


def read_lines(path: Path) -> Iterator[tuple[int, str, str]]:
    """Yield line number, speaker letter and words of a scene's text."""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        speaker, separator, words = line.partition(": ")
        if not separator or speaker not in {"N", "T", "C"}:
            raise SystemExit(f"{path.name}, line {number}: expected 'N: ', 'T: ' or 'C: ' and the words")
        yield number, speaker, words


def speak(words: str, voice: str) -> Samples:
    """Return one line as samples between -1 and 1, without silence at its ends and at the common loudness."""
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "line.wav"
        command = ["flite", "-voice", voice, "--setf", f"duration_stretch={SLOWER}", "-t", words, "-o", str(target)]
        subprocess.run(command, check=True)
        with wave.open(str(target)) as sound:
            if (sound.getframerate(), sound.getnchannels(), sound.getsampwidth()) != (RATE, 1, 2):
                raise SystemExit(f"voice {voice}: expected 16-bit mono at {RATE} Hz")
            raw = np.frombuffer(sound.readframes(sound.getnframes()), dtype="<i2").astype(np.float64) / 32768
    loud = np.flatnonzero(np.abs(raw) > 0.01)
    trimmed = raw[max(0, loud[0] - RATE // 50) : loud[-1] + RATE // 20]
    levelled: Samples = trimmed * (LOUDNESS / np.sqrt(np.mean(trimmed**2)))
    return levelled


def silence(milliseconds: int) -> Samples:
    return np.zeros(RATE * milliseconds // 1000)


def assemble(scene: dict[str, Any]) -> tuple[Samples, list[SpokenLine]]:
    """Return a scene's sound and the place of each line in it."""
    longer = {pause["after"]: int(pause["ms"]) for pause in scene.get("pauses", [])}
    parts, spoken, at = [silence(LEAD_MS)], [], RATE * LEAD_MS // 1000
    for number, speaker, words in read_lines(DEMO / scene["text"]):
        said = speak(words, scene["voices"][speaker])
        spoken.append(SpokenLine(number, speaker, at * 1000 // RATE, (at + len(said)) * 1000 // RATE))
        pause = silence(longer.get(number, ANNOUNCEMENT_PAUSE_MS if speaker == "N" else PAUSE_MS))
        parts += [said, pause]
        at += len(said) + len(pause)
    return np.concatenate(parts), spoken


def encode(samples: Samples, target: Path) -> None:
    """Write samples as Opus in Ogg; bit-exact flags keep the stream's serial number from being random."""
    whole = np.clip(np.round(samples * 32767), -32768, 32767).astype(np.int16)
    with av.open(str(target), "w", format="opus", options={"fflags": "+bitexact"}) as container:
        stream = container.add_stream("libopus", rate=RATE, options={"application": "voip", "flags": "+bitexact"})
        stream.bit_rate = BIT_RATE
        stream.layout = "mono"
        frame = av.AudioFrame.from_ndarray(whole[np.newaxis, :], format="s16", layout="mono")
        frame.sample_rate, frame.pts, frame.time_base = RATE, 0, Fraction(1, RATE)
        for packet in [*stream.encode(frame), *stream.encode(None)]:
            container.mux(packet)


def build(scene: dict[str, Any]) -> dict[str, Any]:
    """Speak and encode one scene; return its entry in the timing file."""
    samples, spoken = assemble(scene)
    target = DEMO / scene["audio"]
    target.parent.mkdir(exist_ok=True)
    encode(samples, target)
    return {
        "duration_ms": len(samples) * 1000 // RATE,
        "bytes": target.stat().st_size,
        "sha256": hashlib.sha256(target.read_bytes()).hexdigest(),
        "lines": [[line.line, line.speaker, line.start_ms, line.end_ms] for line in spoken],
    }


def write_timing(timing: dict[str, Any], target: Path) -> None:
    """Write the timing file with one line of the scene per line of the file, so that a change reads well."""
    scenes = []
    for name, entry in sorted(timing.items()):
        lines = ",\n".join("   " + json.dumps(line) for line in entry["lines"])
        head = ",\n".join(f'  "{key}": {json.dumps(entry[key])}' for key in ("duration_ms", "bytes", "sha256"))
        scenes.append(f' "{name}": {{\n{head},\n  "lines": [\n{lines}\n  ]\n }}')
    target.write_text("{\n" + ",\n".join(scenes) + "\n}\n", encoding="utf-8")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("scene", nargs="*", help="ids of the scenes to speak again (default: all)")
    wanted = parser.parse_args().scene
    scenes = {s["id"]: s for s in tomllib.loads((DEMO / "scenes.toml").read_text(encoding="utf-8"))["scene"]}
    for unknown in set(wanted) - set(scenes):
        raise SystemExit(f"no scene is called {unknown}")
    timing_file = DEMO / "audio" / "timing.json"
    timing: dict[str, Any] = json.loads(timing_file.read_text(encoding="utf-8")) if wanted else {}
    for name in wanted or scenes:
        timing[name] = build(scenes[name])
        print(f"{name}: {timing[name]['duration_ms'] / 1000:.1f} s, {timing[name]['bytes'] / 1000:.0f} kB")
    write_timing(timing, timing_file)
    print(
        f"total: {sum(e['duration_ms'] for e in timing.values()) / 60_000:.1f} min, "
        f"{sum(e['bytes'] for e in timing.values()) / 1e6:.2f} MB"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
