"""What is covered is covered whole, whatever the blocks; what lies beside it is not touched."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from fidelity_rater.app.ports.clips import Cover, Covered
from fidelity_rater.media.clip_covering import Covering, Stretch, stretches

RATE = 1000
"""A sample is a millisecond."""
LENGTH = 400

some_covered = st.lists(
    st.builds(
        lambda start, length, cover: Covered(start, start + length, cover),
        st.integers(0, LENGTH + 20),
        st.integers(0, 120),
        st.sampled_from(Cover),
    ),
    max_size=4,
)
some_cuts = st.lists(st.integers(1, LENGTH - 1), max_size=6, unique=True).map(sorted)


def covered_sound(sound: np.ndarray, covered: list[Covered], cuts: list[int], start: int = 0) -> np.ndarray:
    covering = Covering(stretches(covered, RATE), rate=RATE, start=start)
    made = [covering.put([part])[0] for part in np.split(sound, cuts)]
    return np.concatenate([*made, *covering.rest()])


def hidden(covered: list[Covered], start: int = 0) -> np.ndarray:
    at = np.arange(LENGTH) + start
    return np.any([(one.start_ms <= at) & (at < one.end_ms) for one in covered] or [np.zeros(LENGTH, bool)], axis=0)


@given(some_covered, some_cuts, st.integers(0, 100))
@settings(max_examples=60, deadline=None)
def test_covered_samples_have_no_part_in_what_is_heard(covered: list[Covered], cuts: list[int], start: int) -> None:
    sound = np.random.default_rng(3).uniform(-1, 1, LENGTH)
    secret = hidden(covered, start)
    otherwise = np.where(secret, 5.0, sound)
    made = covered_sound(sound, covered, cuts, start)
    assert np.array_equal(made, covered_sound(otherwise, covered, [], start))
    assert np.array_equal(made[~secret], sound[~secret])


def test_a_cover_leaves_the_sound_and_comes_back_to_it_without_a_leap() -> None:
    made = covered_sound(np.full(LENGTH, 0.5), [Covered(100, 200)], [])
    assert np.abs(np.diff(made)).max() < 0.25
    assert np.abs(made[110:190]).max() == 0


def test_a_tone_is_heard_where_one_is_asked_for() -> None:
    covering = Covering((Stretch(1000, 9000, Cover.TONE),), rate=16_000, start=0)
    made = np.concatenate([*covering.put([np.zeros(10_000)]), *covering.rest()])
    assert 0.04 < np.sqrt(np.mean(made[1000:9000] ** 2)) < 0.08
    assert not made[:1000].any()


def test_a_stretch_is_never_a_sample_too_short() -> None:
    (stretch,) = stretches([Covered(1001, 1999)], 11_025)
    assert stretch.start <= 1.001 * 11_025
    assert stretch.end >= 1.999 * 11_025
