"""The transcript beside the recording: its lines, which follow the sound, who speaks, and how the talk was shared."""

from __future__ import annotations
