"""The trainee's side before there is feedback: a package that waits, contacts, a session sent in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from fidelity_rater.app.caseload import new_uid
from fidelity_rater.app.door.models import Asked, ListenHere
from fidelity_rater.ui.contacts.dialog import ContactsDialog
from fidelity_rater.ui.door.submission import SubmissionDialog
from fidelity_rater.ui.screenshots import words
from fidelity_rater.ui.screenshots.packages import send_scenes
from fidelity_rater.ui.screenshots.pair import Pair, enter_own_library


def newcomer_scenes(pair: Pair) -> Iterator[Path]:
    stage = pair.trainee
    stage.window.start.show_package_waiting(Path("feedback.fidpkg"))
    yield stage.grab("start-package")
    enter_own_library(pair)
    stage.area.ways.show_contacts()
    dialog = stage.dialog(ContactsDialog)
    yield stage.grab("contacts")
    dialog.on_compare(next(c.person.uid for c in pair.learning.contacts.all() if c.compared_at is None))
    yield stage.grab("contacts-compare")
    stage.close_dialogs()


def submission_scenes(pair: Pair, path: Path) -> Iterator[Path]:
    stage, work = pair.trainee, pair.learning
    with work.library.read() as uow:
        (recording,) = uow.recordings.of_session(pair.session_uid)
    places = tuple(ListenHere(new_uid(), recording.uid, start, end, said) for start, end, said in words.PLACES)
    work.door.answers.ask(pair.session_uid, Asked(places, words.ASKED))
    stage.area.show_caseload()
    yield stage.grab("caseload-trainee")
    stage.area.ways.send_session(pair.session_uid)
    yield stage.grab("submission")
    stage.dialog(SubmissionDialog).on_send()
    yield from send_scenes(stage, "send-session", path, passphrase=pair.passphrase, to=pair.teaching.person.uid)
