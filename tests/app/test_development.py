"""What the results' tabs say: profiles, domains, strengths and gaps, coverage, oneself beside the supervisor."""

from __future__ import annotations

from typing import Any

import pytest

from fidelity_rater.app.development.answers import figure, kins_of
from fidelity_rater.app.development.comparing import OVER_TIME, self_beside_supervisor
from fidelity_rater.app.development.covering import coverage
from fidelity_rater.app.development.domains import domain_profile
from fidelity_rater.app.development.gaps import Suggested, strengths_and_gaps
from fidelity_rater.app.development.models import OTHERS, SELF, Choice, Exhibit, Kin, RowPicture
from fidelity_rater.app.development.profile import PHASE, item_profile
from fidelity_rater.app.development.wholes import long_table, wide_table
from fidelity_rater.app.self_rating import Order
from fidelity_rater.domain.people import Purpose, Role
from helpers.trajectories import Life, core

FORMATIVE = Kin(OTHERS, Purpose.FORMATIVE)


def rows_of(exhibit: Exhibit) -> dict[str, dict[str, Any]]:
    """Rows by their first cell, cells by their column."""
    return {str(row[0]): dict(zip(exhibit.table.columns, row, strict=True)) for row in exhibit.table.rows}


@pytest.fixture
def life() -> Life:
    """Three formative ratings, two of one session; a summative one; a self-rating."""
    life = Life(cases=1, sessions=6)
    life.rate(1, core(3, 2))
    life.rate(3, core(3, 4), rater="AE")
    life.rate(3, core(3, 2), rater="BO", role=Role.PEER)
    life.rate(4, core(4, 5), purpose=Purpose.SUMMATIVE)
    life.rate(3, core(3, 5), rater="TT", role=Role.TRAINEE)
    return life


def test_only_what_is_alike_stands_in_one_mean(life: Life) -> None:
    chart = life.chart()
    assert kins_of(chart)[0] == FORMATIVE
    assert {kin.kind for kin in kins_of(chart)} == {OTHERS, SELF}
    found = rows_of(item_profile(chart, Choice("quality")))["Label of E1"]
    assert (found["Mean"], found["Ratings"], found["Sessions"]) == (8 / 3, 3, 2)
    assert (found["Lowest"], found["Highest"]) == (2, 4)
    assert (found["Two raters apart"], found["Sessions compared"]) == (2.0, 1)
    summative = item_profile(chart, Choice("quality", Kin(OTHERS, Purpose.SUMMATIVE)))
    assert rows_of(summative)["Label of E1"]["Mean"] == 5
    own = item_profile(chart, Choice("quality", Kin(SELF, Purpose.FORMATIVE)))
    assert rows_of(own)["Label of E1"]["Ratings"] == 1


def test_a_mean_leads_to_the_ratings_it_stands_on(life: Life) -> None:
    shown = item_profile(life.chart(), Choice("quality"))
    row = [cells[0] for cells in shown.table.rows].index("Label of E1")
    grounds = shown.grounds[row]()
    assert [(ground.rating_uid, ground.item) for ground in grounds] == [("r1", "E1"), ("r2", "E1"), ("r3", "E1")]
    assert grounds[1].told.startswith("Quality 4")
    picture = shown.picture
    assert isinstance(picture, RowPicture)
    assert shown.table.rows[shown.picture_rows[0]][0] == picture.lines[0].label


def test_a_profile_is_split_by_phase(life: Life) -> None:
    shown = item_profile(life.chart(), Choice("quality", by=PHASE))
    found = [(row[1], row[2], row[3]) for row in shown.table.rows if row[0] == "Label of E1"]
    assert found == [("Initial phase", 2, 1), ("Middle phase", 3, 2)]


def test_where_no_number_is_it_says_so() -> None:
    life = Life()
    life.rate(3, {"E1": ("could_not_be_rated",)})
    assert item_profile(life.chart(), Choice("quality")).empty == "No item has a number on quality here."


def test_a_figure_tells_its_doubt() -> None:
    assert figure([]) is None
    one = figure([("s", 3)])
    assert one is not None
    assert (one.spread, one.apart, one.compared) == (None, None, 0)
    two = figure([("s", 2), ("s", 4), ("t", 3)])
    assert two is not None
    assert (two.mean, two.n, two.sessions, two.spread, two.apart, two.compared) == (3, 3, 2, 1.0, 2, 1)


def test_domains_are_summed_up_rating_by_rating_and_no_rating_weighs_more(life: Life) -> None:
    shown = domain_profile(life.chart(), Choice("quality"))
    assert shown.table.rows, "the small scale names competences"
    for row in shown.table.rows:
        cells = dict(zip(shown.table.columns, row, strict=True))
        assert cells["Ratings"] in (None, 0, 1, 2, 3), "never as many as there are answers"


def test_strengths_and_gaps_are_counts_from_three_ratings_on() -> None:
    life = Life(sessions=6)
    for session, (first, second) in enumerate([(4, 2), (3, 2), (3, 4)], start=1):
        life.rate(session, core(3, 3, E1=(3, first), E2=(3, second), E3=(0, None), P1=(2,)))
    suggested = Suggested("Ask for one real evening.", ("E2",), "r2", "T01-C1, session 2")
    shown = strengths_and_gaps(life.chart(), Choice(), (suggested,))
    found = {(row[0], row[1]): str(row[2]) for row in shown.table.rows}
    assert found["Strength", "Label of E1"] == "Quality: competent or better in 3 of 3"
    assert found["Below competent", "Label of E2"] == "Quality: below competent in 2 of 3"
    assert found["Never seen", "Label of E3"] == "never seen: absent in all 3 ratings that judged it"
    assert ("Never rated", "Label of M2") in found
    assert found["Not IPT, or harm", "Label of P1"] == "heard in 3 of 3"
    assert found["Suggestion open", "Label of E2"] == "Ask for one real evening."
    kinds = [row[0] for row in shown.table.rows]
    seen = ["Not IPT, or harm", "Below competent", "Suggestion open", "Never seen", "Never rated", "Strength"]
    assert list(dict.fromkeys(kinds)) == seen, "the gaps are read without leafing through the strengths"
    assert [g.rating_uid for g in shown.grounds[kinds.index("Suggestion open")]()] == ["r2"]
    below = shown.grounds[kinds.index("Below competent")]()
    assert [ground.rating_uid for ground in below] == ["r1", "r2", "r3"]


def test_two_ratings_tell_neither_strength_nor_gap() -> None:
    life = Life()
    life.rate(1, core(3, 5))
    life.rate(2, core(3, 5))
    kinds = {row[0] for row in strengths_and_gaps(life.chart(), Choice()).table.rows}
    assert not kinds & {"Strength", "Below competent"}


def test_coverage_is_told_case_by_case_with_the_ratings(life: Life) -> None:
    life.rate(4, core(3, 3, M2=(3, 3)))
    life.rate(4, core(3, 3, M2=(3, 3)), rater="TT", role=Role.TRAINEE)
    shown = coverage(life.chart())
    assert shown.table.columns[1:] == ("T01-C1",)
    assert rows_of(shown)["Label of M2"]["T01-C1"] == "✓ seen in 1 of 1 rated"
    row = [cells[0] for cells in shown.table.rows].index("Label of M2")
    assert [ground.rating_uid for ground in shown.grounds[row]()] == ["r6"], "a self-rating covers nothing"


def test_oneself_is_laid_beside_the_supervisor_of_the_same_session_and_purpose(life: Life) -> None:
    chart = life.chart()
    shown = self_beside_supervisor(chart, Choice("quality"), {"r5": Order.BEFORE})
    found = rows_of(shown)["Label of E1"]
    assert (found["Self"], found["Supervisor"], found["Self less supervisor"], found["Sessions"]) == (5, 4, 1, 1)
    assert "In 1 of them" in shown.intro
    assert [ground.rating_uid for ground in shown.grounds[0]()] == ["r2", "r5"], "the supervisor's, not the peer's"
    over_time = self_beside_supervisor(chart, Choice("quality", by=OVER_TIME), {"r5": Order.BEFORE})
    assert [row[-1] for row in over_time.table.rows] == ["self-rating first"]


def test_without_a_pair_nothing_is_compared() -> None:
    life = Life()
    life.rate(3, rater="TT", role=Role.TRAINEE)
    life.rate(3, purpose=Purpose.SUMMATIVE)
    shown = self_beside_supervisor(life.chart(), Choice(), {})
    assert shown.table.rows == ()
    assert shown.empty


def test_every_answer_goes_out_long_and_wide_by_codes_only(life: Life) -> None:
    life.rate(5, {"E1": ("could_not_be_rated",)})
    chart = life.chart()
    long = long_table(chart)
    place = {name: n for n, name in enumerate(long.columns)}
    answers = {(row[place["rating"]], row[place["item"]], row[place["dimension"]]) for row in long.rows}
    assert len(answers) == len(long.rows) == sum(len(sheet.scores) for sheet in life.sheets)
    wide = wide_table(chart)
    assert len(wide.rows) == 6
    cell = dict(zip(wide.columns, wide.rows[-1], strict=True))
    assert cell["E1.adherence"] == "could_not_be_rated"
    assert cell["E2.adherence"] is None
