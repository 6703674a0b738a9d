"""Run by a test in a process of its own: click while the system fails every sync, and say what came of it.

A seccomp filter makes ``fsync`` and ``fdatasync`` answer with an input/output error. A commit that waits for the disk
must fail then; one that does not wait would not notice.
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import struct
import sys
from pathlib import Path

from fidelity_rater.app.errors import DiskFull
from fidelity_rater.domain.ratings.events import Score, score_given
from fidelity_rater.storage.database import Database
from storage.stories import Story

CLICKS = 5
NO_FILTER = 77
"""Exit status where the system takes no filter."""

_CALLS = {"x86_64": (74, 75), "aarch64": (82, 83)}
"""The numbers of fsync and fdatasync."""
_NO_NEW_PRIVILEGES, _SET_SECCOMP, _FILTER = 38, 22, 2
_LOAD, _EQUAL, _RETURN = 0x20, 0x15, 0x06
_FAIL, _ALLOW = 0x00050000 | errno.EIO, 0x7FFF0000


def fail_syncs() -> bool:
    """From now on no sync of this thread succeeds; False where that cannot be arranged."""
    calls = _CALLS.get(platform.machine())
    if sys.platform != "linux" or calls is None:
        return False
    steps = [(_LOAD, 0, 0, 0), (_EQUAL, 1, 0, calls[0]), (_EQUAL, 0, 1, calls[1])]
    steps += [(_RETURN, 0, 0, _FAIL), (_RETURN, 0, 0, _ALLOW)]
    program = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *step) for step in steps))
    wrapped = ctypes.create_string_buffer(struct.pack("HxxxxxxP", len(steps), ctypes.addressof(program)))
    libc = ctypes.CDLL(None)
    if libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0) != 0:
        return False
    return bool(libc.prctl(_SET_SECCOMP, _FILTER, ctypes.byref(wrapped), 0, 0) == 0)


def main() -> None:
    database = Database.open(Path(sys.argv[1]), bytes(range(32)))
    desk = Story(database).begin()
    if not fail_syncs():
        os._exit(NO_FILTER)
    refused = 0
    event = desk.event(score_given("A", "adherence", Score(3)))
    rows = desk.rows(event)
    for _ in range(CLICKS):  # the same click, again and again, as the desk would retry it
        try:
            with database.work() as work:
                work.ratings.append(event, rows)
                work.commit()
        except DiskFull:
            refused += 1
    sys.stdout.write(f"{refused}\n")
    sys.stdout.flush()
    os._exit(0)


if __name__ == "__main__":
    main()
