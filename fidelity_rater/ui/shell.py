"""What every screen is handed: the application, the runner of slow work and the look."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from fidelity_rater.app.application import Application
from fidelity_rater.app.ports.jobs import JobRunner
from fidelity_rater.ui.theme import Theme


@dataclass(frozen=True, slots=True)
class Shell:
    """The surroundings of a screen. ``open_jobs`` makes a runner of its own, for what must end with its library."""

    application: Application
    jobs: JobRunner
    theme: Theme
    open_jobs: Callable[[], JobRunner]
