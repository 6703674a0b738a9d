"""Keeping a library safe: checking it, backing it up, and saying what backups still hold."""

from __future__ import annotations

from pathlib import Path

from fidelity_rater.app.errors import UserFacingError
from fidelity_rater.app.ports.documents import DocumentKind
from fidelity_rater.app.ports.jobs import Progress
from fidelity_rater.app.ports.library import BackupNote, Library
from fidelity_rater.app.ports.queries import RatingRow
from fidelity_rater.app.rating.signing import Signing
from fidelity_rater.app.scale_shelf import ScaleShelf
from fidelity_rater.domain.caseload import Recording
from fidelity_rater.i18n import tr, tr_n


class Keeping:
    """Slow work, all of it; it belongs in jobs."""

    def __init__(self, library: Library, *, signing: Signing, scales: ScaleShelf) -> None:
        self._library, self._signing, self._scales = library, signing, scales

    def check(self, progress: Progress) -> tuple[str, ...]:
        """Look for damage in the library and for ratings whose chain or signature does not hold. None: all is well."""
        return (*self._library.check(progress), *self._check_ratings(progress))

    def notes(self) -> tuple[str, ...]:
        """What is no damage and still waits for a person, as sentences."""
        with self._library.read() as uow:
            aside = len(uow.documents.of_kind(DocumentKind.FORK))
        if not aside:
            return ()
        return (
            tr_n(
                "One second history of a rating is kept aside. It is no damage: look at it beside that rating.",
                "{n} second histories of ratings are kept aside. They are no damage: look at them beside these.",
                aside,
            ),
        )

    def _check_ratings(self, progress: Progress) -> tuple[str, ...]:
        findings = []
        with self._library.queries() as queries:
            pages = [queries.therapist_page(row.therapist.uid) for row in queries.caseload()]
        ratings = [
            (page.therapist.code, case.case.code, session.session.scheduled, rating)
            for page in pages
            for case in page.cases
            for session in case.sessions
            for rating in session.ratings
        ]
        for done, (therapist, case, number, rating) in enumerate(ratings, start=1):
            progress.tell(done, len(ratings))
            if fault := self._fault(rating):
                findings.append(
                    tr(
                        "{therapist} · {case} · session {n}: {fault}",
                        therapist=therapist,
                        case=case,
                        n=number,
                        fault=fault,
                    )
                )
        return tuple(findings)

    def _fault(self, rating: RatingRow) -> str | None:
        try:
            scale = self._scales.kept_in(self._library, rating.scale_sha256)
            return self._signing.verify(rating.uid, scale)
        except UserFacingError as error:
            return str(error)

    def back_up(self, folder: Path, progress: Progress) -> Path:
        """Write a verified, encrypted copy of the whole library into the folder; return its path."""
        return self._library.back_up(folder, progress)

    def back_up_automatically(self, progress: Progress) -> Path | None:
        """Keep a copy of the database beside it, once a day and the last few; None when none was due."""
        return self._library.back_up_automatically(progress)

    def backups_holding(self, recording: Recording) -> tuple[BackupNote, ...]:
        """Backups from which a deleted recording's sound could still be brought back."""
        return self._library.backups_holding(recording)
