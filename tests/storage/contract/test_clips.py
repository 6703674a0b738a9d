"""Clips: found by recording and package, gone with their key, and with the recording that they were cut from."""

from __future__ import annotations

import uuid
from dataclasses import replace
from typing import Any

import pytest

from fidelity_rater.app.errors import NotAllowed
from fidelity_rater.app.ports.documents import Clip
from fidelity_rater.app.ports.sealed import SealedSound
from storage.stories import START, Story, uid


def clip(recording_uid: str, **changes: Any) -> Clip:
    known = {
        "uid": uid(), "recording_uid": recording_uid, "start_ms": 1000, "end_ms": 9000, "codec": "opus",
        "package_uid": uid(), "moment_uid": uid(), "altered": True,
    }  # fmt: skip
    return Clip(**{**known, **changes})


def sealed() -> SealedSound:
    return SealedSound(uuid.uuid4().hex, uuid.uuid4().bytes * 3, uuid.uuid4().hex * 2, 77)


def test_clips_are_found_by_recording_and_by_package_in_order_of_time(story: Story) -> None:
    package = uid()
    later = clip(story.recording.uid, package_uid=package, start_ms=5000)
    earlier = clip(story.recording.uid, moment_uid="", altered=False)
    elsewhere = clip(uid(), package_uid=package, start_ms=0)
    with story.library.work() as work:
        for each in (later, earlier, elsewhere):
            work.clips.add(each, sealed())
        assert work.clips.get(later.uid) == later
        assert work.clips.of_recording(story.recording.uid) == (earlier, later)
        assert work.clips.of_package(package) == (elsewhere, later)
        assert work.clips.get(uid()) is None
        theirs = uid()
        work.aliases.set(theirs, story.recording.uid)
        named_so = clip(theirs, start_ms=7000)
        work.clips.add(named_so, sealed())
        assert work.clips.of_recording(story.recording.uid) == (earlier, later, named_so)
        assert work.clips.of_recording(theirs) == (earlier, later, named_so)


def test_a_removed_clip_is_gone_and_may_come_again(story: Story) -> None:
    gone = clip(uid())
    with story.library.work() as work:
        work.clips.add(gone, sealed())
        work.clips.remove(gone.uid)
        work.clips.remove(gone.uid)
        assert work.clips.get(gone.uid) is None
        assert work.clips.of_recording(gone.recording_uid) == work.clips.of_package(gone.package_uid) == ()
        again = replace(gone, package_uid=uid())
        work.clips.add(again, sealed())
        assert work.clips.get(gone.uid) == again


@pytest.mark.parametrize("by_alias", [False, True])
def test_clips_go_with_their_recording_in_one_step_and_come_back_no_more(story: Story, by_alias: bool) -> None:
    theirs = uid() if by_alias else story.recording.uid
    mine, other = clip(theirs), clip(uid())
    with story.library.work() as work:
        work.aliases.set(theirs, story.recording.uid)
        work.clips.add(mine, sealed())
        work.clips.add(other, sealed())
        work.commit()
    with story.library.work() as work:
        work.recordings.destroy(story.recording.uid, START)
    with story.library.work() as work:
        assert work.clips.get(mine.uid) == mine, "it was not committed"
        work.recordings.destroy(story.recording.uid, START)
        work.commit()
    with story.library.work() as work:
        assert work.clips.get(mine.uid) is None
        assert work.clips.get(other.uid) == other
        for late in (mine, clip(theirs)):
            with pytest.raises(NotAllowed, match="deleted"):
                work.clips.add(late, sealed())
