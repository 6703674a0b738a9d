"""The chosen item: what it is, what it sounds like, the anchors where the score is given, evidence, state and note."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from fidelity_rater.app.commands import CommandId
from fidelity_rater.app.desk_models import DeskDimension, ItemDetail
from fidelity_rater.app.spoken_time import media_time
from fidelity_rater.i18n import tr
from fidelity_rater.ui.desk.evidence_section import EvidenceSection
from fidelity_rater.ui.desk.harm_form import HarmForm
from fidelity_rater.ui.desk.note_field import NoteField
from fidelity_rater.ui.widgets.anchor_panel import AnchorPanel
from fidelity_rater.ui.widgets.buttons import TextButton
from fidelity_rater.ui.widgets.card import SectionHeader, line, scrolling
from fidelity_rater.ui.widgets.flag_button import FlagButton
from fidelity_rater.ui.widgets.state_picker import StatePicker
from fidelity_rater.ui.widgets.text import KeyHint, label

ROOM_FOR_ALL: Final = 780
"""From this height on (at plain text size) the anchors of every dimension are open at once."""


class DimensionSection(QWidget):
    """One dimension's anchors under a heading that says how it stands."""

    score_chosen = Signal(str, int)
    score_withdrawn = Signal(str)
    opened = Signal(str)
    hear_pressed = Signal(str, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.dimension: DeskDimension | None = None
        self.header = SectionHeader("")
        self.hear = TextButton("", "link", icon_name="play", parent=self)
        self.hear.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.anchors = AnchorPanel()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(self.header)
        column.addWidget(self.hear, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.anchors)
        self.header.folded.connect(self.on_folded)
        self.hear.clicked.connect(self.on_hear)
        self.anchors.score_chosen.connect(lambda value: self.score_chosen.emit(self._id, value))
        self.anchors.score_withdrawn.connect(lambda: self.score_withdrawn.emit(self._id))

    @property
    def _id(self) -> str:
        return self.dimension.id if self.dimension else ""

    def show_dimension(self, dimension: DeskDimension) -> None:
        self.dimension = dimension
        level = None if dimension.value is None else dimension.level(dimension.value)
        self.header.show_title(dimension.name)
        if level is not None:
            standing = tr("{value} {label}", value=level.value, label=level.label)
        else:
            standing = dimension.locked or tr("not scored")
        self.header.show_aside(standing)
        self.anchors.show_dimension(dimension)
        if dimension.given_at_ms is not None:
            self.hear.show_text(tr("Hear what led to it, up to {time}", time=media_time(dimension.given_at_ms)))
        self._show_hear()

    def show_open(self, open_: bool) -> None:
        self.header.show_folded(not open_)
        self.anchors.setVisible(open_)
        self._show_hear()

    def _show_hear(self) -> None:
        given = self.dimension is not None and self.dimension.given_at_ms is not None
        self.hear.setVisible(given and not self.header.is_folded)

    def on_hear(self) -> None:
        if self.dimension is not None and self.dimension.given_at_ms is not None:
            self.hear_pressed.emit(self.dimension.given_in, self.dimension.given_at_ms)

    def on_folded(self, folded: bool) -> None:
        self.anchors.setVisible(not folded)
        self._show_hear()
        if not folded:
            self.opened.emit(self._id)


class DetailPanel(QWidget):
    """Everything about one item. All signals carry the item's id first.

    Signals:
        score_chosen, score_withdrawn: given or taken back at an anchor (item, dimension[, value]).
        state_chosen, state_withdrawn: a state instead of a number (item[, state, reason]).
        note_edited, harm_raised, harm_lowered, harm_action_given: as named.
        dimension_opened: the rater looks at this dimension's anchors.
        hear_pressed: play what led to a score (recording, where).
        left: back to the items.
    """

    score_chosen = Signal(str, str, int)
    score_withdrawn = Signal(str, str)
    state_chosen = Signal(str, str, str)
    state_withdrawn = Signal(str)
    note_edited = Signal(str, str)
    harm_raised = Signal(str)
    harm_lowered = Signal(str)
    harm_action_given = Signal(str, str, str, str)
    dimension_opened = Signal(str)
    hear_pressed = Signal(str, int)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._detail: ItemDetail | None = None
        self._dimension = ""
        self._locked = False
        self.sections: list[DimensionSection] = []
        self._make_texts()
        self._make_answers()
        page = QWidget()
        self._column = QVBoxLayout(page)
        self._column.setContentsMargins(16, 12, 16, 16)
        self._column.setSpacing(8)
        self._fill()
        self.area = scrolling(page, tr("About this item"))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.area)
        page.hide()
        self._page = page

    def _make_texts(self) -> None:
        self.rule: QLabel = label("", "muted", wrap=True)
        self.name: QLabel = label("", "title", wrap=True)
        self.description: QLabel = label("", wrap=True)
        self.sounds_title: QLabel = label(tr("Sounds like"), "muted")
        self.sounds: QLabel = label("", wrap=True)
        self.counts: QLabel = label("", "muted", wrap=True)
        self.competences: QLabel = label("", "muted", wrap=True)

    def _make_answers(self) -> None:
        self.harm = HarmForm()
        self.flag = FlagButton()
        self.states = StatePicker()
        self.note = NoteField()
        self.evidence = EvidenceSection()
        self._dimensions = QVBoxLayout()
        self._dimensions.setSpacing(6)
        self.states.state_chosen.connect(lambda state, reason: self.state_chosen.emit(self._item, state, reason))
        self.states.state_withdrawn.connect(lambda: self.state_withdrawn.emit(self._item))
        self.note.note_edited.connect(self.note_edited)
        self.note.left.connect(self.left)
        self.flag.flag_raised.connect(lambda: self.harm_raised.emit(self._item))
        self.flag.flag_lowered.connect(lambda: self.harm_lowered.emit(self._item))
        self.harm.action_given.connect(lambda *told: self.harm_action_given.emit(self._item, *told))

    def _fill(self) -> None:
        column = self._column
        for widget in (self.rule, self.name, self.description, self.sounds_title, self.sounds, self.harm):
            column.addWidget(widget)
        column.addWidget(line())
        column.addLayout(self._dimensions)
        column.addWidget(line())
        column.addWidget(self.evidence)
        self._states_title = _titled(tr("Instead of a number"), CommandId.STATE)
        column.addWidget(self._states_title)
        column.addWidget(self.states)
        column.addWidget(_titled(tr("Note"), CommandId.NOTE))
        column.addWidget(self.note)
        column.addWidget(self.flag)
        column.addWidget(self.counts)
        column.addWidget(self.competences)
        column.addStretch(1)

    @property
    def _item(self) -> str:
        return self._detail.item.id if self._detail else ""

    def show_detail(self, detail: ItemDetail, *, locked: bool = False) -> None:
        """Show an item and how it stands; announces nothing."""
        other = detail.item.id != self._item
        raised = detail.item.harm_raised and not (self._detail and not other and self._detail.item.harm_raised)
        self._detail, self._locked = detail, locked
        item = detail.item
        self.rule.setText(tr("{code} · {rule}", code=item.id, rule=item.rule_name))
        self.counts.setText(tr("{rule}: {explanation}", rule=item.rule_name, explanation=detail.rule_explanation))
        self.counts.setVisible(bool(detail.rule_explanation))
        self.name.setText(item.label)
        self.description.setText(detail.description)
        self.sounds.setText(detail.sounds_like)
        for widget in (self.sounds, self.sounds_title):
            widget.setVisible(bool(detail.sounds_like))
        self._show_dimensions(item.dimensions)
        self._place_evidence(first=locked)
        self.evidence.show_detail(detail, locked=locked)
        self.states.setVisible(bool(item.states) and not locked)
        self._states_title.setVisible(bool(item.states) and not locked)
        self.states.show_states(item.states, item.state)
        self.note.show_note(item.id, detail.note, locked=locked)
        self._show_harm(detail, begin=raised and not other)
        self.competences.setText(tr("Maps to: {names}", names="; ".join(detail.competences)))
        self.competences.setVisible(bool(detail.competences))
        self._page.show()
        if other:
            self.area.verticalScrollBar().setValue(0)

    def show_top(self) -> None:
        """Begin at the item's name again, as for another rating."""
        self.area.verticalScrollBar().setValue(0)

    def _place_evidence(self, *, first: bool) -> None:
        """Who reads a rating hears what it rests on before they read the anchors; who rates has the anchors first."""
        column, evidence = self._column, self.evidence
        above = column.indexOf(evidence) < column.indexOf(self._states_title) - 1
        if above != first:
            column.removeWidget(evidence)
            column.insertWidget(column.indexOf(self.harm if first else self._states_title) + int(first), evidence)

    def show_dimension(self, dimension: str) -> None:
        """Open the anchors of the answer that digits go to; the others fold where there is no room for all."""
        self._dimension = dimension
        roomy = self.height() >= self._room_wanted()
        for section in self.sections:
            if section.dimension is not None:
                section.show_open(roomy or section.dimension.id == dimension)

    def begin_state(self) -> None:
        if self.states.isVisible():
            self.area.ensureWidgetVisible(self.states)
            self.states.begin()

    def begin_note(self) -> None:
        self.area.ensureWidgetVisible(self.note)
        self.note.setFocus()

    def keep_note(self) -> None:
        """Tell what is typed in the note, before the item is left."""
        self.note.keep()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        roomy = [size.height() >= self._room_wanted() for size in (event.oldSize(), event.size())]
        if roomy[0] != roomy[1]:
            self.show_dimension(self._dimension)

    def sizeHint(self) -> QSize:
        return QSize(self.fontMetrics().averageCharWidth() * 58, 500)

    def _room_wanted(self) -> int:
        return ROOM_FOR_ALL * self.fontMetrics().height() // 15

    def _show_dimensions(self, dimensions: tuple[DeskDimension, ...]) -> None:
        anchored = [dimension for dimension in dimensions if dimension.levels]
        while len(self.sections) < len(anchored):
            section = DimensionSection()
            section.score_chosen.connect(lambda d, value: self.score_chosen.emit(self._item, d, value))
            section.score_withdrawn.connect(lambda d: self.score_withdrawn.emit(self._item, d))
            section.opened.connect(self.dimension_opened)
            section.hear_pressed.connect(self.hear_pressed)
            self._dimensions.addWidget(section)
            self.sections.append(section)
        for section, dimension in zip(self.sections, anchored, strict=False):
            section.show_dimension(dimension)
        for index, section in enumerate(self.sections):
            section.setVisible(index < len(anchored))
            if index >= len(anchored):
                section.dimension = None
        ids = [dimension.id for dimension in anchored]
        self.show_dimension(self._dimension if self._dimension in ids or not ids else ids[0])

    def _show_harm(self, detail: ItemDetail, *, begin: bool) -> None:
        item = detail.item
        self.flag.setVisible(item.harm_offered and not self._locked)
        self.flag.show_raised(item.harm_raised)
        self.harm.setVisible(item.harm_raised)
        if item.harm_raised:
            self.harm.show_action(item.id, detail.harm, locked=self._locked)
        if begin:
            self.area.ensureWidgetVisible(self.harm)
            self.harm.begin()


def _titled(text: str, command: CommandId) -> QWidget:
    made = QWidget()
    row = QHBoxLayout(made)
    row.setContentsMargins(0, 4, 0, 0)
    row.setSpacing(8)
    row.addWidget(label(text, "strong"))
    row.addWidget(KeyHint(command=command))
    row.addStretch(1)
    return made
