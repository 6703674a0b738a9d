"""Looking for what must not be there: bytes in the clear, in any file that a use case may have written."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

_PIECE: Final = 4 * 1024 * 1024
_DEPTH: Final = 2
BEGAN: Final = time.time()
"""When this run began: older temporary files are nobody's doing here."""


def assert_nowhere(
    folders: Path | Iterable[Path], needles: Iterable[str | bytes], *, temp: bool = True, since: float | None = None
) -> None:
    """Read every file below the folders and find none of the needles in its bytes, nor in its name.

    Text is looked for in UTF-8 and in UTF-16. ``temp``: also what was written to the system's folder of temporary
    files ``since`` (a time as of ``time.time()``; by default the start of the run), but for other tests' own folders.
    """
    wanted = _spellings(needles)
    roots = [folders] if isinstance(folders, Path) else list(folders)
    assert all(root.exists() for root in roots), "there is nothing to look through"
    for path in _files(roots, temp=temp, since=BEGAN if since is None else since):
        for told, needle in wanted:
            assert needle not in os.fsencode(path.name), f"{told!r} stands in the name {path}"
        found = _found_in(path, wanted)
        assert found is None, f"{found!r} stands in the clear in {path}"


def _spellings(needles: Iterable[str | bytes]) -> list[tuple[str | bytes, bytes]]:
    wanted: list[tuple[str | bytes, bytes]] = []
    for needle in needles:
        if isinstance(needle, bytes):
            wanted.append((needle, needle))
        else:
            wanted += ((needle, needle.encode(form)) for form in ("utf-8", "utf-16-le", "utf-16-be"))
    assert all(len(spelling) >= 4 for _, spelling in wanted), "so few bytes stand anywhere by chance"
    return wanted


def _files(roots: list[Path], *, temp: bool, since: float) -> Iterator[Path]:
    for root in roots:
        yield from (Path(folder, name) for folder, _, names in os.walk(root) for name in names)
    if temp:
        yield from _recent(Path(tempfile.gettempdir()), since, depth=_DEPTH)


def _recent(folder: Path, since: float, *, depth: int) -> Iterator[Path]:
    """The files of late, in folders of late however deep, and a few steps down in any other."""
    try:
        entries = list(folder.iterdir())
    except OSError:
        return
    for path in entries:
        late = _touched(path) >= since
        if path.is_dir() and not path.is_symlink():
            if (late or depth) and not path.name.startswith("pytest-"):
                yield from _recent(path, since, depth=_DEPTH if late else depth - 1)
        elif late:
            yield path


def _touched(path: Path) -> float:
    try:
        return path.lstat().st_mtime
    except OSError:
        return 0.0


def _found_in(path: Path, wanted: list[tuple[str | bytes, bytes]]) -> str | bytes | None:
    """The first needle in a file that is read piece by piece, each overlapping the one before."""
    if not path.is_file() or path.is_symlink():
        return None
    overlap = max(len(needle) for _, needle in wanted) - 1
    before = b""
    try:
        with path.open("rb") as file:
            while piece := file.read(_PIECE):
                data = before + piece
                for told, needle in wanted:
                    if needle in data:
                        return told
                before = data[-overlap:]
    except OSError:
        return None
    return None
