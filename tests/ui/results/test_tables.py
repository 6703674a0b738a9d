"""The item map, the coverage table and the filters."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QComboBox
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from fidelity_rater.app.competence_models import Filters
from fidelity_rater.app.look import LIGHT
from fidelity_rater.app.ports.tables import Table
from fidelity_rater.domain.people import Purpose, Role
from fidelity_rater.ui.results.data_table import DataTable
from fidelity_rater.ui.results.filter_bar import FilterBar
from fidelity_rater.ui.results.item_map import ItemMap, ItemMapModel, legend
from fidelity_rater.ui.theme import Theme
from helpers.shown_texts import untranslated
from helpers.trajectories import Life

DISPLAY, TOOLTIP = Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole


@pytest.fixture
def life() -> Life:
    life = Life(cases=2)
    life.rate(3, {"E1": (3, 4), "E2": (0, None), "M2": ("not_this_session",), "R1": ("no_occasion",), "P1": (2,)})
    life.rate(3, {"E1": ("could_not_be_rated",), "M2": (3, 3)}, rater="BO", role=Role.PANEL, purpose=Purpose.SUMMATIVE)
    life.rate(5, case=2)
    return life


# The map


def cell(model: ItemMapModel, item: str, column: int) -> QModelIndex:
    rows = [str(model.headerData(row, Qt.Orientation.Vertical)) for row in range(model.rowCount())]
    return model.index(rows.index(f"Label of {item}"), column)


def test_the_map_keeps_the_rules_of_models(qtmodeltester: ModelTester, life: Life) -> None:
    model = ItemMapModel()
    qtmodeltester.check(model)
    model.show_chart(life.chart())
    qtmodeltester.check(model)
    model.show_chart(None)
    qtmodeltester.check(model)
    assert (model.rowCount(), model.columnCount()) == (0, 0)


def test_the_map_has_a_column_for_each_rating_in_order(life: Life) -> None:
    model = ItemMapModel()
    model.show_chart(life.chart())
    heads = [model.headerData(column, Qt.Orientation.Horizontal) for column in range(model.columnCount())]
    assert heads == ["C1\nS3\nAE", "C1\nS3\nBO", "C2\nS5\nAE"]
    assert "Panel member, summative" in str(model.headerData(1, Qt.Orientation.Horizontal, TOOLTIP))
    assert model.headerData(0, Qt.Orientation.Vertical, TOOLTIP) == "E1 · Core"
    assert model.headerData(0, Qt.Orientation.Horizontal, Qt.ItemDataRole.FontRole) is None


@pytest.mark.parametrize(
    ("item", "column", "shown", "spoken"),
    [
        ("E1", 0, "3 4", "Adherence 3, Quality 4"),
        ("E2", 0, "0", "Adherence 0"),
        ("M2", 0, "–", "Not this session"),
        ("R1", 0, "∘", "No occasion"),
        ("P1", 0, "2", "Extent 2"),
        ("E1", 1, "?", "Could not be rated"),
        ("P1", 1, None, None),
    ],
)
def test_a_cell_shows_its_answer_and_speaks_it_in_the_scales_words(
    life: Life, item: str, column: int, shown: str | None, spoken: str | None
) -> None:
    model = ItemMapModel()
    model.show_chart(life.chart())
    index = cell(model, item, column)
    assert index.data(DISPLAY) == shown
    for role in (TOOLTIP, Qt.ItemDataRole.AccessibleTextRole):
        told = index.data(role)
        assert told is None if spoken is None else str(told).endswith(f"\n{spoken}")


def test_what_was_done_stands_on_its_hue_and_what_was_not_does_not(life: Life, dressed: Theme) -> None:
    model = ItemMapModel()
    model.show_chart(life.chart())

    def ground(item: str) -> str:
        return cell(model, item, 0).data(Qt.ItemDataRole.BackgroundRole).color().name()

    assert ground("E1") == LIGHT.adherence.soft
    assert ground("E2") == LIGHT.surface
    assert ground("M2") == LIGHT.sunken


@pytest.fixture
def item_map(qtbot: QtBot, life: Life) -> ItemMap:
    view = ItemMap()
    qtbot.addWidget(view)
    view.show_chart(life.chart())
    view.resize(600, 400)
    view.show()
    return view


def test_the_legend_names_the_order_of_the_numbers_and_every_sign(life: Life) -> None:
    chart = life.chart()
    text = legend(chart)
    dimensions = [chart.dimension_names[d] for d, _ in max((c.scores for c in chart.map_cells), key=len)]
    assert ", ".join(dimensions) in text
    assert f"– {chart.state_names['not_this_session']}" in text


def test_a_click_on_a_cell_opens_its_rating_once(item_map: ItemMap, qtbot: QtBot) -> None:
    opened: list[tuple[str, str]] = []
    item_map.cell_chosen.connect(lambda *chosen: opened.append(chosen))
    index = cell(item_map.map_model, "E1", 1)
    where = item_map.visualRect(index).center()
    qtbot.mouseClick(item_map.viewport(), Qt.MouseButton.LeftButton, pos=where)
    item_map.activated.emit(index)  # as some desktops do on the same click
    assert opened == [("r2", "E1")]


def test_the_keys_walk_the_map_and_enter_opens(item_map: ItemMap, qtbot: QtBot) -> None:
    item_map.setCurrentIndex(cell(item_map.map_model, "E1", 0))
    qtbot.keyClick(item_map, Qt.Key.Key_Down)
    with qtbot.waitSignal(item_map.cell_chosen, check_params_cb=lambda uid, item: (uid, item) == ("r1", "E2")):
        qtbot.keyClick(item_map, Qt.Key.Key_Return)
    item_map.setCurrentIndex(cell(item_map.map_model, "P1", 1))
    with qtbot.assertNotEmitted(item_map.cell_chosen):
        qtbot.keyClick(item_map, Qt.Key.Key_Enter)


# Filters


@pytest.fixture
def bar(qtbot: QtBot, life: Life) -> FilterBar:
    bar = FilterBar()
    qtbot.addWidget(bar)
    bar.show_choices(life.chart())
    return bar


def choose(box: QComboBox, value: str) -> None:
    """As a person does: the box says so only then."""
    box.setCurrentIndex(box.findData(value))
    box.activated.emit(box.currentIndex())


@pytest.mark.parametrize(
    ("name", "value", "chosen"),
    [
        ("case", "c2", {"cases": frozenset({"c2"})}),
        ("phase", "middle", {"phases": frozenset({"middle"})}),
        ("focal_area", "grief", {"focal_areas": frozenset({"grief"})}),
        ("rater", "person BO", {"raters": frozenset({"person BO"})}),
        ("purpose", "summative", {"purposes": frozenset({"summative"})}),
        ("purpose", "", {}),
    ],
)
def test_a_choice_is_told_as_filters(
    bar: FilterBar, qtbot: QtBot, life: Life, name: str, value: str, chosen: dict[str, Any]
) -> None:
    expected = Filters(**chosen, scale_sha256=life.chart().scale_sha256)
    with qtbot.waitSignal(bar.filters_chosen, check_params_cb=lambda filters: filters == expected):
        choose(getattr(bar, name), value)


def test_drafts_are_shown_on_demand(bar: FilterBar, qtbot: QtBot) -> None:
    with qtbot.waitSignal(bar.filters_chosen, check_params_cb=lambda filters: filters.with_drafts):
        bar.drafts.click()


def test_showing_choices_is_silent_and_shows_those_in_force(bar: FilterBar, qtbot: QtBot, life: Life) -> None:
    with qtbot.assertNotEmitted(bar.filters_chosen):
        bar.show_choices(life.chart(purposes=frozenset({"summative"}), with_drafts=True))
    assert bar.purpose.currentData() == "summative"
    assert bar.drafts.isChecked()
    assert bar.hidden.text() == "2 ratings are left out."
    bar.show_choices(life.chart(raters=frozenset({"person AE"})))
    assert bar.hidden.text() == "1 rating is left out."
    bar.show_choices(life.chart())
    assert bar.hidden.text() == ""


def test_a_choice_kept_from_another_therapist_is_shown_though_nothing_fits_it(bar: FilterBar, life: Life) -> None:
    bar.show_choices(life.chart(phases=frozenset({"maintenance"})))
    assert (bar.phase.currentData(), bar.phase.currentText()) == ("maintenance", "Maintenance")


def test_without_ratings_nothing_of_the_last_therapist_is_offered(bar: FilterBar) -> None:
    bar.show_choices(None)
    boxes = (bar.scale, bar.case, bar.phase, bar.focal_area, bar.rater, bar.purpose)
    assert [box.count() for box in boxes] == [0, 1, 1, 1, 1, 1]
    assert not any(box.isEnabled() for box in boxes)
    assert bar.drafts.isEnabled()


@pytest.mark.usefixtures("pseudo_locale")
def test_every_text_is_translated(qtbot: QtBot, life: Life) -> None:
    chart = life.chart()
    data = ("T01-C1", "T01-C2", "AE", "BO", "Small 1")
    for widget in (FilterBar(), ItemMap()):
        qtbot.addWidget(widget)
        widget.show_choices(chart) if isinstance(widget, FilterBar) else widget.show_chart(chart)
        assert untranslated(widget, data=data) == []


def test_a_table_that_is_a_little_too_wide_is_drawn_together(qtbot: QtBot) -> None:
    table = DataTable(decimal_comma=lambda: False)
    qtbot.addWidget(table)
    table.show_table(Table("Findings", ("Kind", "What is seen", "Code"), (("Below", "long words " * 4, "T-1"),)))
    table.resize(2000, 200)
    table.show()
    natural = [table.columnWidth(column) for column in range(3)]
    table.resize(sum(natural) - 80, 200)
    drawn = [table.columnWidth(column) for column in range(3)]
    assert sum(drawn) <= table.viewport().width(), "the last column is whole"
    assert drawn[1] < natural[1]
    table.resize(120, 200)
    assert [table.columnWidth(column) for column in range(3)] == natural, "much too wide: read by scrolling, not cut"
