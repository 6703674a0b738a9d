"""Which ratings are compared, and what is said of those that are not."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from app.agreement.sources import ToldLibrary, ToldScales, signed_later
from fidelity_rater.app.agreement.gathering import gather
from fidelity_rater.app.agreement.library_models import AgreementFilters, Blindness, Gathered
from fidelity_rater.app.agreement.models import Block, Spread
from fidelity_rater.app.silent import SilentProgress
from fidelity_rater.domain.people import Purpose, Role
from fidelity_rater.domain.ratings.blindness import NotBlind, saying
from helpers.trajectories import START, Life, core

QUIET = SilentProgress()


def gathered(library: ToldLibrary, **filters: Any) -> Gathered:
    found = gather(library, AgreementFilters(**filters), scales=ToldScales(), progress=QUIET)  # type: ignore[arg-type]
    assert found is not None
    return found


def block(found: Gathered, uid: str) -> Block:
    return next(one for one in (*found.items, *found.totals) if one.uid == uid)


def pair(first: Any, second: Any, session: int = 3, life: Life | None = None) -> Life:
    life = life or Life()
    life.rate(session, first, rater="AE")
    life.rate(session, second, rater="BB")
    return life


def test_sessions_rated_by_two_become_a_table_and_a_rating_alone_is_told() -> None:
    life = pair(core(3, 3), core(2, 4))
    life.rate(4, rater="AE")
    found = gathered(ToldLibrary(life))
    assert [session.label for session in found.sessions] == ["T1 · T01-C1 · session 3"]
    assert [initials for _, initials in found.raters] == ["AE", "BB"]
    assert block(found, "E1|adherence").scores == ((3.0, 2.0),)
    assert block(found, "E1|quality").scores == ((3.0, 4.0),)
    assert found.left_out.alone == 1


def test_items_know_their_levels_and_totals_are_the_scale_s_own() -> None:
    found = gathered(ToldLibrary(pair(core(3, 3), core(2, 4))))
    one = block(found, "E1|adherence")
    assert (one.spread, one.levels, one.total) == (Spread.ORDINAL, (0.0, 1.0, 2.0, 3.0, 4.0), False)
    total = block(found, "adherence")
    assert total.scores == ((3.0, (5 * 2 + 3) / 6),), "the mean of the six expected items"
    assert (total.spread, total.total) == (Spread.INTERVAL, True)


def test_a_state_leaves_its_cell_empty_and_is_counted() -> None:
    found = gathered(ToldLibrary(pair(core(3, 3), core(3, 3, E1=("could_not_be_rated",)))))
    assert block(found, "E1|adherence").scores == ((3.0, None),)
    assert found.states == 1


def test_self_ratings_are_left_out_unless_asked_for() -> None:
    life = pair(core(3, 3), core(2, 2))
    life.rate(3, rater="TR", role=Role.TRAINEE)
    library = ToldLibrary(life)
    found = gathered(library)
    assert [initials for _, initials in found.raters] == ["AE", "BB"]
    assert found.left_out.selves == 1
    assert "TR" not in dict(found.choices.raters).values()
    everyone = gathered(library, with_self=True)
    assert [initials for _, initials in everyone.raters] == ["AE", "BB", "TR"]


def test_learning_and_deciding_are_never_compared() -> None:
    life = Life()
    life.rate(3, rater="AE", purpose=Purpose.FORMATIVE)
    life.rate(3, rater="BB", purpose=Purpose.SUMMATIVE)
    assert gathered(ToldLibrary(life)).sessions == ()
    for rater in ("CC", "DD"):
        life.rate(4, rater=rater, purpose=Purpose.SUMMATIVE)
    found = gathered(ToldLibrary(life))
    assert (found.filters.purpose, len(found.sessions)) == (Purpose.SUMMATIVE, 1)
    assert gathered(ToldLibrary(life), purpose=Purpose.FORMATIVE).sessions == ()
    assert found.choices.purposes == (Purpose.FORMATIVE, Purpose.SUMMATIVE)


def test_days_are_those_of_signing_and_raters_can_be_chosen() -> None:
    life = pair(core(3, 3), core(2, 2))
    pair(core(3, 3), core(2, 2), session=4, life=life)
    signed_later(life, "r4", days=30)
    later = (START + timedelta(days=20)).date()
    assert [len(gathered(ToldLibrary(life), **when).sessions) for when in ({}, {"until": later}, {"since": later})] == [
        2, 1, 0,
    ]  # fmt: skip
    assert gathered(ToldLibrary(life), raters=frozenset({"person AE"})).left_out.alone == 2


def test_a_phase_narrows_and_offers_what_there_is() -> None:
    life = pair(core(3, 3), core(2, 2), session=3)
    pair(core(3, 3), core(2, 2), session=1, life=life)
    found = gathered(ToldLibrary(life), phase="initial")
    assert [session.label[-1] for session in found.sessions] == ["1"]
    assert set(found.choices.phases) == {"initial", "middle"}


def test_another_scale_stands_apart_but_an_edition_that_measures_the_same_does_not() -> None:
    life = pair(core(3, 3), core(2, 2))
    life.rate(3, rater="CC", sha256="e" * 64)
    life.rate(3, rater="DD", sha256="x" * 64)
    found = gathered(ToldLibrary(life))
    assert [initials for _, initials in found.raters] == ["AE", "BB", "CC"]
    assert len(found.choices.scales) == 3
    assert gathered(ToldLibrary(life), scale_sha256="x" * 64).left_out.alone == 1


def test_a_rater_with_two_editions_of_one_session_counts_with_the_later() -> None:
    life = pair(core(3, 3), core(2, 2))
    life.rate(3, core(1, 1), rater="BB", sha256="e" * 64)
    signed_later(life, "r3", days=9)
    assert block(gathered(ToldLibrary(life)), "E1|adherence").scores == ((3.0, 1.0),)


def test_drafts_and_archived_therapists_are_nobodys() -> None:
    life = pair(core(3, 3), core(2, 2))
    life.rate(4, signed=False)
    library = ToldLibrary(life, pair(core(3, 3), core(2, 2)))
    assert [session.therapist_uid for session in gathered(library).sessions] == ["t1", "t2"]
    library.archived.add("t2")
    found = gathered(library)
    assert [session.therapist_uid for session in found.sessions] == ["t1"]
    assert found.clusters == ("t1",)
    assert found.left_out.alone == 0


def test_nothing_signed_is_nothing() -> None:
    life = Life()
    life.rate(3, signed=False)
    assert gather(ToldLibrary(life), AgreementFilters(), scales=ToldScales(), progress=QUIET) is None  # type: ignore[arg-type]


def test_a_pair_is_blind_where_both_records_say_so() -> None:
    life = Life()
    for rater in ("AE", "BB", "CC"):
        life.rate(3, rater=rater)
    library = ToldLibrary(life)
    library.blind = {"t1r1": True, "t1r2": True}
    assert gathered(library).blindness == Blindness(blind=1, unknown=2)
    library.blind["t1r3"] = False
    assert gathered(library).blindness == Blindness(blind=1, not_blind=2, one_blind=2)


def test_what_came_in_before_the_signature_counts_against_blindness() -> None:
    library = ToldLibrary(pair(core(3, 3), core(2, 2)))
    library.blind = {"t1r1": True, "t1r2": True}
    library.later["t1r2"] = saying((NotBlind.RATING,))
    assert gathered(library).blindness == Blindness(not_blind=1, one_blind=1)
