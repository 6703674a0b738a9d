"""The demo's draws and assignments: drawn by the seeds that are told, sent by packages that are noted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from fidelity_rater.app.assigning.drawing import Drawing, kept_draw
from fidelity_rater.app.assigning.models import DrawWish
from fidelity_rater.app.bus import Bus
from fidelity_rater.app.caseload import new_uid
from fidelity_rater.app.demo.ratings import Asked, Sessions
from fidelity_rater.app.errors import UserFacingError
from fidelity_rater.app.ports.documents import Contact, Document, DocumentKind, PackageNote
from fidelity_rater.app.ports.library import Library, UnitOfWork
from fidelity_rater.app.ports.packages import PackageKind
from fidelity_rater.domain.assigning import Assignment
from fidelity_rater.domain.course import phase_of
from fidelity_rater.domain.drawing import Strata, Within
from fidelity_rater.domain.people import Person, Purpose, Role
from fidelity_rater.scales.model import Scale

Told = Mapping[str, Any]
FORM: Final = "full"
RATED_IN: Final = timedelta(minutes=10)
"""A rater who was asked by a package answers with one, so long after the rating was begun."""


@dataclass(frozen=True, slots=True)
class At:
    """A clock that stands still: when something of the story happened."""

    at: datetime

    def now(self) -> datetime:
        return self.at


@dataclass(frozen=True, slots=True)
class Story:
    """When the story is told, and who leads it. ``people`` are by the demo's own codes."""

    made: datetime
    lead: Person
    people: Mapping[str, Person]
    raters: frozenset[str]
    """Codes of whoever may be asked to rate, the lead apart."""

    @classmethod
    def of(cls, told: Told, *, now: datetime, lead: str, people: Mapping[str, Person], raters: frozenset[str]) -> Story:
        return cls(max(now, told["story"]["told_until"]), people[lead], people, raters - {lead})

    def when(self, told: Told, fixed: str, before: str = "days_before") -> datetime | None:
        """A time that is told by itself, or in days before the story is told."""
        if fixed in told:
            at: datetime = told[fixed]
            return at
        return self.made - timedelta(days=told[before]) if before in told else None


def keep_asked(library: Library, told: Told, *, story: Story, sessions: Sessions, scale: Scale) -> Asked:
    """Draw, and assign what the story tells of what was drawn."""
    _keep_contacts(library, told, story)
    draws = {each["id"]: _draw(library, each, story) for each in told["draw"]}
    asked = Asked()
    with library.work() as uow:
        sent = _noted(uow, told, story)
        for each in told["assignment"]:
            drawn = draws[each["draw"]]
            session = sessions.uid.get(each["session"])
            if drawn is not None and session in kept_draw(uow, drawn).chosen:
                _assign(
                    uow, each, story, asked=asked, scale=scale, place=(session, drawn), package=sent.get(each["id"])
                )
        uow.commit()
    return asked


def _keep_contacts(library: Library, told: Told, story: Story) -> None:
    """Their cards were brought in, and compared by voice, before the first of them was asked."""
    at = min(each["drawn"] for each in told["draw"] if "drawn" in each) - timedelta(days=7)
    with library.work() as uow:
        for code in sorted(story.raters):
            uow.contacts.keep(Contact(story.people[code], at, at))
        uow.commit()


def _draw(library: Library, told: Told, story: Story) -> str | None:
    """None: there is nothing to draw from."""
    at = story.when(told, "drawn")
    assert at is not None
    wish = DrawWish(within=Within(told["within"]), strata=Strata(told["strata"]), quota=told["quota"])
    drawing = Drawing(library, person=story.lead, clock=At(at), bus=Bus())
    try:
        return drawing.draw(wish, seed=told["seed"], typed=told["typed"], reason=told.get("reason", ""))
    except UserFacingError:
        return None


def _noted(uow: UnitOfWork, told: Told, story: Story) -> dict[str, PackageNote]:
    """One package a rater and day goes out with all that they are asked; one comes back with each rating."""
    packages: dict[tuple[str, datetime], PackageNote] = {}
    found = {}
    for each in told["assignment"]:
        at = story.when(each, "sent", "sent_days_before")
        if at is None:
            continue
        rater = story.people[each["rater"]].uid
        note = packages.setdefault(
            (rater, at), PackageNote(new_uid(), PackageKind.ASSIGNMENT, True, rater, story.lead.uid, at)
        )
        found[each["id"]] = note
        uow.packages.note(note)
        if "rated" in each:
            back = PackageNote(new_uid(), PackageKind.RATINGS, False, rater, rater, each["rated"] + RATED_IN)
            uow.packages.note(back)
    return found


def _assign(
    uow: UnitOfWork,
    told: Told,
    story: Story,
    *,
    asked: Asked,
    scale: Scale,
    place: tuple[str, str],
    package: PackageNote | None,
) -> None:
    session_uid, draw_uid = place
    session = uow.sessions.get(session_uid)
    case = uow.cases.get(session.case_uid)
    drawn_at = kept_draw(uow, draw_uid).drawn_at
    one = Assignment(
        uid=new_uid(),
        session_uid=session_uid,
        rater_uid=story.people[told["rater"]].uid,
        author_uid=story.lead.uid,
        scale_sha256=scale.sha256,
        form=FORM,
        purpose=Purpose.SUMMATIVE,
        phase=str(phase_of(session, case)),
        focal_areas=tuple(str(area) for area in case.focus_on(session.held_on or drawn_at.date())),
        due=told["due"] if "due" in told else (story.made + timedelta(days=told["due_in"])).date(),
        draw_uid=draw_uid,
        words=told.get("words", ""),
        role=Role.PANEL,
    )
    asked.assignments[told["id"]] = one.uid
    if package is not None:
        asked.by_package.add(one.uid)
    uow.documents.keep(
        Document(
            one.uid,
            DocumentKind.ASSIGNMENT,
            session_uid,
            story.lead.uid,
            one.as_json(),
            drawn_at,
            package.at if package else drawn_at,
            final=package is not None,
            package_uid=package.uid if package else "",
        )
    )
