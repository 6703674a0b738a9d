"""Where this program keeps a person's things on this computer.

``FIDELITY_RATER_HOME`` puts everything under one folder (tests, a portable stick); otherwise the system's usual places
are taken. Nothing is created here: whoever writes makes the folder.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

import platformdirs

HOME_VARIABLE: Final = "FIDELITY_RATER_HOME"
_APP: Final = "fidelity-rater"


def data_folder() -> Path:
    """Return the folder that holds libraries, identities and settings by default."""
    return _own_home() or platformdirs.user_data_path(_APP, appauthor=False)


def log_folder() -> Path:
    """Return the folder of the log and of crash reports."""
    home = _own_home()
    return home / "logs" if home else platformdirs.user_log_path(_APP, appauthor=False)


def _own_home() -> Path | None:
    chosen = os.environ.get(HOME_VARIABLE, "").strip()
    # Unlike Path.expanduser this leaves a "~somebody" that the system does not know as it stands.
    return Path(os.path.expanduser(chosen)).absolute() if chosen else None  # noqa: PTH111
