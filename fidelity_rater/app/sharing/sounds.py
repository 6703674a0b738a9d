"""What sound goes along with a package: which stretches, cut how, and whether consent lets it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import date
from io import BytesIO
from typing import BinaryIO, Final, cast

from fidelity_rater.app.caseload import new_uid
from fidelity_rater.app.ports.clips import ClipCutter, Covered, Span
from fidelity_rater.app.ports.documents import Clip
from fidelity_rater.app.ports.jobs import Progress
from fidelity_rater.app.ports.library import Vault
from fidelity_rater.app.ports.packages import PackageKind, Part
from fidelity_rater.app.sharing.contents import Contents
from fidelity_rater.app.sharing.lines import CarriedClip, CarriedRecording
from fidelity_rater.app.sharing.scans import MEDIA
from fidelity_rater.domain.caseload import Consent, ConsentPurpose, Recording
from fidelity_rater.domain.consent import HeardFor, refusal
from fidelity_rater.domain.people import Purpose, Role
from fidelity_rater.domain.ratings.moments import Moment

_HEARERS: Final[Mapping[PackageKind, tuple[tuple[HeardFor, Role], ...]]] = {
    PackageKind.FEEDBACK: ((Purpose.FORMATIVE, Role.TRAINEE),),
    PackageKind.SUBMISSION: ((Purpose.FORMATIVE, Role.SUPERVISOR), (Purpose.SUMMATIVE, Role.SUPERVISOR)),
    PackageKind.ASSIGNMENT: tuple(
        (purpose, role) for role in (Role.PEER, Role.SUPERVISOR, Role.PANEL) for purpose in Purpose
    ),
    PackageKind.REFERENCE: ((ConsentPurpose.TRAINING, Role.PEER),),
    PackageKind.PORTFOLIO: ((Purpose.SUMMATIVE, Role.PANEL),),
}
"""Who hears what is sent so, and for what; one of these must be allowed."""


def may_not_leave(consent: Consent, kind: PackageKind, *, today: date) -> str | None:
    """The sentence that says why consent keeps the sound here, or None where it may go."""
    found = [refusal(consent, purpose=purpose, role=role, today=today) for purpose, role in _HEARERS.get(kind, ())]
    return found[0] if found and all(found) else None


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch to be cut, margins included, and the moments in it."""

    span: Span
    moments: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WantedSound:
    """What is to go along of one recording: the whole (no stretches), or these stretches."""

    recording: Recording
    stretches: tuple[Stretch, ...] = ()
    covered: tuple[Covered, ...] = ()

    @property
    def whole(self) -> bool:
        return not self.stretches

    @property
    def duration_ms(self) -> int:
        if self.whole:
            return self.recording.duration_ms
        return sum(stretch.span[1] - stretch.span[0] for stretch in self.stretches)


def stretches(moments: Iterable[Moment], recording: Recording, *, margin_ms: int) -> tuple[Stretch, ...]:
    """One for each moment of the recording, with its margin; those that touch are one."""
    found: list[Stretch] = []
    mine = (moment for moment in moments if moment.recording_uid == recording.uid)
    for moment in sorted(mine, key=lambda moment: (moment.start_ms, moment.end_ms, moment.uid)):
        start = max(0, moment.start_ms - margin_ms)
        end = min(recording.duration_ms, moment.end_ms + margin_ms)
        if end <= start:
            continue
        if found and start <= found[-1].span[1]:
            last = found.pop()
            found.append(Stretch((last.span[0], max(last.span[1], end)), (*last.moments, moment.uid)))
        else:
            found.append(Stretch((start, end), (moment.uid,)))
    return tuple(found)


class _Share:
    """A job's progress as one of several steps that follow on one another."""

    def __init__(self, progress: Progress, step: int, steps: int) -> None:
        self._progress, self._step, self._steps = progress, step, steps

    def tell(self, done: int, total: int) -> None:
        if total > 0:
            self._progress.tell(self._step * total + min(done, total), self._steps * total)

    def check(self) -> None:
        self._progress.check()


def step_of(progress: Progress, step: int, steps: int) -> Progress:
    return _Share(progress, step, steps)


def with_sound(
    contents: Contents,
    wanted: tuple[WantedSound, ...],
    *,
    vault: Vault,
    cutter: ClipCutter,
    room: ExitStack,
    progress: Progress,
) -> tuple[Contents, list[Part]]:
    """Cut what is to be cut; return the contents that name it, and its parts.

    Of a whole recording only its sound goes: what its file says besides may be a name. It lies in the vault's scratch
    until ``room`` is left. Raises ``Cancelled`` or ``UserFacingError``.
    """
    parts: list[Part] = []
    carried = {found.recording.uid: found for found in contents.recordings}
    clips: list[CarriedClip] = []
    for step, sound in enumerate(wanted):
        progress.check()
        share = step_of(progress, step, len(wanted))
        if not sound.whole:
            cut, new = _cut(sound, vault=vault, cutter=cutter, progress=share)
            clips += cut
            parts += new
        else:
            make = _covered if sound.covered else _bare
            found, part = make(sound, vault=vault, cutter=cutter, room=room, progress=share)
            carried[sound.recording.uid] = found
            parts.append(part)
    return replace(contents, recordings=tuple(carried.values()), clips=tuple(clips)), parts


def _cut(
    sound: WantedSound, *, vault: Vault, cutter: ClipCutter, progress: Progress
) -> tuple[list[CarriedClip], list[Part]]:
    spans = [stretch.span for stretch in sound.stretches]
    with vault.open(sound.recording.uid).open() as reader:
        made = cutter.cut(reader, spans, covered=sound.covered, progress=progress)
    clips, parts = [], []
    for stretch, cut in zip(sound.stretches, made, strict=True):
        uid = new_uid()
        name = f"{MEDIA}{uid}{cut.suffix}"
        one = stretch.moments[0] if len(stretch.moments) == 1 else ""
        clip = Clip(uid, sound.recording.uid, cut.start_ms, cut.end_ms, cut.codec, "", one, cut.altered)
        clips.append(CarriedClip(clip, name, stretch.moments))
        parts.append(Part.of_bytes(name, cut.data))
    return clips, parts


def _covered(
    sound: WantedSound, *, vault: Vault, cutter: ClipCutter, room: ExitStack, progress: Progress
) -> tuple[CarriedRecording, Part]:
    """The whole recording with stretches covered, made anew: none of the original's bytes leave."""
    out = room.enter_context(vault.scratch())
    with vault.open(sound.recording.uid).open() as reader:
        codec, suffix = cutter.whole(reader, out, covered=sound.covered, progress=progress)
    carried, part = _carried(sound.recording, out, codec=codec, suffix=suffix)
    recording = replace(carried.recording, size=part.size)
    return replace(carried, recording=recording, altered=True), part


def _bare(
    sound: WantedSound, *, vault: Vault, cutter: ClipCutter, room: ExitStack, progress: Progress
) -> tuple[CarriedRecording, Part]:
    """The whole recording without anything else of its file; what is heard, and when, stays the same."""
    with vault.open(sound.recording.uid).open() as reader:
        with ExitStack() as attempt:
            out = attempt.enter_context(vault.scratch())
            made = cutter.bare(reader, out, progress=step_of(progress, 0, 2))
            if made is not None:
                room.push(attempt.pop_all())
        if made is None:
            reader.seek(0)
            out = room.enter_context(vault.scratch())
            made = cutter.whole(reader, out, covered=(), progress=step_of(progress, 1, 2))
    codec, suffix = made
    return _carried(sound.recording, out, codec=codec, suffix=suffix)


def _carried(recording: Recording, out: BinaryIO, *, codec: str, suffix: str) -> tuple[CarriedRecording, Part]:
    """Size and hash stay those of the original, by which the same recording is known again."""
    size = out.seek(0, 2)
    name = f"{MEDIA}{recording.uid}{suffix}"
    told = replace(recording, codec=codec, container=suffix.removeprefix("."))
    return CarriedRecording(told, name), Part(name, size, lambda: _lent(out))


def _lent(file: BinaryIO) -> BinaryIO:
    """A file from its beginning, that whoever reads it may close without closing it."""
    file.seek(0)
    return cast(BinaryIO, _Lent(file))


class _Lent(BytesIO):
    def __init__(self, file: BinaryIO) -> None:
        super().__init__()
        self._file = file

    def read(self, size: int | None = -1, /) -> bytes:
        return self._file.read(-1 if size is None else size)
