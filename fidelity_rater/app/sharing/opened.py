"""A package that was opened: its contents read and checked against one another, its ratings' records verified."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from fidelity_rater.app.ports.documents import DocumentKind
from fidelity_rater.app.ports.identity import IdentityStore
from fidelity_rater.app.ports.jobs import Progress
from fidelity_rater.app.ports.packages import OpenPackage, PackageHead, PackageKind
from fidelity_rater.app.scale_shelf import ScaleShelf
from fidelity_rater.app.sharing.assigned_sessions import check_assignments
from fidelity_rater.app.sharing.contacts import same_keys
from fidelity_rater.app.sharing.contents import CLIPS, DOCUMENTS, RATINGS, Contents, Written, read_contents
from fidelity_rater.app.sharing.histories import History, check_cover, check_score, check_times, checked
from fidelity_rater.app.sharing.panel_signatures import check_panel_work
from fidelity_rater.app.sharing.reading import Fields, malformed
from fidelity_rater.app.sharing.reference_judging import check_references
from fidelity_rater.app.sharing.scans import check_scans
from fidelity_rater.domain.errors import UserFacingError
from fidelity_rater.domain.feedback import Feedback
from fidelity_rater.domain.panel import Portfolio
from fidelity_rater.domain.people import Person
from fidelity_rater.domain.ratings.events import CoverField
from fidelity_rater.domain.ratings.snapshot import Snapshot
from fidelity_rater.i18n import tr
from fidelity_rater.scales.model import Scale

_MAIN: Final = {
    PackageKind.FEEDBACK: DocumentKind.FEEDBACK,
    PackageKind.REPLY: DocumentKind.REPLY,
    PackageKind.PORTFOLIO: DocumentKind.PORTFOLIO,
    PackageKind.DECISION: DocumentKind.DECISION,
}
"""The one document that a package of this kind is made for."""

_ALLOWED: Final = {
    PackageKind.FEEDBACK: {DocumentKind.FEEDBACK, DocumentKind.SNAPSHOT, DocumentKind.FOLLOW_UP},
    PackageKind.SUBMISSION: {DocumentKind.LISTEN_HERE},
    PackageKind.REPLY: {DocumentKind.REPLY, DocumentKind.PORTFOLIO_CHOICE},
    PackageKind.ASSIGNMENT: {DocumentKind.ASSIGNMENT},
    PackageKind.RATINGS: set(),
    PackageKind.REFERENCE: {DocumentKind.REFERENCE, DocumentKind.CONSENSUS},
    PackageKind.PORTFOLIO: {DocumentKind.PORTFOLIO},
    PackageKind.VOTES: {DocumentKind.SITTING, DocumentKind.VOTE},
    PackageKind.DECISION: {DocumentKind.DECISION},
}
_WITHOUT_RATINGS: Final = frozenset(
    {PackageKind.FEEDBACK, PackageKind.ASSIGNMENT, PackageKind.REFERENCE, PackageKind.VOTES, PackageKind.DECISION}
)
_OTHERS_RATINGS: Final = frozenset({PackageKind.PORTFOLIO})
_OTHERS_WORDS: Final = frozenset({DocumentKind.FOLLOW_UP, DocumentKind.VOTE, DocumentKind.CONSENSUS})
"""Kinds of documents that may be a colleague's; a vote and a consensus stand on their own signatures."""
_ONE_SESSION: Final = frozenset({PackageKind.FEEDBACK, PackageKind.SUBMISSION})


@dataclass(frozen=True, slots=True)
class Opened:
    """A package, checked. ``histories`` come in an order in which each may stand on those before it."""

    package: OpenPackage
    contents: Contents
    histories: tuple[History, ...]
    signer: Person
    """Known by initials only."""
    scales: Mapping[str, Scale] = field(default_factory=dict)

    @property
    def head(self) -> PackageHead:
        return self.package.head

    @property
    def main(self) -> Written:
        """The document that the package is made for."""
        return self.contents.documents_of(_MAIN[self.head.kind])[0]


def read_opened(package: OpenPackage, *, scales: ScaleShelf, identities: IdentityStore, progress: Progress) -> Opened:
    """Raises ``UserFacingError`` with one sentence for whatever is wrong, or ``Cancelled``."""
    head = package.head
    _check_head(head)
    contents = read_contents(package)
    signer = Person(
        head.signer.uid, head.signer.initials, head.signer.initials, head.signer.signing_key, head.signer.receiving_key
    )
    _check_kind(head.kind, contents, signer)
    loaded = {sha256: scales.read(data) for sha256, data in contents.scales.items()}
    if head.kind is PackageKind.FEEDBACK:
        _check_feedback(contents, signer, loaded)
    check_panel_work(contents, signer, identities=identities)
    _check_scans(package, contents)
    check_assignments(contents, loaded)
    check_references(contents, signer, loaded, identities=identities)
    histories = _histories(contents, loaded, signer, kind=head.kind, identities=identities, progress=progress)
    return Opened(package, contents, histories, signer, loaded)


def _check_head(head: PackageHead) -> None:
    fields = Fields(
        {
            "uid": head.uid,
            "signer": head.signer.uid,
            "about": head.about,
            "in_reply_to": head.in_reply_to,
            "addressee": head.addressee_uid,
        },
        "manifest",
    )
    for name in ("uid", "signer"):
        fields.uid(name)
    for name in ("about", "in_reply_to", "addressee"):
        fields.maybe_uid(name)


def _check_kind(kind: PackageKind, contents: Contents, signer: Person) -> None:
    named = contents.person(signer.uid)
    if named is not None and not same_keys(named, signer):
        raise malformed("people.jsonl", "signing_key")
    if any(document.kind not in _ALLOWED[kind] for document in contents.documents):
        raise malformed(DOCUMENTS, "kind")
    if kind in _MAIN and len(contents.documents_of(_MAIN[kind])) != 1:
        raise malformed(DOCUMENTS, "kind")
    if kind in _ONE_SESSION and len(contents.sessions) != 1:
        raise malformed("sessions.jsonl", "uid")
    if kind in _WITHOUT_RATINGS and contents.ratings:
        raise malformed(RATINGS, "uid")
    recordings = {carried.recording.uid for carried in contents.recordings}
    if any(carried.clip.recording_uid not in recordings for carried in contents.clips):
        raise malformed(CLIPS, "recording")
    _check_authors(kind, contents, signer)


def _check_authors(kind: PackageKind, contents: Contents, signer: Person) -> None:
    """Whoever signs a package has written what is in it; only ratings that are signed themselves may be others'."""
    for document in contents.documents:
        if document.body.get("uid", document.uid) != document.uid:
            raise malformed(DOCUMENTS, "uid")
        named = "member" if document.kind is DocumentKind.VOTE else "author"
        authors = {document.author_uid, document.body.get(named, document.author_uid)}
        if len(authors) > 1 or (document.kind not in _OTHERS_WORDS and authors != {signer.uid}):
            raise _not_theirs(tr("This package holds something that its signer has not written."))
    if kind not in _OTHERS_RATINGS and any(head.person_uid != signer.uid for head in contents.ratings):
        raise _not_theirs(tr("This package holds a rating that its signer has not made."))


def _check_scans(package: OpenPackage, contents: Contents) -> None:
    """Only a portfolio brings scans, and only those that it names."""
    laid = contents.documents_of(DocumentKind.PORTFOLIO)
    check_scans(package, contents.scans, Portfolio.from_json(laid[0].body) if laid else None)


def _check_feedback(contents: Contents, signer: Person, scales: dict[str, Scale]) -> None:
    """Feedback and snapshot speak of one rating of the package's session, on a scale of the package."""
    (written,) = contents.documents_of(DocumentKind.FEEDBACK)
    shown = contents.documents_of(DocumentKind.SNAPSHOT)
    if len(shown) != 1:
        raise malformed(DOCUMENTS, "snapshot")
    feedback, snapshot = Feedback.from_json(written.body), Snapshot.from_json(shown[0].body)
    scale = scales.get(snapshot.scale_sha256)
    if scale is None or snapshot.rating_uid != feedback.rating_uid or snapshot.session_uid != contents.sessions[0].uid:
        raise malformed(DOCUMENTS, "snapshot")
    if snapshot.person_uid != signer.uid:
        raise _not_theirs(tr("This package holds a rating that its signer has not made."))
    try:
        _check_answers(feedback, snapshot, scale)
    except (KeyError, ValueError, TypeError):
        raise malformed(DOCUMENTS, "scores") from None


def _check_answers(feedback: Feedback, snapshot: Snapshot, scale: Scale) -> None:
    check_cover(CoverField.FORM, snapshot.form, scale)
    for (item, dimension), score in snapshot.scores.items():
        scale.item(item)
        scale.dimension(dimension)
        check_score(score, scale)
    for name, value in snapshot.cover.items():
        check_cover(name, value, scale)
    for item in (*snapshot.harm_actions, *snapshot.notes, *(moment.item for moment in snapshot.moments)):
        if item:
            scale.item(item)
    for moment in snapshot.moments:
        check_times(moment.start_ms, moment.end_ms)
    for remark in (*feedback.strengths, *feedback.suggestions):
        for item in remark.items:
            scale.item(item)
        if remark.towards is not None:
            scale.item(remark.towards.item)
            scale.dimension(remark.towards.dimension)


def _histories(
    contents: Contents,
    scales: dict[str, Scale],
    signer: Person,
    *,
    kind: PackageKind,
    identities: IdentityStore,
    progress: Progress,
) -> tuple[History, ...]:
    found: dict[str, History] = {}
    waiting = {head.uid: head for head in contents.ratings}
    while waiting:
        ready = [head for head in waiting.values() if head.supersedes_uid not in waiting]
        if not ready:
            raise malformed(RATINGS, "supersedes")
        for head in ready:
            progress.check()
            del waiting[head.uid]
            person = signer if head.person_uid == signer.uid else contents.person(head.person_uid)
            if person is None:
                raise malformed(RATINGS, "person")
            history = checked(
                head,
                contents.events[head.uid],
                person=person,
                scale=scales[head.scale_sha256],
                identities=identities,
            )
            if not history.signed and head.person_uid != signer.uid:
                raise _not_theirs(tr("This package holds somebody else's rating that is not signed."))
            found[head.uid] = history
    return tuple(found.values())


def _not_theirs(message: str) -> UserFacingError:
    return UserFacingError(message, tr("Nothing was taken in. Ask its sender to make it again."))
