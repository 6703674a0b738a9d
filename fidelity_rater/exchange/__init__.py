"""Other people's formats: in and out. What a file holds becomes the domain's values here."""

from __future__ import annotations
