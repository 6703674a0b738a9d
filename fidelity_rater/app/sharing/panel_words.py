"""What is told of a panel's papers before and after they are taken in: counted, never how anybody voted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from fidelity_rater.domain.panel import Round, Vote
from fidelity_rater.i18n import tr_n


def votes_counted(votes: Sequence[Vote]) -> Iterator[str]:
    """How many of which round."""
    first = sum(vote.round is Round.FIRST for vote in votes)
    if first:
        yield tr_n("One vote of the first round.", "{n} votes of the first round.", first)
    second = len(votes) - first
    if second:
        yield tr_n("One vote of the second round.", "{n} votes of the second round.", second)
