"""How far raters agree, and how far a score may be trusted: coefficients as the literature defines them.

Functions take ``scores``, a float array of targets by raters in which NaN is a cell that nobody rated, and return
:class:`~fidelity_rater.domain.reliability.models.Coefficient`. numpy and scipy are loaded here and nowhere else in the
domain: whoever asks from outside imports these modules only when they are needed.
"""

from __future__ import annotations
