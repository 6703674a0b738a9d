"""What counts towards accreditation and is written by hand: kept, summed up, and proved by scans.

What the rules of a body make of it is worked out elsewhere; here stands only what was done.
"""

from __future__ import annotations
