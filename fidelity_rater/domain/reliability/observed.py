"""Observed agreement of raters on targets and what chance would give: the ground of Fleiss' kappa and Gwet's AC.

Of target i let r_i be its ratings, c_ik those of level k and c*_ik = sum over l of w_kl c_il. Then

    p_a  = sum over i with r_i >= 2 of a_i / n', a_i = sum over k of c_ik (c*_ik - 1) / (r_i (r_i - 1)),
    pi_k = sum over i with r_i >= 1 of (c_ik / r_i) / n

with n' targets rated twice or more and n targets rated at all (Gwet 2014, Handbook of Inter-Rater Reliability, 4th
ed.: targets rated once tell of the levels' frequency, not of agreement). Every sum is linear in
the targets.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from fidelity_rater.domain.reliability.counting import FloatArray, coded, counts

Chance = Callable[[FloatArray, FloatArray], FloatArray]
"""Chance agreement from frequencies of levels (..., levels) and one matrix of weights."""


@dataclass(frozen=True, slots=True)
class Observed:
    """What each target adds, for several matrices of weights at once."""

    parts: FloatArray
    """Targets by: rated, rated twice, share of each level, observed agreement by each matrix."""
    matrices: tuple[FloatArray, ...]

    @property
    def size(self) -> int:
        return len(self.matrices[0])

    def frequencies(self, sums: FloatArray) -> FloatArray:
        """How often each level is used, the mean of the targets' shares."""
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.asarray(sums[..., 2 : 2 + self.size] / sums[..., 0:1])

    def agreement(self, sums: FloatArray, matrix: int) -> FloatArray:
        """Observed agreement by one matrix of weights."""
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.asarray(sums[..., 2 + self.size + matrix] / sums[..., 1])

    def corrected(self, sums: FloatArray, chance: Chance) -> FloatArray:
        """Agreement beyond chance by each matrix, (p_a - p_e) / (1 - p_e); NaN where p_e is 1."""
        used = self.frequencies(sums)
        columns = [beyond(self.agreement(sums, i), chance(used, w)) for i, w in enumerate(self.matrices)]
        return np.stack(columns, axis=-1)


def observed(scores: FloatArray, levels: FloatArray, matrices: tuple[FloatArray, ...]) -> Observed:
    """Take a table apart into what each target adds."""
    given = counts(coded(scores, levels), levels.size)
    ratings = given.sum(axis=1)
    twice = ratings >= 2
    pairs = np.where(twice, ratings * (ratings - 1), 1.0)
    columns = [(ratings >= 1).astype(np.float64), twice.astype(np.float64)]
    columns.extend((given / np.maximum(ratings, 1.0)[:, None]).T)
    for matrix in matrices:
        agreeing = (given * (given @ matrix.T)).sum(axis=1) - given @ np.diag(matrix)
        columns.append(np.where(twice, agreeing / pairs, 0.0))
    return Observed(np.stack(columns, axis=1), matrices)


def beyond(agreement: FloatArray, chance: FloatArray) -> FloatArray:
    """Agreement beyond chance; NaN where chance alone agrees always."""
    room = 1 - chance
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(room > 1e-12, (agreement - chance) / room, np.nan)


def linearised_error(table: Observed, value: float, chance: float, chance_of: FloatArray) -> float:
    """Standard error by linearisation (Gwet 2008, British J. Math. Stat. Psychology 61, 29; 2014).

    ``chance_of`` is each target's own chance agreement. With targets i = 1..n, k_i = (n / n')(a_i - p_e [r_i >= 2]) /
    (1 - p_e) and k'_i = k_i - 2 (1 - k)(p_e,i - p_e) / (1 - p_e): var = sum of (k'_i - k)^2 / (n (n - 1)).
    """
    rated = table.parts[:, 0] > 0
    twice, agreeing = table.parts[rated, 1], table.parts[rated, 2 + table.size]
    n, room = twice.size, 1 - chance
    own = n / twice.sum() * (agreeing - chance * twice) / room - 2 * (1 - value) * (chance_of[rated] - chance) / room
    return float(np.sqrt(((own - value) ** 2).sum() / (n * (n - 1))))
