"""The command in a process of its own: what it loads, and how it ends."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from cli.answers import Run
from fidelity_rater import __version__
from helpers.libraries import PASSPHRASE

ROOT = Path(__file__).resolve().parents[2]
LOADED = """
import sys
from fidelity_rater.cli import main
try:
    code = main(sys.argv[1:])
except SystemExit as ended:
    code = ended.code
heavy = sorted({name.split(".")[0] for name in sys.modules} & {"PySide6", "shiboken6", "matplotlib", "vlc", "av"})
print("loaded:", *heavy, file=sys.stderr)
sys.exit(code)
"""


def in_a_process(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *map(str, arguments)],
        cwd=ROOT,
        env={**os.environ, "FIDELITY_RATER_PASSPHRASE": PASSPHRASE},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_python_m_is_the_command() -> None:
    told = in_a_process("-m", "fidelity_rater", "--version")
    assert (told.returncode, told.stdout) == (0, f"fidelity-rater {__version__}\n")


def test_the_version_and_an_export_load_no_window(library: Path) -> None:
    told = in_a_process("-c", LOADED, "--version")
    assert (told.returncode, told.stderr) == (0, "loaded:\n")
    exported = in_a_process("-c", LOADED, "export", library, "--format", "json")
    assert (exported.returncode, exported.stderr) == (0, "loaded:\n")
    assert exported.stdout.startswith('{"layout": "fidelity-rater-scores-1"')


@pytest.mark.skipif(not hasattr(os, "fork"), reason="pipes end otherwise on this system")
def test_a_reader_that_goes_away_is_no_fault(run: Run, library: Path) -> None:
    """As ``fidelity-rater export ... | head -0`` does."""
    reading, writing = os.pipe()
    process = subprocess.Popen(
        [sys.executable, "-m", "fidelity_rater", "export", str(library), "--format", "csv"],
        cwd=ROOT,
        env={**os.environ, "FIDELITY_RATER_PASSPHRASE": PASSPHRASE},
        stdout=writing,
        stderr=subprocess.PIPE,
        text=True,
    )
    os.close(writing)
    os.close(reading)
    _, said = process.communicate(timeout=60)
    assert (process.returncode, said) == (0, "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no device that is always full")
def test_an_export_that_finds_no_room_says_so(run: Run, library: Path) -> None:
    with Path("/dev/full").open("w") as full:
        told = subprocess.run(
            [sys.executable, "-m", "fidelity_rater", "export", str(library), "--format", "csv"],
            cwd=ROOT,
            env={**os.environ, "FIDELITY_RATER_PASSPHRASE": PASSPHRASE},
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            timeout=60,
            check=False,
        )
    assert (told.returncode, told.stderr) == (
        1,
        "The export could not be written to its end. Check that there is room where it goes.\n",
    )
