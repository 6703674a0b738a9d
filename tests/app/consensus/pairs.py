"""Two raters of one session, each signed, for the tests of consensus and calibration."""

from __future__ import annotations

from typing import Any

from app.worlds import World
from fidelity_rater.app.consensus.consensuses import Agreeing, Consensuses
from fidelity_rater.app.inline_jobs import InlineJobs
from fidelity_rater.app.rating.desk import RatingDesk
from fidelity_rater.app.rating.opening import RatingChoice
from fidelity_rater.domain.people import Person, Purpose, Role
from helpers.libraries import PASSPHRASE

Scores = dict[str, dict[str, int]]
FIRST: Scores = {
    "CORE-01": {"adherence": 3, "quality": 4},
    "CORE-02": {"adherence": 2, "quality": 3},
    "CORE-03": {"adherence": 0},
}
SECOND: Scores = {
    "CORE-01": {"adherence": 3, "quality": 4},
    "CORE-02": {"adherence": 4, "quality": 3},
    "CORE-03": {"adherence": 2, "quality": 2},
}


def rated(world: World, person: Person, scores: Scores, **choice: Any) -> RatingDesk:
    """A rating by this person, with these scores, not signed."""
    known = {"session_uid": world.session.uid, "purpose": Purpose.SUMMATIVE, "role": Role.PANEL}
    uid = world.opening_of(person).begin(RatingChoice(**{**known, **choice}))
    desk = world.desk(uid, person=person)
    for item, by_dimension in scores.items():
        for dimension, value in by_dimension.items():
            desk.give(item, dimension, value)
    return desk


def signed(world: World, person: Person, scores: Scores, **choice: Any) -> str:
    desk = rated(world, person, scores, **choice)
    desk.take(world.signing.sign(desk, PASSPHRASE))
    return desk.rating.head.uid


def consensuses_of(world: World, person: Person) -> Consensuses:
    return Consensuses(
        world.library,
        person=person,
        scales=world.scales,
        identities=world.identities,
        clock=world.clock,
        bus=world.bus,
    )


class Pair:
    """The world's own rater and a second, both signed, and the consensus of whoever makes it."""

    def __init__(self, world: World, *, first: Scores = FIRST, second: Scores = SECOND) -> None:
        self.world = world
        self.other = world.introduce("Ben Second", "BS")
        self.uids = (signed(world, world.person, first), signed(world, self.other, second))
        self.consensuses = self.consensuses_of(world.person)

    def consensuses_of(self, person: Person) -> Consensuses:
        return consensuses_of(self.world, person)

    def begun(self) -> Agreeing:
        return self.consensuses.open(self.consensuses.begin(self.uids), jobs=InlineJobs())

    def settled(self) -> Agreeing:
        """Everything agreed, the first rater's answers taken where they differ."""
        agreeing = self.begun()
        agreeing.table.confirm()
        for row in agreeing.sheet.rows:
            if row.owed and not row.agreed and not row.closed:
                agreeing.table.agree(row.item, row.dimension, str(row.said[0].value), "heard again together")
        return agreeing

    def sealed(self) -> str:
        agreeing = self.settled()
        return self.consensuses.sign(agreeing, PASSPHRASE).uid
