"""What may have changed: flags that say so, never what to do about it."""

from __future__ import annotations

from enum import Flag, auto


class Changed(Flag):
    """The parts of the library, or of the app, whose pictures on screen may be stale now."""

    NOTHING = 0
    CASELOAD = auto()
    RECORDINGS = auto()
    RATINGS = auto()
    SCORES = auto()
    PEOPLE = auto()
    SETTINGS = auto()
    LIBRARY = auto()
    FEEDBACK = auto()
    """Feedback, replies, follow-ups; what came in a package."""
    MEASURES = auto()
    ASSIGNMENTS = auto()
    """Draws, assignments, consensus, references and calibrations."""
    TRAINING = auto()
    """What counts towards accreditation: supervision, courses, papers, other bodies' results."""
    PANEL = auto()
    """Portfolios, votes, decisions."""
