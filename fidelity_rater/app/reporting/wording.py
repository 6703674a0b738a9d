"""What all reports say alike: their head, their scale, days and times, numbers with what they stand on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from statistics import fmean, stdev

from fidelity_rater.app.report_models import Facts, FixedWords, Head, Section, Words
from fidelity_rater.domain.scoring.results import SummaryScore
from fidelity_rater.i18n import language, tr, tr_n
from fidelity_rater.scales.model import Scale

HASH_SHOWN = 16
"""Enough of a hash to find by and to compare by eye."""


def head(
    title: str,
    subject: str,
    *,
    scale_language: str,
    at: datetime,
    warnings: tuple[str, ...] = (),
    notices: tuple[str, ...] = (),
) -> Head:
    """The head of any report; ``notices`` come after what is said of codes."""
    return Head(
        title=title,
        subject=subject,
        running=tr("{subject} · pseudonymised, confidential", subject=subject),
        page=tr("Page {page} of {pages}"),
        words=FixedWords(moments=tr("Heard at"), note=tr("Note"), about=tr("About"), towards=tr("The next level up")),
        language=language(),
        scale_language=scale_language,
        at=at,
        warnings=warnings,
        notices=(
            tr(
                "Pseudonymised: people appear by their codes. Codes, times and words can still lead to a person, so "
                "keep and pass on this report as you would a clinical record."
            ),
            *notices,
        ),
    )


def scale_section(scales: tuple[Scale, ...]) -> Section:
    """Which scales the figures were made on, and what must be said of each."""
    blocks: list[Facts | Words] = []
    for scale in scales:
        rows = (
            (tr("Scale"), scale.name),
            (tr("Version"), scale.version),
            (tr("Its file's SHA-256"), scale.sha256),
            (tr("Source"), scale.source),
            (tr("Permission"), scale.permission),
        )
        blocks.append(Facts(tuple(row for row in rows if row[1])))
        if scale.notice:
            blocks.append(Words(scale.notice))
    blocks.append(Words(no_claim()))
    return Section(tr("Scale"), tuple(blocks))


def no_claim() -> str:
    return tr(
        "The figures say how what was heard compares with the scale's levels. They say nothing of how the client fares."
    )


def day(on: date | None) -> str:
    return on.isoformat() if on else tr("not told")


def instant(at: datetime) -> str:
    """A time that means the same wherever the report is read."""
    return tr("{time} UTC", time=at.astimezone(UTC).strftime("%Y-%m-%d %H:%M"))


def figure(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"


def basis(score: SummaryScore) -> str:
    """What a figure stands on, or why there is none."""
    words = [score.not_computed] if score.not_computed else []
    words.append(tr_n("{n} of {asked} item scored", "{n} of {asked} items scored", score.scored, asked=score.asked))
    if score.done is not None and score.expected:
        words.append(tr("done {n} of {m} expected", n=score.done, m=score.expected))
    if score.prorated:
        words.append(tr("made up to all items from those scored"))
    if score.still_open:
        words.append(tr_n("{n} left unanswered", "{n} left unanswered", score.still_open))
    return "; ".join(words)


@dataclass(frozen=True, slots=True)
class Mean:
    """A mean with the number it stands on and, from two on, its spread."""

    values: tuple[float, ...]

    @property
    def cells(self) -> tuple[str, str, str, str]:
        """Number, mean, standard deviation, lowest to highest."""
        n = len(self.values)
        if not n:
            return "0", "–", "–", "–"
        if n == 1:
            return "1", figure(self.values[0]), "–", "–"
        reach = tr("{lowest} to {highest}", lowest=figure(min(self.values)), highest=figure(max(self.values)))
        return str(n), figure(fmean(self.values)), figure(stdev(self.values)), reach
