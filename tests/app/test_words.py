"""Times, labels and advice as a person reads them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from fidelity_rater.app import labels
from fidelity_rater.app.passphrases import advice
from fidelity_rater.app.spoken_time import clock_time, media_time, whole_minutes
from fidelity_rater.domain.caseload import Attendance, ConsentPurpose, FocalArea, Phase
from fidelity_rater.domain.people import Purpose, Role


@pytest.mark.parametrize(
    ("ms", "told"),
    [
        (0, "00:00.0"),
        (-5, "00:00.0"),
        (999, "00:00.9"),
        (767_399, "12:47.3"),
        (3_599_999, "59:59.9"),
        (3_767_300, "1:02:47.3"),
    ],
)
def test_media_time_is_cut_off_and_never_rounded_up(ms: int, told: str) -> None:
    assert media_time(ms) == told
    assert media_time(ms, tenths=False) == told[:-2]


def test_minutes_are_whole_ones() -> None:
    assert [whole_minutes(ms) for ms in (-1, 59_999, 60_000, 119_999)] == [0, 0, 1, 1]


def test_the_clock_on_the_wall_is_the_places_own() -> None:
    moment = datetime(2026, 3, 2, 9, 30, 5, tzinfo=UTC)
    assert clock_time(moment) == moment.astimezone().strftime("%H:%M:%S")


LABELS: list[tuple[Callable[[str], str], list[str]]] = [
    (labels.phase, list(Phase)),
    (labels.focal_area, list(FocalArea)),
    (labels.purpose, list(Purpose)),
    (labels.purpose_explained, list(Purpose)),
    (labels.role, list(Role)),
    (labels.attendance, list(Attendance)),
    (labels.consent_purpose, list(ConsentPurpose)),
    (labels.adaptation, list(labels.ADAPTATIONS)),
    (labels.difficulty, ["low", "medium", "high"]),
    (labels.audio_quality, ["good", "fair", "poor"]),
    (labels.acquaintance, ["none", "knows_therapist", "supervises_case", "own_work"]),
]


@pytest.mark.usefixtures("pseudo_locale")
@pytest.mark.parametrize(("label", "keys"), LABELS, ids=lambda value: getattr(value, "__name__", ""))
def test_every_identifier_has_a_translated_label(label: Callable[[str], str], keys: list[str]) -> None:
    told = [label(key) for key in keys]
    assert all(text.startswith("⟦") for text in told)
    assert len(set(told)) == len(keys)


def test_what_a_sites_scale_calls_its_own_is_shown_as_words() -> None:
    assert labels.phase("booster_course") == "booster course"


def test_one_or_two_focal_areas_or_none() -> None:
    assert labels.focal_areas(()) == "no focal area yet"
    assert labels.focal_areas(("grief",)) == "Grief"
    assert labels.focal_areas(("grief", "role_dispute")) == "Grief and role dispute"


@pytest.mark.parametrize(
    ("passphrase", "tone"),
    [
        ("", "none"),
        ("short one", "weak"),
        ("aaaaaaaaaaaaaaaaaaaaa", "weak"),
        ("ada likes long walks", "weak"),
        ("Jk3mWq8zRt5p", "fair"),
        ("correct horse battery", "good"),
    ],
)
def test_advice_about_a_passphrase(passphrase: str, tone: str) -> None:
    given = advice(passphrase, personal=("Ada", "Example"))
    assert given.tone == tone
    assert given.sentence
    assert not passphrase or passphrase not in given.sentence
