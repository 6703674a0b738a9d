"""The demo's panel: a portfolio that was laid before it, who leads it, and how its members voted first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from fidelity_rater.app.accreditation.accreditation import Accreditation
from fidelity_rater.app.accreditation.rules_shelf import RulesShelf
from fidelity_rater.app.bus import Bus
from fidelity_rater.app.caseload import new_uid
from fidelity_rater.app.demo.asking import At, Story
from fidelity_rater.app.panel.portfolio_models import Assessed
from fidelity_rater.app.panel.portfolios import Portfolios
from fidelity_rater.app.ports.documents import Document, DocumentKind
from fidelity_rater.app.ports.identity import UnlockedIdentity
from fidelity_rater.app.ports.library import Library, UnitOfWork
from fidelity_rater.app.scale_shelf import ScaleShelf
from fidelity_rater.domain.panel import Member, RecordingComment, Round, Sitting, Verdict, Vote

Told = Mapping[str, Any]


def keep_panel(
    library: Library,
    told: Told,
    *,
    story: Story,
    people: Mapping[str, UnlockedIdentity],
    session_uids: Mapping[str, str],
    scales: ScaleShelf,
    rules: RulesShelf | None = None,
) -> None:
    """Lay each portfolio together as its author would, and let members vote on it."""
    for each in told["portfolio"]:
        laid_at = story.when(each, "laid")
        assert laid_at is not None
        author = people[each["author"]].person
        assessed = Assessed()
        if rules is not None:
            assessed = Assessed(readiness=Accreditation(library, shelf=rules, clock=At(laid_at)).readiness)
        portfolios = Portfolios(library, person=author, scales=scales, clock=At(laid_at), bus=Bus(), assessed=assessed)
        with library.read() as uow:
            therapist = next((found for found in uow.therapists.all() if found.code == each["therapist"]), None)
        if therapist is None:
            continue
        uid = portfolios.begin(therapist.uid)
        for rules_id in each["rules"] if rules is not None else ():
            portfolios.choose_rules(uid, rules_id, True)
        with library.work() as uow:
            draft = uow.documents.get(uid)
            assert draft is not None
            # At once final: laying it would read everything anew that was read just now.
            uow.documents.keep(replace(draft, body={**draft.body, "words": each["words"]}, final=True))
            _keep_sitting(uow, uid, each, story, people)
            for vote in each["vote"]:
                _keep_vote(uow, uid, vote, story, people[vote["member"]], session_uids)
            uow.commit()


def _keep_sitting(
    uow: UnitOfWork, portfolio_uid: str, told: Told, story: Story, people: Mapping[str, UnlockedIdentity]
) -> None:
    at = story.when(told, "laid")
    assert at is not None
    members = tuple(Member(people[code].person.uid, people[code].person.initials) for code in told["members"])
    sitting = Sitting(new_uid(), portfolio_uid, people[told["lead"]].person.uid, members)
    uow.documents.keep(
        Document(sitting.uid, DocumentKind.SITTING, portfolio_uid, sitting.author_uid, sitting.as_json(), at, at)
    )


def _keep_vote(
    uow: UnitOfWork,
    portfolio_uid: str,
    told: Told,
    story: Story,
    member: UnlockedIdentity,
    session_uids: Mapping[str, str],
) -> None:
    at = story.when(told, "voted")
    comments = tuple(
        RecordingComment(session_uids[code], words) for code, words in told["comments"].items() if code in session_uids
    )
    vote = Vote(
        uid=new_uid(),
        portfolio_uid=portfolio_uid,
        member_uid=member.person.uid,
        initials=member.person.initials,
        round=Round(told["round"]),
        verdict=Verdict(told["verdict"]),
        comments=comments,
        words=told["words"],
        voted_at=at,
    )
    assert at is not None
    signed = replace(vote, signature=member.sign(vote.message()))
    uow.documents.keep(
        Document(vote.uid, DocumentKind.VOTE, portfolio_uid, member.person.uid, signed.as_json(), at, at)
    )
