"""What a rating still lacks before it is signed."""

from __future__ import annotations

from domain.ratings.stories import story
from fidelity_rater.domain.ratings.events import Draft, Score, cover_set, harm_action_told, none_heard, score_given
from fidelity_rater.domain.ratings.fold import fold
from fidelity_rater.domain.ratings.signing import Missing, MissingKind, missing_before_signing
from fidelity_rater.scales.model import Scale


def missing(scale: Scale, *drafts: Draft, **cover: object) -> tuple[Missing, ...]:
    return missing_before_signing(scale, fold(story(drafts, **cover)), form="short")


def places(found: tuple[Missing, ...], kind: MissingKind) -> list[str]:
    return [m.item or m.field for m in found if m.kind is kind]


def test_an_empty_rating_cannot_be_signed(scale: Scale) -> None:
    found = missing(scale)
    assert [m.kind for m in found if m.blocking] == [MissingKind.NOTHING_SCORED]
    assert places(found, MissingKind.COVER) == ["focal_areas", "difficulty", "audio_quality"]


def test_phase_and_purpose_block_and_come_first(scale: Scale) -> None:
    found = missing(scale, cover_set("phase", None), score_given("E1", "adherence", Score(value=0)), purpose="")
    assert [m.field for m in found[:2]] == ["purpose", "phase"]
    assert [m.blocking for m in found].index(False) == 2


def test_open_and_half_answered_items_are_told_and_do_not_block(scale: Scale) -> None:
    found = missing(
        scale, score_given("E1", "adherence", Score(value=3)), score_given("E2", "adherence", Score(value=0))
    )
    assert places(found, MissingKind.ITEM_PARTLY) == ["E1"]
    assert places(found, MissingKind.ITEM_OPEN) == ["G1", "E3", "E4", "E5", "Q1", "R1", "M1", "M2"]
    assert not any(m.blocking for m in found)


def test_the_proscribed_block_is_one_line_that_none_heard_settles(scale: Scale) -> None:
    scored = score_given("E1", "adherence", Score(value=0))
    assert places(missing(scale, scored), MissingKind.PROSCRIBED_BLOCK) == ["P1"]
    assert places(missing(scale, scored, none_heard(("P1", "P2", "P7"), "extent")), MissingKind.PROSCRIBED_BLOCK) == []


def test_a_harm_flag_blocks_until_its_action_is_told(scale: Scale) -> None:
    flag = score_given("R1", "harm", Score(value=1))
    assert [(m.kind, m.item) for m in missing(scale, flag) if m.blocking] == [(MissingKind.HARM_ACTION, "R1")]
    assert missing(scale, flag)[0].kind is MissingKind.HARM_ACTION
    told = harm_action_told("R1", done="Rang the therapist", told="Clinical lead", when="today")
    assert not any(m.blocking for m in missing(scale, flag, told))


def test_any_extent_of_proscribed_harm_asks_for_its_action(scale: Scale) -> None:
    assert places(missing(scale, score_given("P7", "extent", Score(value=1))), MissingKind.HARM_ACTION) == ["P7"]
    assert places(missing(scale, score_given("P7", "extent", Score(value=0))), MissingKind.HARM_ACTION) == []
    assert places(missing(scale, score_given("P1", "extent", Score(value=4))), MissingKind.HARM_ACTION) == []


def test_a_harm_flag_outlives_a_change_of_phase(scale: Scale) -> None:
    found = missing(scale, score_given("R1", "harm", Score(value=1)), cover_set("phase", "initial"))
    assert places(found, MissingKind.HARM_ACTION) == ["R1"]


def test_a_state_that_the_new_phase_does_not_know_is_told(scale: Scale) -> None:
    none = score_given("R1", "adherence", Score(state="no_occasion", reason="never"))
    assert places(missing(scale, none), MissingKind.STATE_MISFIT) == []
    assert places(missing(scale, none, cover_set("phase", "initial")), MissingKind.STATE_MISFIT) == ["R1"]


def test_a_complete_cover_sheet_leaves_no_cover_line(scale: Scale) -> None:
    found = missing(scale, focal_areas=["grief"], difficulty="low", audio_quality="good")
    assert places(found, MissingKind.COVER) == []


def test_no_focal_area_is_asked_for_before_one_is_agreed(scale: Scale) -> None:
    assert "focal_areas" not in places(missing(scale, phase="initial"), MissingKind.COVER)
