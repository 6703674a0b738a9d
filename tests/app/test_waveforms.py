"""A recording's picture is made once, kept with it, and shown only where consent allows it."""

from __future__ import annotations

from array import array
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import BinaryIO

import pytest

from app.worlds import CONSENT, QUIET, SOUND, World
from fidelity_rater.app.errors import NotAllowed, UserFacingError
from fidelity_rater.app.ports.jobs import Cancelled, Progress
from fidelity_rater.app.ports.waveform import Columns, Span, SpeechBasis, Waveform
from fidelity_rater.app.waveforms import Pictures
from fidelity_rater.domain.people import Purpose, Role

EYES = {"purpose": Purpose.FORMATIVE, "role": Role.SUPERVISOR}
_MARK = b"drawn 1:"


@dataclass(frozen=True)
class Drawn:
    """A waveform that is no more than the bytes it was made from."""

    sound: bytes
    duration_ms: int
    whole: bool = True
    lanes: int = 1
    damaged: tuple[Span, ...] = ()
    loudest: int = 0
    speech: tuple[Span, ...] = ()
    speech_basis: SpeechBasis = SpeechBasis.LOUDNESS

    @property
    def known_ms(self) -> int:
        return self.duration_ms if self.whole else 0

    @property
    def speech_known_ms(self) -> int:
        return self.known_ms

    def columns(self, lane: int | None, start_ms: float, end_ms: float, count: int) -> Columns:
        return Columns(array("h"), array("h"), array("h"))

    def pixels(
        self, lane: int | None, start_ms: float, end_ms: float, *, width: int, height: int, gain: int = 1
    ) -> bytes:
        return b""

    def as_bytes(self) -> bytes:
        if not self.whole:
            raise ValueError("not whole")
        return _MARK + self.sound


class Draughtsman:
    """Counts how often it had to draw."""

    def __init__(self) -> None:
        self.drawn = 0
        self.fault: Exception | None = None

    def warm(self) -> None:
        self.warmed = True

    def make(
        self,
        reader: BinaryIO,
        *,
        duration_ms: int,
        progress: Progress,
        grown: Callable[[Waveform], None] = lambda waveform: None,
    ) -> Waveform:
        self.drawn += 1
        self.reader = reader
        grown(Drawn(b"", duration_ms, whole=False))
        if self.fault is not None:
            raise self.fault
        progress.tell(1, 1)
        return Drawn(reader.read(), duration_ms)

    def read(self, data: bytes) -> Waveform | None:
        return Drawn(data.removeprefix(_MARK), 60_000) if data.startswith(_MARK) else None


@pytest.fixture
def maker() -> Draughtsman:
    return Draughtsman()


@pytest.fixture
def pictures(world: World, maker: Draughtsman) -> Pictures:
    return Pictures(world.library, maker=maker, recordings=world.recordings)


def test_a_picture_is_made_once_and_then_kept(world: World, pictures: Pictures, maker: Draughtsman) -> None:
    uid = world.recording().uid
    seen: list[Waveform] = []
    assert pictures.kept(uid) is None
    made = pictures.shown(uid, **EYES, progress=QUIET, grown=seen.append)
    assert (made, [w.whole for w in seen]) == (Drawn(b"a.ogg" + SOUND, 60_000), [False])
    assert maker.reader.closed
    assert pictures.kept(uid) == pictures.shown(uid, **EYES, progress=QUIET) == made
    assert maker.drawn == 1


def test_a_kept_picture_of_another_version_is_made_anew(world: World, pictures: Pictures, maker: Draughtsman) -> None:
    uid = world.recording().uid
    world.library.vault.keep_peaks(uid, b"drawn 0:")
    assert pictures.kept(uid) is None
    assert pictures.shown(uid, **EYES, progress=QUIET) == pictures.kept(uid)
    assert maker.drawn == 1


@pytest.mark.parametrize("fault", [Cancelled(), UserFacingError("undecodable")])
def test_what_was_stopped_or_failed_is_not_kept(
    world: World, pictures: Pictures, maker: Draughtsman, fault: Exception
) -> None:
    uid = world.recording().uid
    maker.fault = fault
    with pytest.raises(type(fault)):
        pictures.make(uid, QUIET)
    assert maker.reader.closed
    assert pictures.missing() == (uid,)


def test_consent_governs_what_is_drawn_and_not_what_is_kept(
    world: World, pictures: Pictures, maker: Draughtsman
) -> None:
    uid = world.recording(consent=replace(CONSENT, withdrawn_on=date(2026, 3, 2))).uid
    with pytest.raises(NotAllowed, match="withdrawn"):
        pictures.shown(uid, **EYES, progress=QUIET)
    assert maker.drawn == 0
    pictures.make(uid, QUIET)
    with pytest.raises(NotAllowed, match="withdrawn"):
        pictures.shown(uid, **EYES, progress=QUIET)


def test_what_may_not_be_heard_any_more_is_not_drawn_to_its_end_either(world: World, pictures: Pictures) -> None:
    withdrawn, deleted = world.recording().uid, world.recording(name="b.ogg").uid

    def withdraw(_: Waveform) -> None:
        world.recordings.withdraw_consent(withdrawn, date(2026, 3, 2))

    def delete(_: Waveform) -> None:
        world.recordings.delete(deleted)

    with pytest.raises(NotAllowed, match="withdrawn"):
        pictures.shown(withdrawn, **EYES, progress=QUIET, grown=withdraw)
    with pytest.raises(NotAllowed, match="deleted"):
        pictures.shown(deleted, **EYES, progress=QUIET, grown=delete)
    assert pictures.kept(deleted) is None


def test_a_deleted_recordings_picture_is_gone(world: World, pictures: Pictures) -> None:
    uid = world.recording().uid
    pictures.make(uid, QUIET)
    world.recordings.delete(uid)
    assert pictures.kept(uid) is None
    assert pictures.missing() == ()
    with pytest.raises(NotAllowed, match="deleted"):
        pictures.shown(uid, **EYES, progress=QUIET)
    with pytest.raises(UserFacingError):
        pictures.make(uid, QUIET)


def test_a_picture_that_cannot_be_kept_is_shown_and_not_asked_for_again(
    world: World, pictures: Pictures, monkeypatch: pytest.MonkeyPatch
) -> None:
    uid = world.recording().uid
    monkeypatch.setattr(world.library.vault, "keep_peaks", lambda *_: None)
    assert pictures.make(uid, QUIET).whole
    assert pictures.kept(uid) is None
    assert pictures.missing() == ()


def test_missing_pictures_are_told_latest_first(world: World, pictures: Pictures) -> None:
    first, second, third = (world.recording(name=f"{n}.ogg").uid for n in range(3))
    assert pictures.missing() == (third, second, first)
    pictures.make(second, QUIET)
    assert pictures.missing() == (third, first)
