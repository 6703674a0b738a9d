"""A small scale on the desk: every kind of answer, with a stand-in for the use case that scores at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from pytestqt.qtbot import QtBot

from fidelity_rater.app.desk_models import (
    AnswerKind,
    DeskDimension,
    DeskGroup,
    DeskHeader,
    DeskItem,
    DeskLevel,
    DeskState,
    ItemDetail,
    SoundStatus,
)
from fidelity_rater.ui.desk.desk_view import DeskView
from fidelity_rater.ui.theme import Theme

NOT_THIS_SESSION = DeskState("not_this_session", "Not this session")
UNRATABLE = DeskState("unratable", "Could not be rated", reasons=(("inaudible", "Inaudible"),), free_reason=True)
BOTH = (("Adherence", "adherence"), ("Quality", "quality"))
LOCKED = "Not scored on what was not done."

HEADER = DeskHeader(
    therapist="T07",
    case="Case 2",
    focus="Role transition",
    session="Session 6 of 16",
    phase="Middle phase",
    purpose="Formative",
    role="Supervisor",
    scale="IPT session rating scale 1.0",
    form="Short form",
    notice="Not validated.",
)


def levels(first: int, last: int) -> tuple[DeskLevel, ...]:
    return tuple(DeskLevel(n, f"label {n}", f"What a therapist does who earns {n}.") for n in range(first, last + 1))


def adherence() -> DeskDimension:
    return DeskDimension("adherence", "Adherence", "adherence", AnswerKind.ORDINAL, levels=levels(0, 4))


def quality() -> DeskDimension:
    return DeskDimension(
        "quality", "Quality", "quality", AnswerKind.ORDINAL, levels=levels(1, 5), column=1, competent=3
    )


def extent() -> DeskDimension:
    return DeskDimension("extent", "Extent", "proscribed", AnswerKind.ORDINAL, levels=levels(0, 4))


def item(name: str, *dimensions: DeskDimension, **more: object) -> DeskItem:
    made = DeskItem(name, f"Item {name}", "Expected", dimensions, (NOT_THIS_SESSION, UNRATABLE))
    return replace(made, **more)  # type: ignore[arg-type]


def both(name: str, **more: object) -> DeskItem:
    return item(name, adherence(), quality(), **more)


GROUPS = (
    DeskGroup("core", "Core of every session", "core", tuple(both(f"core-{n}") for n in range(12)), BOTH),
    DeskGroup("style", "Style", "core", (item("style-0", quality()), both("risk", harm_offered=True)), BOTH),
    DeskGroup(
        "proscribed",
        "Not IPT",
        "proscribed",
        (item("pro-0", extent()), item("unsafe", extent(), harm_offered=True)),
        (("Extent", "proscribed"),),
        none_heard=True,
    ),
    DeskGroup("techniques", "Techniques", "technique", (both("tech-0"), both("tech-1")), BOTH, on_demand=True),
)


class Stage:
    """The view with a use case that takes every answer as it comes; remembers what it was told."""

    def __init__(self, view: DeskView) -> None:
        self.view, self.groups, self.told = view, GROUPS, []
        self.notes: dict[str, str] = {}
        view.item_chosen.connect(self._detail)
        view.score_chosen.connect(self._score)
        view.score_withdrawn.connect(lambda i, d: self._score(i, d, None))
        view.note_edited.connect(self.notes.__setitem__)
        for name in (
            "score_chosen",
            "score_withdrawn",
            "state_chosen",
            "harm_raised",
            "harm_action_given",
            "rate_chosen",
        ):
            getattr(view, name).connect(lambda *values, name=name: self.told.append((name, *values)))
        for name in ("none_heard_pressed", "undo_pressed", "redo_pressed", "play_pressed", "sign_requested"):
            getattr(view, name).connect(lambda *values, name=name: self.told.append((name,)))
        view.skipped.connect(lambda by: self.told.append(("skipped", by)))
        view.show_header(HEADER)
        view.show_sound(SoundStatus(duration_ms=3_130_000, rate=1.25))
        view.show_groups(self.groups)

    def find(self, item_id: str) -> DeskItem:
        return next(i for g in self.groups for i in g.items if i.id == item_id)

    def change(self, item_id: str, **more: object) -> None:
        changed = replace(self.find(item_id), **more)  # type: ignore[arg-type]
        self.groups = tuple(
            replace(g, items=tuple(changed if i.id == item_id else i for i in g.items)) for g in self.groups
        )
        self.view.show_groups(self.groups)
        if self.view.items.chosen_item == item_id:
            self._detail(item_id)

    def _score(self, item_id: str, dimension: str, value: int | None) -> None:
        dimensions = [replace(d, value=value) if d.id == dimension else d for d in self.find(item_id).dimensions]
        none = any(d.id == "adherence" and d.value == 0 for d in dimensions)
        locked = [replace(d, locked=LOCKED if none and d.id == "quality" else "") for d in dimensions]
        harm = item_id == "unsafe" and bool(value)
        self.change(item_id, dimensions=tuple(locked), missing=False, harm_raised=harm, harm_action_needed=harm)

    def _detail(self, item_id: str) -> None:
        shown = self.find(item_id)
        note = self.notes.get(item_id, "")
        self.view.show_detail(
            ItemDetail(shown, "Expected in every session.", f"What {item_id} is.", "What one hears.", ("Affect",), note)
        )

    @property
    def at(self) -> tuple[str, str]:
        return self.view.items.chosen_item, self.view.items.chosen_dimension


@pytest.fixture
def stage(qtbot: QtBot, dressed: Theme) -> Iterator[Stage]:
    view = DeskView()
    view.resize(1280, 800)
    made = Stage(view)
    view.show()
    qtbot.waitUntil(view.isVisible)
    view.activateWindow()
    view.focus_items()
    yield made
    # Gone before the application changes its clothes: dressing this many widgets anew takes a second.
    view.close()
    view.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
