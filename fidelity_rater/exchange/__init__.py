"""Other people's formats: in and out. What a file holds becomes the domain's values here, and nothing of it leaks out."""

from __future__ import annotations
