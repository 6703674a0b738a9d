"""Progress that nobody watches and nobody can stop, for commands and tests."""

from __future__ import annotations


class SilentProgress:
    """Says nothing."""

    def tell(self, done: int, total: int) -> None:
        """Nobody is told."""

    def check(self) -> None:
        """Nobody can stop it."""
