"""The demo's caseload and ratings: legal on the built-in scale, allowed by consent, and as many as promised."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import UTC, date, datetime
from statistics import mean
from typing import Any

import pytest

from fidelity_rater.domain.caseload import Attendance, Consent, ConsentPurpose, FocalArea, FocusEntry, Phase
from fidelity_rater.domain.consent import refusal
from fidelity_rater.domain.people import Purpose, Role
from fidelity_rater.domain.ratings.answers import answer
from fidelity_rater.domain.ratings.chain import next_event
from fidelity_rater.domain.ratings.events import (
    CoverField,
    Draft,
    EventKind,
    Score,
    Stamp,
    harm_action_told,
    moment_marked,
    none_heard,
    note_written,
    score_given,
    score_withdrawn,
)
from fidelity_rater.domain.ratings.fold import RatingState
from fidelity_rater.domain.ratings.moments import Bearing, Moment
from fidelity_rater.domain.ratings.sheet import Sheet
from fidelity_rater.domain.ratings.shown import proscribed_open
from fidelity_rater.domain.ratings.signing import MissingKind, missing_before_signing
from fidelity_rater.resources import resource_path
from fidelity_rater.scales.loading import load_scale
from fidelity_rater.scales.model import Scale
from helpers.demo_files import Row, cases, focus_on, recorded_sessions, rows, scenes, timing, toml

RATINGS = {row["rating"]: row for row in rows("ratings.csv")}
SESSIONS = recorded_sessions()
EVENTS: dict[str, list[Row]] = defaultdict(list)
for _row in rows("events.csv"):
    EVENTS[_row["rating"]].append(_row)
MOMENTS: dict[str, list[Row]] = defaultdict(list)
for _row in rows("moments.csv"):
    MOMENTS[_row["rating"]].append(_row)


@pytest.fixture(scope="module")
def scale() -> Scale:
    return load_scale(resource_path("scales", "ipt.toml").read_bytes(), name="ipt.toml")


def consent_of(case: dict[str, Any], session: dict[str, Any]) -> Consent:
    given = case["consent"]
    return Consent(
        purposes=frozenset(ConsentPurpose(p) for p in given["purposes"]),
        hearers=frozenset(Role(h) for h in given["hearers"]),
        given_on=given["given"],
        withdrawn_on=session.get("consent_withdrawn"),
        review_on=given["review"],
    )


def draft_of(row: Row, scale: Scale, state: RatingState) -> Draft:
    """The event that a row tells, checked as the rating desk would check it."""
    if row["kind"] == "score":
        score = Score(int(row["value"])) if row["value"] else Score(state=row["state"], reason=row["reason"])
        return answer(scale, Sheet.of(state), item=row["item"], dimension=row["dimension"], score=score)
    if row["kind"] == "withdraw":
        assert state.score(row["item"], row["dimension"]) is not None
        return score_withdrawn(row["item"], row["dimension"])
    if row["kind"] == "none_heard":
        items = tuple(row["item"].split())
        form = str(state.cover(CoverField.FORM))
        assert items == tuple(item.id for item in proscribed_open(scale, Sheet.of(state), form=form))
        return none_heard(items, row["dimension"])
    if row["kind"] == "harm_action":
        return harm_action_told(row["item"], done=row["text"], told=row["told"], when=row["when"])
    assert row["kind"] == "note"
    return note_written(row["item"] or None, row["text"])


def replay(rating: Row, scale: Scale) -> RatingState:
    """Make the rating from its rows, as a library would."""
    state = RatingState()

    def take(draft: Draft, media_ms: int | None = None) -> None:
        stamp = Stamp(datetime(2024, 1, 1, tzinfo=UTC), media_ms)
        event = next_event(
            rating_uid=rating["rating"],
            head_seq=state.head_seq,
            head_hash=state.head_hash,
            draft=draft,
            stamp=stamp,
            actor=rating["rater"],
        )
        state.apply(event)

    cover: dict[str, Any] = {field: rating[field] for field in map(str, CoverField) if rating.get(field)}
    cover["focal_areas"] = rating["focal_areas"].split()
    take(Draft(EventKind.OPENED, cover))
    if rating["supersedes"]:
        for (item, dimension), standing in replay(RATINGS[rating["supersedes"]], scale).scores().items():
            take(score_given(item, dimension, standing.score))
    for row in EVENTS[rating["rating"]]:
        take(draft_of(row, scale, state), int(row["media_ms"]))
    for number, row in enumerate(MOMENTS[rating["rating"]]):
        span = int(row["start_ms"]), int(row["end_ms"])
        take(moment_marked(Moment(f"m{number}", "recording", *span, row["item"], Bearing(row["bearing"]), row["note"])))
    return state


@pytest.fixture(scope="module")
def replayed(scale: Scale) -> dict[str, RatingState]:
    return {name: replay(rating, scale) for name, rating in RATINGS.items()}


def test_three_therapists_have_four_two_and_one_cases() -> None:
    therapists = toml("caseload.toml")["therapist"]
    assert {t["code"]: len(t["case"]) for t in therapists} == {"T01": 4, "T02": 2, "T03": 1}
    assert {case["planned_sessions"] for case in cases()} == {8, 12, 16, 20}
    assert Counter(case["adaptation"] for case in cases()) == {"standard": 6, "brief": 1}


def test_courses_run_as_real_ones_do() -> None:
    for case in cases():
        numbers = [session["scheduled"] for session in case["sessions"]]
        assert numbers == list(range(1, len(numbers) + 1)), case["code"]
        held = [s for s in case["sessions"] if Attendance(s["attendance"]) is Attendance.ATTENDED]
        assert [s.get("attended") for s in held] == list(range(1, len(held) + 1)), case["code"]
        assert not any("attended" in s or "recordings" in s for s in case["sessions"] if s not in held), case["code"]
        dates = [session["held_on"] for session in case["sessions"]]
        assert dates == sorted(set(dates)), case["code"]
        order = list(Phase)
        phases = [order.index(Phase(session["phase"])) for session in case["sessions"]]
        assert phases == sorted(phases), case["code"]
    assert {s["attendance"] for case in cases() for s in case["sessions"]} == {"attended", "missed", "cancelled"}


def test_no_focal_area_stands_before_one_is_agreed_and_the_middle_phase_has_one() -> None:
    for case in cases():
        for entry in case["focus_history"]:
            FocusEntry(entry["since"], tuple(FocalArea(a) for a in entry["areas"]), entry["reason"])
        assert case["focus_history"][0]["areas"] == []
        assert all(focus_on(case, s) for s in case["sessions"] if s["phase"] != "initial"), case["code"]
    (changed,) = [case for case in cases() if len(case["focus_history"]) > 2]
    assert len(changed["focus_history"][-1]["areas"]) == 2
    assert changed["focus_history"][-1]["reason"]


def test_recordings_are_scenes_and_a_session_may_have_two() -> None:
    parts = [session["recordings"] for _, session in SESSIONS.values()]
    assert {scene for scenes_of in parts for scene in scenes_of} == set(scenes())
    assert max(len(scenes_of) for scenes_of in parts) == 2


def test_a_newcomer_starts_at_a_recording_that_nobody_has_rated() -> None:
    library = toml("caseload.toml")["library"]
    assert library["open_first"] in SESSIONS
    assert library["open_first"] not in {rating["session"] for rating in RATINGS.values()}
    assert library["stock_person"] in {person["code"] for person in toml("caseload.toml")["person"]}


def test_some_sixty_sessions_are_rated_some_of_them_twice() -> None:
    of_therapists = [r for r in RATINGS.values() if not r["calibration"]]
    signed = [r for r in of_therapists if r["status"] == "signed" and r["role"] != "trainee"]
    per_session = Counter((r["session"], r["rater"]) for r in signed)
    raters = Counter(session for session, _ in per_session)
    assert len(raters) == 61
    assert sum(count > 1 for count in raters.values()) == 20
    assert Counter(r["status"] for r in RATINGS.values())["draft"] == 3
    assert {r["role"] for r in of_therapists} == {"supervisor", "panel", "trainee"}
    assert {r["role"] for r in RATINGS.values() if r["calibration"]} == {"peer"}
    assert {r["purpose"] for r in RATINGS.values()} == {"formative", "summative"}


def test_a_rating_belongs_to_a_recorded_session_with_its_phase_and_declared_focus() -> None:
    for rating in RATINGS.values():
        case, session = SESSIONS[rating["session"]]
        assert rating["phase"] == session["phase"]
        declared = [] if session["phase"] == "initial" else focus_on(case, session)
        assert rating["focal_areas"].split() == declared
        assert date.fromisoformat(rating["opened_at"][:10]) > session["held_on"]
        assert (rating["status"] == "signed") == bool(rating["signed_at"])


def test_nobody_rates_what_consent_keeps_from_them() -> None:
    for rating in RATINGS.values():
        case, session = SESSIONS[rating["session"]]
        refused = refusal(
            consent_of(case, session),
            purpose=ConsentPurpose.TRAINING if rating["calibration"] else Purpose(rating["purpose"]),
            role=Role(rating["role"]),
            today=date.fromisoformat(rating["opened_at"][:10]),
        )
        assert refused is None, (rating["rating"], refused)
    withdrawn = [session for _, session in SESSIONS.values() if "consent_withdrawn" in session]
    assert len(withdrawn) == 1


def test_every_event_is_one_that_the_rating_desk_would_have_let_happen(replayed: dict[str, RatingState]) -> None:
    kinds = {row["kind"] for events in EVENTS.values() for row in events}
    assert kinds == {"score", "withdraw", "none_heard", "note", "harm_action"}
    assert set(EVENTS) == set(replayed)


def test_a_signed_rating_misses_nothing_and_a_draft_does(scale: Scale, replayed: dict[str, RatingState]) -> None:
    """Every moment that is asked for is there, and none speaks against its score; more are only encouraged."""
    for name, rating in RATINGS.items():
        told = missing_before_signing(scale, replayed[name], form=rating["form"])
        missing = [line for line in told if line.kind is not MissingKind.EVIDENCE_ENCOURAGED]
        assert bool(missing) == (rating["status"] == "draft"), (name, [m.message for m in missing])


def test_clicks_lie_in_the_recording_and_in_time_before_the_signature() -> None:
    lengths = timing()
    for name, rating in RATINGS.items():
        length = lengths[SESSIONS[rating["session"]][1]["recordings"][0]]["duration_ms"]
        events = EVENTS[name]
        assert [int(row["seq"]) for row in events] == list(range(1, len(events) + 1))
        assert all(0 <= int(row["media_ms"]) <= length for row in events)
        clock = [float(row["at_s"]) for row in events]
        assert clock == sorted(clock)
        if rating["signed_at"]:
            opened, signed = (datetime.fromisoformat(rating[k]) for k in ("opened_at", "signed_at"))
            assert clock[-1] <= (signed - opened).total_seconds()


def test_moments_lie_in_the_recording_and_cover_what_a_summative_rating_asks(replayed: dict[str, RatingState]) -> None:
    lengths, found = timing(), set()
    for moment in rows("moments.csv"):
        length = lengths[SESSIONS[RATINGS[moment["rating"]]["session"]][1]["recordings"][0]]["duration_ms"]
        assert 0 <= int(moment["start_ms"]) < int(moment["end_ms"]) <= length
        assert moment["bearing"] in {"for", "against"}
        found.add((moment["rating"], moment["item"], moment["dimension"]))
    for name, rating in RATINGS.items():
        for (item, dimension), standing in replayed[name].scores().items():
            value = standing.score.value
            if rating["purpose"] == "summative" and rating["status"] == "signed" and value is not None:
                asked = {"adherence": value >= 3, "quality": value != 3}.get(dimension, False)
                assert not asked or (name, item, dimension) in found, (name, item, dimension)


def test_the_states_of_a_score_and_a_harm_flag_with_its_action_all_occur(replayed: dict[str, RatingState]) -> None:
    states = Counter(s.score.state for state in replayed.values() for s in state.scores().values())
    assert states["not_this_session"] > states["could_not_be_rated"] > 0
    assert states["no_occasion"] > 0
    flagged = {item for state in replayed.values() for item, dim in state.scores() if dim == "harm"}
    assert flagged == {"CORE-11", "PRO-07"}


def quality_by_session(replayed: dict[str, RatingState], therapist: str) -> list[float]:
    means = []
    for name, rating in sorted(RATINGS.items(), key=lambda pair: SESSIONS[pair[1]["session"]][1]["held_on"]):
        if rating["session"].startswith(therapist) and rating["role"] == "supervisor" and rating["status"] == "signed":
            scores = replayed[name].scores().items()
            means.append(mean(s.score.value for (_, dim), s in scores if dim == "quality" and s.score.value))
    return means


def test_one_therapist_improves_one_is_steady_and_one_begins(replayed: dict[str, RatingState]) -> None:
    thirds = {}
    for therapist in ("T01", "T02", "T03"):
        means = quality_by_session(replayed, therapist)
        third = len(means) // 3
        thirds[therapist] = (mean(means[:third]), mean(means[-third:]))
    assert thirds["T01"][1] - thirds["T01"][0] > 0.8
    assert abs(thirds["T02"][1] - thirds["T02"][0]) < 0.4
    assert thirds["T03"][0] < 2.3
    assert thirds["T03"][1] < 3


def test_a_second_rater_differs_but_mostly_by_one_step(replayed: dict[str, RatingState]) -> None:
    by_session: dict[tuple[str, str], list[str]] = defaultdict(list)
    for name, rating in RATINGS.items():
        of_therapist = rating["role"] != "trainee" and not rating["calibration"]
        if of_therapist and rating["status"] == "signed" and not rating["supersedes"]:
            by_session[rating["session"], rating["purpose"]].append(name)
    steps: Counter[int] = Counter()
    for names in by_session.values():
        if len(names) == 2:
            first, second = (replayed[name].scores() for name in names)
            for key in first.keys() & second.keys():
                one, other = first[key].score.value, second[key].score.value
                if key[1] in ("adherence", "quality") and one is not None and other is not None:
                    steps[abs(one - other)] += 1
    assert 0.3 < steps[0] / steps.total() < 0.9
    assert (steps[0] + steps[1]) / steps.total() > 0.95


def test_a_correction_names_what_it_supersedes_and_why() -> None:
    corrections = [rating for rating in RATINGS.values() if rating["supersedes"]]
    assert corrections
    for rating in corrections:
        before = RATINGS[rating["supersedes"]]
        assert (before["session"], before["rater"]) == (rating["session"], rating["rater"])
        assert before["signed_at"] < rating["opened_at"]
        assert rating["supersede_reason"]
