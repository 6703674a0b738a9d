"""A recording's picture: read where it is kept, made and kept where it is not, shown where consent allows it."""

from __future__ import annotations

from collections.abc import Callable

from fidelity_rater.app.errors import NotAllowed
from fidelity_rater.app.ports.jobs import Progress
from fidelity_rater.app.ports.library import Library
from fidelity_rater.app.ports.waveform import Waveform, Waveforms
from fidelity_rater.app.recordings import Recordings
from fidelity_rater.domain.consent import HeardFor
from fidelity_rater.domain.people import Role

Grown = Callable[[Waveform], None]


def _unwatched(waveform: Waveform) -> None:
    """For a picture that nobody looks at while it is made."""


class Pictures:
    """The pictures of a library's recordings. Every method belongs in a job."""

    def __init__(self, library: Library, *, maker: Waveforms, recordings: Recordings) -> None:
        self._library, self._maker, self._recordings = library, maker, recordings
        self._unkept: set[str] = set()

    def shown(
        self, recording_uid: str, *, purpose: HeardFor, role: Role, progress: Progress, grown: Grown = _unwatched
    ) -> Waveform:
        """The picture for a rater's eyes: the kept one at once, else made while it is watched growing.

        Raises ``NotAllowed`` where consent does not cover it, otherwise as :meth:`make`.
        """
        self._check(recording_uid, purpose, role)
        if (kept := self.kept(recording_uid)) is not None:
            return kept
        progress.tell(0, 1)  # at once: others who draw step aside
        made = self.make(recording_uid, progress, grown)
        # That took its time: consent may have been withdrawn meanwhile, or the recording deleted.
        self._check(recording_uid, purpose, role)
        return made

    def _check(self, recording_uid: str, purpose: HeardFor, role: Role) -> None:
        with self._library.read() as uow:
            recording = uow.recordings.get(recording_uid)
        if sentence := self._recordings.why_not(recording, purpose=purpose, role=role):
            raise NotAllowed(sentence)

    def warm(self) -> None:
        """Have imported what reading a picture needs, before anybody waits for it."""
        self._maker.warm()

    def kept(self, recording_uid: str) -> Waveform | None:
        """The kept picture, fast; None where there is none that can be read. Asks nobody's consent: not for showing."""
        peaks = self._library.vault.peaks(recording_uid)
        return None if peaks is None else self._maker.read(peaks)

    def make(self, recording_uid: str, progress: Progress, grown: Grown = _unwatched) -> Waveform:
        """Decode the sound once and keep its picture; what cannot be kept costs only speed.

        ``grown`` is called on the job's thread, as :meth:`Waveforms.make` says. Asks nobody's consent, so that a
        recording's picture can be made while it is imported. Raises ``Cancelled``, or ``UserFacingError`` where the
        sound is gone or cannot be decoded.
        """
        with self._library.read() as uow:
            duration_ms = uow.recordings.get(recording_uid).duration_ms
        with self._library.vault.open(recording_uid).open() as reader:
            waveform = self._maker.make(reader, duration_ms=duration_ms, progress=progress, grown=grown)
        self._library.vault.keep_peaks(recording_uid, waveform.as_bytes())
        if not self._library.vault.has_peaks(recording_uid):
            self._unkept.add(recording_uid)
        return waveform

    def missing(self) -> tuple[str, ...]:
        """Recordings that no picture is kept of, the latest first; without those whose picture could not be kept.

        Whoever makes one after another comes to an end on a full disk too; the next opening tries those again.
        """
        with self._library.read() as uow:
            living = uow.recordings.living()
        return tuple(uid for uid in living if uid not in self._unkept and not self._library.vault.has_peaks(uid))
