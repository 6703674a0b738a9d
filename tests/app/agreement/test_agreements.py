"""A library's agreement: the worst items first, who is severe, what it stands on, and evidence side by side."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.agreement.sources import ToldLibrary, ToldScales, many_rated
from app.worlds import QUIET, World
from fidelity_rater.app.agreement.agreements import Agreements
from fidelity_rater.app.agreement.library_models import AgreementFilters, AgreementView, Blindness, LeftOut
from fidelity_rater.app.agreement.models import Coefficient, Design, Facts, Refused, StudyWish
from fidelity_rater.app.agreement.sentences import (
    basis,
    blindness_words,
    depth_sentences,
    headline,
    left_out,
    nesting_words,
    nothing_to_compare,
    under_headline,
)
from fidelity_rater.app.agreement.tables import coefficients_table, items_table, severity_table
from fidelity_rater.app.inline_jobs import InlineJobs
from fidelity_rater.app.rating.opening import RatingChoice
from fidelity_rater.domain.people import Purpose, Role
from fidelity_rater.domain.ratings.events import moment_marked
from fidelity_rater.domain.ratings.moments import Moment
from helpers.trajectories import Life

FEW = StudyWish(resamples=60)


def agreements(library: ToldLibrary) -> Agreements:
    return Agreements(library, scales=ToldScales())  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def view() -> AgreementView:
    found = agreements(many_rated()).view(AgreementFilters(), QUIET, wish=FEW)
    assert found is not None
    return found


def test_the_worst_item_comes_first_and_totals_have_a_coefficient(view: AgreementView) -> None:
    assert view.study.items[0].block.uid == "E2|quality"
    assert [one.value for one in view.study.items if one.value is not None] == sorted(
        one.value for one in view.study.items if one.value is not None
    )
    quality = next(one for one in view.study.totals if one.block.uid == "quality")
    assert isinstance(quality.main, Coefficient)
    assert quality.main.name == "ICC(2,1)"
    assert view.study.by_clusters, "sessions of one therapist are drawn together"


def test_constant_items_stand_last_with_their_sentence(view: AgreementView) -> None:
    last = view.study.items[-1]
    assert isinstance(last.main, Refused)
    assert "All scores are the same" in headline(last)
    assert last.exact == 1.0


def test_the_lenient_rater_is_told(view: AgreementView) -> None:
    quality = dict(view.severities)["quality"]
    of = {one.initials: one for one in quality}
    assert of["CC"].sessions == 10
    assert of["CC"].difference > 0.5
    assert of["CC"].low is not None
    assert of["CC"].low > 0


def test_what_it_stands_on_is_said(view: AgreementView) -> None:
    assert basis(view) == "20 sessions that two or more people have rated; 5 therapists, 3 raters."
    total = view.study.totals[0]
    assert "20 sessions" in under_headline(total)
    assert total.depth is not None
    told = " ".join(depth_sentences(total.depth, of="Adherence"))
    assert "therapist" in told
    assert "cluster" not in told


def test_blindness_is_told_with_what_is_not_known() -> None:
    assert blindness_words(Blindness()) == ""
    assert blindness_words(Blindness(unknown=3)) == "Whether pairs were rated blind is not recorded."
    assert blindness_words(Blindness(blind=3)) == "All pairs were rated blind."
    assert blindness_words(Blindness(blind=3, not_blind=1)) == "3 of 4 pairs were rated blind."
    told = blindness_words(Blindness(not_blind=8, one_blind=8))
    assert told == "0 of 8 pairs were rated blind, in 8 one of the two was."
    assert blindness_words(Blindness(blind=1, unknown=2)) == "1 of 3 pairs were rated blind; of 2 it is not recorded."


def test_few_therapists_make_intervals_doubtful(view: AgreementView) -> None:
    assert "whole therapists, 5" in nesting_words(view.study)
    few = agreements(many_rated(therapists=2)).view(AgreementFilters(), QUIET, wish=FEW)
    assert few is not None
    assert "Sessions of only 2 therapists" in nesting_words(few.study)


def test_what_is_left_out_is_told(view: AgreementView) -> None:
    assert left_out(view) == ""
    changed = replace(view, gathered=replace(view.gathered, left_out=LeftOut(2, 1), states=3))
    told = left_out(changed)
    assert "2 ratings stand alone" in told
    assert "1 self-rating" in told
    assert "3 answers are no numbers" in told


def test_an_empty_screen_says_what_to_do() -> None:
    assert "signed yet" in nothing_to_compare(None)[0]
    life = Life()
    life.rate(3)
    alone = agreements(ToldLibrary(life)).view(AgreementFilters(), QUIET)
    assert alone is not None
    assert "rated by two people yet" in nothing_to_compare(alone)[0]
    narrow = agreements(many_rated()).view(AgreementFilters(phase="maintenance"), QUIET)
    assert narrow is not None
    assert "fits these filters" in nothing_to_compare(narrow)[0]


def test_items_go_deeper_on_demand_and_totals_are_deep_already(view: AgreementView) -> None:
    found = agreements(many_rated())
    item = view.study.items[0]
    assert item.depth is None
    assert [name for name, _ in item.answers] == ["ac2_linear"]
    deep = found.deeper(view, item)
    assert deep.depth is not None
    assert {"kappa", "alpha_ordinal", "icc_2_1"} < dict(deep.answers).keys()
    assert (deep.exact, deep.near, deep.notes) == (item.exact, item.near, item.notes)
    assert isinstance(deep.main, Coefficient)
    assert isinstance(item.main, Coefficient)
    assert deep.main.value == pytest.approx(item.main.value)
    assert deep.main.low == pytest.approx(item.main.low)
    assert found.deeper(view, deep) is deep


@pytest.mark.parametrize(
    ("rows", "design"),
    [
        ([(1, 2), (3, 4), (None, None)], Design.CROSSED),
        ([(1, 2, None), (None, 2, 3), (1, None, 3)], Design.NESTED),
        ([(1, 2, None), (2, 2, None), (None, 2, 3)], Design.PARTLY),
        ([(1, 2, None, 4), (2, 2, None, None), (None, 2, 3, None)], Design.PARTLY),
    ],
)
def test_facts_count_who_rated_what(rows: list[tuple[float | None, ...]], design: Design) -> None:
    facts = Facts.of(tuple(rows))
    given = [score for row in rows for score in row if score is not None]
    assert (facts.design, facts.ratings, facts.levels) == (design, len(given), len(set(given)))
    assert facts.raters == len(rows[0])
    assert facts.targets == sum(any(score is not None for score in row) for row in rows)
    assert facts.missing == facts.targets * facts.raters - facts.ratings
    assert facts.shared == facts.targets


def test_tables_hold_what_is_shown(view: AgreementView) -> None:
    items = items_table(view)
    assert items.rows[0][0] == "Label of E2, quality"
    assert {row[0] for row in items.rows[-2:]} == {"Adherence", "Quality"}
    assert view.notice in items.notes
    everything = coefficients_table(view.study.totals[0])
    assert "ICC(3,k)" in {row[0] for row in everything.rows}
    assert {row[1] for row in severity_table(view).rows} == {"AE", "BB", "CC"}


def test_two_people_s_evidence_stands_side_by_side(world: World) -> None:
    """Really signed ratings of a session in one library, each with its moments and note."""
    other = world.introduce("Bea Other", "BO")
    for person, level in ((world.person, 3), (other, 1)):
        uid = world.opening_of(person).begin(RatingChoice(world.session.uid, Purpose.FORMATIVE, Role.PANEL))
        desk = world.desk(uid, person=person)
        desk.give("CORE-01", "adherence", level)
        desk.do(moment_marked(Moment(f"m{level}", "rec", 1000 * level, 1000 * level + 5000, item="CORE-01")))
        desk.note("CORE-01", f"note of {person.initials}")
        world.signed(desk)
    found = Agreements(world.library, scales=world.scales)
    view = found.view(AgreementFilters(), QUIET, wish=FEW)
    assert view is not None
    assert isinstance(view.study.items[0].main, Refused), "one session is too few for a number"
    block = next(one.block for one in view.study.items if one.block.uid == "CORE-01|adherence")
    (session,) = found.side_by_side(view, block)
    assert session.apart == 2
    assert [(side.rating.initials, side.value, side.note) for side in session.sides] == [
        ("AE", 3, "note of AE"),
        ("BO", 1, "note of BO"),
    ]
    assert [[m.start_ms for m in side.moments] for side in session.sides] == [[3000], [1000]]
    assert session.sides[0].answer.startswith("3 ")


def test_runs_on_any_runner(view: AgreementView) -> None:
    told: list[tuple[int, int]] = []
    InlineJobs().start(
        lambda progress: agreements(many_rated()).view(AgreementFilters(), progress, wish=FEW),
        done=lambda found: told.append((-1, -1)),
        failed=lambda error: pytest.fail(str(error)),
        progress=lambda done, total: told.append((done, total)),
    )
    assert told[-1] == (-1, -1)
    assert (1000, 1000) in told
