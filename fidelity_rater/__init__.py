"""Rate recorded IPT sessions for adherence and quality, offline."""

from __future__ import annotations

__version__ = "0.1.0"
