"""A library that holds whatever a test says was rated, by whom."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any

from fidelity_rater.app.ports.queries import Opening, PackedSheet, TherapistRow, TrajectoryRows
from fidelity_rater.domain.people import Purpose
from fidelity_rater.domain.ratings.blindness import NotBlind, saying
from fidelity_rater.domain.scoring.packed import pack_scores
from helpers.trajectories import SMALL, START, Life, core


class ToldLibrary:
    """Answers the reading of agreement, of one therapist or several, each a :class:`Life`."""

    def __init__(self, *lives: Life) -> None:
        self.lives = {f"t{n}": life for n, life in enumerate(lives, start=1)}
        self.blind: dict[str, bool] = {}
        self.later: dict[str, Mapping[str, Any]] = {}
        self.archived: set[str] = set()

    @contextmanager
    def queries(self) -> Iterator[ToldLibrary]:
        yield self

    def caseload(self) -> tuple[TherapistRow, ...]:
        return tuple(
            TherapistRow(
                replace(life.therapist, uid=uid, code=uid.upper(), archived=uid in self.archived),
                "", 1, 1, 1, len(life.sheets), 0, None,
            )
            for uid, life in self.lives.items()
        )  # fmt: skip

    def trajectory(self, uid: str) -> TrajectoryRows:
        rows = self.lives[uid].rows()

        def named(one: str) -> str:
            return f"{uid}{one}"

        sheets = tuple(
            replace(
                sheet,
                rating=replace(sheet.rating, uid=named(sheet.rating.uid), session_uid=named(sheet.session.uid)),
                session=replace(sheet.session, uid=named(sheet.session.uid)),
            )
            for sheet in rows.sheets
        )
        return replace(rows, sheets=sheets)

    def packed_sheets(self, uid: str) -> tuple[PackedSheet, ...]:
        return tuple(
            PackedSheet(replace(sheet, scores={}), pack_scores(SMALL, sheet.scores))
            for sheet in self.trajectory(uid).sheets
            if sheet.rating.signed_at is not None
        )

    def sharing(self, purpose: Purpose) -> frozenset[str]:
        """All therapists in use: who reads them finds out that nobody shares a session."""
        return frozenset(set(self.lives) - self.archived)

    def openings(self, uid: str) -> tuple[Opening, ...]:
        return tuple(
            Opening(sheet.rating.uid, sheet.rating.session_uid, self._said(sheet.rating.uid))
            for sheet in self.trajectory(uid).sheets
        )

    def closings(self, uid: str) -> Mapping[str, Mapping[str, Any]]:
        return {sheet.rating.uid: self.later.get(sheet.rating.uid, {}) for sheet in self.trajectory(uid).sheets}

    def _said(self, uid: str) -> Mapping[str, Any]:
        return saying(() if self.blind[uid] else (NotBlind.NOT_ASSIGNED,)) if uid in self.blind else {}


class ToldScales:
    """Every hash is the small scale's; one that begins with x is another scale's."""

    def kept_in(self, library: object, sha256: str) -> Any:
        return replace(SMALL, id="another", sha256=sha256) if sha256.startswith("x") else replace(SMALL, sha256=sha256)


def signed_later(life: Life, uid: str, *, days: int) -> None:
    """Let a rating have been signed so many days after the others."""
    for place, sheet in enumerate(life.sheets):
        if sheet.rating.uid == uid:
            life.sheets[place] = replace(sheet, rating=replace(sheet.rating, signed_at=START + timedelta(days=days)))


def many_rated(*, therapists: int = 5, sessions: int = 4) -> ToldLibrary:
    """Raters AE and BB on every session; CC, who is lenient, on every other one. They differ most on E2's quality."""
    lives = []
    for t in range(therapists):
        life = Life(cases=1, sessions=6)
        for s in range(1, sessions + 1):
            level = (t + s) % 3 + 1
            for place, rater in enumerate(("AE", "BB", "CC") if s % 2 else ("AE", "BB")):
                quality = min(5, level + place // 2)
                apart = (level + 2 * place + t) % 5 + 1
                life.rate(s, core(level, quality, E2=(level, apart)), rater=rater)
        lives.append(life)
    return ToldLibrary(*lives)
