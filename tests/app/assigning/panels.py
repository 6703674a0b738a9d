"""People who draw, assign and rate, in memory."""

from __future__ import annotations

from typing import Any

from app.sharing.homes import Home
from fidelity_rater.app.assigning.assigning import Assigning
from fidelity_rater.app.assigning.drawing import Drawing
from fidelity_rater.app.assigning.models import AssignWish, Board, DueLine, State
from fidelity_rater.app.ports.documents import Contact
from fidelity_rater.app.rating.opening import RatingChoice
from fidelity_rater.domain.people import Purpose, Role


class Desk(Home):
    """A home with its draws and assignments."""

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        shared: dict[str, Any] = {"person": self.person, "clock": self.clock, "bus": self.bus}
        self.drawing = Drawing(self.library, **shared)
        self.assigning = Assigning(self.library, scales=self.scales, **shared)

    def knows(self, *others: Home) -> None:
        with self.library.work() as uow:
            for other in others:
                uow.contacts.keep(Contact(other.person, self.clock.now()))
            uow.commit()

    def course(self, *numbers: int, therapist: str = "T01", case: str = "C1") -> list[str]:
        """Recorded sessions of a case; their uids."""
        made = []
        for number in numbers:
            session = self.session(number, therapist=therapist, case=case)
            self.recording(session, sound=f"{therapist}{case}{number}".encode() * 60)
            made.append(session.uid)
        return made

    def wish(self, sessions: list[str], *raters: Home, **more: Any) -> AssignWish:
        told: dict[str, Any] = {"form": self.assigning.forms()[0].id, "per_session": 1, "reason": "asked for"}
        return AssignWish(tuple(sessions), tuple(each.person.uid for each in raters), **{**told, **more})

    def states(self) -> list[State]:
        return [line.state for line in self.board().lines]

    def board(self) -> Board:
        return self.assigning.board()

    def one_due(self) -> DueLine:
        (line,) = self.assigning.due()
        return line

    def one_asker(self) -> str:
        return self.assigning.due()[0].asker_uid

    def rate(self, line: DueLine, value: int = 3) -> str:
        choice = RatingChoice(line.session_uid, Purpose.FORMATIVE, Role.PEER, assignment_uid=line.uid)
        desk = self.resume(self.opening.begin(choice))
        desk.give("CORE-01", "adherence", value)
        return self.sign(desk).uid
