"""A library in memory: the same ports in plain Python, for tests and for trying things out. Nothing is kept."""

from __future__ import annotations

from fidelity_rater.storage.memory.library import MemoryLibrary
from fidelity_rater.storage.memory.vault import MemorySound, MemoryVault

__all__ = ["MemoryLibrary", "MemorySound", "MemoryVault"]
