"""The room about raters: who rates what, what they agreed on, how far they agree, how they are calibrated."""

from __future__ import annotations
