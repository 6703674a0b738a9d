"""The rule sets that somebody can be held against: those that come with the program, and a site's own files."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from fidelity_rater.app.accreditation.models import FormCard, RuleFault, RuleSetCard, RuleSets
from fidelity_rater.domain.errors import UserFacingError
from fidelity_rater.i18n import tr
from fidelity_rater.scales.errors import ScaleFaults
from fidelity_rater.scales.rule_set import FormsAsked, MarkAsked, RuleSet


class MalformedRules(UserFacingError):
    """A rule file has faults; ``faults`` are sentences, one each."""

    def __init__(self, name: str, faults: tuple[str, ...]) -> None:
        super().__init__(
            tr("The rule file {name} cannot be used: {fault}", name=name, fault=faults[0]),
            tr("Check it with the command “fidelity-rater rules check FILE” and mend what it lists."),
        )
        self.faults = faults


def read_rules(data: bytes, *, name: str) -> RuleSet:
    """Raises ``MalformedRules`` with every fault at once."""
    # pydantic costs a quarter of a second: only who looks at rules waits for it.
    from fidelity_rater.scales.rules import load_rules

    try:
        return load_rules(data, name=name)
    except ScaleFaults as faults:
        raise MalformedRules(name, tuple(str(fault) for fault in faults.faults)) from None


def own_files(folder: Path) -> dict[str, Callable[[], bytes]]:
    """The files of a site's folder, by name; nothing where there is no such folder."""
    try:
        found = sorted(path for path in folder.glob("*.toml") if path.is_file())
    except OSError:
        return {}
    return {path.name: path.read_bytes for path in found}


class RulesShelf:
    """Reads each file once. ``own`` finds a site's files anew whenever all are asked for."""

    def __init__(
        self,
        built_in: Mapping[str, Callable[[], bytes]],
        *,
        own: Callable[[], Mapping[str, Callable[[], bytes]]] = dict,
    ) -> None:
        self._built_in, self._own = built_in, own
        self._known: dict[str, RuleSet] = {}
        self._read: dict[bytes, RuleSet] = {}

    def all(self) -> RuleSets:
        """Every rule set by name, and the files that cannot be used. A site's file never takes another's place."""
        # Several jobs ask at once: what others read is replaced whole, never seen half full.
        known: dict[str, RuleSet] = {}
        cards: list[RuleSetCard] = []
        unusable: list[RuleFault] = []
        for own, files in ((False, self._built_in), (True, self._own())):
            for name, read in files.items():
                try:
                    rules = self._one(name, read)
                except MalformedRules as fault:
                    unusable.append(RuleFault(name, fault.faults))
                    continue
                if rules.id in known:
                    taken = tr("{file}: rules.id: “{id}” is the id of another rule set", file=name, id=rules.id)
                    unusable.append(RuleFault(name, (taken,)))
                    continue
                known[rules.id] = rules
                cards.append(_card(rules, own=own))
        self._known = known
        return RuleSets(tuple(sorted(cards, key=lambda card: card.name.casefold())), tuple(unusable))

    def get(self, rules_id: str) -> RuleSet:
        """Raises ``UserFacingError`` where there is none of this id."""
        if rules_id not in self._known:
            self.all()
        rules = self._known.get(rules_id)
        if rules is None:
            raise UserFacingError(
                tr("There is no rule set “{id}” here any more.", id=rules_id),
                tr("Choose another, or put its file back."),
            )
        return rules

    def _one(self, name: str, read: Callable[[], bytes]) -> RuleSet:
        try:
            data = read()
        except OSError:
            raise MalformedRules(name, (tr("{file}: cannot be read", file=name),)) from None
        if data not in self._read:
            self._read[data] = read_rules(data, name=name)
        return self._read[data]


def _card(rules: RuleSet, *, own: bool) -> RuleSetCard:
    return RuleSetCard(
        id=rules.id,
        name=rules.name,
        body=rules.body,
        as_of=rules.as_of,
        check=rules.check,
        note=rules.note,
        sources=tuple(str(source) for source in rules.sources.values()),
        requirements=len(rules.requirements),
        own=own,
        sha256=rules.sha256,
        forms=_forms(rules),
    )


def _forms(rules: RuleSet) -> tuple[FormCard, ...]:
    """Each form once; what a mark on it can be where a requirement tells."""
    found: dict[tuple[str, str], FormCard] = {}
    for asked in rules.requirements:
        if isinstance(asked, FormsAsked):
            found.setdefault((asked.body, asked.form), FormCard(asked.body, asked.form))
        elif isinstance(asked, MarkAsked):
            found[asked.body, asked.form] = FormCard(asked.body, asked.form, asked.lowest, asked.highest)
    return tuple(found.values())
