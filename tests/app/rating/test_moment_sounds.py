"""What a moment is heard from apart from the desk, and what is not played."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from app.worlds import CONSENT, QUIET, SOUND, START, World, reader, scale_files
from fidelity_rater.app.caseload import new_uid
from fidelity_rater.app.errors import NotAllowed
from fidelity_rater.app.ports.documents import Clip, Document, DocumentKind
from fidelity_rater.app.rating.moment_sounds import MomentSounds, MomentWanted
from fidelity_rater.app.scale_shelf import ScaleShelf
from fidelity_rater.domain.caseload import Consent, ConsentPurpose
from fidelity_rater.domain.people import Role


@pytest.fixture(scope="module")
def scales() -> ScaleShelf:
    return ScaleShelf(scale_files(), default_name="ipt.toml")


@pytest.fixture
def world(tmp_path: Path, scales: ScaleShelf) -> World:
    return World(tmp_path, scales)


@pytest.fixture
def sounds(world: World) -> MomentSounds:
    return MomentSounds(world.library, recordings=world.recordings)


def test_a_moment_is_found_in_its_recording_and_ends_with_it(world: World, sounds: MomentSounds) -> None:
    recording = world.recording()
    wanted = MomentWanted("m", world.begin(), recording.uid, 59_000, 61_500)
    play = sounds.find(wanted)
    assert (play.sound_uid, play.start_ms, play.end_ms, play.duration_ms) == (recording.uid, 59_000, 60_000, 60_000)
    assert sounds.open(play).size > 0


def test_what_the_rating_may_not_hear_is_not_played(world: World, sounds: MomentSounds) -> None:
    consent = Consent(frozenset({ConsentPurpose.SUPERVISION}), frozenset({Role.SUPERVISOR}), CONSENT.given_on)
    recording = world.recording(consent=consent)
    wanted = MomentWanted("m", world.begin(), recording.uid, 1000, 4000)
    play = sounds.find(wanted)
    world.recordings.set_consent(recording.uid, replace(consent, hearers=frozenset({Role.PANEL})))
    with pytest.raises(NotAllowed, match="in this role"):
        sounds.find(wanted)
    with pytest.raises(NotAllowed, match="in this role"):
        sounds.open(play)


def test_a_recording_or_a_rating_that_is_not_here_is_said(world: World, sounds: MomentSounds) -> None:
    rating = world.begin()
    with pytest.raises(NotAllowed, match="not in this library"):
        sounds.find(MomentWanted("m", rating, "elsewhere", 1000, 4000))
    recording = world.recording()
    with pytest.raises(NotAllowed, match="The rating"):
        sounds.find(MomentWanted("m", "elsewhere", recording.uid, 1000, 4000))


def test_a_clip_is_heard_where_the_recording_is_not_here(world: World, sounds: MomentSounds) -> None:
    rating, moment = world.begin(), new_uid()
    sealed = world.library.vault.seal(reader(), size=len(SOUND), progress=QUIET)
    clip = Clip(new_uid(), new_uid(), 8_000, 20_000, "opus", new_uid(), moment)
    body = {"ratings": [rating], "clip_of": {moment: clip.uid}}
    with world.library.work() as work:
        work.clips.add(clip, sealed)
        work.documents.keep(
            Document(new_uid(), DocumentKind.PORTFOLIO, world.therapist.uid, world.person.uid, body, START, START)
        )
        work.commit()
    play = sounds.find(MomentWanted(moment, rating, clip.recording_uid, 10_000, 14_000))
    assert (play.sound_uid, play.clip, play.start_ms, play.end_ms, play.offset_ms) == (clip.uid, True, 0, 12_000, 8_000)
