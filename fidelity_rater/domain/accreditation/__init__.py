"""Written rules of accrediting bodies as data, what a person brings towards them, and how far that reaches.

No body's name, level or mark is in code: rules say where they stand, and what nobody knows is an empty setting.
"""

from __future__ import annotations
