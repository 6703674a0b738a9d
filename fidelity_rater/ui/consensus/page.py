"""Consensus, as a page: the sessions that wait for one, and the one that is being made."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from fidelity_rater.app.application import Workplace
from fidelity_rater.app.changes import Changed
from fidelity_rater.app.consensus.consensuses import Agreeing
from fidelity_rater.app.consensus.models import EvidenceLine, SharedSession, Stage
from fidelity_rater.app.errors import UserFacingError
from fidelity_rater.app.ports.jobs import JobRunner, Progress
from fidelity_rater.app.rating.moment_sounds import MomentWanted
from fidelity_rater.app.rating.saver import LANE
from fidelity_rater.app.saved import SavedState
from fidelity_rater.i18n import tr
from fidelity_rater.ui.consensus.session_list import SessionList
from fidelity_rater.ui.consensus.view import ConsensusView
from fidelity_rater.ui.hearing.evidence_room import EvidenceRoom
from fidelity_rater.ui.widgets.banner import Banner
from fidelity_rater.ui.widgets.empty_state import EmptyState
from fidelity_rater.ui.widgets.text import label

RELEVANT = Changed.RATINGS | Changed.ASSIGNMENTS | Changed.CASELOAD | Changed.PEOPLE


class ConsensusPage(EvidenceRoom):
    """Signals:
    rating_chosen: a rating is to be opened (uid, item or empty).
    """

    rating_chosen = Signal(str, str)

    def __init__(self, work: Workplace, jobs: JobRunner, parent: QWidget | None = None) -> None:
        super().__init__(work, jobs, parent)
        self._work, self._jobs = work, jobs
        self._agreeing: Agreeing | None = None
        self._discarded: Agreeing | None = None
        self._shown: tuple[SharedSession, ...] = ()
        self._asked = 0
        self.banner = Banner("danger", dismissable=True)
        self.banner.hide()
        self.explanation = label(
            tr(
                "Where two people or more have signed a rating of the same session, they agree on one here. Their own "
                "ratings stay sealed beside it, and only theirs count as ratings of the therapist."
            ),
            "muted",
            wrap=True,
        )
        self.list = SessionList()
        self.empty = EmptyState("people", "")
        self._show_nothing("")
        overview = QWidget()
        column = QVBoxLayout(overview)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.explanation)
        column.addWidget(self.list, 1)
        self.view = ConsensusView()
        self.places = QStackedWidget()
        for place in (overview, self.empty, self.view):
            self.places.addWidget(place)
        self._overview = overview
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 8, 0, 0)
        whole.addWidget(self.banner)
        whole.addWidget(self.places, 1)
        whole.addWidget(self.bar)
        self._connect()

    def _connect(self) -> None:
        self.banner.action_pressed.connect(self.on_undo_pressed)
        self.list.session_chosen.connect(self.on_session_chosen)
        self.view.left.connect(self.on_left)
        self.view.rating_chosen.connect(self.on_rating_chosen)
        self.view.moment_heard.connect(self.on_moment_heard)
        self.bar.sounding_changed.connect(self.view.detail.show_sounding)
        self.view.discard_wanted.connect(self.on_discard_wanted)
        self.view.renew_wanted.connect(self.on_renew_wanted)
        self.view.passphrase_given.connect(self.on_passphrase_given)
        self.view.retry_pressed.connect(self.on_retry)

    # Listing

    def refresh(self) -> None:
        """Read the list again, in a job; what is being agreed on stays on the table."""
        self._asked += 1
        asked = self._asked

        def read(progress: Progress) -> tuple[tuple[SharedSession, ...], str]:
            found = self._work.consensus.sessions()
            return found, "" if found else self._work.panel.left_out()

        def done(read: tuple[tuple[SharedSession, ...], str]) -> None:
            if asked == self._asked:
                self._show_list(*read)

        self._jobs.start(read, done=done, failed=self.on_failed)

    def _show_list(self, found: tuple[SharedSession, ...], sealed: str) -> None:
        self._shown = found
        self._show_nothing(sealed)
        self.list.show_sessions(found)
        if self._agreeing is None:
            self.places.setCurrentWidget(self._overview if found else self.empty)

    def _show_nothing(self, sealed: str) -> None:
        """Say why there is no session; ``sealed`` tells what may not be seen yet."""
        if sealed:
            self.empty.show_sentence(tr("Nothing can be shown yet."), hint=sealed)
        else:
            hint = tr("Assign a recording to a second rater; once both have signed, it appears here.")
            self.empty.show_sentence(tr("No session has been rated by two people yet."), hint=hint)

    def on_changed(self, changed: Changed) -> None:
        if changed & RELEVANT and self.isVisible():
            self.refresh()

    def on_look_changed(self) -> None:
        self.view.show_again()

    # One consensus

    def on_session_chosen(self, place: int) -> None:
        session = self._shown[place]
        anew = session.stage in (Stage.WAITING, Stage.OUTDATED)

        def work(progress: Progress) -> str:
            return self._work.consensus.begin(session.rating_uids) if anew else session.consensus_uid

        self._jobs.start(work, done=self.show_consensus, failed=self.on_failed, lane=LANE)

    def show_consensus(self, uid: str) -> None:
        """Lay a consensus on the table."""

        def work(progress: Progress) -> Agreeing:
            return self._work.consensus.open(uid, jobs=self._jobs, on_saved=self.on_saved)

        self._jobs.start(work, done=self.on_opened, failed=self.on_failed)

    def on_moment_heard(self, line: EvidenceLine, words: str) -> None:
        self.bar.hear(MomentWanted(line.uid, line.rating_uid, line.part, line.start_ms, line.end_ms), words)

    def on_opened(self, agreeing: Agreeing) -> None:
        self.banner.show_message("")
        self._agreeing = agreeing
        self.view.show_agreeing(agreeing)
        self.view.show_saved(agreeing.saver.state)
        self.places.setCurrentWidget(self.view)
        self.view.table.setFocus()

    def on_saved(self, state: SavedState) -> None:
        self.view.show_saved(state)

    def on_retry(self) -> None:
        if self._agreeing is not None:
            self._agreeing.saver.retry()

    def on_left(self) -> None:
        if self._kept():
            self._agreeing = None
            self.bar.forget()
            self.places.setCurrentWidget(self._overview if self._shown else self.empty)
            self.refresh()

    def on_rating_chosen(self, rating_uid: str, item: str) -> None:
        if self._kept():
            self.rating_chosen.emit(rating_uid, item)

    def _kept(self) -> bool:
        """Have all on disk; say it where that cannot be."""
        try:
            self.settle()
        except UserFacingError as error:
            self.view.fault.show_message(str(error))
            return False
        return True

    def settle(self) -> None:
        if self._agreeing is not None and self._agreeing.table.editable:
            self.view.keep_words()
            self._agreeing.saver.flush()

    def rest(self) -> None:
        super().rest()
        self.view.keep_words()
        self.view.signing.clear()

    def on_discard_wanted(self) -> None:
        self._act(self._work.consensus.discard, done=self.on_discarded)

    def on_discarded(self) -> None:
        self._discarded, self._agreeing = self._agreeing, None
        self.bar.forget()
        self.places.setCurrentWidget(self._overview)
        self.banner.show_message(tr("The draft was discarded."), tone="info", action=tr("Undo"))
        self.refresh()

    def on_undo_pressed(self) -> None:
        """Have the discarded draft back."""
        discarded, self._discarded = self._discarded, None
        if discarded is None:
            return
        draft = discarded.table.consensus

        def work(progress: Progress) -> str:
            self._work.consensus.bring_back(draft)
            return draft.uid

        self._jobs.start(work, done=self.show_consensus, failed=self.on_failed, lane=LANE)

    def on_renew_wanted(self) -> None:
        if self._agreeing is not None:
            uid = self._agreeing.table.consensus.uid
            self._act(self._work.consensus.renew, done=lambda: self.show_consensus(uid))

    def _act(self, act: Callable[[str], None], *, done: Callable[[], None]) -> None:
        if self._agreeing is None or not self._kept():
            return
        uid = self._agreeing.table.consensus.uid
        self._jobs.start(lambda _: act(uid), done=lambda _: done(), failed=self.on_failed, lane=LANE)

    def on_passphrase_given(self, passphrase: str) -> None:
        agreeing = self._agreeing
        if agreeing is None or not self._kept():
            return
        self.view.show_signing(True)

        def done(signed: object) -> None:
            self.view.show_signing(False)
            self.view.signing.clear()
            self.show_consensus(agreeing.table.consensus.uid)

        self._jobs.start(
            lambda _: self._work.consensus.sign(agreeing, passphrase),
            done=done,
            failed=self.on_not_signed,
            lane=LANE,
        )

    def on_not_signed(self, error: Exception) -> None:
        self.view.show_signing(False, str(error) if isinstance(error, UserFacingError) else "")
        if not isinstance(error, UserFacingError):
            raise error

    def on_failed(self, error: Exception) -> None:
        if not isinstance(error, UserFacingError):
            raise error
        self.banner.show_message(str(error), tone="danger", action="")
