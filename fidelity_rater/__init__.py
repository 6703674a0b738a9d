"""Rate recorded IPT sessions for adherence and quality, offline."""

__version__ = "0.1.0"
