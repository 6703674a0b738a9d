"""Export scores as CSV or JSON: codes only, one row per score, in a documented and versioned layout.

The layout is described in ``docs/export-format.md``; change ``LAYOUT`` with it.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from typing import TextIO

from fidelity_rater.app.ports.library import Library
from fidelity_rater.app.ports.queries import ExportRow
from fidelity_rater.app.scale_shelf import ScaleShelf
from fidelity_rater.app.spreadsheets import cell

LAYOUT = "fidelity-rater-scores-1"

OWN_WORDS = "own_words"
"""Stands for a reason that the rater wrote freely: what people write may name somebody, so it stays in the library."""

COLUMNS = (
    "layout",
    "therapist",
    "case",
    "session_scheduled",
    "session_attended",
    "attendance",
    "held_on",
    "phase",
    "focal_areas",
    "rating",
    "rater",
    "role",
    "purpose",
    "form",
    "scale_sha256",
    "signed_at",
    "superseded",
    "item",
    "dimension",
    "value",
    "state",
    "reason",
    "media_ms",
    "media_time_quality",
    "recording",
    "scored_at",
)


def export_csv(library: Library, out: TextIO, *, scales: ScaleShelf) -> int:
    """Write every standing score as CSV; return how many."""
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
    writer.writeheader()
    count = 0
    for row in _rows(library, scales):
        writer.writerow({key: cell(value) for key, value in row.items()})
        count += 1
    return count


def export_json(library: Library, out: TextIO, *, scales: ScaleShelf) -> int:
    """Write every standing score as one JSON object with a list of rows; return how many."""
    out.write(json.dumps({"layout": LAYOUT})[:-1] + ', "scores": [')
    count = 0
    for row in _rows(library, scales):
        out.write("\n" if count == 0 else ",\n")
        json.dump({key: value for key, value in row.items() if key != "layout"}, out, ensure_ascii=False)
        count += 1
    out.write("\n]}\n")
    return count


def _rows(library: Library, scales: ScaleShelf) -> Iterator[dict[str, object]]:
    with library.queries() as queries:
        for row in queries.export_rows():
            yield _as_columns(row, reason=_reason(row, library, scales))


def _reason(row: ExportRow, library: Library, scales: ScaleShelf) -> str | None:
    """The id of an offered reason; a reason in the rater's own words is only said to be there."""
    if not row.score.reason or row.score.state is None:
        return None
    offered = scales.kept_in(library, row.scale_sha256).state(row.score.state).reasons
    return row.score.reason if row.score.reason in dict(offered) else OWN_WORDS


def _as_columns(row: ExportRow, *, reason: str | None) -> dict[str, object]:
    return {
        "layout": LAYOUT,
        "therapist": row.therapist_code,
        "case": row.case_code,
        "session_scheduled": row.session_scheduled,
        "session_attended": row.session_attended,
        "attendance": str(row.attendance),
        "held_on": row.held_on.isoformat() if row.held_on else None,
        "phase": str(row.phase),
        "focal_areas": [str(area) for area in row.focal_areas],
        "rating": row.rating_uid,
        "rater": row.rater_initials,
        "role": str(row.role),
        "purpose": str(row.purpose),
        "form": row.form,
        "scale_sha256": row.scale_sha256,
        "signed_at": row.signed_at.isoformat() if row.signed_at else None,
        "superseded": row.superseded,
        "item": row.item,
        "dimension": row.dimension,
        "value": row.score.value,
        "state": row.score.state,
        "reason": reason,
        "media_ms": row.media_ms,
        "media_time_quality": str(row.clock),
        "recording": row.recording_uid,
        "scored_at": row.scored_at.isoformat(),
    }
