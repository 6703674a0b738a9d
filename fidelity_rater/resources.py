"""The one way to the files that ship with the program: scales, icons, styles, the demo, licence notices.

They are found alike from a wheel, an editable install and a frozen bundle.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

_SHIPPED: Final = "_resources"


def resource_path(*parts: str) -> Path:
    """Return the path of a shipped file or folder, ``resource_path("scales", "ipt.toml")`` say.

    Raises ``FileNotFoundError`` for what is not shipped: a broken installation, never the user's mistake.
    """
    path = _root().joinpath(*parts)
    if not path.exists():
        raise FileNotFoundError(f"not shipped with this installation: {'/'.join(parts)}")
    return path


def licence_notices() -> str:
    """Return the notices of the parts made by others, as Markdown, for the About box."""
    return resource_path("licences", "NOTICES.md").read_text(encoding="utf-8")


def licence_texts() -> dict[str, str]:
    """Return the full licence texts that ship with the program, by their short name."""
    return {path.stem: path.read_text(encoding="utf-8") for path in sorted(resource_path("licences").glob("*.txt"))}


def _root() -> Path:
    for candidate in _candidates():
        if candidate.is_dir():
            return candidate
    raise FileNotFoundError("the program's own files are missing; install it again")


def _candidates() -> Iterator[Path]:
    bundle = getattr(sys, "_MEIPASS", None)
    if bundle is not None:
        yield Path(bundle) / "fidelity_rater" / _SHIPPED
    package = Path(__file__).resolve().parent
    yield package / _SHIPPED
    # An editable install runs the package out of its source tree, where the folder stands beside it.
    if (package.parent / "pyproject.toml").is_file():
        yield package.parent / "resources"
