"""Attachments: found by what they hang on, and gone with their key."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from fidelity_rater.app.ports.documents import Attachment
from fidelity_rater.app.ports.sealed import SealedSound
from storage.stories import START, uid


def scan(about: str, **changes: Any) -> Attachment:
    known = {"uid": uid(), "about": about, "name": "Brief – März.pdf", "media_type": "application/pdf", "size": 77,
             "added_at": START}  # fmt: skip
    return Attachment(**{**known, **changes})


def sealed() -> SealedSound:
    return SealedSound(uuid.uuid4().hex, uuid.uuid4().bytes * 3, uuid.uuid4().hex * 2, 77)


def test_attachments_are_found_by_what_they_hang_on_oldest_first(library: Any) -> None:
    paper, other = uid(), uid()
    later, first, elsewhere = scan(paper, added_at=START + timedelta(days=1)), scan(paper), scan(other)
    with library.work() as work:
        for each in (later, first, elsewhere):
            work.attachments.add(each, sealed())
        work.commit()
    with library.read() as work:
        assert work.attachments.of(paper) == (first, later)
        assert work.attachments.of(other) == (elsewhere,)
        assert work.attachments.of(uid()) == ()
        assert work.attachments.get(later.uid) == later
        assert work.attachments.get(paper) is None


def test_a_removed_attachment_is_gone_and_may_come_again(library: Any) -> None:
    gone = scan(uid())
    with library.work() as work:
        work.attachments.add(gone, sealed())
        work.commit()
    with library.work() as work:
        work.attachments.remove(gone.uid)
    with library.work() as work:
        assert work.attachments.get(gone.uid) == gone, "it was not committed"
        work.attachments.remove(gone.uid)
        work.attachments.remove(gone.uid)
        work.commit()
    with library.work() as work:
        assert work.attachments.get(gone.uid) is None
        assert work.attachments.of(gone.about) == ()
        again = replace(gone, name="again.png")
        work.attachments.add(again, sealed())
        assert work.attachments.of(gone.about) == (again,)


def test_an_attachment_is_added_once_and_hangs_on_something(library: Any) -> None:
    there = scan(uid())
    with library.work() as work:
        work.attachments.add(there, sealed())
        work.commit()
    for wrong in (there, scan("no uid")):
        with pytest.raises(Exception), library.work() as work:  # noqa: B017, PT011 - each adapter has its own word
            work.attachments.add(wrong, sealed())
