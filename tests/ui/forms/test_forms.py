"""Fields that announce only what a person did, and slow work that never leaves a form half alive."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from fidelity_rater.app.caseload_models import Consent, ConsentPurpose, Role
from fidelity_rater.app.errors import UserFacingError
from fidelity_rater.app.inline_jobs import InlineJobs
from fidelity_rater.ui.forms.consent_form import ConsentForm, meaning
from fidelity_rater.ui.forms.fields import ChoiceField, DateField, NumberField, OpenChoiceField, PassphraseField
from fidelity_rater.ui.forms.work import Work
from fidelity_rater.ui.widgets.banner import Banner
from fidelity_rater.ui.widgets.progress_line import ProgressLine


def test_showing_announces_nothing(qtbot: QtBot) -> None:
    day, number, choice = DateField(none_text="known"), NumberField(1, 9), ChoiceField([("a", "A"), ("b", "B")])
    for widget in (day, number, choice):
        qtbot.addWidget(widget)
    with qtbot.assertNotEmitted(day.day_chosen), qtbot.assertNotEmitted(number.number_chosen):
        day.show_day(date(2026, 1, 5))
        number.show_number(4)
    with qtbot.assertNotEmitted(choice.choice_made):
        choice.show_key("b")
    assert (day.day, number.number, choice.key) == (date(2026, 1, 5), 4, "b")
    day.show_day(None)
    assert day.day is None


def test_numbers_are_stepped_within_their_bounds(qtbot: QtBot) -> None:
    number = NumberField(1, 3)
    qtbot.addWidget(number)
    for _ in range(5):
        number.more.click()
    assert number.number == 3
    with qtbot.waitSignal(number.number_chosen):
        number.less.click()


def test_what_was_typed_survives_other_choices(qtbot: QtBot) -> None:
    field = OpenChoiceField(["T01"])
    qtbot.addWidget(field)
    field.show_text("T09")
    field.show_choices(["T01", "T02"])
    assert field.text == "T09"


def test_a_passphrase_is_dots_until_it_is_looked_at(qtbot: QtBot) -> None:
    field = PassphraseField()
    qtbot.addWidget(field)
    assert field.line.echoMode() is QLineEdit.EchoMode.Password
    field.look.setChecked(True)
    assert field.line.echoMode() is QLineEdit.EchoMode.Normal
    field.clear()
    assert field.line.echoMode() is QLineEdit.EchoMode.Password


def test_consent_says_what_follows_from_it(qtbot: QtBot) -> None:
    form = ConsentForm(with_withdrawal=True)
    qtbot.addWidget(form)
    assert not form.consent.recorded
    form.purposes[ConsentPurpose.ASSESSMENT].click()
    assert form.consent.recorded, "what is allowed was allowed some day"
    assert "summative" in form.meaning.text()
    kept = Consent(
        frozenset({ConsentPurpose.RESEARCH}), frozenset({str(Role.PANEL)}), date(2026, 1, 5), review_on=date(2027, 1, 5)
    )
    form.show_consent(kept)
    assert form.consent == kept
    assert "no rating" in form.meaning.text()


def test_withdrawn_consent_allows_nothing() -> None:
    given = Consent(frozenset(ConsentPurpose), given_on=date(2026, 1, 5), withdrawn_on=date(2026, 2, 1))
    assert meaning(given) != meaning(Consent(frozenset(ConsentPurpose), given_on=date(2026, 1, 5)))


class HeldJobs:
    """Jobs that end when the test says so."""

    def __init__(self) -> None:
        self.asked: list[dict[str, Any]] = []
        self.cancelled = 0

    def start(self, work: Callable[..., Any], **answers: Any) -> HeldJobs:
        self.asked.append(answers)
        return self

    def cancel(self) -> None:
        self.cancelled += 1

    def close(self) -> None:
        """Nothing runs."""


@pytest.fixture
def form(qtbot: QtBot) -> QWidget:
    outer = QWidget()
    qtbot.addWidget(outer)
    column = QVBoxLayout(outer)
    inner, banner, progress = QWidget(), Banner(), ProgressLine()
    for name, widget in (("form", inner), ("banner", banner), ("progress", progress)):
        widget.setObjectName(name)
        column.addWidget(widget)
    return outer


def work_of(form: QWidget, jobs: Any) -> Work:
    found = {name: form.findChild(QWidget, name) for name in ("form", "banner", "progress")}
    return Work(jobs, form=found["form"], banner=found["banner"], progress=found["progress"])  # type: ignore[arg-type]


def test_a_form_keeps_still_while_its_work_runs(form: QWidget) -> None:
    jobs, done = HeldJobs(), []
    work = work_of(form, jobs)
    work.start(lambda _: 1, done=done.append, text="Working")
    work.start(lambda _: 2, done=done.append)
    assert len(jobs.asked) == 1, "one thing at a time"
    assert not work._form.isEnabled()
    work.cancel()
    assert jobs.cancelled == 1
    jobs.asked[0]["done"](1)
    assert done == [1]
    assert work._form.isEnabled()
    assert not work.busy


def test_what_the_world_did_is_told_and_what_we_did_is_raised(form: QWidget) -> None:
    work = work_of(form, InlineJobs())

    def fail(error: Exception) -> Callable[[Any], Any]:
        def act(_: Any) -> Any:
            raise error

        return act

    work.start(fail(UserFacingError("The file moved.", "Look for it.")), done=lambda _: None)
    assert form.findChild(Banner).message.text() == "The file moved. Look for it."
    with pytest.raises(ZeroDivisionError):
        work.start(fail(ZeroDivisionError()), done=lambda _: None)
    assert work._form.isEnabled()


def test_an_answer_that_comes_after_the_form_is_gone_is_dropped(qtbot: QtBot) -> None:
    import shiboken6

    jobs, done = HeldJobs(), []
    outer = QWidget()
    inner, banner = QWidget(outer), Banner(parent=outer)
    work = Work(jobs, form=inner, banner=banner)
    work.start(lambda _: 1, done=done.append)
    shiboken6.delete(outer)
    jobs.asked[0]["done"](1)
    jobs.asked[0]["failed"](UserFacingError("late"))
    assert not done


def test_the_wheel_scrolls_the_page_and_chooses_nothing(qtbot: QtBot) -> None:
    choice, text = ChoiceField([("a", "A"), ("b", "B")]), OpenChoiceField(["T01", "T02"])
    text.setCurrentIndex(0)
    for field in (choice, text):
        qtbot.addWidget(field)
        place, none = QPointF(5, 5), Qt.MouseButton.NoButton
        keys, phase = Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase
        wheel = QWheelEvent(place, place, QPoint(), QPoint(0, -120), none, keys, phase, False)
        QApplication.sendEvent(field, wheel)
        assert field.currentIndex() == 0
        assert not wheel.isAccepted(), "the page around it gets it"
