"""What is slow to import waits until it is needed."""

from __future__ import annotations

import subprocess
import sys

HEAVY = {"matplotlib", "numpy", "av", "alembic", "pydantic", "vlc", "webvtt", "webrtcvad", "pyrage"}


def loaded_by(*statements: str) -> set[str]:
    """The packages that a fresh process has loaded after these statements."""
    program = "\n".join(("import sys", *statements, "print(*{name.partition('.')[0] for name in sys.modules})"))
    done = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
    return set(done.stdout.split())


def test_a_window_on_an_open_library_needs_nothing_heavy() -> None:
    loaded = loaded_by(
        "from fidelity_rater import bootstrap", "bootstrap.load_storage()", "import fidelity_rater.ui.library_area"
    )
    assert {"sqlalchemy", "PySide6"} <= loaded
    assert not HEAVY & loaded


def test_the_start_screen_needs_no_database() -> None:
    loaded = loaded_by("from fidelity_rater import bootstrap", "import fidelity_rater.ui.run")
    assert not (HEAVY | {"sqlalchemy", "sqlcipher3"}) & loaded
