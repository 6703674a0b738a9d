"""A room of tabs builds a page when it is first gone to, and passes on to its pages what is asked of it."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from fidelity_rater.app.changes import Changed
from fidelity_rater.ui.widgets.room import Room
from fidelity_rater.ui.widgets.tabbed_room import Tab, TabbedRoom


class Page(Room):
    def __init__(self) -> None:
        super().__init__()
        self.told: list[str] = []
        self.sounding = False

    def refresh(self) -> None:
        self.told.append("refresh")

    def on_changed(self, changed: Changed) -> None:
        self.told.append(f"changed {changed.name}")

    def on_look_changed(self) -> None:
        self.told.append("look")

    @property
    def playing(self) -> bool:
        return self.sounding

    def rest(self) -> None:
        self.told.append("rest")

    def settle(self) -> None:
        self.told.append("settle")

    def close_sound(self) -> None:
        self.told.append("close")


@pytest.fixture
def room(qtbot: QtBot) -> TabbedRoom:
    made = TabbedRoom(
        [Tab("one", "One", lambda parent: Page()), Tab("two", "Two", lambda parent: Page())], name="What is shown"
    )
    qtbot.addWidget(made)
    return made


def told(room: TabbedRoom, name: str) -> list[str]:
    page = room.page(name)
    assert isinstance(page, Page)
    return page.told


def test_a_page_is_built_when_it_is_gone_to(room: TabbedRoom) -> None:
    assert room.made == ()
    room.show()
    assert len(room.made) == 1
    assert told(room, "one") == ["refresh"]
    room.show_tab("two")
    assert room.tab == "two"
    assert room.pages.currentWidget() is room.page("two")
    assert told(room, "two") == ["refresh"]


def test_a_page_reads_again_whenever_it_is_shown_and_not_while_hidden(room: TabbedRoom) -> None:
    room.show_tab("two")
    assert told(room, "two") == [], "nobody looks yet"
    room.show()
    room.show_tab("two")
    assert told(room, "two") == ["refresh", "refresh"]


def test_what_is_asked_of_the_room_reaches_its_built_pages(room: TabbedRoom) -> None:
    room.show()
    told(room, "one").clear()
    room.on_changed(Changed.PANEL)
    room.on_look_changed()
    room.refresh()
    room.rest()
    room.settle()
    room.close_sound()
    assert told(room, "one") == ["changed PANEL", "look", "refresh", "rest", "settle", "close"]
    assert len(room.made) == 1


def test_a_room_plays_while_one_of_its_pages_does(room: TabbedRoom) -> None:
    room.show_tab("two")
    assert not room.playing
    page = room.page("two")
    assert isinstance(page, Page)
    page.sounding = True
    assert room.playing


def test_the_shown_page_is_told(qtbot: QtBot, room: TabbedRoom) -> None:
    with qtbot.waitSignal(room.tab_shown, check_params_cb=lambda name: name == "two"):
        room.show_tab("two")
