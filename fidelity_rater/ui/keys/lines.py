"""The keys of a screen as lines to read: each key, and what it does there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from fidelity_rater.app.commands import (
    COMMANDS,
    MENU,
    SAVE_CHART,
    SAVE_DATA,
    CommandId,
    Section,
    command_words,
    fixed_words,
    section_words,
)
from fidelity_rater.app.keymap import Keymap
from fidelity_rater.i18n import tr
from fidelity_rater.ui.keys.key_text import shown_key


class Place(StrEnum):
    """The screens that have keys of their own."""

    START = "start"
    CASELOAD = "caseload"
    RESULTS = "results"
    IMPORTING = "importing"
    DESK = "desk"
    FEEDBACK = "feedback"
    RATERS = "raters"
    ACCREDITATION = "accreditation"


@dataclass(frozen=True, slots=True)
class KeyLine:
    """One thing to do, with the keys that do it."""

    keys: tuple[str, ...]
    words: str


@dataclass(frozen=True, slots=True)
class KeySection:
    """Lines under one heading."""

    title: str
    lines: tuple[KeyLine, ...]


SHORT = 12
"""A second key is shown where it has no more letters than this; the list of all keys has the rest."""

_ALWAYS = (CommandId.HELP, MENU + "keys", MENU + "settings", MENU + "quit")
_INSIDE = (CommandId.UNDO, CommandId.REDO, MENU + "caseload", MENU + "results", MENU + "feedback", MENU + "raters",
           MENU + "accreditation", MENU + "import", MENU + "package", MENU + "lock",
           MENU + "close")  # fmt: skip
_OUTSIDE = (MENU + "new", MENU + "open", MENU + "demo", MENU + "restore")


def sections_of(place: Place, keymap: Keymap, window_words: Mapping[str, str]) -> tuple[KeySection, ...]:
    """Everything that a key does on this screen. ``window_words`` name what the menus do."""
    words = {**window_words, **command_words()}

    def lines(*commands: str) -> tuple[KeyLine, ...]:
        return tuple(KeyLine(_first_two(keymap, each), words[each]) for each in commands if keymap.keys_of(each))

    if place is Place.DESK:
        return (*_desk(lines), KeySection(section_words(Section.WINDOW), lines(*_ALWAYS, *_INSIDE)))
    if place is Place.START:
        return (_around(), KeySection(section_words(Section.WINDOW), lines(*_OUTSIDE, *_ALWAYS)))
    own = {
        Place.CASELOAD: (KeySection(tr("Caseload"), (*_list_keys(), *lines(MENU + "therapist"))),),
        Place.FEEDBACK: (KeySection(tr("Feedback"), (*_letter_keys(), *lines(MENU + "package", MENU + "contacts"))),),
        Place.RESULTS: (KeySection(tr("Results"), (*_result_keys(), *lines(SAVE_CHART, SAVE_DATA))),),
        Place.RATERS: (KeySection(tr("Raters"), _rater_keys()), KeySection(tr("Consensus"), _consensus_keys())),
        Place.ACCREDITATION: (KeySection(tr("Accreditation"), _panel_keys()), KeySection(tr("Log"), _log_keys())),
    }
    return (*own.get(place, ()), _around(), KeySection(section_words(Section.WINDOW), lines(*_ALWAYS, *_INSIDE)))


def _first_two(keymap: Keymap, command: str) -> tuple[str, ...]:
    first, *others = map(shown_key, keymap.keys_of(command))
    return (first, *(other for other in others[:1] if len(other) <= SHORT))


def _desk(lines: Callable[..., tuple[KeyLine, ...]]) -> tuple[KeySection, ...]:
    sections = []
    for section in dict.fromkeys(command.section for command in COMMANDS if command.section is not Section.WINDOW):
        fixed = tuple(KeyLine((key,), meaning) for key, meaning in fixed_words()) if section is Section.SCORES else ()
        commands = (command.id for command in COMMANDS if command.section is section)
        sections.append(KeySection(section_words(section), (*fixed, *lines(*commands))))
    return tuple(sections)


def _around() -> KeySection:
    return KeySection(
        tr("Getting around"),
        (
            KeyLine((tr("Tab"), tr("Shift+Tab")), tr("Next, previous field or button")),
            KeyLine((tr("Space"),), tr("Press the button")),
            KeyLine((tr("Esc"),), tr("Close what lies over the screen")),
        ),
    )


def _list_keys() -> tuple[KeyLine, ...]:
    return (KeyLine(("↑", "↓"), tr("Previous, next therapist")),)


def _letter_keys() -> tuple[KeyLine, ...]:
    return (
        KeyLine((tr("Space"),), tr("Play the moment, or pause it, where its button is chosen")),
        KeyLine(("←", "→"), tr("Back, on: where the position of the sound is chosen")),
    )


def _result_keys() -> tuple[KeyLine, ...]:
    return (
        KeyLine(("←", "→"), tr("Previous, next rating in the chart")),
        KeyLine((tr("Enter"),), tr("Open the rating of the dot or row")),
    )


def _rater_keys() -> tuple[KeyLine, ...]:
    return (
        KeyLine(("←", "→"), tr("Previous, next page, where its name is chosen")),
        KeyLine(("↑", "↓"), tr("Previous, next row of a table")),
        KeyLine(("←", "→"), tr("Previous, next attempt in the picture of a calibration")),
        KeyLine((tr("Enter"),), tr("Show the result of an attempt")),
        KeyLine((shown_key("Ctrl+Shift+D"),), tr("Save the agreement as a table")),
    )


def _consensus_keys() -> tuple[KeyLine, ...]:
    return (
        KeyLine((tr("Digit"),), tr("Agree on that answer")),
        KeyLine((shown_key("Del"),), tr("Take the agreement back")),
        KeyLine((tr("Enter"),), tr("On to the reason")),
    )


def _log_keys() -> tuple[KeyLine, ...]:
    return (
        KeyLine((shown_key("Ctrl+Shift+A"),), tr("Add an entry")),
        KeyLine((tr("Enter"),), tr("Change the entry")),
        KeyLine((shown_key("Del"),), tr("Remove the entry")),
    )


def _panel_keys() -> tuple[KeyLine, ...]:
    return (
        KeyLine(("←", "→"), tr("Previous, next page, where its name is chosen")),
        KeyLine(("↑", "↓"), tr("Previous, next therapist or row")),
        KeyLine((tr("Enter"),), tr("Show each requirement of the therapist")),
        KeyLine((tr("Space"),), tr("Play the moment, or pause it, where its button is chosen")),
    )
