"""The room about accreditation: what is met, the log that it stands on, portfolios and the panel."""

from __future__ import annotations
