"""Pictures of every screen, drawn offscreen from the demo library, so that what the documents show cannot rot.

Nothing of the person who runs this is in them: homes, identities, recent libraries and settings are stand-ins.
"""

from __future__ import annotations

from fidelity_rater.ui.screenshots.drawing import EVERY, ROOMS, Sitting, draw_screens
from fidelity_rater.ui.screenshots.stand_ins import PassingSettings, StillPlayer

__all__ = ["EVERY", "ROOMS", "PassingSettings", "Sitting", "StillPlayer", "draw_screens"]
