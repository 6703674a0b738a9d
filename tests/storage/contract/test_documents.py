"""What a library keeps beside its ratings: documents, contacts, packages, aliases, measures, and who a therapist is."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from fidelity_rater.app.errors import NotAllowed, UserFacingError
from fidelity_rater.app.ports.documents import Contact, Document, DocumentKind, PackageNote
from fidelity_rater.domain.measures import Measurement
from storage import stories
from storage.stories import START, Story, uid

BODY = {"suggestions": [{"text": "später, ‘so’", "towards": ["A1", "skill", 3]}], "closing": "", "n": 2.5, "x": None}


def document(kind: DocumentKind = DocumentKind.FEEDBACK, **changes: Any) -> Document:
    known = {
        "uid": uid(), "kind": kind, "about": uid(), "author_uid": uid(), "body": BODY,
        "created_at": START, "changed_at": START,
    }  # fmt: skip
    return Document(**{**known, **changes})


def test_a_document_reads_back_and_a_draft_is_replaced(story: Story) -> None:
    draft = document(author_uid="")
    with story.library.work() as work:
        work.documents.keep(draft)
        work.commit()
    changed = replace(draft, body={"closing": "anders"}, changed_at=START + timedelta(days=1), package_uid=uid())
    with story.library.work() as work:
        assert work.documents.get(draft.uid) == draft
        work.documents.keep(changed)
        assert work.documents.get(draft.uid) == changed
        assert work.documents.get(uid()) is None


def test_a_final_document_stays_and_comes_again_without_a_word(story: Story) -> None:
    final = document(final=True, body={"items": ("A", "B")})
    with story.library.work() as work:
        work.documents.keep(replace(final, final=False, body={}))
        work.documents.keep(final)
        for same in (final, replace(final, package_uid=uid()), replace(final, changed_at=START + timedelta(1))):
            work.documents.keep(same)
        for other in (replace(final, body={}), replace(final, about=uid()), replace(final, author_uid=uid())):
            with pytest.raises(NotAllowed, match="stays as it is"):
                work.documents.keep(other)
        kept = work.documents.get(final.uid)
        assert kept == replace(final, body={"items": ["A", "B"]})
        work.documents.remove(final.uid)
        work.documents.remove(final.uid)
        assert work.documents.get(final.uid) is None


def test_documents_are_found_by_what_they_are_about_and_by_kind_oldest_first(story: Story) -> None:
    about = uid()
    later = document(about=about, created_at=START + timedelta(1))
    earlier = document(about=about)
    reply = document(DocumentKind.REPLY, about=about, created_at=START + timedelta(2))
    elsewhere = document(created_at=START + timedelta(3))
    with story.library.work() as work:
        for each in (later, earlier, reply, elsewhere):
            work.documents.keep(each)
        assert work.documents.about(about) == (earlier, later, reply)
        assert work.documents.about(about, DocumentKind.REPLY) == (reply,)
        assert work.documents.about(uid()) == ()
        both = {about, elsewhere.about}
        assert work.documents.about_any(both, DocumentKind.FEEDBACK) == (earlier, later, elsewhere)
        assert work.documents.about_any({about}, DocumentKind.REPLY) == (reply,)
        assert work.documents.about_any((), DocumentKind.REPLY) == ()
        assert work.documents.of_kind(DocumentKind.FEEDBACK) == (earlier, later, elsewhere)
        assert work.documents.of_kind(DocumentKind.FORK) == ()


def test_a_contact_is_renewed_but_never_with_other_keys(story: Story) -> None:
    zoe, ada = stories.person("ZW"), replace(stories.person("AL"), name="ada")
    with story.library.work() as work:
        work.contacts.keep(Contact(zoe, START))
        work.contacts.keep(Contact(ada, START))
        compared = Contact(replace(zoe, name="Zoë"), START, START + timedelta(1))
        work.contacts.keep(compared)
        assert work.contacts.get(zoe.uid) == compared
        assert work.contacts.all() == (Contact(ada, START), compared)
        assert work.contacts.get(story.rater.uid) is None
        with pytest.raises(UserFacingError, match="other keys"):
            work.contacts.keep(Contact(replace(zoe, signing_key=bytes(32)), START))
        work.contacts.remove(zoe.uid)
        work.contacts.remove(zoe.uid)
        assert work.contacts.get(zoe.uid) is None
        assert work.people.get(zoe.uid) == compared.person


def test_a_package_is_noted_once_and_listed_latest_first(story: Story) -> None:
    sent = PackageNote(uid(), "feedback", True, uid(), uid(), START)
    taken = PackageNote(uid(), "reply", False, "", "", START + timedelta(1))
    with story.library.work() as work:
        for note in (taken, sent, replace(sent, at=START + timedelta(9), kind="reply")):
            work.packages.note(note)
        assert work.packages.all() == (taken, sent)
        assert work.packages.get(taken.uid) == taken
        assert work.packages.get(uid()) is None


def test_an_alias_leads_to_the_uid_used_here_in_one_step(story: Story) -> None:
    here, theirs, another, stranger = uid(), uid(), uid(), uid()
    with story.library.work() as work:
        work.aliases.set(here, here)
        work.aliases.set(theirs, here)
        work.aliases.set(theirs, here)
        work.aliases.set(another, theirs)
        assert [work.aliases.local(each) for each in (here, theirs, another, stranger)] == [here, here, here, stranger]
        assert work.aliases.foreign_of(here) == tuple(sorted((theirs, another)))
        assert work.aliases.foreign_of(theirs) == ()
        for foreign, local in ((theirs, stranger), (here, stranger)):
            with pytest.raises(UserFacingError, match="something else"):
                work.aliases.set(foreign, local)


def test_one_value_per_session_and_measure_in_the_order_of_the_sessions(story: Story) -> None:
    first, second = story.session, stories.session(story.case, 2)
    elsewhere = stories.case(story.therapist, "C2")
    theirs = stories.session(elsewhere)
    phq, gad = Measurement(second.uid, "phq9", 14.0), Measurement(second.uid, "gad7", 7.5, date(2026, 3, 9))
    before = Measurement(first.uid, "phq9", 20)
    with story.library.work() as work:
        work.sessions.add(second)
        work.cases.add(elsewhere)
        work.sessions.add(theirs)
        for each in (replace(phq, value=3), phq, gad, before, Measurement(theirs.uid, "phq9", 1)):
            work.measures.set(each)
        assert work.measures.of_case(story.case.uid) == (before, gad, phq)
        work.measures.remove(second.uid, "phq9")
        work.measures.remove(second.uid, "phq9")
        assert work.measures.of_case(story.case.uid) == (before, gad)


def test_a_therapist_may_be_known_as_a_person(story: Story) -> None:
    them = story.therapist.uid
    with story.library.work() as work:
        assert work.therapists.person_of(them) is None
        for who in (story.rater.uid, story.rater.uid, None, None):
            work.therapists.set_person(them, who)
            assert work.therapists.person_of(them) == who
        for asked in (
            lambda: work.therapists.set_person(them, uid()),
            lambda: work.therapists.set_person(uid(), None),
            lambda: work.therapists.person_of(uid()),
            lambda: work.measures.set(Measurement(uid(), "phq9", 1)),
            lambda: work.measures.of_case(uid()),
        ):
            with pytest.raises(KeyError):
                asked()


def test_nothing_of_it_stays_without_a_commit(story: Story) -> None:
    draft = document()
    with story.library.work() as work:
        work.documents.keep(draft)
        work.contacts.keep(Contact(stories.person("ZW"), START))
        work.aliases.set(uid(), draft.uid)
    with story.library.read() as work:
        assert work.documents.get(draft.uid) is None
        assert work.contacts.all() == ()
        assert work.aliases.foreign_of(draft.uid) == ()
