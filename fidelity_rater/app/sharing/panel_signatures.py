"""Whether what a panel's people are said to have signed is truly theirs, and fits the rest of the package."""

from __future__ import annotations

from collections.abc import Iterator

from fidelity_rater.app.ports.documents import DocumentKind
from fidelity_rater.app.ports.identity import IdentityStore
from fidelity_rater.app.sharing.contents import DOCUMENTS, Contents
from fidelity_rater.app.sharing.reading import malformed
from fidelity_rater.domain.consensus import Consensus
from fidelity_rater.domain.errors import UserFacingError
from fidelity_rater.domain.panel import Decision, Vote
from fidelity_rater.domain.people import Person
from fidelity_rater.i18n import tr


def check_panel_work(contents: Contents, signer: Person, *, identities: IdentityStore) -> None:
    """Raises ``UserFacingError`` with what is wrong."""
    for written in contents.documents_of(DocumentKind.PORTFOLIO):
        if set(written.body["ratings"]) - {head.uid for head in contents.ratings}:
            raise malformed(DOCUMENTS, "ratings")
        for body in written.body["consensuses"]:
            agreed = Consensus.from_json(body)
            check_signed(contents, signer, agreed.author_uid, agreed.message(), agreed.signature, identities=identities)
    if len(portfolios_voted_on(contents)) > 1:
        raise malformed(DOCUMENTS, "portfolio")
    for vote in votes_in(contents):
        check_signed(contents, signer, vote.member_uid, vote.message(), vote.signature, identities=identities)
    for written in contents.documents_of(DocumentKind.DECISION):
        decision = Decision.from_json(written.body)
        check_signed(
            contents, signer, decision.author_uid, decision.message(), decision.signature, identities=identities
        )


def votes_in(contents: Contents) -> Iterator[Vote]:
    """Every vote of a package, those that a decision stands on among them."""
    for written in contents.documents_of(DocumentKind.VOTE):
        yield Vote.from_json(written.body)
    for written in contents.documents_of(DocumentKind.DECISION):
        yield from Decision.from_json(written.body).votes


def portfolios_voted_on(contents: Contents) -> set[str]:
    """What votes, and whoever sits on the panel, speak of; one in every whole package."""
    sittings = contents.documents_of(DocumentKind.SITTING)
    return {vote.portfolio_uid for vote in votes_in(contents)} | {str(each.body["portfolio"]) for each in sittings}


def check_signed(
    contents: Contents,
    signer: Person,
    author_uid: str,
    message: bytes,
    signature: bytes,
    *,
    identities: IdentityStore,
) -> None:
    """Raises ``UserFacingError`` where a signature is not its author's, or the author is not in the package."""
    person = signer if author_uid == signer.uid else contents.person(author_uid)
    if person is None:
        raise malformed("people.jsonl", "uid")
    if not identities.verify(person, message, signature):
        raise UserFacingError(
            tr("In this package the signature of {who} does not fit what it stands under.", who=person.initials),
            tr("Nothing was taken in. Ask its sender to make it again."),
        )
