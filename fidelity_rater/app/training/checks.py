"""Whether a record can be what it says. Each fault is one sentence; nothing is put right in silence."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Final

from fidelity_rater.app.errors import UserFacingError
from fidelity_rater.app.training.models import (
    CaseChoice,
    KnownForm,
    Paper,
    Record,
    ResultElsewhere,
    SupervisionContact,
    Training,
)
from fidelity_rater.domain.measures import key_of
from fidelity_rater.i18n import tr

LONGEST_CONTACT: Final = 24 * 60
LARGEST_GROUP: Final = 50
LONGEST_TITLE: Final = 200
LONGEST_NAME: Final = 80
LONGEST_NOTE: Final = 4000
MOST_HOURS: Final = 10_000
EARLIEST: Final = date(1950, 1, 1)


class Checks:
    """What a record is held against: the day, the therapist's own cases, and the forms that the rules know."""

    def __init__(self, *, today: date, cases: Sequence[CaseChoice], forms: Callable[[], Iterable[KnownForm]]) -> None:
        self._today, self._cases, self._forms = today, cases, forms

    def checked(self, record: Record) -> Record:
        """The record with its texts tidied. Raises ``UserFacingError``."""
        self._day(record.on)
        match record:
            case SupervisionContact():
                return self._contact(record)
            case Training():
                return self._training(record)
            case Paper():
                return self._paper(record)
            case ResultElsewhere():
                return self._result(record)

    def _contact(self, contact: SupervisionContact) -> SupervisionContact:
        if not 0 < contact.minutes <= LONGEST_CONTACT:
            raise UserFacingError(
                tr("A supervision contact lasts at least a minute and at most 24 hours."), tr("Correct its minutes.")
            )
        if not 1 <= contact.group_size <= LARGEST_GROUP:
            raise UserFacingError(
                tr("A group has from 1 to {n} supervisees.", n=LARGEST_GROUP), tr("1 means that nobody else was there.")
            )
        if contact.own_minutes is not None and not 0 <= contact.own_minutes <= contact.minutes:
            raise UserFacingError(
                tr("The time on the own cases cannot be longer than the contact."),
                tr("Correct one of the two, or leave the own time open."),
            )
        if len(set(contact.case_uids)) != len(contact.case_uids):
            raise UserFacingError(tr("A case is named twice."), tr("Name each case once."))
        for uid in contact.case_uids:
            self._case(uid)
        return replace(
            contact,
            supervisor=_short(contact.supervisor, what=tr("Who supervised"), longest=LONGEST_NAME),
            note=_long(contact.note),
        )

    def _training(self, training: Training) -> Training:
        self._span(training.on, training.until, over=True)
        if training.hours is not None and not 0 < training.hours <= MOST_HOURS:
            raise UserFacingError(tr("Hours are more than none, and at most {n}.", n=MOST_HOURS), tr("Correct them."))
        if training.days is not None and not 1 <= training.days <= MOST_HOURS:
            raise UserFacingError(tr("A training lasts at least one day, where days are told."), tr("Correct them."))
        if training.others is not None and not 0 <= training.others <= MOST_HOURS:
            raise UserFacingError(tr("The number of people supervised cannot be this."), tr("Correct it."))
        return replace(
            training,
            title=_needed(training.title, what=tr("What it was")),
            provider=_short(training.provider, what=tr("Who held it"), longest=LONGEST_TITLE),
        )

    def _paper(self, paper: Paper) -> Paper:
        self._span(paper.on, paper.until, over=False)
        if paper.case_uid:
            self._case(paper.case_uid)
        return replace(paper, title=_needed(paper.title, what=tr("What it is")))

    def _result(self, result: ResultElsewhere) -> ResultElsewhere:
        body = _needed(result.body, what=tr("Whose form it is"))
        form = _needed(result.form, what=tr("Which form it is"))
        if result.case_uid:
            case = self._case(result.case_uid)
            if result.session_uid and result.session_uid not in {one.uid for one in case.sessions}:
                raise UserFacingError(tr("This session is not one of that case."), tr("Choose the session again."))
        elif result.session_uid:
            raise UserFacingError(tr("A session belongs to a case."), tr("Choose the case too."))
        return replace(
            result,
            body=body,
            form=form,
            mark=self._mark(result.mark, body=body, form=form),
            by=_short(result.by, what=tr("Who rated it"), longest=LONGEST_NAME),
        )

    def _mark(self, text: str, *, body: str, form: str) -> str:
        mark = number_of(text)
        if mark is None:
            raise UserFacingError(tr("The mark is no number."), tr("Type the figure on the form, such as 3 or 3.2."))
        named = (key_of(body), key_of(form))
        known = next((one for one in self._forms() if (key_of(one.body), key_of(one.form)) == named), None)
        if known is not None and not _within(mark, known):
            raise UserFacingError(
                tr(
                    "{form} goes from {least} to {most}, so its mark cannot be {mark}.",
                    form=form,
                    least=known.least if known.least is not None else tr("any number"),
                    most=known.most if known.most is not None else tr("any number"),
                    mark=mark,
                ),
                tr("Look at the form again."),
            )
        return str(mark)

    def _day(self, day: date) -> None:
        if day > self._today:
            raise UserFacingError(tr("This day lies in the future."), tr("Write it down once it was."))
        if day < EARLIEST:
            raise UserFacingError(tr("This day lies too far back."), tr("Check the year."))

    def _span(self, on: date, until: date | None, *, over: bool) -> None:
        """``over``: it must have ended by now."""
        if until is None:
            return
        if until < on:
            raise UserFacingError(tr("It ends before it begins."), tr("Correct one of the two days."))
        if over:
            self._day(until)

    def _case(self, uid: str) -> CaseChoice:
        found = next((case for case in self._cases if case.uid == uid), None)
        if found is None:
            raise UserFacingError(tr("This case is not one of this therapist."), tr("Choose another case."))
        return found


def number_of(text: str) -> Decimal | None:
    """A number with a decimal point or comma, without losing a digit; None where it is none."""
    text = text.strip().replace("\N{MINUS SIGN}", "-").replace(",", ".")
    if not text or not all(char in "0123456789.-" for char in text) or len(text) > 12:
        return None
    try:
        return Decimal(text)
    except InvalidOperation:
        return None


def _within(mark: Decimal, known: KnownForm) -> bool:
    return (known.least is None or mark >= known.least) and (known.most is None or mark <= known.most)


def _needed(text: str, *, what: str) -> str:
    text = _short(text, what=what, longest=LONGEST_TITLE)
    if not text:
        raise UserFacingError(tr("“{what}” is not filled in.", what=what), tr("A few words are enough."))
    return text


def _short(text: str, *, what: str, longest: int) -> str:
    text = " ".join(text.split())
    if len(text) > longest:
        raise UserFacingError(
            tr("“{what}” is longer than {n} letters.", what=what, n=longest), tr("Write it more shortly.")
        )
    return text


def _long(text: str) -> str:
    text = text.strip()
    if len(text) > LONGEST_NOTE:
        raise UserFacingError(tr("The note is longer than {n} letters.", n=LONGEST_NOTE), tr("Write it more shortly."))
    return text
