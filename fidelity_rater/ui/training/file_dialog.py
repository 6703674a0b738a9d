"""What taking a file of supervision contacts in would do, line by line, before anything is kept."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QVBoxLayout, QWidget

from fidelity_rater.app.ports.jobs import JobRunner
from fidelity_rater.app.ports.tables import Table
from fidelity_rater.app.training import wording
from fidelity_rater.app.training.log_file import Fate, LineLook, LogLook
from fidelity_rater.i18n import tr, tr_n
from fidelity_rater.ui.forms.days import spoken_day
from fidelity_rater.ui.forms.dialog import FormDialog
from fidelity_rater.ui.results.data_table import DataTable

ORDER = (Fate.UNREADABLE, Fate.NEW, Fate.SAME)
MOST_SHOWN = 300
LINES_HIGH = 10


class FileDialog(FormDialog):
    """Shows the lines, those first that cannot be read, and takes in what is new."""

    def __init__(
        self, parent: QWidget, *, jobs: JobRunner, look: LogLook, take: Callable[[], int], done: Callable[[int], None]
    ) -> None:
        new = len(look.of(Fate.NEW))
        super().__init__(
            parent,
            jobs=jobs,
            title=tr("Supervision contacts from a file"),
            explanation=counts(look),
            accept_text=tr_n("Take in {n} contact", "Take in {n} contacts", new),
        )
        self._take, self._done = take, done
        self.table = DataTable(decimal_comma=lambda: False)
        self.table.show_table(table(look))
        self.table.setFixedHeight(self.fontMetrics().lineSpacing() * 2 * LINES_HIGH)
        row = QVBoxLayout()
        row.addWidget(self.table)
        self.rows.add_layout(row)
        if len(look.lines) > MOST_SHOWN:
            self.add_text(tr("The first {n} lines are shown.", n=MOST_SHOWN))
        self.accept_button.setEnabled(new > 0)

    def on_accepted(self) -> None:
        self.save(self._take, done=self._done)


def counts(look: LogLook) -> str:
    """How many lines are new, here already, or cannot be read."""
    new, same, wrong = (len(look.of(fate)) for fate in (Fate.NEW, Fate.SAME, Fate.UNREADABLE))
    parts = [tr_n("{n} contact is new.", "{n} contacts are new.", new)]
    if same:
        parts.append(tr_n("{n} is in the log already.", "{n} are in the log already.", same))
    if wrong:
        parts.append(
            tr_n("{n} line cannot be read and is left out.", "{n} lines cannot be read and are left out.", wrong)
        )
    return " ".join(parts)


def table(look: LogLook) -> Table:
    lines = sorted(look.lines, key=lambda line: (ORDER.index(line.fate), line.line))[:MOST_SHOWN]
    columns = (tr("Line"), tr("What happens"), tr("Date"), tr("Length"))
    return Table(tr("The file's lines"), columns, tuple(_row(line) for line in lines))


def _row(line: LineLook) -> tuple[int, str, str, str]:
    happens = {Fate.NEW: tr("is added"), Fate.SAME: tr("is here already")}
    if line.contact is None:
        return line.line, line.why, line.told, ""
    return line.line, happens[line.fate], spoken_day(line.contact.on), wording.duration(line.contact.minutes)
