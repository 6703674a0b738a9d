"""How sure one rating is: read from shared sessions, kept until ratings change, a reason where too little is there."""

from __future__ import annotations

from dataclasses import replace
from statistics import variance

import pytest

from app.agreement.sources import ToldLibrary, ToldScales, many_rated
from fidelity_rater.app.agreement import errors
from fidelity_rater.app.agreement.errors import RatingErrors, noise_of
from fidelity_rater.app.changes import Changed
from fidelity_rater.app.competence_models import CompetenceChart, RatingError
from fidelity_rater.app.development.chart_words import chart_in_words
from fidelity_rater.app.development.error_words import band_in_words, errors_in_words
from fidelity_rater.app.results import chart_table
from fidelity_rater.app.silent import SilentProgress
from fidelity_rater.domain.people import Purpose, Role
from helpers.trajectories import Life, core

QUIET = SilentProgress()


def read(library: ToldLibrary, chart: CompetenceChart) -> dict[str, RatingError]:
    found = errors_of(library).of(chart, QUIET)
    return {error.summary: error for error in found}


def errors_of(library: ToldLibrary) -> RatingErrors:
    return RatingErrors(library, scales=ToldScales())  # type: ignore[arg-type]


def one_chart(**more: object) -> CompetenceChart:
    life = Life()
    life.rate(1, core(3, 4), **more)
    return life.chart()


def paired(pairs: list[tuple[int, int]], **more: object) -> ToldLibrary:
    """Pairs of marks on quality of sessions, by the same two people."""
    life = Life(sessions=len(pairs))
    for session, marks in enumerate(pairs, start=1):
        for rater, mark in zip(("AE", "BB"), marks, strict=True):
            life.rate(session, core(2, mark, M1=(2, mark), R1=(2, mark), Q1=(mark,)), rater=rater, **more)
    return ToldLibrary(life)


PAIRS = [(1, 2), (2, 2), (3, 3), (4, 3), (5, 5), (2, 3)]


def test_the_error_is_that_of_two_people_s_marks_of_one_session() -> None:
    found = read(paired(PAIRS), one_chart())["quality"]
    within = sum((a - b) ** 2 / 2 for a, b in PAIRS) / len(PAIRS)
    assert found.sem is not None
    assert found.sem**2 == pytest.approx(within, rel=0.2), "two raters of like severity: the variance within sessions"
    assert found.low is not None
    assert found.high is not None
    assert found.low < found.sem < found.high
    assert (found.sessions, found.raters, found.not_blind, found.why) == (6, 2, 6, "")


def test_severity_counts_where_it_can_be_told_and_all_is_error_where_it_cannot() -> None:
    lenient = tuple((float(mark), mark + 1.0) for mark in (1, 2, 3, 4, 2, 3))
    assert noise_of(lenient).sem > noise_of(lenient).own == pytest.approx(0, abs=1e-9)
    nested = ((1.0, 2.0, None, None), (None, None, 4.0, 3.0))
    found = noise_of(nested)
    assert found.sem == found.own == pytest.approx((variance((1, 2)) / 2 + variance((4, 3)) / 2) ** 0.5)


def test_only_what_agreement_counts_is_counted() -> None:
    chart = one_chart()
    assert read(paired(PAIRS, purpose=Purpose.SUMMATIVE), chart)["quality"].sem is None, "another purpose"
    assert read(paired(PAIRS, sha256="x" * 64), chart)["quality"].sem is None, "another scale"
    assert read(paired(PAIRS, sha256="e" * 64), chart)["quality"].sem is not None, "an edition that measures the same"
    assert read(paired(PAIRS, signed=False), chart)["quality"].sem is None
    assert read(paired(PAIRS, role=Role.TRAINEE), chart)["quality"].sem is None
    archived = paired(PAIRS)
    archived.archived = {"t1"}
    assert read(archived, chart)["quality"].sem is None
    blind = paired(PAIRS)
    blind.blind = {f"t1r{n}": n != 3 for n in range(1, 13)}
    assert read(blind, chart)["quality"].not_blind == 1


@pytest.mark.parametrize(
    ("pairs", "why"),
    [
        ([], "No session has been rated by two people."),
        (PAIRS[:2], "Only 2 sessions have been rated by two people, and 5 are needed."),
        ([(3, 3)] * 6, "All scores are the same"),
    ],
)
def test_too_little_is_no_error_but_a_reason(pairs: list[tuple[int, int]], why: str) -> None:
    chart = one_chart()
    chart = replace(chart, errors=errors_of(paired(pairs)).of(chart, QUIET))
    (dot,) = chart.dots
    summary = dot.summary("quality")
    assert summary is not None
    assert chart.band_of(dot, summary) is None
    assert band_in_words(chart, dot, summary) == "uncertainty unknown"
    assert why in " ".join(errors_in_words(chart))
    assert "Band" not in " ".join(errors_in_words(chart))


def test_bands_end_with_the_scale_and_a_self_rating_has_none() -> None:
    life = Life()
    life.rate(1, core(4, 5))
    life.rate(1, core(4, 5), rater="TR", role=Role.TRAINEE)
    chart = life.chart()
    chart = replace(chart, errors=errors_of(paired(PAIRS)).of(chart, QUIET))
    dot, own = chart.dots
    summary, error = dot.summary("quality"), chart.error_of(dot, "quality")
    assert summary is not None
    assert summary.value is not None
    assert error is not None
    assert error.sem is not None
    band = chart.band_of(dot, summary)
    assert band is not None
    assert band[0] == pytest.approx(summary.value - 1.96 * error.sem)
    assert band[1] == min(summary.value + 1.96 * error.sem, 5)
    assert chart.band_of(own, summary) is None


def test_the_tables_tell_error_and_band() -> None:
    chart = one_chart()
    assert errors_in_words(chart) == (), "before it was looked at, nothing is said"
    chart = replace(chart, errors=errors_of(many_rated()).of(chart, QUIET))
    words = chart_in_words(chart)
    shown = dict(zip(words.columns, words.rows[1], strict=True))
    saved = chart_table(chart)
    kept = dict(zip(saved.columns, saved.rows[1], strict=True))
    assert shown["Likely band"] == f"{kept['band_low']:.2f} to {kept['band_high']:.2f}"
    assert kept["standard_error"] is not None
    told = " ".join(words.notes)
    assert "from 20 sessions that two or more of 3 people rated, 20 of them not known to be blind" in told
    assert f"Quality {kept['standard_error']:.2f} (" in told


def test_two_purposes_are_told_apart() -> None:
    life = Life()
    life.rate(1)
    life.rate(2, purpose=Purpose.SUMMATIVE)
    chart = life.chart()
    chart = replace(chart, errors=errors_of(paired(PAIRS)).of(chart, QUIET))
    told = " ".join(errors_in_words(chart))
    assert told.index("Formative:") < told.index("Standard error:") < told.index("Summative:")
    assert told.endswith("How sure a dot is, is not known: No session has been rated by two people.")


def test_what_was_read_is_kept_until_ratings_change(monkeypatch: pytest.MonkeyPatch) -> None:
    library = many_rated()
    source, chart = errors_of(library), one_chart()
    assert source.known(chart) is None
    found = source.of(chart, QUIET)
    assert source.known(chart) == found
    source.on_changed(Changed.SCORES)
    assert source.known(chart) == found, "a draft's scores count nowhere"
    source.on_changed(Changed.RATINGS)
    assert source.known(chart) is None


def test_what_changes_while_it_is_read_is_not_kept() -> None:
    source, chart = errors_of(many_rated()), one_chart()

    class Meanwhile(SilentProgress):
        def check(self) -> None:
            source.on_changed(Changed.RATINGS)

    assert source.of(chart, Meanwhile())
    assert source.known(chart) is None


def test_of_very_many_sessions_only_as_many_therapists_are_read_as_it_takes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(errors, "ENOUGH", 7)
    found = read(many_rated(therapists=9), one_chart())["quality"]
    assert found.sessions == 8, "two therapists of four sessions each"
