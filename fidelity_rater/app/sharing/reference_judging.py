"""Whether references that came hold together, are signed by whom they say, and fit what is here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from fidelity_rater.app.ports.documents import DocumentKind
from fidelity_rater.app.ports.identity import IdentityStore
from fidelity_rater.app.ports.library import UnitOfWork
from fidelity_rater.app.sharing.contents import DOCUMENTS, Contents
from fidelity_rater.app.sharing.histories import check_score, check_times
from fidelity_rater.app.sharing.panel_signatures import check_signed
from fidelity_rater.app.sharing.reading import malformed
from fidelity_rater.domain.calibration import Reference
from fidelity_rater.domain.consensus import Consensus
from fidelity_rater.domain.people import Person
from fidelity_rater.i18n import tr, tr_n
from fidelity_rater.scales.model import Scale


def check_references(
    contents: Contents, signer: Person, scales: Mapping[str, Scale], *, identities: IdentityStore
) -> None:
    """One signed consensus for each, on a scale of the package. Raises ``UserFacingError`` with what is wrong."""
    references, agreed = references_in(contents), {each.uid: each for each in consensuses_in(contents)}
    if not references and not agreed:
        return
    if {each.consensus_uid for each in references} != set(agreed) or len(agreed) < len(references):
        raise malformed(DOCUMENTS, "consensus")
    if len({each.session_uid for each in agreed.values()}) < len(agreed):
        raise malformed(DOCUMENTS, "session")
    abouts = {written.uid: written.about for written in contents.documents}
    for reference in references:
        consensus = agreed[reference.consensus_uid]
        _check_session(contents, {abouts[reference.uid], abouts[consensus.uid]}, reference, consensus)
        _check_answers(consensus, scales.get(consensus.scale_sha256))
        check_signed(
            contents, signer, consensus.author_uid, consensus.message(), consensus.signature, identities=identities
        )


def references_in(contents: Contents) -> tuple[Reference, ...]:
    return tuple(Reference.from_json(each.body) for each in contents.documents_of(DocumentKind.REFERENCE))


def consensuses_in(contents: Contents) -> tuple[Consensus, ...]:
    return tuple(Consensus.from_json(each.body) for each in contents.documents_of(DocumentKind.CONSENSUS))


def _check_session(contents: Contents, abouts: set[str], reference: Reference, consensus: Consensus) -> None:
    """Both are about one session of the package, whichever of its names each uses."""
    if len(abouts) != 1:
        raise malformed(DOCUMENTS, "about")
    (about,) = abouts
    names = {about, *contents.also.get(about, ())}
    if about not in {each.uid for each in contents.sessions} or {reference.session_uid, consensus.session_uid} - names:
        raise malformed(DOCUMENTS, "session")


def _check_answers(consensus: Consensus, scale: Scale | None) -> None:
    if scale is None or consensus.form not in {form.id for form in scale.forms}:
        raise malformed(DOCUMENTS, "scale")
    try:
        for agreed in consensus.scores:
            scale.item(agreed.item)
            scale.dimension(agreed.dimension)
            check_score(agreed.score, scale)
        for moment in consensus.moments:
            scale.item(moment.item)
            check_times(moment.start_ms, moment.end_ms)
    except (KeyError, ValueError, TypeError):
        raise malformed(DOCUMENTS, "scores") from None


# Beside what is here


def reference_refusal(uow: UnitOfWork, contents: Contents) -> str:
    """Why references are not taken in, or the empty text: what is sealed here stays as it is."""
    for consensus in consensuses_in(contents):
        here = uow.documents.get(consensus.uid)
        if here is not None and (here.kind is not DocumentKind.CONSENSUS or _other(here.body, consensus)):
            return tr("The consensus in this package differs from the same one here: a signed one stays as it is.")
    for reference in references_in(contents):
        document = uow.documents.get(reference.uid)
        if document is not None and document.kind is not DocumentKind.REFERENCE:
            return tr("This package holds something that is here as something else.")
        if document is not None and document.body["consensus"] != reference.consensus_uid:
            return tr("A reference in this package stands on another consensus than the same one here.")
        if document is not None and not document.package_uid:
            return tr("This reference was made in this library; there is nothing in it to take in.")
    return ""


def _other(here: Mapping[str, object], coming: Consensus) -> bool:
    return Consensus.from_json(here) != coming


def about_references(uow: UnitOfWork, contents: Contents, signer: Person, me: Person) -> Iterator[str]:
    """What should be known before: who has agreed on it, and that one knows it already."""
    found = consensuses_in(contents)
    known = {me.uid, signer.uid}
    who = {each.author_uid for each in found} - known
    strangers = _initials(contents, (uid for uid in sorted(who) if uow.contacts.get(uid) is None))
    if strangers:
        yield tr_n(
            "The consensus in it is signed by somebody who is not among your contacts: {who}.",
            "Consensuses in it are signed by people who are not among your contacts: {who}.",
            len(strangers),
            who=", ".join(strangers),
        )
    if any(me.uid in {each.author_uid, *(one.person_uid for one in each.originals)} for each in found):
        yield tr("You took part in the consensus of a reference in it, so you cannot calibrate by that one.")


def _initials(contents: Contents, uids: Iterable[str]) -> list[str]:
    people = {person.uid: person.initials for person in contents.people}
    return [people.get(uid, "?") for uid in uids]
