"""Draw recordings, or choose them, and assign them: a step at a time; the draw is kept before it is shown."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from fidelity_rater.app.application import Workplace
from fidelity_rater.app.assigning.models import (
    AssignWish,
    Board,
    CaseChoice,
    ChosenLine,
    DrawTold,
    DrawWish,
    FormChoice,
    FrameLook,
    Proposal,
    RaterChoice,
    Strata,
    Within,
)
from fidelity_rater.app.ports.jobs import JobRunner
from fidelity_rater.app.rating.saver import LANE
from fidelity_rater.i18n import tr, tr_n
from fidelity_rater.ui.assignments.hand_page import HandPage
from fidelity_rater.ui.assignments.how_page import HowPage
from fidelity_rater.ui.assignments.raters_page import ProposalPage, RatersPage
from fidelity_rater.ui.assignments.result_pages import ResultPage, SendPage
from fidelity_rater.ui.assignments.what_page import WhatPage
from fidelity_rater.ui.contacts.dialog import ContactsDialog
from fidelity_rater.ui.forms.step_dialog import StepDialog


@dataclass(frozen=True, slots=True)
class _Read:
    cases: tuple[CaseChoice, ...]
    forms: tuple[FormChoice, ...]
    raters: tuple[RaterChoice, ...]
    draw: DrawTold | None


class DrawDialog(StepDialog):
    """Open it with :meth:`show_over`. ``draw_uid``: assign what this draw has drawn.

    Signals:
        send_wanted: send this rater (uid) what was assigned to them.
    """

    send_wanted = Signal(str)

    def __init__(self, work: Workplace, jobs: JobRunner, parent: QWidget, *, draw_uid: str = "") -> None:
        super().__init__(parent, jobs=jobs, title=tr("Recordings to be rated"))
        self._place, self._jobs, self._draw_uid = work, jobs, draw_uid
        self._draw: DrawTold | None = None
        self._raters: tuple[RaterChoice, ...] = ()
        self._looks = 0
        self.waiting, self.what, self.how, self.hand = QWidget(), WhatPage(), HowPage(), HandPage()
        self.drawn, self.raters, self.proposal, self.sending = ResultPage(), RatersPage(), ProposalPage(), SendPage()
        steps = (self.waiting, self.what, self.how, self.hand, self.drawn, self.raters, self.proposal, self.sending)
        for page in steps:
            self.pages.add_page(page)
        self.what.unfolded.connect(self.fit)
        self.how.changed.connect(self.on_how_changed)
        self.how.fresh_wanted.connect(lambda: self.how.show_seed(work.drawing.fresh_seed()))
        self.raters.contacts_wanted.connect(self.on_contacts_wanted)
        self.sending.send_wanted.connect(self.on_send_wanted)
        self.show_step(self.waiting, heading=tr("Recordings to be rated"), accept="", back=False)
        self.work.start(self._read, done=self._on_read)

    def _read(self, progress: object) -> _Read:
        drawing, assigning = self._place.drawing, self._place.assigning
        draw = drawing.told(self._draw_uid) if self._draw_uid else None
        return _Read(drawing.cases(), assigning.forms(), assigning.raters(), draw)

    def _on_read(self, read: _Read) -> None:
        self.what.show_choices(read.cases, read.forms)
        self._take_raters(read.raters)
        self.how.show_seed(self._place.drawing.fresh_seed())
        if read.draw is not None:
            self.what.purpose.show_key(read.draw.purpose)
            self.what.role.show_key(read.draw.role)
            self._on_drawn(read.draw)
        else:
            self._show_what()

    def _take_raters(self, raters: tuple[RaterChoice, ...]) -> None:
        self._raters = raters
        self.raters.show_raters(raters)

    # The steps

    def _show_what(self) -> None:
        self.show_step(self.what, heading=tr("What is to be rated"), accept=tr("Go on"), back=False)

    def _show_how(self) -> None:
        self.show_step(
            self.how,
            heading=tr("How it is drawn"),
            sentence=tr("The draw is written down before it is shown, and is never changed."),
            accept=tr("Draw"),
        )

    def on_how_changed(self) -> None:
        """Look anew at what would be drawn; of several looks under way only the last one counts."""
        self._looks += 1
        turn, wish = self._looks, self.how.wish(self.what.wish)

        def show(look: FrameLook) -> None:
            if turn == self._looks and self.pages.current is self.how:
                self.how.show_look(look)
                self.fit()

        self._jobs.start(lambda _: self._place.drawing.look(wish), done=show, failed=self._on_no_look)

    def _on_no_look(self, error: Exception) -> None:
        """Drawing meets the fault again, and tells it."""

    def _go_on_from_what(self) -> None:
        wish = self.what.wish
        if self.what.by_hand:
            apart = replace(wish, within=Within.ALL, strata=Strata.PHASE_AND_FOCUS)
            self.work.start(lambda _: self._place.drawing.candidates(apart), done=self._on_candidates)
        else:
            whole = self.how.wish(wish)
            self.work.start(lambda _: self._place.drawing.look(whole), done=self._on_looked)

    def _on_looked(self, look: FrameLook) -> None:
        self.how.show_look(look)
        self._show_how()

    def _on_candidates(self, lines: tuple[ChosenLine, ...]) -> None:
        self.hand.show_sessions(lines)
        self.show_step(self.hand, heading=tr("Choose by hand"), accept=tr("Go on"))

    def _do_draw(self) -> None:
        drawing, wish = self._place.drawing, self.how.wish(self.what.wish)
        seed, typed, reason = self.how.seed.text(), self.how.typed, self.how.reason.text()

        def draw(progress: object) -> DrawTold:
            return drawing.told(drawing.draw(wish, seed=seed, typed=typed, reason=reason))

        self.work.start(draw, done=self._on_drawn, lane=LANE, text=tr("Drawing …"))

    def _on_drawn(self, draw: DrawTold) -> None:
        self._draw = draw
        self.drawn.show_draw(draw)
        self.show_step(
            self.drawn,
            heading=tr_n("{n} recording drawn", "{n} recordings drawn", len(draw.chosen)),
            sentence=tr("It is kept in the list of draws."),
            accept=tr("Assign …"),
            back=False,
        )
        self.cancel_button.show_text(tr("Assign later"))

    def _show_raters(self) -> None:
        self.show_step(self.raters, heading=tr("Who rates them"), accept=tr("See who would get what"))
        self.cancel_button.show_text(tr("Cancel"))

    def _propose(self) -> None:
        wish = self._assign_wish()
        self.work.start(lambda _: self._place.assigning.propose(wish), done=self._on_proposed)

    def _on_proposed(self, proposal: Proposal) -> None:
        self.proposal.show_proposal(proposal, self._raters)
        self.show_step(
            self.proposal,
            heading=tr("Who gets what"),
            sentence=tr("Raters get a code in place of the therapist's and the client's, and no rating."),
            accept=tr("Assign"),
        )
        self.accept_button.setEnabled(proposal.total > 0)

    def _assign_wish(self) -> AssignWish:
        what: DrawWish = self.what.wish
        drawn = self._draw
        sessions = tuple(line.session_uid for line in drawn.chosen) if drawn else self.hand.chosen
        return AssignWish(
            session_uids=sessions,
            rater_uids=self.raters.chosen,
            form=self.what.form.key,
            per_session=self.raters.per_session,
            purpose=drawn.purpose if drawn else what.purpose,
            role=drawn.role if drawn else what.role,
            due=self.raters.due.day,
            words=self.raters.words.text,
            draw_uid=drawn.uid if drawn else "",
            reason="" if drawn else self.hand.reason.text(),
        )

    def _assign(self) -> None:
        wish, assigning = self._assign_wish(), self._place.assigning

        def assign(progress: object) -> Board:
            assigning.assign(wish)
            return assigning.board()

        self.work.start(assign, done=self._on_assigned, lane=LANE)

    def _on_assigned(self, board: Board) -> None:
        self.sending.show_raters(board.raters)
        self.show_step(self.sending, heading=tr("Assigned"), accept="", back=False)
        self.cancel_button.show_text(tr("Close"))

    # The buttons

    def on_accepted(self) -> None:
        shown = self.pages.current
        faults = {self.what: "", self.how: "", self.hand: "", self.raters: ""}
        if shown in faults and (fault := shown.fault):  # type: ignore[attr-defined]
            self.tell(fault)
            return
        {
            self.what: self._go_on_from_what,
            self.how: self._do_draw,
            self.hand: self._show_raters,
            self.drawn: self._show_raters,
            self.raters: self._propose,
            self.proposal: self._assign,
        }[shown]()

    def on_back(self) -> None:
        shown = self.pages.current
        self.accept_button.setEnabled(True)
        if shown is self.proposal:
            self._show_raters()
        elif shown is self.raters and self._draw is not None:
            self._on_drawn(self._draw)
        elif shown is self.raters:
            self.show_step(self.hand, heading=tr("Choose by hand"), accept=tr("Go on"))
        else:
            self._show_what()

    def on_contacts_wanted(self) -> None:
        """Bring in somebody's card without leaving this."""
        dialog = ContactsDialog(self._place, self._jobs, self)
        dialog.contacts_changed.connect(self.refresh_raters)
        dialog.show_over()

    def refresh_raters(self) -> None:
        self.work.start(lambda _: self._place.assigning.raters(), done=self._take_raters)

    def on_send_wanted(self, rater_uid: str) -> None:
        self.send_wanted.emit(rater_uid)
