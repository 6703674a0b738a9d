"""The list of questionnaires that the program knows: names and ranges of totals, from a checked file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from fidelity_rater.i18n import tr
from fidelity_rater.scales.errors import ScaleFaults
from fidelity_rater.scales.locating import with_lines
from fidelity_rater.scales.reading import FaultList, check_top_level, read_document, read_section
from fidelity_rater.scales.schema import MeasureEntry


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """One entry. ``first``: shown from the start; ``checked``: when it was last compared with its source."""

    id: str
    name: str
    minimum: int
    maximum: int
    first: bool
    source: str
    checked: date


def load_questionnaires(data: bytes, *, name: str) -> tuple[Questionnaire, ...]:
    """Read the list in its own order; ``name`` is what faults call it. Raises ``ScaleFaults``."""
    faults = FaultList(name)
    text, document = read_document(data, faults)
    check_top_level(document, frozenset({"measures"}), faults)
    section = read_section(MeasureEntry, document.get("measures"), "measures", faults)
    called: dict[str, str] = {}
    for key, entry in section:
        if entry.maximum <= entry.minimum:
            faults.add(f"{key}.maximum", tr("must be more than {limit}", limit=entry.minimum))
        if called.setdefault(entry.name.casefold(), key) != key:
            first = called[entry.name.casefold()]
            faults.add(f"{key}.name", tr('"{value}" is already {first}', value=entry.name, first=first))
    if faults.faults:
        raise ScaleFaults(with_lines(faults.faults, text, document))
    return tuple(Questionnaire(**entry.model_dump()) for _, entry in section)
