"""The log: a small rotating file that can be sent to anyone, because nothing about a person gets into it.

A record is written as time, level, place and the *template* of its message. The values bound to the template are
dropped, since a name, a note or a file name may be among them; so are the words of an exception. What other
libraries say is kept as place and level only: their templates may already hold values.
"""

from __future__ import annotations

import logging
import logging.handlers
import traceback
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Final

from fidelity_rater import places

LOG_NAME: Final = "fidelity-rater.log"
_OURS: Final = "fidelity_rater"
_BYTES: Final = 512 * 1024
_KEPT: Final = 3


class DiscreetFormatter(logging.Formatter):
    """Write a record without any value that came from the user's data."""

    def format(self, record: logging.LogRecord) -> str:
        """Return one line for the record, then the frames of its exception, if any."""
        moment = datetime.fromtimestamp(record.created, tz=UTC).isoformat(timespec="milliseconds")
        ours = record.name == _OURS or record.name.startswith(_OURS + ".")
        said = str(record.msg) if ours and isinstance(record.msg, str) else "(words left out)"
        lines = [f"{moment} {record.levelname} {record.name}:{record.lineno} {_one_line(said)}"]
        if record.exc_info and record.exc_info[1] is not None:
            lines.extend(frames_of(record.exc_info[1]))
        return "\n".join(lines)


class _PatientFile(logging.handlers.RotatingFileHandler):
    """A log file that a full disk silences, instead of printing tracebacks into a rating."""

    def handleError(self, record: logging.LogRecord) -> None:
        pass


def frames_of(error: BaseException) -> list[str]:
    """Describe an exception and its causes by type and place, without its words and without local values."""
    lines: list[str] = []
    for link in _chain(error):
        lines.append(f"  {type(link).__module__}.{type(link).__qualname__}")
        lines.extend(_places_of(link.__traceback__))
    return lines


def start_logging(folder: Path | None = None, *, level: int = logging.INFO) -> logging.Handler:
    """Write the log from now on; returns the handler, which :func:`stop_logging` takes away again.

    Asked again for a log that is open already, it opens nothing. A folder that cannot be written to leaves the program
    without a log, not without a window.
    """
    handler: logging.Handler
    folder = folder or places.log_folder()
    try:
        handler = logging.NullHandler() if _is_open(folder) else _rotating_file(folder)
    except OSError:
        handler = logging.NullHandler()
    handler.setFormatter(DiscreetFormatter())
    root = logging.getLogger()
    root.addHandler(handler)
    logging.getLogger(_OURS).setLevel(level)
    return handler


def stop_logging(handler: logging.Handler) -> None:
    """Close what :func:`start_logging` opened."""
    logging.getLogger().removeHandler(handler)
    handler.close()


def _is_open(folder: Path) -> bool:
    wanted = str((folder / LOG_NAME).absolute())
    return any(getattr(handler, "baseFilename", None) == wanted for handler in logging.getLogger().handlers)


def _rotating_file(folder: Path) -> logging.Handler:
    folder.mkdir(parents=True, exist_ok=True)
    return _PatientFile(
        folder / LOG_NAME, maxBytes=_BYTES, backupCount=_KEPT, encoding="utf-8", errors="backslashreplace", delay=True
    )


def _chain(error: BaseException) -> Iterator[BaseException]:
    seen: set[int] = set()
    link: BaseException | None = error
    while link is not None and id(link) not in seen:
        seen.add(id(link))
        yield link
        link = link.__cause__ or (None if link.__suppress_context__ else link.__context__)


def _places_of(trace: TracebackType | None) -> Iterator[str]:
    for frame, line in traceback.walk_tb(trace):
        # The module's name, not the file's: a path may carry the name of the person who installed the program.
        module = frame.f_globals.get("__name__", "?")
        yield f"    at {module}:{line} in {frame.f_code.co_qualname}"


def _one_line(text: str) -> str:
    return " ".join(text.split())
