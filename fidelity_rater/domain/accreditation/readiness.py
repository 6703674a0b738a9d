"""How far a therapist has come towards one set of rules: each requirement met, not met or unknown, and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any


class Standing(StrEnum):
    """Whether a requirement is met. Unknown: the rule's own figure, or what it asks about, is not known."""

    MET = "met"
    NOT_MET = "not_met"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class RequirementStanding:
    """One requirement. ``asks`` is the rule in words, ``source`` its citation.

    ``stands_on`` says what was counted, a line each ("2 of 4 cases"); ``wanting`` what would meet it ("session 8: no
    PHQ-9"). ``leads_to`` are uids of what ``wanting`` speaks of (sessions, cases), one for each line, or empty.
    ``preferred``: wished for, and told, but it holds nothing up. ``note`` is the rule file's own remark.
    """

    id: str
    label: str
    asks: str
    source: str
    standing: Standing
    stands_on: tuple[str, ...] = ()
    wanting: tuple[str, ...] = ()
    leads_to: tuple[str, ...] = ()
    note: str = ""
    preferred: bool = False

    def as_json(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "label": self.label,
            "asks": self.asks,
            "source": self.source,
            "standing": str(self.standing),
            "stands_on": list(self.stands_on),
            "wanting": list(self.wanting),
            "leads_to": list(self.leads_to),
            "note": self.note,
            "preferred": self.preferred,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> RequirementStanding:
        return cls(
            id=str(data["id"]),
            label=str(data["label"]),
            asks=str(data["asks"]),
            source=str(data["source"]),
            standing=Standing(data["standing"]),
            stands_on=tuple(str(line) for line in data["stands_on"]),
            wanting=tuple(str(line) for line in data["wanting"]),
            leads_to=tuple(str(uid) for uid in data["leads_to"]),
            note=str(data.get("note", "")),
            preferred=bool(data.get("preferred", False)),
        )


@dataclass(frozen=True, slots=True)
class Readiness:
    """A therapist against a rule set, at one time. ``check`` is the line that says with whom to check the rules.

    ``sha256`` is that of the rule file; ``as_of`` the date that the file gives for its facts.
    """

    therapist_uid: str
    rules_id: str
    rules_name: str
    body: str
    sha256: str
    as_of: str
    check: str
    at: datetime
    requirements: tuple[RequirementStanding, ...] = ()

    def count(self, standing: Standing) -> int:
        """Of what is required; what is only preferred is told beside it."""
        return sum(each.standing is standing for each in self.requirements if not each.preferred)

    @property
    def standing(self) -> Standing:
        """Of the whole: not met where any is not met, else unknown where any is unknown."""
        for worst in (Standing.NOT_MET, Standing.UNKNOWN):
            if self.count(worst):
                return worst
        return Standing.MET if self.count(Standing.MET) else Standing.UNKNOWN

    def as_json(self) -> dict[str, Any]:
        return {
            "therapist": self.therapist_uid,
            "rules": self.rules_id,
            "name": self.rules_name,
            "body": self.body,
            "sha256": self.sha256,
            "as_of": self.as_of,
            "check": self.check,
            "at": self.at.isoformat(),
            "requirements": [each.as_json() for each in self.requirements],
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Readiness:
        return cls(
            therapist_uid=str(data["therapist"]),
            rules_id=str(data["rules"]),
            rules_name=str(data["name"]),
            body=str(data["body"]),
            sha256=str(data["sha256"]),
            as_of=str(data["as_of"]),
            check=str(data["check"]),
            at=datetime.fromisoformat(data["at"]),
            requirements=tuple(RequirementStanding.from_json(each) for each in data["requirements"]),
        )
