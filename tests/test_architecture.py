"""The walls of the house: import contracts hold, each one bites, files stay small, the core stays light."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "fidelity_rater"
MOST_LINES = 500
# Holds a copy of the package against one contract after the other, each with its offence, without starting anew.
LINT = """
import contextlib, io, json, sys
from pathlib import Path
from importlinter.cli import lint_imports
sys.argv = sys.argv[:1]
told = {}
for name, trial in json.load(sys.stdin).items():
    files = {Path("fidelity_rater", path): text for path, text in trial["files"].items()}
    before = {file: file.read_bytes() if file.exists() else None for file in files}
    made = [file.parent for file in files if not file.parent.exists()]
    for file, text in files.items():
        file.parent.mkdir(exist_ok=True)
        file.write_bytes((before[file] or b"") + b"\\n" + text.encode() + b"\\n")
    with contextlib.redirect_stdout(io.StringIO()) as said:
        code = lint_imports(limit_to_contracts=tuple(trial["contracts"]), no_logo=True)
    told[name] = [code, said.getvalue()]
    for file, text in before.items():
        file.unlink() if text is None else file.write_bytes(text)
    for folder in made:
        folder.rmdir()
json.dump(told, sys.stdout)
"""

CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]["contracts"]

# One offence per contract: the file it is written into, and what that file would say. Every contract needs one here.
OFFENCES = {
    "tiers": ("domain/errors.py", "import fidelity_rater.app"),
    "tiers (a stray room)": ("attic.py", ""),
    "pure-core": ("domain/errors.py", "import sqlite3"),
    "pure-core (for typing only)": (
        "app/clock.py",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import PySide6.QtCore",
    ),
    "ui-to-app": ("ui/offence.py", "import fidelity_rater.storage"),
    "qt-in-ui": ("playback/offence.py", "def late() -> None:\n    import PySide6.QtCore"),
    "sql-in-storage": ("media/offence.py", "import sqlalchemy"),
    "secrets-in-storage": ("playback/offence.py", "import cryptography"),
    "vlc-in-playback": ("media/offence.py", "import vlc"),
    "av-in-media": ("playback/offence.py", "import av"),
    "plots-in-charts": ("ui/offence.py", "import matplotlib.figure"),
    "arrays": ("domain/errors.py", "import numpy"),
    "models-in-scales": ("domain/errors.py", "import pydantic"),
    "captions-in-exchange": ("media/offence.py", "import webvtt"),
    "documents-in-reports": ("exchange/offence.py", "import typst"),
    "adapters-to-app": ("storage/offence.py", "import fidelity_rater.charts"),
    "domain-order": ("domain/errors.py", "import fidelity_rater.domain.scoring"),
    "domain-order (a stray room)": ("domain/attic.py", ""),
    "app-order": ("app/ports/offence.py", "import fidelity_rater.app.clock"),
    "app-order (a stray room)": ("app/attic.py", ""),
    "screens (a stray room)": ("ui/attic.py", ""),
    "screens": ("ui/widgets/__init__.py", "import fidelity_rater.ui.shell"),
    "screens (side by side)": ("ui/settings/offence.py", "import fidelity_rater.ui.start"),
    "no-cycles": ("app/clock.py", "import fidelity_rater.app.ports.offence"),
}
# What an offence needs besides itself.
SURROUNDINGS = {
    "screens": {"ui/shell.py": ""},
    "screens (side by side)": {"ui/settings/__init__.py": "", "ui/start/__init__.py": ""},
    "no-cycles": {"app/ports/offence.py": "import fidelity_rater.app.clock"},
}


# Whom a wall leaves alone: the room that it is built around, and who joins all rooms.
JOINERS = {"__main__", "cli", "bootstrap"}
OPEN_TO = {
    "qt-in-ui": {"ui", "cli", "__main__"},
    "sql-in-storage": {"storage"} | JOINERS,
    "secrets-in-storage": {"storage"} | JOINERS,
    "vlc-in-playback": {"playback"} | JOINERS,
    "av-in-media": {"media"} | JOINERS,
    "plots-in-charts": {"charts"} | JOINERS,
    "arrays": {"storage", "media", "charts"} | JOINERS,
    "models-in-scales": {"scales"} | JOINERS,
    "captions-in-exchange": {"exchange"} | JOINERS,
    "documents-in-reports": {"reports"} | JOINERS,
}


def test_every_contract_has_an_offence_to_be_tried_with() -> None:
    assert {contract["id"] for contract in CONTRACTS} == {name.partition(" (")[0] for name in OFFENCES}


@pytest.mark.parametrize("name", OPEN_TO)
def test_every_room_stands_behind_every_wall(name: str) -> None:
    rooms = {path.stem for path in PACKAGE.iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()}
    held = next(contract["source_modules"] for contract in CONTRACTS if contract["id"] == name)
    assert {room.removeprefix("fidelity_rater.") for room in held} == rooms - OPEN_TO[name] - {"__init__"}


def test_every_contract_is_kept_and_each_bites(tmp_path: Path) -> None:
    shutil.copytree(PACKAGE, tmp_path / "fidelity_rater", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    trials: dict[str, dict[str, object]] = {
        name: {"contracts": [name.partition(" (")[0]], "files": {**SURROUNDINGS.get(name, {}), path: text}}
        for name, (path, text) in OFFENCES.items()
    }
    trials["none"] = {"contracts": [], "files": {}}
    done = subprocess.run(
        [sys.executable, "-P", "-c", LINT],
        cwd=tmp_path,
        input=json.dumps(trials),
        capture_output=True,
        text=True,
        check=False,
        timeout=180,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    told = json.loads(done.stdout)
    code, said = told.pop("none")
    assert (code, "BROKEN" in said) == (0, False), said
    toothless = {
        name: said
        for name, (code, said) in told.items()
        if code != 1 or not ("BROKEN" in said or "not in the layers" in said)
    }
    assert (toothless, set(told)) == ({}, set(OFFENCES))


def test_app_loads_nothing_heavy() -> None:
    program = """
import importlib, pkgutil, sys
import fidelity_rater.app
for module in pkgutil.walk_packages(fidelity_rater.app.__path__, "fidelity_rater.app."):
    importlib.import_module(module.name)
heavy = {"PySide6", "shiboken6", "sqlalchemy", "alembic", "sqlite3", "sqlcipher3", "vlc", "av", "matplotlib", "numpy",
         "cryptography", "psutil", "pyrage", "typst", "jinja2", "xlsxwriter"}
print(sorted(heavy & set(sys.modules)))
"""
    found = subprocess.run(
        [sys.executable, "-P", "-c", program], capture_output=True, text=True, check=False, timeout=60
    )
    assert (found.stdout.strip(), found.returncode) == ("[]", 0), found.stderr


def code_files() -> list[Path]:
    folders = [PACKAGE, ROOT / "tests", ROOT / "scripts", ROOT / "benchmarks"]
    return [ROOT / "start.py", *(file for folder in folders for file in folder.rglob("*.py"))]


def test_no_file_is_too_long() -> None:
    lengths = {str(file.relative_to(ROOT)): len(file.read_text(encoding="utf-8").splitlines()) for file in code_files()}
    assert {name: lines for name, lines in lengths.items() if lines > MOST_LINES} == {}


def test_no_file_is_called_after_nothing() -> None:
    nameless = {"utils.py", "util.py", "helpers.py", "misc.py", "common.py"}
    assert [str(file.relative_to(ROOT)) for file in code_files() if file.name in nameless] == []
