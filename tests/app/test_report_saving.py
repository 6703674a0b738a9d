"""A report that is saved is nobody else's to read."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from fidelity_rater.app.reporting.saving import _put


@pytest.mark.skipif(os.name == "nt", reason="there the folder's rights count")
def test_only_its_owner_may_read_a_report(tmp_path: Path) -> None:
    place = tmp_path / "T01.pdf"
    place.write_bytes(b"an older one that everybody may read")
    place.chmod(0o644)
    _put(b"a report", place)
    assert place.read_bytes() == b"a report"
    assert place.stat().st_mode & 0o777 == 0o600
    assert list(tmp_path.iterdir()) == [place]
