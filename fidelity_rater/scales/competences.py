"""A competence map: the activities a therapy asks for, each rated by items of a scale or saying why by none."""

from __future__ import annotations

from dataclasses import dataclass

from fidelity_rater.i18n import tr
from fidelity_rater.scales.errors import ScaleFaults
from fidelity_rater.scales.locating import with_lines
from fidelity_rater.scales.model import Competence, Item, Scale
from fidelity_rater.scales.reading import FaultList, check_top_level, read_document, read_section, read_table
from fidelity_rater.scales.schema import ActivityEntry, MapIdentityEntry


@dataclass(frozen=True, slots=True)
class Activity:
    """One activity of a map. ``without_item`` says why no item rates it; empty where items do."""

    competence: Competence
    section: str
    without_item: str = ""


@dataclass(frozen=True, slots=True)
class CompetenceMap:
    """The domains of a competence framework, and the activities in them, in the framework's order."""

    id: str
    name: str
    source: str
    domains: tuple[str, ...]
    activities: tuple[Activity, ...]

    def items_of(self, code: str, scale: Scale) -> tuple[Item, ...]:
        """The items of a scale that rate an activity."""
        return tuple(item for item in scale.items if code in item.competences)


def load_competence_map(data: bytes, *, name: str) -> CompetenceMap:
    """Read a competence map; ``name`` is what faults call it. Raises ``ScaleFaults``."""
    faults = FaultList(name)
    text, document = read_document(data, faults)
    check_top_level(document, frozenset({*MapIdentityEntry.model_fields, "activities"}), faults)
    head = {key: value for key, value in document.items() if key in MapIdentityEntry.model_fields}
    identity = read_table(MapIdentityEntry, head, "", faults)
    section = read_section(ActivityEntry, document.get("activities"), "activities", faults, id_key="code")
    for key, entry in section:
        if identity is not None and entry.domain not in identity.domains:
            faults.add(f"{key}.domain", tr('"{value}" is not a domain of this map', value=entry.domain))
    if faults.faults or identity is None:
        raise ScaleFaults(with_lines(faults.faults, text, document))
    activities = tuple(
        Activity(Competence(entry.code, entry.domain, entry.name), entry.section, entry.without_item)
        for _, entry in section
    )
    return CompetenceMap(identity.id, identity.name, identity.source, tuple(identity.domains), activities)
