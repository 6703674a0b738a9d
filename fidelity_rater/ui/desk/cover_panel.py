"""The cover sheet, beside the items: what must be known to read the scores. Nothing is pre-filled."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from fidelity_rater.app.desk_models import CoverSheet
from fidelity_rater.i18n import tr
from fidelity_rater.ui.desk.focus_choice import FocusChoice
from fidelity_rater.ui.desk.side_page import SidePage
from fidelity_rater.ui.widgets.card import FormRows
from fidelity_rater.ui.widgets.choice_row import ChoiceRow
from fidelity_rater.ui.widgets.text import label

_CHOICES = ("phase", "focal_areas_heard", "difficulty", "audio_quality", "prior_knowledge")
_TEXTS = ("difficulty_reason", "inaudible_parts")


class CoverPanel(SidePage):
    """One field per question of the sheet.

    Signals:
        cover_edited: a field (its name) was answered so; None: the answer was taken back.
    """

    cover_edited = Signal(str, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Cover sheet"), parent)
        self._sheet: CoverSheet | None = None
        self.purpose = label("", "strong", wrap=True)
        self.purpose_text = label("", "muted", wrap=True)
        self.choices = {name: ChoiceRow() for name in _CHOICES}
        self.texts = {name: QLineEdit() for name in _TEXTS}
        self.focus = FocusChoice()
        self.rows = FormRows()
        self.body.addWidget(self.purpose)
        self.body.addWidget(self.purpose_text)
        self.settled = label(tr("Phase and declared focal area are settled by the assignment."), "muted", wrap=True)
        self.settled.hide()
        self.body.addWidget(self.settled)
        self._ask()
        self.body.addWidget(self.rows)
        self.body.addStretch(1)
        self.focus.areas_chosen.connect(lambda areas: self.cover_edited.emit("focal_areas", list(areas)))
        for name, choice in self.choices.items():
            choice.choice_chosen.connect(lambda key, field=name: self._chosen(field, key))
            choice.choice_withdrawn.connect(lambda field=name: self.cover_edited.emit(field, None))
        for name, text in self.texts.items():
            text.editingFinished.connect(lambda field=name: self._written(field))

    def _ask(self) -> None:
        rows, choices, texts = self.rows, self.choices, self.texts
        self.phase_why = rows.add_row(tr("Phase of this session"), choices["phase"])
        rows.add_row(
            tr("Focal area that the therapist declares"),
            self.focus,
            hint=tr("It decides which items are asked. Scores already given stay."),
        )
        rows.add_row(
            tr("Focal area as you hear it"), choices["focal_areas_heard"], hint=tr("Your own view, kept apart.")
        )
        rows.add_row(tr("How difficult was this client to work with?"), choices["difficulty"])
        rows.add_row(tr("Why?"), texts["difficulty_reason"])
        rows.add_row(tr("Sound"), choices["audio_quality"])
        rows.add_row(tr("Parts that could not be heard"), texts["inaudible_parts"])
        rows.add_row(tr("Do you know the therapist's work?"), choices["prior_knowledge"])

    def show_cover(self, sheet: CoverSheet) -> None:
        """Show how the sheet stands; announces nothing."""
        self._sheet = sheet
        purpose = next((choice for choice in sheet.purposes if choice.id == sheet.purpose), None)
        self.purpose.setText(tr("Purpose: {purpose}", purpose=purpose.label) if purpose else tr("Purpose not set"))
        self.purpose_text.setText(purpose.explanation if purpose else "")
        self.purpose_text.setVisible(bool(purpose and purpose.explanation))
        self.phase_why.setToolTip(sheet.phase_reason)
        offered = {
            "phase": (sheet.phases, sheet.phase),
            "focal_areas_heard": (sheet.focal_areas, sheet.rater_focus),
            "difficulty": (sheet.difficulties, sheet.difficulty),
            "audio_quality": (sheet.audio_qualities, sheet.audio_quality),
            "prior_knowledge": (sheet.acquaintances, sheet.acquaintance),
        }
        for name, (choices, chosen) in offered.items():
            self.choices[name].show_choices(choices)
            self.choices[name].show_chosen(chosen, firm=name == "phase")
            self.choices[name].setEnabled(not sheet.locked and not (sheet.assigned and name == "phase"))
        self.focus.show_areas(sheet.focal_areas, sheet.declared_focus)
        self.focus.setEnabled(not sheet.locked and not sheet.assigned)
        self.settled.setVisible(sheet.assigned)
        for name, text in {"difficulty_reason": sheet.difficulty_reason, "inaudible_parts": sheet.inaudible}.items():
            field = self.texts[name]
            field.setReadOnly(sheet.locked)
            if not field.isModified():
                field.setText(text)

    def begin(self, field: str) -> None:
        """Go to a field of the sheet."""
        widget: QWidget | None = self.texts.get(field) or self.choices.get(field)
        widget = self.focus if field == "focal_areas" else widget
        if widget is None:
            return
        self.area.ensureWidgetVisible(widget)
        if isinstance(widget, ChoiceRow | FocusChoice):
            widget.begin()
        else:
            widget.setFocus()

    def _chosen(self, field: str, key: str) -> None:
        self.cover_edited.emit(field, [key] if field == "focal_areas_heard" else key)

    def _written(self, field: str) -> None:
        line = self.texts[field]
        if line.isModified():
            line.setModified(False)
            self.cover_edited.emit(field, line.text().strip() or None)
