"""The trainee's door: feedback that came, sealed, read, heard, answered and sent back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from PySide6.QtWidgets import QWidget

from fidelity_rater.app.door.models import Contest
from fidelity_rater.app.ports.documents import DocumentKind
from fidelity_rater.app.sharing.models import FeedbackOrder
from fidelity_rater.ui.door.letter_page import LetterPage
from fidelity_rater.ui.screenshots import words
from fidelity_rater.ui.screenshots.packages import send_scenes, take_scenes
from fidelity_rater.ui.screenshots.pair import LIKE_TRAINEE, Pair
from fidelity_rater.ui.screenshots.stage import settle


def read_earlier(pair: Pair) -> None:
    """What the demo's supervisor had sent before, taken in and read."""
    with pair.teaching.library.read() as uow:
        sent = [document for document in uow.documents.of_kind(DocumentKind.FEEDBACK) if document.final]
    for n, document in enumerate(sent):
        pair.pass_on(FeedbackOrder(document.uid), f"earlier-{n}.fidpkg")
        pair.learning.door.show_now(document.uid)
        pair.learning.door.letter(document.uid)


def door_scenes(pair: Pair, path: Path) -> Iterator[Path]:
    stage, work = pair.trainee, pair.learning
    yield from take_scenes(stage, "receive-feedback", path, passphrase=pair.passphrase)
    yield stage.grab("feedback-sealed")
    stage.area.show_caseload()
    pair.sign(work, pair.rate_like(work, pair.session_uid, scheduled=LIKE_TRAINEE, role="trainee"))
    stage.area.show_feedback()
    yield stage.grab("feedback")
    yield from _answer_scenes(pair)
    yield from _profile_scenes(pair)


def _answer_scenes(pair: Pair) -> Iterator[Path]:
    page = _page(pair)
    card = next(card for card in page.cards if card.uid == page.letter.suggestions[0].uid)
    assert card.thought is not None
    assert card.step is not None
    card.thought.setPlainText(words.THOUGHT)
    card.step.setPlainText(words.STEP)
    page.keep_typing()
    _bring_to_top(pair, card)
    if card.moments is not None and (button := next(iter(card.moments.buttons.values()), None)):
        button.click()
    yield pair.trainee.grab("feedback-answers")


def _profile_scenes(pair: Pair) -> Iterator[Path]:
    page, item = _page(pair), words.STRENGTHS[0][0]
    page.profile.open_item(item)
    settle()
    _bring_to_top(pair, page.profile)
    yield pair.trainee.grab("feedback-profile")
    detail = page.profile.details[item]
    detail.open_form()
    assert detail.form is not None
    detail.form.reason.setPlainText(words.SEEN_OTHERWISE)
    settle()
    _bring_to_top(pair, detail)
    yield pair.trainee.grab("feedback-contest")
    told = page.profile.rows[item].item
    pair.learning.door.answers.contest(
        page.letter.row.uid, Contest(item, told.answers[0].dimension, words.SEEN_OTHERWISE)
    )
    settle()


def reply_sent_scenes(pair: Pair, path: Path) -> Iterator[Path]:
    stage = pair.trainee
    stage.area.screens.door.on_send()
    yield from send_scenes(stage, "send-reply", path, passphrase=pair.passphrase, to=pair.teaching.person.uid)
    yield stage.grab("feedback-sent")


def _page(pair: Pair) -> LetterPage:
    page = pair.trainee.area.screens.door.page
    assert page is not None
    return page


def _bring_to_top(pair: Pair, widget: QWidget) -> None:
    area = pair.trainee.area.screens.door.area
    inside = area.widget()
    assert inside is not None
    area.verticalScrollBar().setValue(widget.mapTo(inside, widget.rect().topLeft()).y() - 12)
    settle()
