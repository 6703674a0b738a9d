"""The cohort: which ratings are counted, and what it says of items, needs and therapists."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from app.worlds import World
from fidelity_rater.app.cohort.exhibits import DOMAINS, NEEDS, THERAPISTS, cohort_exhibit
from fidelity_rater.app.cohort.models import CohortFilters
from fidelity_rater.app.cohort.reading import Cohorts
from fidelity_rater.app.development.models import OTHERS, Choice, Exhibit, Kin, SharePicture
from fidelity_rater.domain.people import Purpose
from fidelity_rater.domain.ratings.fold import fold
from ui.results.sources import small_view


def rows_of(exhibit: Exhibit, key: int = 0) -> dict[str, dict[str, Any]]:
    return {str(row[key]): dict(zip(exhibit.table.columns, row, strict=True)) for row in exhibit.table.rows}


def test_items_are_told_by_level_with_numbers_and_spread() -> None:
    shown = cohort_exhibit(small_view(), Choice("quality"))
    found = rows_of(shown)["Label of E1"]
    assert [n for name, n in found.items() if name[0].isdigit()] == [2, 2, 4, 4, 0]
    assert (found["Numbers"], found["Therapists"], found["Below competent"]) == (12, 3, "33 %")
    assert found["Mean"] == pytest.approx(34 / 12)
    assert (found["Two raters apart"], found["Compared"]) == (1.5, 2)
    assert isinstance(shown.picture, SharePicture)
    assert shown.picture.lines[0].counts == (2, 2, 4, 4, 0)
    assert "12 signed ratings of 10 sessions, 3 therapists" in shown.intro


def test_a_row_leads_to_its_therapists_the_lowest_first() -> None:
    shown = cohort_exhibit(small_view(), Choice("quality"))
    grounds = shown.grounds[0]()
    assert [(ground.therapist_uid, ground.told) for ground in grounds] == [
        ("t3", "T03: 1.50 on 4 numbers"),
        ("t2", "T02: 3.00 on 4 numbers"),
        ("t1", "T01: 4.00 on 4 numbers"),
    ]


def test_needs_come_by_the_share_below_competent_and_then_what_should_not_be_heard() -> None:
    shown = cohort_exhibit(small_view(), Choice("quality", by=NEEDS))
    found = rows_of(shown, 1)
    assert (found["Label of E1"]["Share"], found["Label of E1"]["Below or heard"]) == ("33 %", 4)
    assert found["Label of E1"]["Of these, mean below"] == 1
    heard = found["Label of P1"]
    assert (heard["Kind"], heard["Below or heard"], heard["Ratings"]) == ("Not IPT, heard", 3, 12)
    assert shown.grounds[-1]()[0].therapist_uid == "t3", "who is heard most with it comes first"


def test_a_dimension_without_a_competent_level_tells_no_needs() -> None:
    assert "no level called competent" in cohort_exhibit(small_view(), Choice("adherence", by=NEEDS)).empty


def test_few_ratings_give_no_share() -> None:
    view = small_view()
    counts = replace(view.counts, answers=({3: 4}, {1: 4}, {}))
    shown = cohort_exhibit(replace(view, counts=counts), Choice("quality", by=NEEDS))
    found = rows_of(shown, 1)["Label of E1"]
    assert (found["Kind"], found["Share"]) == ("Too few ratings", None)


def test_therapists_stand_side_by_side_by_code() -> None:
    shown = cohort_exhibit(small_view(), Choice("quality", by=THERAPISTS))
    assert [(row[0], row[1], row[2], row[3]) for row in shown.table.rows] == [
        ("T01", 4, 4.0, 4),
        ("T02", 4, 3.0, 4),
        ("T03", 4, 1.5, 4),
    ]
    assert shown.grounds[2]()[0].therapist_uid == "t3"


def test_domains_take_their_items_together() -> None:
    shown = cohort_exhibit(small_view(), Choice("quality", by=DOMAINS))
    assert sum(row[shown.table.columns.index("Numbers")] for row in shown.table.rows) >= 12


def test_nothing_signed_is_no_cohort(world: World) -> None:
    world.begin()
    assert Cohorts(world.library, scales=world.scales).view() is None


def test_a_signed_rating_is_counted_as_the_scale_lays_it_out(world: World) -> None:
    desk = world.signed()
    cohorts = Cohorts(world.library, scales=world.scales)
    cohorts.warm()
    view = cohorts.view()
    assert view is not None
    assert (view.counts.ratings, view.kin.kind) == (1, OTHERS)
    with world.library.read() as uow:
        state = fold(uow.ratings.events(desk.rating.head.uid))
    scores = {key: standing.score for key, standing in state.scores().items()}
    counted = {
        key: next(iter(view.counts.answers[place])) for key, place in view.places.items() if view.counts.answers[place]
    }
    assert counted == {
        key: score.value for key, score in scores.items() if key in view.places and score.value is not None
    }
    elsewhere = cohorts.view(CohortFilters(phase="maintenance"))
    assert elsewhere is not None
    assert elsewhere.counts.ratings == 0
    assert cohort_exhibit(elsewhere, Choice()).empty
    unknown = cohorts.view(CohortFilters(kin=Kin("self", Purpose.SUMMATIVE)))
    assert unknown is not None
    assert unknown.kin == view.kin, "what is not to be had gives way to what is"
