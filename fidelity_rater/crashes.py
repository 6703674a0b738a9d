"""What happens when the program itself is wrong: it is written down discreetly, and somebody is told.

Catches what no code caught: on the main thread, on other threads, in destructors, and crashes of the interpreter.
Nothing here knows a window; whoever shows one listens with :meth:`Crashes.on_crash`.
"""

from __future__ import annotations

import faulthandler
import logging
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, TextIO

from fidelity_rater import places
from fidelity_rater.logs import LOG_NAME

if TYPE_CHECKING:
    from sys import UnraisableHookArgs

_log = logging.getLogger(__name__)

FAULTS_NAME = "fidelity-rater-crash.log"


class Crashes:
    """The hooks of one running program, from :meth:`catch` until :meth:`release`."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder or places.log_folder()
        self._listeners: list[Callable[[], None]] = []
        self._faults: TextIO | None = None
        self._before = (sys.excepthook, threading.excepthook, sys.unraisablehook)

    @property
    def log_file(self) -> Path:
        """Where a person finds what was written down."""
        return self.folder / LOG_NAME

    def on_crash(self, listener: Callable[[], None]) -> None:
        """Tell this listener of every crash, on whichever thread it happens."""
        self._listeners.append(listener)

    def catch(self) -> Crashes:
        """Hook into the interpreter."""
        self._before = (sys.excepthook, threading.excepthook, sys.unraisablehook)
        sys.excepthook = self._on_uncaught
        threading.excepthook = self._on_thread_died
        sys.unraisablehook = self._on_unraisable
        with suppress(OSError):  # no place to write is no reason not to start
            self.folder.mkdir(parents=True, exist_ok=True)
            self._faults = (self.folder / FAULTS_NAME).open("a", encoding="utf-8")
            faulthandler.enable(self._faults)
        return self

    def release(self) -> None:
        """Give the interpreter its own hooks back."""
        sys.excepthook, threading.excepthook, sys.unraisablehook = self._before
        if self._faults is not None:
            faulthandler.disable()
            self._faults.close()
            self._faults = None

    def report(self, error: BaseException) -> None:
        """Write an error down that some boundary caught but cannot explain, and tell the listeners."""
        _log.critical("uncaught error", exc_info=error)
        for listener in list(self._listeners):
            try:
                listener()
            except Exception as also:  # noqa: BLE001 - telling must not crash the telling
                _log.critical("a listener for crashes failed", exc_info=also)

    def _on_uncaught(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        self.report(error)

    def _on_thread_died(self, args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None and not isinstance(args.exc_value, SystemExit):
            self.report(args.exc_value)

    def _on_unraisable(self, args: UnraisableHookArgs) -> None:
        # Destructors and callbacks out of C: worth knowing, nothing a person has to be interrupted for.
        if args.exc_value is not None:
            _log.error("error that nobody could catch", exc_info=args.exc_value)
