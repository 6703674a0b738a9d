"""The command: opens the window, or does the same work without one."""

from __future__ import annotations

from fidelity_rater.cli.main import main

__all__ = ["main"]
