"""A second history of a rating: told with what differs, counted, taken away only by hand, and brought back."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.sharing import forged
from app.sharing.homes import QUIET, Home
from fidelity_rater.app.changes import Changed
from fidelity_rater.app.keeping import Keeping
from fidelity_rater.app.ports.documents import DocumentKind
from fidelity_rater.app.ports.library import RatingHead
from fidelity_rater.app.scale_shelf import ScaleShelf
from fidelity_rater.app.sharing.contents import Contents
from fidelity_rater.app.sharing.forks import Forks, kept_aside
from fidelity_rater.app.sharing.gathering import Gathering
from fidelity_rater.domain.people import Role
from fidelity_rater.domain.ratings.events import Score, note_written, score_given


@pytest.fixture
def rater(tmp_path: Path, scales: ScaleShelf) -> Home:
    return Home("Rita", tmp_path, scales)


@pytest.fixture
def rating(rater: Home) -> RatingHead:
    return rater.rated(rater.session(), role=Role.PEER)


def whole(rater: Home, rating: RatingHead) -> Contents:
    with rater.library.read() as uow:
        gathering = Gathering(uow)
        gathering.person(rater.person)
        gathering.rating(rating.uid)
        return gathering.contents()


def give(supervisor: Home, rater: Home, contents: Contents) -> None:
    path = forged.write_open(rater, contents)
    incoming = supervisor.receiving.look(path, package_passphrase="word", progress=QUIET)
    supervisor.receiving.take_in(incoming.package_uid, answers={}, keep_contact=False, progress=QUIET)


@pytest.fixture
def forks(supervisor: Home, rater: Home, rating: RatingHead, scales: ScaleShelf) -> Forks:
    """The supervisor has the signed rating; then a draft of it comes with another score and no note."""
    contents = whole(rater, rating)
    give(supervisor, rater, contents)
    drafts = [score_given("CORE-01", "adherence", Score(value=1)), note_written("CORE-02", "Elsewhere.")]
    give(supervisor, rater, forged.continued(contents, rating.uid, at=1, drafts=drafts))
    return Forks(supervisor.library, scales=scales, bus=supervisor.bus)


def test_what_differs_is_told_side_by_side(forks: Forks, rating: RatingHead) -> None:
    (history,) = forks.beside(rating.uid)
    assert history.title.startswith("A second history of this rating came on 2026-")
    assert history.facts == (
        "It is a draft: nobody has signed it.",
        "3 entries, against 4 here; they part after entry 1.",
    )
    (score,) = history.scores
    assert score.item == "CORE-01"
    assert score.here.startswith("Adherence 3 (")
    assert score.there.startswith("Adherence 1 (")
    assert len(history.others) == 1
    assert history.others[0].startswith("The notes differ: ")


def test_a_signed_one_says_when_and_another_rating_says_that_it_is_one(
    forks: Forks, rating: RatingHead, supervisor: Home, rater: Home
) -> None:
    """One's second laptop made its own rating of the same session and purpose."""
    laptop = Home("Rita", rater.folder, rater.scales, identity=rater.identity)
    with rater.library.read() as uow, laptop.library.work() as other:
        session = uow.sessions.get(rating.session_uid)
        case = uow.cases.get(session.case_uid)
        other.therapists.add(uow.therapists.get(case.therapist_uid))
        other.cases.add(case)
        other.sessions.add(session)
        other.commit()
    second = laptop.rated(session, role=Role.PEER)
    give(supervisor, rater, whole(laptop, second))
    history = forks.beside(rating.uid)[1]
    assert history.title.startswith("Another rating in the place of this one came on")
    assert history.facts[0].startswith("It was signed on 2026-")
    assert history.scores == ()
    assert history.others == ("What stands in both is the same; how it came about is not.",)
    assert forks.counts() == {rating.uid: 2}
    assert kept_aside(2) == "2 other histories are kept aside"


def test_it_is_taken_away_by_hand_only_and_comes_back(forks: Forks, rating: RatingHead, supervisor: Home) -> None:
    (history,) = forks.beside(rating.uid)
    assert forks.counts() == {rating.uid: 1}
    before = supervisor.head(rating.uid)
    document = forks.remove(history.uid)
    assert document is not None
    assert Changed.RATINGS in supervisor.news[-1]
    assert (forks.beside(rating.uid), dict(forks.counts())) == ((), {})
    assert supervisor.head(rating.uid) == before
    forks.put_back(document)
    assert forks.beside(rating.uid) == (history,)


def test_nothing_but_a_second_history_is_taken_away(forks: Forks, supervisor: Home, rating: RatingHead) -> None:
    feedback = supervisor.feedback(rating)
    assert forks.remove(feedback.uid) is None
    assert forks.remove(rating.uid) is None
    assert len(supervisor.documents(DocumentKind.FEEDBACK)) == 1


def test_a_rating_without_one_has_nothing_beside_it(forks: Forks, supervisor: Home, rating: RatingHead) -> None:
    other = supervisor.rated(supervisor.session(9, therapist="T02", case="C9"))
    assert forks.beside(other.uid) == ()


def test_the_check_notes_it_and_calls_it_no_damage(forks: Forks, supervisor: Home, scales: ScaleShelf) -> None:
    keeping = Keeping(supervisor.library, signing=supervisor.signing, scales=scales)
    (note,) = keeping.notes()
    assert "no damage" in note
