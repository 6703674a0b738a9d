"""Joins second histories that are kept aside with the desk: looks for them in a job, removes them, puts them back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject

from fidelity_rater.app.application import Workplace
from fidelity_rater.app.errors import UserFacingError
from fidelity_rater.app.ports.documents import Document
from fidelity_rater.app.ports.jobs import JobRunner
from fidelity_rater.app.rating.desk import RatingDesk
from fidelity_rater.app.sharing.forks import SecondHistory
from fidelity_rater.ui.desk.desk_view import DeskView


class ForkControl(QObject):
    """What is kept aside for the rating on the desk. What was removed stays in sight, to be put back."""

    def __init__(self, work: Workplace, jobs: JobRunner, view: DeskView) -> None:
        super().__init__(view)
        self._work, self._jobs, self._view = work, jobs, view
        self._desk: RatingDesk | None = None
        self._shown: dict[str, SecondHistory] = {}
        self._removed: dict[str, Document] = {}
        view.record.fork_removed.connect(self.on_removed)
        view.record.fork_put_back.connect(self.on_put_back)

    def take(self, desk: RatingDesk) -> None:
        """Stand beside this rating."""
        self.leave()
        self._desk = desk
        self.look()

    def leave(self) -> None:
        self._desk, self._shown, self._removed = None, {}, {}
        self._show()

    def look(self) -> None:
        """See what is kept aside now."""
        if self._desk is not None:
            uid = self._desk.rating.head.uid
            self._run(lambda: self._work.forks.beside(uid), self._on_found)

    def _on_found(self, found: tuple[SecondHistory, ...]) -> None:
        standing = {history.uid: history for history in found}
        kept = {uid: history for uid, history in self._shown.items() if uid in standing or uid in self._removed}
        self._removed = {uid: document for uid, document in self._removed.items() if uid not in standing}
        self._shown = kept | standing
        self._show()

    def _show(self) -> None:
        self._view.show_forks(tuple(self._shown.values()), removed=frozenset(self._removed))

    def on_removed(self, uid: str) -> None:
        def done(document: Document | None) -> None:
            if document is not None:
                self._removed[uid] = document
            self._show()

        self._run(lambda: self._work.forks.remove(uid), done)

    def on_put_back(self, uid: str) -> None:
        document = self._removed.get(uid)
        if document is not None:
            self._run(lambda: self._work.forks.put_back(document), lambda _: self.look())

    def _run(self, work: Callable[[], Any], done: Callable[[Any], None]) -> None:
        """Do it in a job; what comes back after another rating has come to the desk is dropped."""
        desk = self._desk

        def on_failed(error: Exception) -> None:
            if not isinstance(error, UserFacingError):
                raise error
            if desk is self._desk:
                self._view.show_toast(str(error))

        self._jobs.start(
            lambda _: work(), done=lambda result: done(result) if desk is self._desk else None, failed=on_failed
        )
