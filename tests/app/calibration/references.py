"""A reference agreed on by two raters, and others who calibrate by it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from app.consensus.pairs import Pair, Scores
from app.worlds import CONSENT, World
from fidelity_rater.app.calibration.calibrations import Calibrations
from fidelity_rater.app.calibration.gate import KnownGate
from fidelity_rater.domain.caseload import ConsentPurpose
from fidelity_rater.domain.people import Person
from fidelity_rater.resources import resource_path
from helpers.libraries import PASSPHRASE

BUILT_IN = KnownGate(resource_path("calibration.toml").read_bytes, name="calibration.toml")
TRAINING = replace(CONSENT, purposes=CONSENT.purposes | {ConsentPurpose.TRAINING})
ITEMS = ("CORE-01", "CORE-02", "CORE-03", "CORE-06", "CORE-07", "CORE-08", "MID-01")
MANY: Scores = {item: {"adherence": 2, "quality": 3} for item in ITEMS}


def calibrations_of(world: World, person: Person, gate: KnownGate = BUILT_IN) -> Calibrations:
    return Calibrations(
        world.library,
        person=person,
        scales=world.scales,
        gate=gate,
        opening=world.opening_of(person),
        clock=world.clock,
        bus=world.bus,
    )


class Raters:
    """A reference agreed on by two, and a third who calibrates by it."""

    def __init__(self, world: World, *, consent: Any = TRAINING, scores: Scores = MANY) -> None:
        self.world = world
        self.recording = world.recording(consent=consent)
        self.pair = Pair(world, first=scores, second=scores)
        self.consensus_uid = self.pair.sealed()
        self.third = world.introduce("Cy Third", "CT")
        self.work = self.of(self.third)

    def of(self, person: Person, gate: KnownGate = BUILT_IN) -> Calibrations:
        world = self.world
        return calibrations_of(world, person, gate)

    def reference(self, title: str = "Reference A") -> str:
        return self.of(self.world.person).make(self.consensus_uid, title=title)

    def begin(self, reference: str, person: Person | None = None) -> str:
        return self.of(person or self.third).begin(reference)

    def rate(self, reference: str, scores: Scores, person: Person | None = None) -> str:
        person = person or self.third
        desk = self.world.desk(self.begin(reference, person), person=person)
        for item, by_dimension in scores.items():
            for dimension, value in by_dimension.items():
                desk.give(item, dimension, value)
        desk.take(self.world.signing.sign(desk, PASSPHRASE))
        return desk.rating.head.uid


def shifted(by: int) -> Scores:
    return {item: {"adherence": 2 + by, "quality": 3 + by} for item in MANY}
