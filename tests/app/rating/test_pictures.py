"""What the desk shows of the rating on it: columns, groups, what is locked and why, what is missing and where."""

from __future__ import annotations

import pytest

from app.worlds import World
from domain.scales import flat_scale, small_scale
from fidelity_rater.app.desk_models import AnswerKind, DeskDimension, DeskItem
from fidelity_rater.app.rating import pictures
from fidelity_rater.app.rating.desk import RatingDesk
from fidelity_rater.app.rating.pictures import columns_of
from fidelity_rater.domain.ratings.events import CoverField
from fidelity_rater.scales.model import Dimension, DimensionKind, Rule, RuleKind


@pytest.fixture
def desk(world: World) -> RatingDesk:
    return world.desk(world.begin(form="full"))


def item(desk: RatingDesk, name: str) -> DeskItem:
    return pictures.row(desk, desk.scale.item(name))


def dimension(desk: RatingDesk, name: str, which: str) -> DeskDimension:
    return next(d for d in item(desk, name).dimensions if d.id == which)


# Columns


@pytest.mark.parametrize(
    ("name", "columns"),
    [
        ("ipt.toml", {"adherence": 0, "quality": 1, "extent": 0}),
        ("example-single-dimension.toml", {"skill": 0}),
        ("example-globals-counts.toml", {"overall": 0, "times": 0, "departures": 0}),
    ],
)
def test_each_dimension_of_the_built_in_scales_has_its_column(world: World, name: str, columns: dict[str, int]) -> None:
    found = columns_of(world.scales.named(name))
    assert {which: found[which] for which in columns} == columns


def test_no_two_dimensions_of_an_item_share_a_column() -> None:
    dimensions = tuple(Dimension(name, name, DimensionKind.COUNT, "other") for name in "abcd")
    rules = (
        Rule(RuleKind.EXPECTED, "", "", ("a", "c"), ()),
        Rule(RuleKind.COVERAGE, "", "", ("b", "c"), ()),
        Rule(RuleKind.GLOBAL, "", "", ("d", "b"), ()),
    )
    for scale in (small_scale(), flat_scale(), small_scale(dimensions=dimensions, rules=rules, items=())):
        columns = columns_of(scale)
        for rule in scale.rules:
            taken = [columns[which] for which in rule.dimensions]
            assert len(set(taken)) == len(taken)


def test_a_groups_head_names_its_columns_where_they_are(desk: RatingDesk) -> None:
    groups = {group.id: group for group in pictures.groups(desk)}
    assert [name for name, _ in groups["core"].columns] == ["Adherence", "Quality"]
    assert [hue for _, hue in groups["core"].columns] == ["adherence", "quality"]
    only_quality = [
        group for group in groups.values() if {d.id for i in group.items for d in i.dimensions} == {"quality"}
    ]
    assert only_quality
    assert [name for name, _ in only_quality[0].columns] == ["", "Quality"]
    assert [name for name, _ in groups["proscribed"].columns] == ["Extent"]


# Items


def test_an_item_as_it_stands(desk: RatingDesk) -> None:
    row = item(desk, "CORE-01")
    assert row.missing
    assert [d.id for d in row.dimensions] == ["adherence", "quality"]
    assert all(d.kind is AnswerKind.ORDINAL for d in row.dimensions)
    assert [state.id for state in row.states] == ["could_not_be_rated"]
    desk.give("CORE-01", "adherence", 3)
    assert item(desk, "CORE-01").missing
    desk.give("CORE-01", "quality", 4)
    row = item(desk, "CORE-01")
    assert not row.missing
    assert [d.value for d in row.dimensions] == [3, 4]
    level = row.dimensions[1].level(4)
    assert level is not None
    assert level.anchor
    desk.note("CORE-01", "warm")
    assert item(desk, "CORE-01").has_note
    assert pictures.detail(desk, "CORE-01").note == "warm"


def test_what_cannot_be_answered_says_why(world: World, desk: RatingDesk) -> None:
    assert dimension(desk, "CORE-01", "quality").locked == ""
    desk.give("CORE-01", "adherence", 0)
    assert dimension(desk, "CORE-01", "quality").locked == "Not scored on what was not done."
    desk.put_state("CORE-01", "could_not_be_rated", "inaudible")
    assert dimension(desk, "CORE-01", "quality").locked == "Answered “Could not be rated”."
    assert dimension(desk, "CORE-01", "adherence").locked == ""
    given = item(desk, "CORE-01").state
    assert given is not None
    assert (given.reason, given.reason_id) == ("Inaudible", "inaudible")
    assert "phase and focal area" in dimension(desk, "INI-01", "adherence").locked
    other = world.desk(desk.rating.head.uid, person=world.introduce("Ben Other", "BO"))
    assert "Only the person" in dimension(other, "CORE-02", "adherence").locked
    assert dimension(world.signed(desk), "CORE-02", "adherence").locked == "This rating is signed."


def test_a_harm_flag_is_offered_beside_the_answers_and_asks_for_its_action(desk: RatingDesk) -> None:
    row = item(desk, "CORE-11")
    assert (row.harm_offered, row.harm_raised, row.harm_action_needed) == (True, False, False)
    assert "harm" not in [d.id for d in row.dimensions]
    desk.give("CORE-11", "harm", 1)
    assert item(desk, "CORE-11").harm_action_needed
    assert pictures.progress(desk).harm_open == 1
    desk.tell_harm_action("CORE-11", done="called", told="lead", when="")
    assert item(desk, "CORE-11").harm_action_needed
    desk.tell_harm_action("CORE-11", done="called", told="lead", when="today")
    row = item(desk, "CORE-11")
    assert (row.harm_raised, row.harm_action_needed) == (True, False)
    assert pictures.detail(desk, "CORE-11").harm.complete


def test_none_heard_is_offered_while_the_block_is_open(desk: RatingDesk) -> None:
    def offered() -> list[str]:
        return [group.id for group in pictures.groups(desk) if group.none_heard]

    assert offered() == ["proscribed"]
    desk.none_heard()
    assert offered() == []


def test_the_short_form_offers_the_rest_on_demand(world: World) -> None:
    groups = pictures.groups(world.desk(world.begin(form="short")))
    assert any(group.on_demand for group in groups)
    assert not any(group.on_demand for group in pictures.groups(_full(world)))


def _full(world: World) -> RatingDesk:
    world.opening = world.opening_of(world.introduce("Ben Other", "BO"))
    return world.desk(world.begin(form="full"))


def test_the_detail_tells_what_the_item_means_and_maps_to(desk: RatingDesk) -> None:
    found = pictures.detail(desk, "CORE-01")
    scale_item = desk.scale.item("CORE-01")
    assert (found.description, found.sounds_like) == (scale_item.description, scale_item.sounds_like)
    assert found.rule_explanation
    assert len(found.competences) == len(scale_item.competences)
    assert not set(found.competences) & set(scale_item.competences), "names, no codes"


# Around the items


def test_the_header_says_what_is_rated_for_what_on_which_scale(desk: RatingDesk) -> None:
    header = pictures.header(desk, therapist_code="T01", signed="")
    assert (header.therapist, header.case, header.session) == ("T01", "C1", "Session 6 of 16")
    assert (header.phase, header.focus, header.purpose, header.role) == (
        "Middle phase",
        "Role transition",
        "Formative",
        "Supervisor",
    )
    assert header.scale == f"{desk.scale.name} {desk.scale.version}"
    assert header.notice == desk.scale.notice
    assert header.outside_scope == ""


def test_another_adaptation_is_told_to_be_outside_the_scales_scope(world: World) -> None:
    case = world.caseload.add_case(world.therapist.uid, "C9", adaptation="eating_disorders")
    session = world.caseload.add_session(case.uid, 1)
    desk = world.desk(world.begin(session_uid=session.uid))
    assert "IPT-ED" in pictures.header(desk, therapist_code="T01").outside_scope


def test_what_is_missing_leads_to_its_place(desk: RatingDesk) -> None:
    lines = pictures.missing(desk, heard_ms=60_000, duration_ms=3_000_000)
    assert lines[0].blocking
    cover = [line.field for line in lines if line.kind == "cover"]
    assert cover == [CoverField.DIFFICULTY, CoverField.AUDIO_QUALITY]
    assert lines[-1].sentence == "49 minutes of the recording have not been heard."
    desk.give("CORE-02", "adherence", 2)
    partly = [line.item for line in pictures.missing(desk) if line.kind == "item_partly"]
    assert partly == ["CORE-02"]
    assert not [
        line for line in pictures.missing(desk, heard_ms=2_960_000, duration_ms=3_000_000) if line.kind == "unheard"
    ]


def test_the_cover_sheet_has_nothing_pre_filled_but_the_phase_and_what_is_declared(desk: RatingDesk) -> None:
    cover = pictures.cover(desk)
    assert (cover.purpose, cover.purpose_fixed, cover.phase, cover.declared_focus) == (
        "formative",
        True,
        "middle",
        ("role_transition",),
    )
    assert cover.phase_reason
    assert (cover.difficulty, cover.audio_quality, cover.acquaintance, cover.rater_focus) == (None, None, None, None)
    desk.set_cover(CoverField.DIFFICULTY, "high")
    desk.set_cover(CoverField.FOCAL_AREAS_HEARD, ["grief"])
    cover = pictures.cover(desk)
    assert (cover.difficulty, cover.rater_focus, cover.locked) == ("high", "grief", False)


def test_progress_counts_what_is_answered_and_heard(desk: RatingDesk) -> None:
    before = pictures.progress(desk, heard_ms=10, duration_ms=20)
    assert (before.scored, before.heard_ms, before.duration_ms) == (0, 10, 20)
    desk.none_heard()
    after = pictures.progress(desk)
    assert after.scored > 0
    assert after.asked == before.asked
