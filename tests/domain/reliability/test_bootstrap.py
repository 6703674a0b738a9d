"""Resampled intervals: repeatable, after the book, and drawn by cluster where targets are nested."""

from __future__ import annotations

import numpy as np
import pytest

from domain.reliability.agreement_tables import ANXIETY
from fidelity_rater.domain.reliability import bootstrap
from fidelity_rater.domain.reliability.alpha import krippendorffs_alpha
from fidelity_rater.domain.reliability.bootstrap import Method, Resampling, Summed, interval_of, resampled
from fidelity_rater.domain.reliability.counting import FloatArray
from fidelity_rater.domain.reliability.kappa import cohens_kappa, lights_kappa
from fidelity_rater.domain.reliability.models import IntervalBy

HEIGHTS = np.random.default_rng(3).gamma(2.0, size=25)


def mean_of(values: FloatArray) -> Summed:
    parts = np.stack([np.ones(len(values)), values], axis=1)
    with np.errstate(invalid="ignore"):
        return Summed(parts, lambda sums: sums[..., 1:] / sums[..., :1])


def drawn(resampling: Resampling, targets: int) -> FloatArray:
    return np.concatenate(list(resampled(resampling, targets)))


def nested(therapists: int, each: int) -> tuple[FloatArray, list[str]]:
    """Two raters, and recordings that are all alike within a therapist."""
    generator = np.random.default_rng(7)
    scores = np.repeat(generator.integers(0, 5, size=(therapists, 2)), each, axis=0).astype(np.float64)
    return scores, [f"T{number}" for number in np.repeat(np.arange(therapists), each)]


def test_anyone_can_repeat_the_draws() -> None:
    """What the module says of the draws, done by hand: raw outputs of PCG64, shifted, scaled, floored."""
    bits = np.random.PCG64(11)
    by_hand = [[0] * 7 for _resample in range(3)]
    for resample in by_hand:
        for _draw in range(7):
            resample[int((int(bits.random_raw()) >> 11) / 2**53 * 7)] += 1
    assert drawn(Resampling(resamples=3, seed=11), 7).tolist() == by_hand
    assert by_hand[0] == [3, 1, 0, 1, 1, 0, 1]


def test_blocks_do_not_change_the_draws(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = drawn(Resampling(resamples=50), 12)
    monkeypatch.setattr(bootstrap, "_BLOCK_CELLS", 100)
    assert len(next(resampled(Resampling(resamples=50), 12))) == 8
    assert np.array_equal(drawn(Resampling(resamples=50), 12), whole)


def test_the_same_seed_gives_the_same_interval() -> None:
    again = [krippendorffs_alpha(ANXIETY, resampling=Resampling(seed=seed)) for seed in (5, 5, 6)]
    assert again[0] == again[1]
    assert again[0].low != again[2].low
    assert again[0].interval_by is IntervalBy.BOOTSTRAP


def test_a_cluster_is_drawn_whole() -> None:
    clusters = ["b", "a", "b", "c", "a"]
    for often in drawn(Resampling(resamples=40, clusters=clusters), 5):
        assert often[0] == often[2]
        assert often[1] == often[4]
        assert often[0] + often[1] + often[3] == 3


def test_nesting_widens_the_interval() -> None:
    scores, therapists = nested(12, 6)
    flat = lights_kappa(scores, weights="quadratic", resampling=Resampling(method=Method.PERCENTILE))
    whole = Resampling(clusters=therapists, method=Method.PERCENTILE)
    by_therapist = lights_kappa(scores, weights="quadratic", resampling=whole)
    assert by_therapist.value == flat.value
    assert width(by_therapist.low, by_therapist.high) > 1.8 * width(flat.low, flat.high)


def test_alike_within_clusters_are_no_more_than_their_clusters() -> None:
    scores, therapists = nested(12, 6)
    by_therapist = cohens_kappa(scores, weights="linear", resampling=Resampling(clusters=therapists))
    # The same order of labels, so that the same clusters are drawn.
    one_each = cohens_kappa(scores[::6], weights="linear", resampling=Resampling(clusters=therapists[::6]))
    assert by_therapist.low == pytest.approx(one_each.low, abs=1e-12)
    assert by_therapist.high == pytest.approx(one_each.high, abs=1e-12)


@pytest.mark.parametrize("method", list(Method))
def test_intervals_are_those_of_the_book(method: Method) -> None:
    """Against another implementation of Efron & Tibshirani, given the same resamples."""
    stats = pytest.importorskip("scipy.stats")
    resampling = Resampling(resamples=400, method=method)
    values = mean_of(HEIGHTS)(drawn(resampling, 25))[:, 0]
    earlier = stats.bootstrap((HEIGHTS,), np.mean, n_resamples=2, method=method.value, rng=1)
    earlier.bootstrap_distribution = values
    theirs = stats.bootstrap((HEIGHTS,), np.mean, n_resamples=0, method=method.value, bootstrap_result=earlier)
    ours = interval_of(mean_of(HEIGHTS), 25, resampling)
    assert ours.low == pytest.approx(theirs.confidence_interval.low)
    assert ours.high == pytest.approx(theirs.confidence_interval.high)


@pytest.mark.parametrize("groups", [400, 7])
def test_leaving_out_is_the_same_however_it_is_done(monkeypatch: pytest.MonkeyPatch, groups: int) -> None:
    """What is summed leaves a unit out by subtraction; what is not, by a weight of nothing."""
    monkeypatch.setattr(bootstrap, "_GROUPS", groups)
    summed = mean_of(HEIGHTS)
    clusters = [str(number % 9) for number in range(25)]
    for resampling in (Resampling(resamples=50), Resampling(resamples=50, clusters=clusters)):
        by_sums = interval_of(summed, 25, resampling)
        by_weights = interval_of(summed.__call__, 25, resampling)
        assert (by_sums.low, by_sums.high) == (pytest.approx(by_weights.low), pytest.approx(by_weights.high))


def test_parts_that_are_nearly_all_nothing_sum_as_others_do() -> None:
    draw = np.random.default_rng(8)
    parts = np.where(draw.random((200, 260)) < 0.02, draw.normal(size=(200, 260)), 0.0)
    parts[:, 30:60] = 1.0
    weights = draw.integers(0, 4, size=(120, 200)).astype(np.float64)
    summed = Summed(parts, lambda sums: sums)
    assert summed._thin[1] is not None
    assert np.allclose(summed(weights), weights @ parts)
    assert np.allclose(summed(weights[:3]), weights[:3] @ parts)


def test_many_units_are_left_out_in_groups(monkeypatch: pytest.MonkeyPatch) -> None:
    exact = interval_of(mean_of(HEIGHTS), 25, Resampling())
    monkeypatch.setattr(bootstrap, "_GROUPS", 13)
    grouped = interval_of(mean_of(HEIGHTS), 25, Resampling())
    assert grouped.low != exact.low
    assert grouped.low == pytest.approx(exact.low, abs=0.05)


def test_no_interval_rather_than_an_empty_one() -> None:
    same = krippendorffs_alpha(np.array([[1, 1], [2, 2], [3, 3], [4, 4]]))
    assert (same.value, same.low, same.interval_by) == (1, None, IntervalBy.NONE)
    assert "same value" in same.notes[0]
    one = krippendorffs_alpha(ANXIETY, resampling=Resampling(clusters=["A"] * 20))
    assert (one.low, one.high) == (None, None)
    assert "Nothing was resampled" in one.notes[0]


def test_resamples_in_which_nothing_is_defined_are_left_out_and_counted() -> None:
    """With one odd target in eight, a third of the resamples hold only equal scores."""
    rare = np.array([[1, 1]] * 7 + [[2, 3.0]])
    alpha = krippendorffs_alpha(rare)
    assert alpha.low is not None
    assert alpha.notes[0].endswith("resamples this was not defined; they were left out.")
    assert "Only 8 units" in alpha.notes[1]


def test_clusters_that_do_not_fit_are_a_mistake_of_the_caller() -> None:
    with pytest.raises(ValueError, match="one cluster"):
        krippendorffs_alpha(ANXIETY, resampling=Resampling(clusters=["A"] * 19))


def width(low: float | None, high: float | None) -> float:
    assert low is not None
    assert high is not None
    return high - low
