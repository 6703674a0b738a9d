"""Coverage: seen, not seen in so many, or not covered once every session was rated."""

from __future__ import annotations

from domain.scales import RECORDING, flat_scale, sheet_of
from fidelity_rater.domain.scoring.coverage import HeldSession, RatedSession, coverage_of_case
from fidelity_rater.domain.scoring.results import Coverage, ItemCoverage
from fidelity_rater.scales.model import Scale

MIDDLE = [HeldSession(f"s{n}", "middle", ("grief",)) for n in (5, 6, 7)]


def rated(session: str, item: str, *answers: int | str, phase: str = "middle", focus: str = "grief") -> RatedSession:
    return RatedSession(session, sheet_of({item: answers} if answers else {}, phase=phase, focal_areas=(focus,)))


def of_item(found: tuple[ItemCoverage, ...], item: str) -> tuple[Coverage, int, int, int]:
    coverage = next(c for c in found if c.item == item)
    return coverage.coverage, coverage.seen_in, coverage.rated, coverage.held


def test_seen_needs_more_than_a_mention(scale: Scale) -> None:
    mentioned = coverage_of_case(scale, [rated("s5", "M2", 1)], MIDDLE)
    assert of_item(mentioned, "M2") == (Coverage.NOT_SEEN, 0, 1, 3)
    seen = coverage_of_case(scale, [rated("s5", "M2", 1), rated("s6", "M2", 2)], MIDDLE)
    assert of_item(seen, "M2") == (Coverage.SEEN, 1, 2, 3)


def test_not_covered_only_once_every_session_of_the_phase_was_judged(scale: Scale) -> None:
    two = [rated("s5", "M2", 0), rated("s6", "M2", "not_this_session")]
    assert of_item(coverage_of_case(scale, two, MIDDLE), "M2") == (Coverage.NOT_SEEN, 0, 2, 3)
    three = [*two, rated("s7", "M2", 1)]
    assert of_item(coverage_of_case(scale, three, MIDDLE), "M2") == (Coverage.NOT_COVERED, 0, 3, 3)


def test_an_open_or_unratable_item_was_not_judged(scale: Scale) -> None:
    judged = [rated("s5", "M2", 0), rated("s6", "M2", RECORDING), rated("s7", "M2")]
    assert of_item(coverage_of_case(scale, judged, MIDDLE), "M2") == (Coverage.NOT_SEEN, 0, 1, 3)


def test_two_ratings_of_one_session_count_once(scale: Scale) -> None:
    twice = [rated("s5", "M2", 3), rated("s5", "M2", 2)]
    assert of_item(coverage_of_case(scale, twice, MIDDLE), "M2") == (Coverage.SEEN, 1, 1, 3)


def test_risk_is_expected_once_in_the_initial_phase_and_nowhere_else(scale: Scale) -> None:
    held = [HeldSession("s1", "initial", ()), HeldSession("s2", "initial", ()), *MIDDLE]
    found = coverage_of_case(scale, [rated("s5", "R1", 4), rated("s1", "R1", 0, phase="initial")], held)
    assert of_item(found, "R1") == (Coverage.NOT_SEEN, 0, 1, 2)


def test_items_that_no_session_was_due_for_are_left_out(scale: Scale) -> None:
    no_grief = [HeldSession("s5", "middle", ("role_dispute",))]
    assert [c.item for c in coverage_of_case(scale, [], no_grief)] == ["M2"]
    assert coverage_of_case(scale, [], []) == ()


def test_the_phase_a_rater_confirmed_holds_over_the_sessions(scale: Scale) -> None:
    held = [HeldSession("s4", "initial", ())]
    found = coverage_of_case(scale, [rated("s4", "M2", 3)], held)
    assert [c.item for c in found] == ["M2", "F1"]
    assert of_item(found, "M2") == (Coverage.SEEN, 1, 1, 1)


def test_a_scale_without_the_rule_has_no_coverage() -> None:
    assert coverage_of_case(flat_scale(), [], MIDDLE) == ()
