"""The one menu from which results are saved: the picture, the table that is shown, or every answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

from fidelity_rater.app.competence_models import CompetenceChart
from fidelity_rater.app.development.wholes import long_table, wide_table
from fidelity_rater.app.errors import UserFacingError
from fidelity_rater.app.look import LIGHT
from fidelity_rater.app.ports.jobs import JobRunner
from fidelity_rater.app.ports.tables import Table
from fidelity_rater.i18n import tr
from fidelity_rater.ui.results.page import Paper, ResultsPage
from fidelity_rater.ui.widgets.banner import Banner

PICTURE_KEY, DATA_KEY = "Ctrl+Shift+S", "Ctrl+Shift+D"


class TableSaving(Protocol):
    """Saves tables; see ``app.tables``."""

    @property
    def decimal_comma(self) -> bool: ...
    def save(self, tables: Sequence[Table], path: Path) -> None: ...


class Saving(QObject):
    """The menu and what its entries do; outcome and faults are told in the banner."""

    def __init__(self, tables: TableSaving, jobs: JobRunner, banner: Banner, *, parent: QWidget) -> None:
        super().__init__(parent)
        self._tables, self._jobs, self._banner, self._window = tables, jobs, banner, parent
        self._paper: Paper | None = None
        self._page: ResultsPage | None = None
        self._chart: CompetenceChart | None = None
        self.menu = QMenu(parent)
        self.picture = self._add(tr("Picture (PNG, SVG, PDF) …"), self.on_picture, PICTURE_KEY)
        self.data = self._add(tr("This table (CSV, Excel) …"), self.on_table, DATA_KEY)
        self.menu.addSeparator()
        self.long = self._add(tr("All answers, a row each (CSV, Excel) …"), lambda: self._ask(self._whole(long_table)))
        self.wide = self._add(tr("All answers, a row a rating (CSV, Excel) …"),
                              lambda: self._ask(self._whole(wide_table)))  # fmt: skip
        self.offer()

    def _add(self, name: str, act: Callable[[], object], key: str = "") -> QAction:
        action = QAction(name, self._window)
        if key:
            action.setShortcut(key)
        action.triggered.connect(lambda _: act())
        self.menu.addAction(action)
        self._window.addAction(action)
        return action

    def offer(self, page: ResultsPage | None = None, chart: CompetenceChart | None = None) -> None:
        """Offer what the shown tab has; the answers are those of the therapist's chart."""
        self._page, self._chart = page, chart
        self._paper = page.paper() if page is not None else None
        self.picture.setEnabled(self._paper is not None)
        self.data.setEnabled(page is not None and page.has_tables)
        for action in (self.long, self.wide):
            action.setEnabled(chart is not None)

    @property
    def offered(self) -> bool:
        return any(action.isEnabled() for action in (self.picture, self.data, self.long))

    def on_picture(self) -> None:
        kinds = tr("PNG picture (*.png);;SVG drawing (*.svg);;PDF document (*.pdf)")
        path, _ = QFileDialog.getSaveFileName(self._window, tr("Save picture"), tr("competence.png"), kinds)
        if path:
            self.save_picture_to(Path(path))

    def on_table(self) -> None:
        self._ask(self._shown())

    def _shown(self) -> tuple[Table, ...]:
        return self._page.tables() if self._page is not None else ()

    def _whole(self, made: Callable[[CompetenceChart], Table]) -> tuple[Table, ...]:
        return (made(self._chart),) if self._chart is not None else ()

    def _ask(self, tables: tuple[Table, ...]) -> None:
        if not tables:
            return
        kinds = tr("Excel workbook (*.xlsx);;CSV table (*.csv)")
        path, _ = QFileDialog.getSaveFileName(self._window, tr("Save data"), tr("results.xlsx"), kinds)
        if path:
            self.save_tables_to(tables, Path(path))

    def save_picture_to(self, path: Path) -> None:
        """Save the shown picture, always on light ground: it is meant for paper."""
        paper = self._paper
        if paper is not None:
            self._start(lambda: _save_picture(paper, path), path)

    def save_tables_to(self, tables: tuple[Table, ...], path: Path) -> None:
        self._start(lambda: self._tables.save(tables, path), path)

    def save_shown_to(self, path: Path) -> None:
        """Save the table that is shown."""
        self.save_tables_to(self._shown(), path)

    def _start(self, save: Callable[[], None], path: Path) -> None:
        self._jobs.start(
            lambda progress: save(),
            done=lambda _: self._banner.show_message(tr("Saved as {name}.", name=path.name), tone="ok"),
            failed=self.on_failed,
        )

    def on_failed(self, error: Exception) -> None:
        if not isinstance(error, UserFacingError):
            raise error
        self._banner.show_message(str(error), tone="danger")


def _save_picture(paper: Paper, path: Path) -> None:
    from fidelity_rater.charts.saving import save_figure

    save_figure(paper.draw(), path, heading=paper.heading, foot=paper.foot, ink=LIGHT.text)
