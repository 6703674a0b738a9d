"""What a backup of the database meets on a bad disk, which SQLite tells in words only."""

from __future__ import annotations

import pytest
from sqlcipher3 import dbapi2

from fidelity_rater.app.errors import DiskFull, LibraryInUse, NotALibrary, UserFacingError
from fidelity_rater.storage.faults import StorageBug, speaking


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("database or disk is full", DiskFull),
        ("disk I/O error", DiskFull),
        ("database disk image is malformed", NotALibrary),
        ("file is not a database", NotALibrary),
        ("database is locked", LibraryInUse),
    ],
)
def test_an_error_without_a_code_is_known_by_its_words(words: str, kind: type[UserFacingError]) -> None:
    with pytest.raises(kind), speaking():
        raise dbapi2.OperationalError(words)


def test_words_that_are_not_known_stay_a_fault_of_ours() -> None:
    with pytest.raises(StorageBug), speaking():
        raise dbapi2.OperationalError("near SELEC: syntax error")
