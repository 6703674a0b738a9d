"""Put everything of a package in its place, within one unit of work."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from fidelity_rater.app.feedback.replies import shown_reply
from fidelity_rater.app.ports.documents import Attachment, Contact, Document, DocumentKind
from fidelity_rater.app.ports.library import UnitOfWork
from fidelity_rater.app.ports.packages import PackageKind
from fidelity_rater.app.ports.sealed import SealedSound
from fidelity_rater.app.sharing.bodies import with_local_recordings
from fidelity_rater.app.sharing.contacts import keys_before
from fidelity_rater.app.sharing.contents import Written
from fidelity_rater.app.sharing.judging import corrected_since, whose_work
from fidelity_rater.app.sharing.lines import CarriedRecording
from fidelity_rater.app.sharing.merge import Outcome, merge
from fidelity_rater.app.sharing.models import Taken
from fidelity_rater.app.sharing.opened import Opened
from fidelity_rater.app.sharing.placing import Placement, place, place_recordings
from fidelity_rater.app.sharing.telling import (
    OF_THEIR_OWN,
    clips,
    place_here,
    rated_session,
    recordings,
    signed_ratings,
    what_it_says,
)
from fidelity_rater.app.sharing.whereabouts import where_it_is
from fidelity_rater.domain.consent import narrower
from fidelity_rater.domain.errors import UserFacingError
from fidelity_rater.domain.feedback import Reply
from fidelity_rater.domain.people import Person
from fidelity_rater.i18n import tr, tr_n
from fidelity_rater.scales.model import Scale

_OWNERS_KINDS = frozenset(
    {PackageKind.SUBMISSION, PackageKind.ASSIGNMENT, PackageKind.REFERENCE, PackageKind.PORTFOLIO}
)
"""Kinds whose word on a client's consent counts for what is here already."""
_TOLD_WHOLE = frozenset({PackageKind.SUBMISSION, PackageKind.FEEDBACK, PackageKind.REPLY})
"""Kinds that one person writes to another on one session."""


@dataclass(slots=True)
class Taking:
    """One package on its way in. ``used`` are the sealed sounds that something stands on by now."""

    uow: UnitOfWork
    opened: Opened
    sealed: Mapping[str, SealedSound]
    me: Person
    now: datetime
    scale_of: Callable[[bytes], Scale]
    placement: Placement = field(default_factory=Placement)
    used: set[str] = field(default_factory=set)
    clips: list[str] = field(default_factory=list)
    clips_ms: int = 0
    clip_of: dict[str, str] = field(default_factory=dict)
    outcomes: list[Outcome] = field(default_factory=list)
    documents: list[Document] = field(default_factory=list)
    recordings: int = 0
    whole_ms: int = 0
    scans: int = 0

    def take(self, answers: Mapping[str, str], *, keep_contact: bool) -> Taken:
        """Raises ``UserFacingError``; the caller commits."""
        self._keep_people(keep_contact=keep_contact)
        for sha256, data in self.opened.contents.scales.items():
            self.uow.scales.keep(sha256, data)
        whose = whose_work(self.opened, self.me)
        self.placement = place(self.uow, self.opened.contents, answers, whose=whose)
        self._remember_person(whose)
        self._keep_recordings()
        self._keep_clips()
        self._merge_ratings()
        self._keep_documents()
        return self._taken()

    # People

    def _keep_people(self, *, keep_contact: bool) -> None:
        people = {person.uid: person for person in (*self.opened.contents.people, self.opened.signer)}
        for person in people.values():
            if person.uid == self.me.uid:
                self.uow.people.keep(self.me)
            elif keys_before(self.uow, person.uid) is None:
                self.uow.people.keep(person)
        signer = self.opened.signer
        if keep_contact and signer.uid != self.me.uid and self.uow.contacts.get(signer.uid) is None:
            self.uow.contacts.keep(Contact(self.uow.people.get(signer.uid), self.now))

    def _remember_person(self, whose: str) -> None:
        """Whose sessions these are, so that feedback on them finds its way back."""
        if not whose or self.opened.head.kind is PackageKind.REPLY:
            return
        for local in self.placement.therapists.values():
            if self.uow.therapists.person_of(local) is None:
                if whose == self.me.uid:
                    self.uow.people.keep(self.me)
                self.uow.therapists.set_person(local, whose)

    # Sound

    def _keep_recordings(self) -> None:
        for carried in self.opened.contents.recordings:
            local = self.placement.recordings.get(carried.recording.uid)
            if local is not None:
                self._narrow(local, carried)
            elif carried.sound in self.sealed:
                self._add_recording(carried, self.sealed[carried.sound])
        place_recordings(self.uow, self.opened.contents, self.placement)

    def _narrow(self, local: str, carried: CarriedRecording) -> None:
        here = self.uow.recordings.get(local).consent
        both = narrower(here, carried.recording.consent)
        if self.opened.head.kind in _OWNERS_KINDS and both != here:
            self.uow.recordings.set_consent(local, both)

    def _add_recording(self, carried: CarriedRecording, sealed: SealedSound) -> None:
        session = self.placement.sessions[carried.recording.session_uid]
        parts = {part.part for part in self.uow.recordings.of_session(session)}
        wanted = carried.recording.part
        recording = replace(
            carried.recording,
            session_uid=session,
            part=wanted if wanted not in parts else max(parts) + 1,
        )
        if carried.altered:  # another sound than its original, which may come here some day, too
            recording = replace(recording, sha256=sealed.sha256, size=sealed.size)
        self.uow.recordings.add(recording, sealed)
        self.used.add(carried.sound)
        self.recordings += 1
        self.whole_ms += recording.duration_ms

    def _keep_clips(self) -> None:
        for carried in self.opened.contents.clips:
            if carried.sound not in self.sealed:
                continue
            clip = carried.clip
            self.uow.clips.add(clip, self.sealed[carried.sound])
            self.used.add(carried.sound)
            self.clips.append(clip.uid)
            self.clips_ms += clip.end_ms - clip.start_ms
            self.clip_of |= dict.fromkeys(carried.moments, clip.uid)

    # Ratings

    def _merge_ratings(self) -> None:
        for history in self.opened.histories:
            session = self.placement.sessions[history.head.session_uid]
            if history.head.supersedes_uid and self.uow.ratings.has(history.head.supersedes_uid):
                session = self.uow.ratings.get(history.head.supersedes_uid).session_uid
            named = history.head.session_named
            head = replace(history.head, session_uid=session, session_named="" if named == session else named)
            placed = replace(history, head=head)
            self.outcomes.append(merge(self.uow, placed, package_uid=self.opened.head.uid, at=self.opened.head.made_at))

    # Documents

    def _keep_documents(self) -> None:
        keep = {
            PackageKind.FEEDBACK: self._keep_feedback,
            PackageKind.REPLY: self._keep_reply,
            PackageKind.SUBMISSION: self._keep_by_session,
            PackageKind.ASSIGNMENT: self._keep_by_session,
            PackageKind.REFERENCE: self._keep_references,
            PackageKind.PORTFOLIO: self._keep_portfolio,
            PackageKind.VOTES: self._keep_votes,
            PackageKind.DECISION: self._keep_decision,
        }.get(self.opened.head.kind)
        if keep is not None:
            keep()

    def _keep_feedback(self) -> None:
        contents = self.opened.contents
        (shown,) = contents.documents_of(DocumentKind.SNAPSHOT)
        (session,) = contents.sessions
        body = {
            "feedback": dict(self.opened.main.body),
            "snapshot": with_local_recordings(shown.body, self.uow.aliases.local),
            "follow_ups": [dict(ticked.body) for ticked in contents.documents_of(DocumentKind.FOLLOW_UP)],
            "place": self._place_of(session.uid),
            "clips": sorted(self.clips),
            "clip_of": self.clip_of,
        }
        before = self.uow.documents.get(self.opened.main.uid)
        if before is not None and before.kind is DocumentKind.FEEDBACK_RECEIVED:
            self._share_clips(before, body)
        self._keep(self.opened.main, DocumentKind.FEEDBACK_RECEIVED, self.placement.sessions[session.uid], body)

    def _share_clips(self, before: Document, body: dict[str, Any]) -> None:
        """Of feedback that came twice, every clip can be heard, whichever of the two stays."""
        clip_of = dict(before.body["clip_of"])
        for moment, clip in body["clip_of"].items():
            clip_of[moment] = min(clip, clip_of.get(moment, clip))
        both = {"clips": sorted({*before.body["clips"], *body["clips"]}), "clip_of": clip_of}
        body |= both
        self.uow.documents.remove(before.uid)
        self.uow.documents.keep(replace(before, body={**before.body, **both}))

    def _place_of(self, session_uid: str) -> dict[str, Any]:
        """Which session it is, as its sender calls it: still told when nothing of it is here any more."""
        contents = self.opened.contents
        session = next(each for each in contents.sessions if each.uid == session_uid)
        case = next(each for each in contents.cases if each.uid == session.case_uid)
        therapist = next(each for each in contents.therapists if each.uid == case.therapist_uid)
        return {
            "therapist": therapist.code,
            "case": case.code,
            "scheduled": session.scheduled,
            "attended": session.attended,
            "planned": case.planned_sessions,
            "held_on": session.held_on.isoformat() if session.held_on else None,
            "session": self.placement.sessions[session_uid],
        }

    def _keep_reply(self) -> None:
        written = self.opened.main
        body = with_local_recordings(written.body, self.uow.aliases.local)
        self._keep(written, DocumentKind.REPLY_RECEIVED, str(written.body["rating"]), body)
        for choice in self.opened.contents.documents_of(DocumentKind.PORTFOLIO_CHOICE):
            self._keep(choice, choice.kind, choice.about, choice.body)

    def _keep_by_session(self) -> None:
        for written in self.opened.contents.documents:
            local = self.placement.sessions.get(written.about)
            if local is None:
                raise UserFacingError(
                    tr("Something in this package is about a session that is not in it."),
                    tr("Nothing was taken in. Ask its sender to make it again."),
                )
            body = with_local_recordings(written.body, self.uow.aliases.local)
            self._keep(written, written.kind, local, body)

    def _keep_references(self) -> None:
        """Word for word: the consensus' signature covers what its recordings and its session are called there."""
        for written in self.opened.contents.documents:
            self._keep(written, written.kind, self.placement.sessions[written.about], written.body)

    def _keep_portfolio(self) -> None:
        """With what its moments are heard from, and which of its sessions is which here: votes name them as it does."""
        written = self.opened.main
        theirs = {local: uid for uid, local in self.placement.sessions.items()}
        body = {**written.body, "clip_of": self.clip_of, "sessions": theirs}
        before = self.uow.documents.get(written.uid)
        if before is not None and before.kind is DocumentKind.PORTFOLIO:
            body["clip_of"] = {**before.body.get("clip_of", {}), **self.clip_of}
        self._keep(written, written.kind, self.placement.therapists[written.about], body)
        self._keep_scans(written.uid)

    def _keep_scans(self, portfolio_uid: str) -> None:
        """About the portfolio alone: a stranger's package puts nothing on a record that is kept here."""
        for carried in self.opened.contents.scans:
            here = self.uow.attachments.get(carried.uid)
            if here is not None and here.about not in (portfolio_uid, carried.about):
                raise _somebody_elses()
            if here is None and carried.part in self.sealed:
                scan = Attachment(
                    carried.uid, portfolio_uid, carried.name, carried.media_type, carried.size, self.opened.head.made_at
                )
                self.uow.attachments.add(scan, self.sealed[carried.part])
                self.used.add(carried.part)
                self.scans += 1

    def _keep_votes(self) -> None:
        for written in self.opened.contents.documents:
            self._keep(written, written.kind, str(written.body["portfolio"]), written.body)

    def _keep_decision(self) -> None:
        written = self.opened.main
        portfolio = self.uow.documents.get(str(written.body["portfolio"]))
        assert portfolio is not None, "what answers no portfolio was refused"
        self._keep(written, written.kind, portfolio.about, written.body)

    def _keep(self, written: Written, kind: DocumentKind, about: str, body: Mapping[str, Any]) -> None:
        """Keep what came; of the same thing sent twice what was sent later, whichever came first."""
        head = self.opened.head
        document = Document(
            uid=written.uid,
            kind=kind,
            about=about,
            author_uid=written.author_uid,
            body=body,
            created_at=head.made_at,
            changed_at=head.made_at,
            final=True,
            package_uid=head.uid,
        )
        before = self.uow.documents.get(document.uid)
        if before is not None:
            if (before.kind, before.author_uid) != (kind, written.author_uid):
                raise _somebody_elses()
            if (before.created_at, before.package_uid) > (document.created_at, document.package_uid):
                return
            self.uow.documents.remove(before.uid)
        self.uow.documents.keep(document)
        self.documents.append(document)

    # What became of it

    def _taken(self) -> Taken:
        contents, outcomes = self.opened.contents, self.outcomes
        ratings = [history.head.uid for history in self.opened.histories]
        reply = self.opened.head.kind is PackageKind.REPLY
        return Taken(
            kind=self.opened.head.kind,
            new=outcomes.count(Outcome.NEW),
            same=outcomes.count(Outcome.SAME),
            forwarded=outcomes.count(Outcome.FORWARDED),
            forks=outcomes.count(Outcome.FORK),
            recordings=self.recordings,
            clips=len(self.clips),
            documents=len(self.documents),
            session_uid=self.placement.sessions[contents.sessions[0].uid] if contents.sessions else "",
            rating_uid=str(self.opened.main.body["rating"]) if reply else (ratings[-1] if ratings else ""),
            document_uid=self.documents[0].uid if self.documents else "",
            lines=tuple(self._lines()),
        )

    def _lines(self) -> list[str]:
        where = list(where_it_is(self.uow, self.opened, self.placement))
        if self.opened.head.kind in _TOLD_WHOLE:  # whose session it is comes first
            return [
                *self._session_first(where),
                *what_it_says(self.opened, aloud=True, contested=self._contested()),
                *self._came_with_it(),
            ]
        return [*self._came_with_it(), *where]

    def _contested(self) -> tuple[str, ...]:
        """The scores that a reply contests, by the names that the rating's scale gives them."""
        if self.opened.head.kind is not PackageKind.REPLY:
            return ()
        reply = Reply.from_json(self.opened.main.body)
        if not reply.contests or not self.uow.ratings.has(reply.rating_uid):
            return ()
        scale = self.scale_of(self.uow.scales.get(self.uow.ratings.get(reply.rating_uid).scale_sha256))
        return tuple(contest.score for contest in shown_reply(reply, scale).contests)

    def _session_first(self, where: list[str]) -> list[str]:
        match self.opened.head.kind:
            case PackageKind.FEEDBACK:
                (session,) = self.opened.contents.sessions
                return [f"{place_here(self.uow, self.placement.sessions[session.uid])}."]
            case PackageKind.REPLY:
                return list(rated_session(self.uow, self.opened))
            case _:
                return where

    def _came_with_it(self) -> list[str]:
        new, forks = self.outcomes.count(Outcome.NEW), self.outcomes.count(Outcome.FORK)
        lines = []
        if new:
            theirs = self.opened.head.kind in OF_THEIR_OWN
            told = signed_ratings(self.opened, new) if theirs else tr_n("One new rating.", "{n} new ratings.", new)
            lines.append(told)
        if forks:
            lines.append(
                tr_n(
                    "One rating differs from what is here; it was kept aside for you to look at.",
                    "{n} ratings differ from what is here; they were kept aside for you to look at.",
                    forks,
                )
            )
        if self.recordings:
            lines.append(recordings(self.recordings, self.whole_ms))
        if self.clips:
            lines.append(clips(len(self.clips), self.clips_ms))
        if self.scans:
            lines.append(tr_n("One scan.", "{n} scans.", self.scans))
        if corrected_since(self.uow, self.opened):
            lines.append(tr("The rating that this answers has been corrected since."))
        return lines


def _somebody_elses() -> UserFacingError:
    return UserFacingError(
        tr("This package holds something that is here as somebody else's."), tr("Nothing was taken in.")
    )
